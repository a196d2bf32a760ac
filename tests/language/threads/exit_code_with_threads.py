# sys.exit in the main thread still waits for the others.

import sys
import threading
import time

def late():
    time.sleep(0.03)
    print('thread finished')
threading.Thread(target=late).start()
sys.exit(4)
