# The lecture's own sum, by one thread and by four in turn: prints `one seconds` and `four seconds`, the fastest of twenty.
import queue
import sys
import threading
import time


def adder(arr, part_id, thread_count, queue_out):
    queue_out.put(sum(arr[i] for i in range(part_id, len(arr), thread_count)))


def sum_threads(arr, thread_count):
    queue_out = queue.Queue()
    threads = [
        threading.Thread(target=lambda i=i: adder(arr, i, thread_count, queue_out))
        for i in range(thread_count)
    ]
    for thread in threads:
        thread.start()
    result = []
    for thread in threads:
        result.append(queue_out.get())
        thread.join()
    return sum(result)


arr = [1 for _ in range(int(sys.argv[1]))]
one, four = [], []
for _ in range(20):
    begin = time.perf_counter()
    assert sum(arr[i] for i in range(len(arr))) == len(arr)
    middle = time.perf_counter()
    assert sum_threads(arr, 4) == len(arr)
    one.append(middle - begin)
    four.append(time.perf_counter() - middle)
print('one', min(one))
print('four', min(four))
