# Queue, LifoQueue, PriorityQueue, SimpleQueue in one thread.

import queue

for cls in (queue.Queue, queue.LifoQueue, queue.PriorityQueue, queue.SimpleQueue):
    q = cls()
    for x in (3, 1, 2): q.put(x)
    print(cls.__name__, q.qsize(), q.empty(), [q.get() for _ in range(3)], q.empty())
    try: q.get_nowait()
    except queue.Empty as e: print(type(e).__name__, repr(e))
    try: q.get(timeout=0.01)
    except queue.Empty: print('timed out')
    try: q.get(False)
    except queue.Empty: print('did not block')
q = queue.Queue(maxsize=2)
q.put('a'); q.put_nowait('b')
print(q.full(), q.maxsize, q.qsize())
for f in (lambda: q.put_nowait('c'), lambda: q.put('c', timeout=0.01), lambda: q.put('c', block=False)):
    try: f()
    except queue.Full as e: print(type(e).__name__)
q.get()
q.put('c')
print(q.get(), q.get())
for f in (lambda: q.get(timeout=-1), lambda: q.put(1, timeout=-1), lambda: queue.SimpleQueue().get(timeout=-1)):
    try: f()
    except ValueError as e: print(e)
q = queue.Queue()
q.put(1); q.put(2)
q.get(); q.task_done(); q.get(); q.task_done()
q.join()
try: q.task_done()
except ValueError as e: print(e)
p = queue.PriorityQueue()
for item in ((2, 'b'), (1, 'z'), (1, 'a'), (3, 'c')): p.put(item)
print([p.get() for _ in range(p.qsize())])
print(issubclass(queue.Empty, Exception), queue.Queue(0).full(), queue.Queue(-1).full())
