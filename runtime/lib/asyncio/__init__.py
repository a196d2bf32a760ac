"""One thread, many waits.

A coroutine is a call that can stop in the middle and go on later. A task (tasks.py) takes one from `await` to `await`. An
event loop (base_events.py) keeps the tasks that can go on, the timers, and the descriptors somebody waits for; it runs
what is ready, and sleeps when nothing is. A future (futures.py) is what a task waits for.

Where to begin reading: tasks.py tells how a task is driven, base_events.py what a loop does in one turn.
"""

from asyncio import base_events as _base_events  # first: it gives the native parts what they need
from asyncio.base_events import BaseEventLoop, Server
from asyncio.coroutines import iscoroutine, iscoroutinefunction
from asyncio.events import (AbstractEventLoop, AbstractEventLoopPolicy, AbstractServer, Handle, TimerHandle,
                            _get_running_loop, _set_running_loop, get_event_loop, get_event_loop_policy,
                            get_running_loop, new_event_loop, set_event_loop, set_event_loop_policy)
from asyncio.exceptions import (BrokenBarrierError, CancelledError, IncompleteReadError, InvalidStateError,
                                LimitOverrunError, SendfileNotAvailableError, TimeoutError)
from asyncio.futures import Future, isfuture, wrap_future
from asyncio.locks import Barrier, BoundedSemaphore, Condition, Event, Lock, Semaphore
from asyncio.protocols import BaseProtocol, BufferedProtocol, DatagramProtocol, Protocol, SubprocessProtocol
from asyncio.queues import LifoQueue, PriorityQueue, Queue, QueueEmpty, QueueFull
from asyncio.runners import Runner, run
from asyncio.streams import (StreamReader, StreamReaderProtocol, StreamWriter, open_connection, open_unix_connection,
                             start_server, start_unix_server)
from asyncio.subprocess import create_subprocess_exec, create_subprocess_shell
from asyncio.taskgroups import TaskGroup
from asyncio.tasks import (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, Task, _enter_task, _leave_task,
                           _register_task, _unregister_task, all_tasks, as_completed, create_eager_task_factory,
                           create_task, current_task, eager_task_factory, ensure_future, gather,
                           run_coroutine_threadsafe, shield, sleep, wait, wait_for)
from asyncio.threads import to_thread
from asyncio.timeouts import Timeout, timeout, timeout_at
from asyncio.transports import (BaseTransport, DatagramTransport, ReadTransport, SubprocessTransport, Transport,
                                WriteTransport)
from asyncio.unix_events import DefaultEventLoopPolicy, SelectorEventLoop

__all__ = tuple(name for name in dir() if not name.startswith("_") and name not in (
    "base_events", "constants", "coroutines", "events", "exceptions", "format_helpers", "futures", "locks", "log",
    "protocols", "queues", "runners", "socket_transports", "streams", "subprocess", "taskgroups", "tasks", "threads",
    "timeouts", "transports", "unix_events")) + (
    "_set_running_loop", "_get_running_loop", "_register_task", "_unregister_task", "_enter_task", "_leave_task")
