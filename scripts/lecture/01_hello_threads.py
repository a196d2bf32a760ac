# Hello from four threads.
#
# Watch for: two greetings on one line, followed by an empty one. print hands its text and its line end to the output
# as two writes, and another thread may come between them. It does not happen every time: run it a few times.
#
# The GIL: it lets one thread run at a time, but it may change hands between any two instructions, so also between the
# two writes. It keeps the interpreter in order, not your output. With --gil=off the threads really run side by side,
# and the mixture becomes more likely.

import threading


def greet(number):
    print('Hello {}'.format(number))


threads = [threading.Thread(target=greet, args=(number,)) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()  # without this, "finish" could come before a greeting
print('finish')
