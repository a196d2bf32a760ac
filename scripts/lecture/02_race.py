# A race: four threads add one to a counter, and the counter does not become four.
#
# Watch for: the same number several times. Each thread reads the counter, is held up for a moment, and writes back what
# it read plus one; whatever the others wrote meanwhile is lost.
#
# The GIL: does not help. The thread gives it up while it sleeps, right between the read and the write, and even
# without the sleep it could lose it there. `counter = counter + 1` is several steps, with or without a GIL.

import random
import sys
import threading
import time


def add_one():
    global counter
    seen = counter
    time.sleep(random.randint(0, 1))
    counter = seen + 1
    print('{} '.format(counter), end='')
    sys.stdout.flush()


counter = 0
threads = [threading.Thread(target=add_one) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print('and in the end', counter)
