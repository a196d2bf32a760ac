# What frames show: of calls that an exception has left, of generators that wait, of calls that run.
import sys


def inner(number):
    word = "inside"
    raise ValueError(number)


def outer():
    local = [1, 2]
    inner(len(local))


try:
    outer()
except ValueError as error:
    entry = error.__traceback__
    while entry:
        frame = entry.tb_frame
        shown = frame.f_locals if frame.f_code.co_name != "<module>" else "the module's"
        print(frame.f_code.co_name, entry.tb_lineno - frame.f_code.co_firstlineno, shown)
        entry = entry.tb_next


def numbers(limit):
    for number in range(limit):
        text = str(number)
        yield text


waiting = numbers(3)
print(waiting.gi_frame.f_locals, waiting.gi_frame.f_lineno - waiting.gi_code.co_firstlineno)
next(waiting), next(waiting)
print(sorted(waiting.gi_frame.f_locals.items(), key=str)[:2], waiting.gi_frame.f_lineno - waiting.gi_code.co_firstlineno)
print(waiting.gi_frame.f_code is waiting.gi_code, waiting.gi_suspended)
waiting.close()
print(waiting.gi_frame, waiting.gi_suspended)


def running(argument):
    frame = sys._getframe()
    return frame.f_locals["argument"], frame.f_back.f_code.co_name, frame.f_globals is globals()


print(running("given"))


async def coroutine():
    pass


made = coroutine()
print(made.cr_frame.f_code.co_name, made.cr_origin, made.cr_await)
made.close()
changed = (lambda: 1).__code__.replace(co_name="renamed", co_firstlineno=7)
print(changed.co_name, changed.co_firstlineno, type(lambda: 0)(changed, {})())
