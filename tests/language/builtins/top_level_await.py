# compile() with the flag that allows await outside of functions: the code is a coroutine.
import ast

flag = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
print(hex(flag))


class Wait:
    def __await__(self):
        return (yield "waiting")


async def numbers():
    yield 1
    yield 2


def run(source, mode="exec"):
    coroutine = eval(compile(source, "<await>", mode, flag), globals())
    print(type(coroutine).__name__ if coroutine is not None else None)
    if coroutine is None:
        return
    try:
        print(coroutine.send(None))
        print(coroutine.send(5))
    except StopIteration as stop:
        print("value", stop.value)


run("print('no await here')")
run("x = await Wait()\nprint('x', x)")
print(x)
run("await Wait()", "eval")
run("async for number in numbers(): print(number)")
run("print([number async for number in numbers()])")
for source in ["await x", "[n async for n in x]", "def f(): await x"]:
    try:
        compile(source, "<await>", "exec", 0 if source[0] != "d" else flag)
    except SyntaxError as error:
        print(error)
try:
    compile("x", "<flags>", "exec", 1 << 30)
except ValueError as error:
    print(error)
