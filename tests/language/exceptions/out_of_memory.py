# What no machine has room for is a MemoryError, which a program may catch and go on.
for ask in (lambda: [0] * 10**15, lambda: (None,) * 10**15, lambda: 'a' * 10**16, lambda: bytes(10**16), lambda: 'x'.ljust(10**16)):
    try: ask()
    except MemoryError as e: print(type(e).__name__, e.args)
print(sum([1] * 1000))
