# At the end of the program what was submitted is still worked off; a callback that fails is reported.
import time
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(1)
pool.submit(time.sleep, 0.05)
pool.submit(print, "worked off")


def too_late():
    time.sleep(0.05)
    try:
        pool.submit(print)
    except RuntimeError as error:
        print(error)


pool.submit(too_late)
print("end of the script")
