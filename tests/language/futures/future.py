# A Future by itself: its states, what may be done in which, and who is told.
import threading
from concurrent.futures import CancelledError, Future, InvalidStateError, TimeoutError


def shown(text):
    start = text.index("0x")
    return text[:start] + "0x" + text[start:].lstrip("0123456789abcdefx")


print(TimeoutError is __builtins__.TimeoutError, CancelledError.__mro__[1].__name__, InvalidStateError.__name__)

future = Future()
print(shown(repr(future)), future.done(), future.running(), future.cancelled())
future.add_done_callback(lambda f: print("first callback", f is future, f.result()))
future.add_done_callback(lambda f: print("second callback"))
print(future.set_running_or_notify_cancel(), future.running(), future.cancel(), shown(repr(future)))
future.set_result(42)
print(future.result(), future.exception(), future.done(), future.cancel(), shown(repr(future)))
future.add_done_callback(lambda f: print("at once"))
for again in (lambda: future.set_result(1), lambda: future.set_exception(ValueError())):
    try:
        again()
    except InvalidStateError as error:
        print(shown(str(error)))

failed = Future()
failed.set_exception(KeyError("lost"))
print(repr(failed.exception()), shown(repr(failed)))
try:
    failed.result()
except KeyError as error:
    print("raised", error)

cancelled = Future()
cancelled.add_done_callback(lambda f: print("callback of cancel()", f.cancelled()))
print(cancelled.cancel(), cancelled.cancel(), cancelled.done(), shown(repr(cancelled)))
print(cancelled.set_running_or_notify_cancel(), shown(repr(cancelled)))
for ask in (cancelled.result, cancelled.exception):
    try:
        ask()
    except CancelledError as error:
        print(type(error).__name__, error.args)

late = Future()
try:
    late.result(timeout=0.01)
except TimeoutError as error:
    print("late", error.args)
timer = threading.Timer(0.02, late.set_result, ["in time"])
timer.start()
print(late.result(timeout=60))
waiting = Future()
threading.Timer(0.02, waiting.cancel).start()
try:
    waiting.result()
except CancelledError:
    print("cancelled while someone waits")
