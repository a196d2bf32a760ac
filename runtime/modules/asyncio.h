// What the native parts of asyncio share: futures, tasks, handles and the loop's core. The rest of asyncio is written in the
// language (runtime/lib/asyncio), and so are the rare turns of what is here: the functions in `library`.
//
//     asyncio_future.cpp    Future: a result to come, and who waits for it
//     asyncio_task.cpp      Task: a future that drives a coroutine
//     asyncio_loop.cpp      Loop: ready queue, timers, descriptors; Handle and TimerHandle
//     asyncio_module.cpp    the module _asyncio: the running loop, the current task, all tasks
//
// Ready queue. An entry is a pair of Values, (what, argument), which says what to do in the next turn of the loop:
//
//     (Task, empty)              take its next step
//     (Task, future)             the future it waited for is done: take the next step with that
//     (Task, exception)          raise this in the coroutine
//     (tuple (callback, context), future)   a future's done callback
//     (Handle, None)             what call_soon was given
//
// So neither a step of a task nor a done callback needs a Handle.
//
// Concurrency. A loop, its futures and its tasks belong to one thread, as in CPython; only call_soon_threadsafe may be called
// from others. A script that breaks this rule, without a GIL, may lose a callback, but not crash the interpreter: fields
// are atomic words, queue and heap are changed under the loop's lock byte, a future's state under its own.
#pragma once

#include <stdlib.h>

#include <vector>

#include "modules/uv_poller.h"
#include "objects/class.h"
#include "value/object.h"

namespace gilt {

class Marker;
class Thread;
struct List;
struct Module;

namespace aio {

struct Task;
struct Loop;

enum class State : uint8_t { Pending, Cancelled, Finished };

// Bits of Object::aux16 in futures and tasks.
enum FutureFlag : uint16_t {
    kAwaited = 1,           // _asyncio_future_blocking: handed to a task by `await`, which the task has not yet seen
    kHasException = 2,      // finished with an exception
    kLogTraceback = 4,      // nobody has asked for that exception yet
    kWatched = 8,           // will be reported if it dies unasked
    kMustCancel = 16,       // task: CancelledError is raised at its next step
    kLogDestroyPending = 32,  // task: say so if it dies unfinished
    kIsTask = 64,
    kIsTimer = 128,         // made by timer() and still in the timer heap
};

struct Future : Object {  // Object::flags: State
    Slot loop;
    Slot result;          // finished: result or exception; cancelled: the CancelledError to raise, if one was made
    // Pending: who is to be told. Empty, a Task that waits, a tuple (callback, context), or a list of such.
    // Done with an exception: its traceback at that time.
    Slot waiters;
    Slot cancel_message;
    Slot source_traceback;
    Slot overflow;        // attributes

    State state() const { return static_cast<State>(flags.load(std::memory_order_acquire)); }
    bool is_done() const { return state() != State::Pending; }
    bool has(FutureFlag flag) const { return aux16.load(std::memory_order_relaxed) & flag; }
    // Plain loads and stores: the loop's thread alone changes flags.
    void set(FutureFlag flag) { aux16.store(aux16.load(std::memory_order_relaxed) | flag, std::memory_order_relaxed); }
    void clear(FutureFlag flag) {
        aux16.store(static_cast<uint16_t>(aux16.load(std::memory_order_relaxed) & ~flag), std::memory_order_relaxed);
    }
};

struct Task : Future {  // Object::aux32: how often cancel() was asked for
    Slot coroutine;
    Slot context;
    Slot name;            // an int until somebody asks: Task-<int>
    Slot waits_for;       // the future it waits for
    // The list of a loop's unfinished tasks, which keeps none alive; under the loop's lock.
    Task* next;
    Task* previous;
};

struct Handle : Object {  // Object::flags: cancelled; aux16: 1 in a TimerHandle that is in the heap
    Slot callback;
    Slot arguments;       // tuple
    Slot context;
    Slot loop;
    Slot source_traceback;
};
struct TimerHandle : Handle {
    double when;
};

struct Ready {
    Value what, argument;
};
struct Timer {
    double when;
    Value what;  // a TimerHandle, or a future that gets its result then (kIsTimer)
};

// What a loop has outside the heap.
struct LoopState {
    Poller* poller;
    // A ring: `count` entries from `head` on; its size is a power of two. By malloc, because a long one then grows where it
    // lies, or by moving its pages, and never exists twice.
    Ready* ready = nullptr;
    size_t ready_size = 0;
    size_t head = 0;
    std::atomic<size_t> count{0};  // written with the lock held; the thread that runs the loop reads it without, to begin a turn
    std::vector<Timer> timers;  // a heap as heapq makes it
    size_t cancelled_timers = 0;
    std::vector<std::pair<Value, Value>> watchers;  // by descriptor: the handles of its reader and its writer, or empty

    explicit LoopState(Poller* its_poller) : poller(its_poller) {}
    ~LoopState() { free(ready); }
    LoopState(const LoopState&) = delete;
    LoopState& operator=(const LoopState&) = delete;
};
struct Loop : Object {
    LoopState* state;     // null once closed
    Slot current_task;
    Slot overflow;
    Task* tasks;          // first of its unfinished tasks
    Loop* next_loop;      // all loops, for the collector
    std::atomic<bool> is_stopping, is_debug, is_running, overrides_call_soon;
    std::atomic<uint64_t> thread_ident;
};

extern Class *future_class, *task_class, *handle_class, *timer_handle_class, *loop_class;

// Functions and classes of lib/asyncio that the native parts call; given to _asyncio._use_library.
#define GILT_ASYNCIO_LIBRARY(X)                                                                         \
    X(CancelledError) X(InvalidStateError) X(future_repr) X(task_repr) X(handle_repr) X(callback_failed) \
    X(never_retrieved) X(destroyed_pending) X(step_raised) X(step_yielded) X(is_coroutine) X(extract_stack) X(get_event_loop) X(slow_callback) X(get_stack) X(print_stack) X(foreign_sleep) \
    X(check_debug_call)
struct Library {
#define X(name) Value name;
    GILT_ASYNCIO_LIBRARY(X)
#undef X
};
extern Library library;

int await_future(Thread& thread, Object* object, Value* out);  // Class::native_await of Future and what derives from it
void trace_loop(Object* object, Marker& marker);

// Classes of scripts inherit these functions from the built-in class, so one comparison tells the layout.
inline bool is_future(Value value) { return value.is_object() && value.as_object()->cls()->native_await == await_future; }
inline bool is_task(Value value) { return is_future(value) && static_cast<Future*>(value.as_object())->has(kIsTask); }
inline Future* as_future(Value value) { return static_cast<Future*>(value.as_object()); }
inline Task* as_task(Value value) { return static_cast<Task*>(value.as_object()); }
inline Handle* as_handle(Value value) { return static_cast<Handle*>(value.as_object()); }
inline Loop* as_loop(Value value) { return static_cast<Loop*>(value.as_object()); }
inline bool is_loop(Value value) { return value.is_object() && value.as_object()->cls()->trace_instance == trace_loop; }

// --- futures ---
void trace_future(Object* object, Marker& marker);
// Fills in a new future: its loop, or the one that runs here. False: exception pending.
bool begin_future(Thread& thread, Future* future, Value loop);
Value new_future(Thread& thread, Class* cls, Value loop);
// From Pending to done, telling whoever waits. False with InvalidStateError pending if it is done already.
bool finish(Thread& thread, Future* future, State state, Value result, bool is_exception);
// The future's own cancel(), without what tasks add to it: whether it was still pending; -1: exception pending.
int cancel_future(Thread& thread, Future* future, Value message);
Value cancelled_error(Thread& thread, Future* future);
// What `await` gives: empty with an exception pending if the future failed or was cancelled.
Value future_result(Thread& thread, Future* future);
// Adds a Task, or a tuple (callback, context), to be told.
bool add_waiter(Thread& thread, Future* future, Value waiter);

// --- tasks ---
// Takes a step because `future` is done, because of an exception, or (empty) just so. False: an exception that ends the loop
// (KeyboardInterrupt, SystemExit) is pending.
bool step(Thread& thread, Task* task, Value because);
// The lists of unfinished tasks. A list of those of this loop, or (empty) of all.
void leave_tasks(Task* task);
List* list_tasks(Thread& thread, Value loop);

// --- loops ---
// Puts an entry on the loop's ready queue. For loops that are not ours: goes through their call_soon.
bool schedule(Thread& thread, Value loop, Value what, Value argument);
// The loop that runs in this thread, or what get_event_loop() says; empty with an exception pending.
Value loop_for_here(Thread& thread);
// A timer of this loop will not be needed: the future in its heap is done.
void forget_timer(Value loop);
// Which task runs in this loop; None if none does.
Value swap_current_task(Thread& thread, Value loop, Value task);
// Makes an unfinished task of the loop: what its create_task gives. Empty arguments: none.
Value new_task(Thread& thread, Value loop, Value coroutine, Value name, Value context);
Value current_task(Thread& thread, Value loop);

void init_futures(Thread& thread, Module* module);
void init_tasks(Thread& thread, Module* module);
void init_loops(Thread& thread, Module* module);

}  // namespace aio
}  // namespace gilt
