# The program ends when its threads have: the main thread does not cut them short.

import threading
import time

said = threading.Event()
def late():
    said.wait()
    time.sleep(0.05)
    print('last line, from a thread')

threading.Thread(target=late).start()
print('main is done')
said.set()
