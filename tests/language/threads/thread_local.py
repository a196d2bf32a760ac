# threading.local: attributes of each thread's own.

import threading

data = threading.local()
data.value = 'main'
seen = {}
def work(n):
    seen[n] = [hasattr(data, 'value')]
    data.value = n
    barrier.wait()
    seen[n].append(data.value)
    seen[n].append(sorted(data.__dict__))
barrier = threading.Barrier(3)
threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(seen.items()), data.value)
try: data.missing
except AttributeError as e: print(e)
del data.value
print(hasattr(data, 'value'))

class WithInit(threading.local):
    shared = 'class'
    def __init__(self, start): self.n = start
    def up(self):
        self.n += 1
        return self.n
c = WithInit(10)
c.up()
results = []
def use(): results.append((c.up(), c.up(), c.shared))
t = threading.Thread(target=use)
t.start(); t.join()
print(results, c.n)
