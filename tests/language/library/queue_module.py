# queue: order, bounds, timeouts, task counting.
import queue
import threading

for kind in (queue.Queue, queue.LifoQueue, queue.PriorityQueue, queue.SimpleQueue):
    q = kind()
    for item in (3, 1, 2):
        q.put(item)
    print(kind.__name__, [q.get() for _ in range(3)], q.empty(), q.qsize())
    try:
        q.get_nowait()
    except queue.Empty as error:
        print("empty", repr(error))
    try:
        q.get(timeout=0.01)
    except queue.Empty:
        print("timeout")
    try:
        q.get(timeout=-1)
    except ValueError as error:
        print(error)

q = queue.Queue(maxsize=2)
q.put("a")
q.put_nowait("b")
print(q.full(), q.qsize())
for put in (lambda: q.put_nowait("c"), lambda: q.put("c", timeout=0.01), lambda: q.put("c", False)):
    try:
        put()
    except queue.Full as error:
        print("full", repr(error))
try:
    q.put("c", timeout=-1)
except ValueError as error:
    print(error)
q.get()
q.get()
q.task_done()
q.task_done()
q.join()
try:
    q.task_done()
except ValueError as error:
    print(error)


# Producers and consumers over a small bounded queue.
q = queue.Queue(3)
results = []


def consume():
    while (item := q.get()) is not None:
        results.append(item * item)
        q.task_done()
    q.task_done()


consumers = [threading.Thread(target=consume) for _ in range(3)]
for thread in consumers:
    thread.start()
for i in range(100):
    q.put(i)
q.join()
print(sorted(results) == [i * i for i in range(100)])
for _ in consumers:
    q.put(None)
for thread in consumers:
    thread.join()
print(q.unfinished_tasks, q.qsize())

# A take waits for a put in another thread.
s = queue.SimpleQueue()
threading.Timer(0.02, s.put, ["late"]).start()
print(s.get(), s.empty())


class Uniques(queue.Queue):
    def _init(self, maxsize):
        self.queue = set()

    def _put(self, item):
        self.queue.add(item)

    def _get(self):
        return self.queue.pop()


u = Uniques()
for item in (1, 1, 1):
    u.put(item)
print(u.qsize(), u.get())
print(queue.Empty, queue.Full, queue.Queue.__mro__)
