# A bank: threads transfer money between accounts under ordered locks; the sum never changes.

import queue
import random
import threading

class Account:
    def __init__(self, number, balance):
        self.number, self.balance, self.lock = number, balance, threading.Lock()

class Bank:
    def __init__(self, accounts, balance):
        self.accounts = [Account(n, balance) for n in range(accounts)]
        self.refused = 0
        self.counting = threading.Lock()

    def transfer(self, source, target, amount):
        first, second = sorted((source, target), key=lambda a: a.number)  # one order for all: no deadlock
        with first.lock, second.lock:
            if source.balance < amount:
                with self.counting: self.refused += 1
                return False
            source.balance -= amount
            target.balance += amount
            return True

    def total(self): return sum(a.balance for a in self.accounts)

bank, jobs, done = Bank(5, 100), queue.Queue(maxsize=10), queue.SimpleQueue()

def clerk():
    worked = 0
    while (job := jobs.get()) is not None:
        bank.transfer(*job)
        worked += 1
    done.put(worked)

clerks = [threading.Thread(target=clerk, name=f'clerk {n}') for n in range(4)]
for c in clerks: c.start()
random.seed(1)
for _ in range(500):
    source, target = random.sample(bank.accounts, 2)
    jobs.put((source, target, random.randint(1, 80)))
for _ in clerks: jobs.put(None)
for c in clerks: c.join()
print(bank.total(), sum(done.get() for _ in clerks), all(a.balance >= 0 for a in bank.accounts),
      bank.refused < 500)

class BoundedBuffer:
    def __init__(self, size):
        self.items, self.size = [], size
        self.lock = threading.Lock()
        self.not_full, self.not_empty = threading.Condition(self.lock), threading.Condition(self.lock)
        self.most = 0
    def put(self, item):
        with self.not_full:
            self.not_full.wait_for(lambda: len(self.items) < self.size)
            self.items.append(item)
            self.most = max(self.most, len(self.items))
            self.not_empty.notify()
    def get(self):
        with self.not_empty:
            self.not_empty.wait_for(lambda: self.items)
            item = self.items.pop(0)
            self.not_full.notify()
            return item

buffer, received = BoundedBuffer(3), []
def produce():
    for i in range(40): buffer.put(i)
def consume():
    for _ in range(20): received.append(buffer.get())
threads = [threading.Thread(target=f) for f in (produce, consume, consume)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(received) == list(range(40)), buffer.items, buffer.most <= 3)

class ReadersWriter:
    def __init__(self): self.readers, self.gate, self.room = 0, threading.Lock(), threading.Lock()
    def read(self, f):
        with self.gate:
            self.readers += 1
            if self.readers == 1: self.room.acquire()
        try: return f()
        finally:
            with self.gate:
                self.readers -= 1
                if self.readers == 0: self.room.release()
    def write(self, f):
        with self.room: return f()
shared, rw, torn = [0, 0], ReadersWriter(), []
def change():
    for _ in range(200):
        def both():
            shared[0] += 1
            shared[1] += 1
        rw.write(both)
def look():
    for _ in range(200):
        a, b = rw.read(lambda: tuple(shared))
        if a != b: torn.append((a, b))
threads = [threading.Thread(target=f) for f in (change, look, change, look)]
for t in threads: t.start()
for t in threads: t.join()
print(shared, torn)
