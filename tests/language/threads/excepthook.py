# threading.excepthook receives what nobody caught.

import threading

def hook(args):
    print(args.exc_type.__name__, args.exc_value, args.exc_traceback is not None, args.thread.name)
threading.excepthook = hook
def fails(): raise ValueError('for the hook')
t = threading.Thread(target=fails, name='T')
t.start(); t.join()
threading.excepthook = threading.__excepthook__
def broken(args): raise KeyError('in hook')
print(callable(threading.excepthook), len(threading.ExceptHookArgs([ValueError, ValueError('x'), None, t])))
