# At the end of the program what was submitted is still worked off; a callback that fails is reported.
import threading
import time
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(1)
said = threading.Event()
pool.submit(said.wait)
pool.submit(time.sleep, 0.05)
pool.submit(print, "worked off")


def too_late():
    while True:  # the main thread is about to end, and then closes the pool
        try:
            pool.submit(int)
        except RuntimeError as error:
            print(error)
            return
        time.sleep(0.001)


pool.submit(too_late)
print("end of the script")
said.set()
