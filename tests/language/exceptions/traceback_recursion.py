# Many equal frames are folded into one line.

def down(n):
    if n == 0:
        raise KeyError('bottom')
    down(n - 1)

down(20)
