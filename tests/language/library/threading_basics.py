# threading: threads, their attributes, their errors.
import sys
import threading
import time


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def work():
    pass


t = threading.Thread(target=work)
print(t.name, t.ident, t.native_id, t.daemon, t.is_alive(), repr(t))
print(attempt(t.join))
t.start()
t.join()
print(t.is_alive(), isinstance(t.ident, int), isinstance(t.native_id, int), repr(t).replace(str(t.ident), "N"))
print(attempt(t.start))
t.join()
t.join(0.1)

print(threading.Thread().name, threading.Thread(target=work).name, threading.Thread(name=5).name)
print(threading.Thread(target=[].append, args=(1,)).name)
print(threading.current_thread() is threading.main_thread(), threading.current_thread().name)
print(repr(threading.main_thread()).replace(str(threading.main_thread().ident), "N"))
print(threading.get_ident() == threading.main_thread().ident, threading.active_count(), len(threading.enumerate()))
print(attempt(threading.current_thread().join))


class Worker(threading.Thread):
    def __init__(self, number):
        super().__init__(name=f"worker {number}")
        self.number = number
        self.result = None

    def run(self):
        self.result = self.number**2


workers = [Worker(i) for i in range(5)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print([(worker.name, worker.result) for worker in workers])


class Forgot(threading.Thread):
    def __init__(self):
        pass


print(attempt(Forgot().start))
print(attempt(Forgot().join))
print(attempt(lambda: Forgot().name))

# args and kwargs; daemons, and that threads inherit it.
seen = []
done = threading.Event()


def inner():
    seen.append(threading.current_thread().daemon)


def outer(*args, **kwargs):
    seen.append((args, kwargs))
    thread = threading.Thread(target=inner)
    thread.start()
    thread.join()


d = threading.Thread(target=outer, args=(1, 2), kwargs={"a": 3}, daemon=True)
print(d.daemon, repr(d))
d.start()
d.join()
print(seen)
e = threading.Thread(target=done.wait)
e.daemon = False
e.start()
print(e.is_alive(), attempt(setattr, e, "daemon", True), repr(e).replace(str(e.ident), "N"))
print(e in threading.enumerate(), threading.active_count())
print(attempt(e.join, 0.01), e.is_alive())
done.set()
e.join()
print(e.is_alive(), threading.active_count())
e.name = "renamed"
print(e.name)

# Timer.
fired = threading.Event()
timer = threading.Timer(0.01, fired.set)
timer.start()
print(fired.wait(60))
cancelled = threading.Timer(60, print, ["never"])
cancelled.start()
cancelled.cancel()
cancelled.join()
print("cancelled")

# Thread-local storage.
local = threading.local()
local.x = "main"


def sets_local():
    print(hasattr(local, "x"))
    local.x = "other"


t = threading.Thread(target=sets_local)
t.start()
t.join()
print(local.x, vars(local))


class WithDefaults(threading.local):
    kind = "class"

    def __init__(self, start):
        self.count = start


defaults = WithDefaults(10)
defaults.count += 1


def uses_defaults():
    defaults.count += 5
    print(defaults.count, defaults.kind)


t = threading.Thread(target=uses_defaults)
t.start()
t.join()
print(defaults.count)


# An exception that nobody catches goes to excepthook and ends only its thread.
def fails():
    raise ValueError("in a thread")


def hook(args):
    print("hook:", args.exc_type.__name__, args.exc_value, args.thread.name, args.exc_traceback is not None)


threading.excepthook = hook
t = threading.Thread(target=fails, name="failing")
t.start()
t.join()
threading.excepthook = threading.__excepthook__
t = threading.Thread(target=sys.exit, name="exiting")  # SystemExit is silent
t.start()
t.join()
print(threading.stack_size(), threading.TIMEOUT_MAX > 10**6)
print(attempt(threading.Semaphore, -1))
