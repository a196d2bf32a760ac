# A lock that is taken and never given back.
#
# Watch for: one number, then nothing. The first thread ended with the lock still taken; seven threads wait for the
# lock, the main thread waits for them. End it with Ctrl-C. CPython is silent about it; gilt says on standard error who
# waits where, and for what. `gilt -X deadlock=error` ends such a program instead.
#
# The GIL: is free all the time. A thread that waits for a lock has given it up; nobody is left to take it.

import random
import sys
import threading
import time


def add_one():
    lock.acquire()  # and where is the release?
    global counter
    seen = counter
    time.sleep(random.randint(0, 1))
    counter = seen + 1
    print('{} '.format(counter), end='')
    sys.stdout.flush()


lock = threading.Lock()
counter = 0
# Daemons, so that Ctrl-C ends the program: it would wait for others at its end, which is to say for ever.
threads = [threading.Thread(target=add_one, daemon=True) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
