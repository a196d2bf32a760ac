# Workers of a pool are killed at random, two hundred times, while they work. Every call must come to exactly one end: its
# result, reported once, or the news that its worker has died. What was reported as done was done once.
import multiprocessing as mp
import os
import random
import signal
import sys
import time

KILLS = 200


def task(number, done):
    """Notes that it ran, then answers. Some take long enough to be killed in the middle."""
    if number % 7 == 0:
        time.sleep(0.001)
    done[number] = done[number] + 1
    return number * number


def task_in_worker(number):
    return task(number, counts)


def attach(shared):
    global counts
    counts = shared


def main(seconds):
    total = 100000
    shared = mp.RawArray("B", total)
    ends = {}  # number -> how its call ended, every time it did

    def ended(number, what):
        ends.setdefault(number, []).append(what)

    kills = number = 0
    with mp.Pool(4, attach, (shared,)) as pool:
        calls = []
        while kills < KILLS and number + 50 <= total:
            for _ in range(50):
                calls.append((number, pool.apply_async(
                    task_in_worker, (number,),
                    callback=lambda value, number=number: ended(number, value),
                    error_callback=lambda error, number=number: ended(number, error))))  # fmt: skip
                number += 1
            workers = [process for process in pool._pool if process.is_alive()]
            if workers and random.random() < 0.8:
                try:
                    os.kill(random.choice(workers).pid, signal.SIGKILL)
                    kills += 1
                except ProcessLookupError:
                    pass  # just replaced
            before = len(ends)
            while len(ends) < before + 5 and len(ends) < number:  # on a busy machine, no worker would ever get to work
                time.sleep(random.random() * 0.003)
        values = {}
        for number, call in calls:
            try:
                values[number] = call.get(timeout=60)
            except mp.pool.WorkerDied:
                pass
    for number, value in values.items():
        assert value == number * number, (number, value)
        assert ends[number] == [value], (number, ends[number])
        assert shared[number] == 1, (number, shared[number])
    lost = [number for number, _ in calls if number not in values]
    for number in lost:
        assert len(ends[number]) == 1 and shared[number] <= 1, (number, ends[number], shared[number])
    assert kills == KILLS, kills
    assert len(values) > len(calls) // 2, (len(values), len(calls))
    assert len(lost) <= 64 * KILLS
    return True


if __name__ == "__main__":
    import multiprocessing.pool

    print(main(float(sys.argv[1])))
