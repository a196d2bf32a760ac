# A coroutine that nobody awaits.
import gc
import sys
import warnings


async def forgotten():
    pass


class Some:
    async def method(self):
        pass


def collect():
    for _ in range(3):
        gc.collect()


with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    forgotten()
    Some().method()
    collect()
    for entry in log:
        print(entry.category.__name__, str(entry.message))

with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    c = forgotten()
    c.close()
    del c
    try:
        forgotten().send(None)
    except StopIteration:
        print("ran")
    collect()
    print(log)

print(sys.get_coroutine_origin_tracking_depth())
sys.set_coroutine_origin_tracking_depth(2)


def make():
    return forgotten()


c = make()
print([(line, name) for _, line, name in c.cr_origin])
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    del c
    collect()
    print(str(log[0].message))
sys.set_coroutine_origin_tracking_depth(0)
try:
    sys.set_coroutine_origin_tracking_depth(-1)
except ValueError as error:
    print(error)
