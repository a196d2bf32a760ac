# The traceback of an exception nobody catches.

def outer(x):
    return middle(x) + 1

def middle(x):
    y = x * 2
    return inner(
        y,
    )

def inner(y):
    raise ValueError(f'bad value {y}')

print('before')
outer(5)
print('never')
