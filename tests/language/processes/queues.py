# Queue, SimpleQueue, JoinableQueue between processes.
import multiprocessing as mp
import queue
import sys
import os


def put_all(q, items):
    for item in items:
        q.put(item)


def square(q, results):
    for x in iter(q.get, None):
        results.put(x * x)


def work(q):
    while True:
        q.get()
        q.task_done()


def try_all(ctx):
    q = ctx.Queue()
    p = ctx.Process(target=put_all, args=(q, [1, "two", [3]]))
    p.start()
    print([q.get() for _ in range(3)], q.empty())
    p.join()
    for args in ((False,), (True, 0.01)):
        try:
            q.get(*args)
        except queue.Empty:
            print("Empty")
    small = ctx.Queue(2)
    small.put(1)
    small.put(2)
    print(small.full(), small.qsize())
    try:
        small.put(3, timeout=0.01)
    except queue.Full:
        print("Full")
    try:
        small.put_nowait(3)
    except queue.Full:
        print("Full")
    print(small.get(), small.get(timeout=60), small.full())

    # Much through it, several at each end.
    tasks, results = ctx.Queue(), ctx.Queue()
    workers = [ctx.Process(target=square, args=(tasks, results)) for _ in range(3)]
    for w in workers:
        w.start()
    for i in range(500):
        tasks.put(i)
    for _ in workers:
        tasks.put(None)
    print(sum(results.get() for _ in range(500)))
    for w in workers:
        w.join()
    p = ctx.Process(target=put_all, args=(results, ["z" * 1000000]))
    p.start()
    print(len(results.get()))
    p.join()

    s = ctx.SimpleQueue()
    print(s.empty())
    p = ctx.Process(target=put_all, args=(s, range(3)))
    p.start()
    print([s.get() for _ in range(3)], s.empty())
    p.join()
    s.close()

    j = ctx.JoinableQueue()
    p = ctx.Process(target=work, args=(j,), daemon=True)
    p.start()
    for i in range(20):
        j.put(i)
    j.join()
    print("all done")
    try:
        j.task_done()
    except ValueError as error:
        print(error)
    p.terminate()
    p.join()

    q.close()
    q.join_thread()
    try:
        q.put(1)
    except ValueError as error:
        print(type(error).__name__)


if __name__ == "__main__":
    for method in ("fork", "spawn"):
        print("--", method)
        try_all(mp.get_context(method))
    q = mp.Queue()
    try:
        import pickle
        pickle.dumps(q)
    except RuntimeError as error:
        print(error)
    # What cannot be pickled is reported by the feeder, and the queue goes on.
    sys.stderr.flush()
    saved = os.dup(2)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    q.put(lambda: 0)
    q.put("after the lambda")
    print(q.get())
    os.dup2(saved, 2)
