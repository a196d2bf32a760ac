# throw() on a generator that waits in `yield from`: an iterator with a throw() of its own gets the arguments as they were given.
class Iterator:
    def __iter__(self):
        return self

    def __next__(self):
        return "next"

    def throw(self, *arguments):
        print("throw", arguments)
        if len(arguments) > 1:
            raise StopIteration(arguments[1])
        return "thrown"


def delegate():
    print("result", (yield from Iterator()))
    yield "after"


def outer():
    yield from delegate()


for make in delegate, outer:
    generator = make()
    print(next(generator))
    print(generator.throw(KeyError))
    print(generator.throw(KeyError("instance")))
    print(generator.throw(KeyError, "value"))
    try:
        generator.throw(KeyError, "raised here")
    except KeyError as error:
        print(repr(error))


async def loop():
    async for _ in Source():
        pass


class Source:
    def __aiter__(self):
        return self

    def __anext__(self):
        return 5


try:
    loop().send(None)
except TypeError as error:
    print(error, "|", error.__cause__, error.__cause__ is error.__context__)
