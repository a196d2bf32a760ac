# Producers and consumers over a bounded queue, ended by sentinels; join waits for the work.

import queue
import threading

q, results, lock = queue.Queue(maxsize=4), [], threading.Lock()
def producer(n):
    for i in range(50): q.put(n * 100 + i)
def consumer():
    while True:
        item = q.get()
        try:
            if item is None: return
            with lock: results.append(item)
        finally: q.task_done()
producers = [threading.Thread(target=producer, args=(n,)) for n in range(3)]
consumers = [threading.Thread(target=consumer) for _ in range(4)]
for t in producers + consumers: t.start()
for t in producers: t.join()
for _ in consumers: q.put(None)
q.join()
for t in consumers: t.join()
print(len(results), sorted(results) == sorted(n * 100 + i for n in range(3) for i in range(50)), q.empty(),
      q.unfinished_tasks)

# one producer and one consumer keep the order
s, out = queue.SimpleQueue(), []
def drain():
    while (x := s.get()) is not None: out.append(x)
t = threading.Thread(target=drain)
t.start()
for i in range(100): s.put(i)
s.put(None)
t.join()
print(out == list(range(100)))

def adder(arr, part, count, queue_out):
    queue_out.put(sum(arr[i] for i in range(part, len(arr), count)))
def sum_threads(arr, count):
    queue_out = queue.Queue()
    threads = [threading.Thread(target=lambda i=i: adder(arr, i, count, queue_out)) for i in range(count)]
    for t in threads: t.start()
    result = []
    for t in threads:
        result.append(queue_out.get())
        t.join()
    return sum(result)
print(sum_threads([1 for _ in range(10 ** 4)], 4), sum_threads(list(range(1000)), 3))
