# The program does not wait for daemons.

import threading
import time

def forever():
    while True: time.sleep(0.01)
def computes():
    while True: sum(range(100))
for f in (forever, computes): threading.Thread(target=f, daemon=True).start()
print('main is done')
