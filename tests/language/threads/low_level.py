# _thread: the module below threading.

import _thread
import threading

done = _thread.allocate_lock()
done.acquire()
seen = []
def work(a, b=0):
    seen.append((a, b, _thread.get_ident() != main))
    done.release()
main = _thread.get_ident()
ident = _thread.start_new_thread(work, (1,), {'b': 2})
done.acquire()
print(seen, isinstance(ident, int), main == threading.get_ident(), done.locked())
print(_thread.error is RuntimeError, _thread.TIMEOUT_MAX > 1e6, threading.TIMEOUT_MAX == _thread.TIMEOUT_MAX,
      _thread.LockType is type(done))
for f in (lambda: _thread.start_new_thread(5, ()), lambda: _thread.start_new_thread(work, 5),
          lambda: _thread.start_new_thread(work, (), 5)):
    try: f()
    except TypeError as e: print(e)
print(threading.stack_size(), threading.stack_size(1024 * 1024), threading.stack_size(), threading.stack_size(0))
try: threading.stack_size(100)
except ValueError as e: print(e)
def exits():
    try: _thread.exit()
    finally: done.release()
_thread.start_new_thread(exits, ())
done.acquire()
print('exit is quiet', callable(_thread.interrupt_main), _thread._count() >= 0)
foreign = []
def dummy():
    foreign.append(threading.current_thread())
    done.release()
_thread.start_new_thread(dummy, ())
done.acquire()
print(type(foreign[0]).__name__, foreign[0].daemon)
