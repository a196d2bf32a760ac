# Timer: runs later, or never when cancelled.

import threading

done = threading.Event()
t = threading.Timer(0.02, lambda *a, **k: (print('fired', a, k), done.set()), args=[1, 2], kwargs={'key': 'v'})
print(t.is_alive(), t.interval, isinstance(t, threading.Thread))
t.start()
done.wait()
t.join()
print(t.finished.is_set())
never = threading.Timer(30, print, ['never'])
never.start()
never.cancel()
never.join()
print(never.is_alive())
