# Locks, semaphores, conditions, events and barriers between processes.
import multiprocessing as mp
import threading
import time


def check(function, *args):
    try:
        print(function(*args))
    except BaseException as error:
        print(type(error).__name__, error)


def count_up(value, lock, n):
    for _ in range(n):
        with lock:
            value.value += 1


def try_lock(lock, conn):
    conn.send(lock.acquire(False))
    conn.send(lock.acquire(True, 0.05))
    if "RLock" in repr(lock):
        try:
            lock.release()
        except AssertionError as error:
            conn.send(str(error))
    else:
        conn.send("an ordinary lock could be released here")


def consumer(cond, ready, conn):
    with cond:
        cond.wait_for(lambda: ready.value)
    conn.send("woken")


def wait_event(event, conn):
    conn.send(event.wait())
    conn.send(event.wait(0))


def at_barrier(barrier, conn):
    conn.send(barrier.wait())
    try:
        barrier.wait()
    except threading.BrokenBarrierError:
        conn.send("broken")


def run(ctx, target, *args):
    p = ctx.Process(target=target, args=args)
    p.start()
    return p


def try_all(ctx):
    value, lock = ctx.Value("i", 0, lock=False), ctx.Lock()
    processes = [run(ctx, count_up, value, lock, 300) for _ in range(3)]
    for p in processes:
        p.join()
    print(value.value)

    a, b = ctx.Pipe()
    for make in (ctx.Lock, ctx.RLock):
        lock = make()
        with lock:
            p = run(ctx, try_lock, lock, b)
            print(a.recv(), a.recv(), a.recv())
            p.join()
    # An ordinary lock may be released by another process than the one that took it.
    lock = ctx.Lock()
    print(lock.acquire(), lock.acquire(False), lock.acquire(timeout=0.01), lock.release())
    check(lock.release)
    rlock = ctx.RLock()
    print(rlock.acquire(), rlock.acquire(), rlock.release(), rlock.release())
    check(rlock.release)
    sem = ctx.Semaphore(2)
    print(sem.acquire(), sem.acquire(), sem.acquire(False), sem.get_value(), sem.release(), sem.release(), sem.release(), sem.get_value())
    bounded = ctx.BoundedSemaphore(1)
    check(bounded.release)
    print(lock, rlock, sem, bounded)
    with lock:
        print(lock)

    cond, ready = ctx.Condition(), ctx.Value("b", 0, lock=False)
    processes = [run(ctx, consumer, cond, ready, b) for _ in range(3)]
    time.sleep(0.1)
    with cond:
        ready.value = 1
        cond.notify_all()
    for p in processes:
        print(a.recv())
        p.join()
    with cond:
        print(cond.wait(0.01), cond.wait_for(lambda: 0, 0.01), cond.wait_for(lambda: 7))
    check(cond.notify)

    event = ctx.Event()
    print(event.is_set(), event.wait(0.01))
    p = run(ctx, wait_event, event, b)
    event.set()
    print(a.recv(), a.recv(), event.is_set())
    p.join()
    event.clear()
    print(event.is_set())

    barrier = ctx.Barrier(3)
    processes = [run(ctx, at_barrier, barrier, b) for _ in range(2)]
    mine = barrier.wait()
    print(sorted([mine, a.recv(), a.recv()]), barrier.parties, barrier.broken)
    while barrier.n_waiting < 2:
        time.sleep(0.01)
    barrier.abort()
    print(a.recv(), a.recv(), barrier.broken)
    for p in processes:
        p.join()
    barrier.reset()
    print(barrier.broken, barrier.n_waiting)
    try:
        barrier.wait(0.01)
    except threading.BrokenBarrierError:
        print("nobody came")


if __name__ == "__main__":
    for method in ("fork", "spawn"):
        print("--", method)
        try_all(mp.get_context(method))
