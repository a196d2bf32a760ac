# Subclassing Thread with run.

import threading

class Worker(threading.Thread):
    def __init__(self, n):
        super().__init__(name=f'worker-{n}')
        self.n, self.result = n, None
    def run(self):
        self.result = sum(range(self.n))
        self.seen = threading.current_thread() is self, threading.current_thread().name

workers = [Worker(n) for n in (10, 100, 1000)]
for w in workers: w.start()
for w in workers: w.join()
print([w.result for w in workers], [w.seen for w in workers])

class Forgets(threading.Thread):
    def __init__(self): pass
try: Forgets().start()
except RuntimeError as e: print(e)

class Stoppable(threading.Thread):
    def __init__(self):
        super().__init__()
        self.stop, self.turns = threading.Event(), 0
    def run(self):
        while not self.stop.wait(0.001): self.turns += 1
s = Stoppable()
s.start()
while s.turns < 3: pass
s.stop.set(); s.join()
print(s.turns >= 3, s.is_alive())
class CallsSuper(threading.Thread):
    def run(self):
        super().run()
        print('after target')
c = CallsSuper(target=print, args=('target runs',))
c.start(); c.join()
w = Worker(5)
w.run()
print(w.result, w.ident)
