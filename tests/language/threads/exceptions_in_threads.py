# Exceptions belong to the thread that handles them.

import sys
import threading

barrier, seen = threading.Barrier(2), {}
def handle(name):
    try: raise ValueError(name)
    except ValueError:
        barrier.wait()
        seen[name] = str(sys.exc_info()[1])
        barrier.wait()
threads = [threading.Thread(target=handle, args=(n,)) for n in 'ab']
for t in threads: t.start()
for t in threads: t.join()
print(sorted(seen.items()), sys.exc_info())
caught = []
class Catching(threading.Thread):
    def run(self):
        try: super().run()
        except Exception as e: self.error = e
t = Catching(target=lambda: 1 / 0)
t.start(); t.join()
print(repr(t.error))
def deep(n): return deep(n + 1)
def recurse():
    try: deep(0)
    except RecursionError: caught.append('recursion')
threads = [threading.Thread(target=recurse) for _ in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(caught)
