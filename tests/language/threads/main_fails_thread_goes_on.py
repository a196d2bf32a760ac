# An exception in the main thread: its traceback comes, the other threads still finish.

import threading

go = threading.Event()
def late():
    go.wait()
    threading.main_thread().join()
    print('thread finished')
threading.Thread(target=late).start()
go.set()
raise ValueError('main fails')
