# An exception in a thread is printed and ends only that thread.

import threading

def fails():
    x = [1, 2]
    return x[5]

def outer():
    fails()

t = threading.Thread(target=outer, name='unlucky')
t.start()
t.join()
print('the program goes on', t.is_alive())
named_by_default = threading.Thread(target=fails)
named_by_default.name = 'second'
named_by_default.start()
named_by_default.join()

def leaves():
    raise SystemExit(3)
t = threading.Thread(target=leaves)
t.start()
t.join()
print('SystemExit is silent')
