# The threading section of the lecture in eight cells, as a notebook would run them: one after another, in one program,
# each seeing the names of those before. tests/lecture/run adds what a notebook adds: it shows the value of a last
# expression, and Ctrl-C ends a cell instead of the program.

# %% hello_threads
# Four threads print at once. print writes its text and its line end separately, so lines may run into each other.
import threading
import sys

def greet(number):
    print('Hello {}'.format(number))

def greet_from(count):
    threads = [threading.Thread(target=greet, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

greet_from(4)
print("finish")

# %% race
# Read, pause, write: whoever reads during another's pause overwrites the other's result.
import random
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
print(counter)

# %% lock_with
# The same with a lock around it: nobody reads between another's read and write.
def add_one_locked():
    with lock:
        global counter
        seen = counter
        time.sleep(random.randint(0, 1))
        counter = seen + 1
        print('{} '.format(counter), end='')
        sys.stdout.flush()

lock = threading.Lock()
counter = 0
threads = [threading.Thread(target=add_one_locked) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)

# %% lock_deadlock
# A lock that is taken by hand and never given back: the first thread passes, the others and we wait for ever.
def add_one_and_keep_the_lock():
    lock.acquire()
    global counter
    seen = counter
    time.sleep(random.randint(0, 1))
    counter = seen + 1
    print('{} '.format(counter), end='')
    sys.stdout.flush()

lock = threading.Lock()
counter = 0
threads = [threading.Thread(target=add_one_and_keep_the_lock) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)

# %% queue_sum_def
# Every thread sums its share and hands the result over through a queue.
import queue

def share(numbers, first, step, results):
    results.put(sum(numbers[i] for i in range(first, len(numbers), step)))

def sum_by_threads(numbers, count):
    results = queue.Queue()
    threads = [threading.Thread(target=lambda n=n: share(numbers, n, count, results)) for n in range(count)]
    for thread in threads:
        thread.start()
    parts = []
    for thread in threads:
        parts.append(results.get())
        thread.join()
    return sum(parts)

# %% arr_build
numbers = [1 for _ in range(10**7)]

# %% sum_one_thread
sum(numbers[i] for i in range(len(numbers)))

# %% sum_four_threads
sum_by_threads(numbers, 4)
