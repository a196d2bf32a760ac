# A thread from creation to its end: names, ident, daemon, is_alive, start twice, join.

import threading

def work(): ready.wait()
ready = threading.Event()
t = threading.Thread(target=work)
print(t.name.startswith('Thread-'), '(work)' in t.name, t.ident, t.native_id, t.daemon, t.is_alive())
t.start()
print(t.is_alive(), isinstance(t.ident, int), isinstance(t.native_id, int), threading.active_count(),
      t in threading.enumerate())
print(t.join(timeout=0.01), t.is_alive())
ready.set()
t.join()
t.join()
print(t.is_alive(), threading.active_count(), t in threading.enumerate(),
      threading.enumerate() == [threading.main_thread()])
print(isinstance(t.ident, int))
named = threading.Thread(name='worker', daemon=True, target=print, args=('positional', 1),
                         kwargs={'sep': '-', 'end': '.\n'})
print(named.name, named.daemon)
named.name = 'renamed'
named.daemon = False
named.start(); named.join()
print(named.name)
for f in (lambda: t.start(), lambda: threading.Thread().join(), lambda: threading.current_thread().join(),
          lambda: setattr(t, 'daemon', True), lambda: threading.Thread(5),
          lambda: threading.Thread(target=print, args=1).start()):
    try:
        f()
        print('fine')
    except Exception as e: print(type(e).__name__, e)
main = threading.main_thread()
print(main.name, main.daemon, main.is_alive(), main is threading.current_thread(),
      main.ident == threading.get_ident(), threading.get_native_id() == main.native_id)
print(repr(main).startswith('<_MainThread(MainThread, started '))
n = threading.Thread(name='shown')
print(repr(n))
n.start(); n.join()
print(repr(n).startswith('<Thread(shown, stopped '))
results = []
threads = [threading.Thread(target=lambda i=i: results.append(i * i)) for i in range(10)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(results))
def inherits(): results.append(threading.Thread().daemon)
d = threading.Thread(target=inherits, daemon=True)
d.start(); d.join()
print(results[-1])
