# The race mended by a lock: once taken and given back by `with`, once by hand.
#
# Watch for: the numbers come in order, and the last is the number of threads. The price is visible too: while one
# thread sleeps inside the lock, all others wait.
#
# The GIL: is not this lock. It is given up while a thread sleeps or waits; this one is kept until it is released.

import random
import sys
import threading
import time

lock = threading.Lock()
counter = 0


def add_one():
    global counter
    seen = counter
    time.sleep(random.randint(0, 2) / 10)
    counter = seen + 1
    print('{} '.format(counter), end='')
    sys.stdout.flush()


def by_with():
    with lock:  # released at the end of the block, also when an exception leaves it
        add_one()


def by_hand():
    lock.acquire()
    try:
        add_one()
    finally:  # what `with` does for us
        lock.release()


for way in (by_with, by_hand):
    counter = 0
    threads = [threading.Thread(target=way) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print('and in the end', counter, 'using', way.__name__)
