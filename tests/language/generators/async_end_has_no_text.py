# The end of an asynchronous generator is an exception without arguments.


async def two():
    yield 1
    yield 2


async def main():
    pairs = two()
    print(await pairs.__anext__(), await anext(pairs))
    for _ in range(2):
        try:
            await pairs.__anext__()
        except StopAsyncIteration as end:
            print(end.args, repr(end))
    try:
        await pairs.asend(None)
    except StopAsyncIteration as end:
        print(repr(end))


try:
    main().send(None)
except StopIteration as end:
    print("returned", end.value)
