"""Four threads do their worst to one object for some seconds. What a script may race for is its own business; what a
single built-in operation promises has to hold, and every program here says which promises it checks."""

import sys
import threading
import time

THREADS = 4


def hammer(job):
    """Calls job(n, turn) in thread n again and again; a failed assertion in any thread fails the program."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    end = time.monotonic() + seconds
    turns, failures = [0] * THREADS, []
    barrier = threading.Barrier(THREADS)

    def work(n):
        barrier.wait()
        try:
            while not failures and time.monotonic() < end:
                for _ in range(10):
                    job(n, turns[n])
                    turns[n] += 1
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=work, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(turns), turns
    if failures:
        sys.exit(1)
    return turns
