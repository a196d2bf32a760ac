# Several threads import one module at once: it is executed once, and nobody sees it half made.

import os
import sys
import tempfile
import threading

folder = tempfile.mkdtemp()
path = os.path.join(folder, 'slow_module.py')
with open(path, 'w') as f:
    f.write('import time\nprint("executed")\nfirst = 1\ntime.sleep(0.05)\nlast = 2\n')
sys.path.insert(0, folder)
sys.dont_write_bytecode = True
seen, barrier = [], threading.Barrier(4)
def work():
    barrier.wait()
    import slow_module
    seen.append((slow_module.first, slow_module.last))
threads = [threading.Thread(target=work) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(seen)
os.remove(path); os.rmdir(folder)
