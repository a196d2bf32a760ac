# _thread.interrupt_main raises KeyboardInterrupt in a main thread that computes.

import _thread
import threading

timer = threading.Timer(0.05, _thread.interrupt_main)
try:
    timer.start()
    while True:
        pass
except KeyboardInterrupt as e:
    print('interrupted', repr(e))
timer.join()
