# warnings, contextvars, atexit
import atexit
import contextvars
import threading
import warnings


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("one")
    warnings.warn("two", DeprecationWarning)
    warnings.warn(UserWarning("three"))
for w in caught:
    print(w.category.__name__, w.message, w.lineno, w.filename.rsplit("/", 1)[-1])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    print(attempt(warnings.warn, "raised"), attempt(warnings.warn, "raised", RuntimeWarning))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("default")
    for _ in range(3):
        warnings.warn("repeated")
    warnings.simplefilter("once")
    for i in range(3):
        warnings.warn("once only")
    warnings.warn("once only")
    warnings.simplefilter("ignore")
    warnings.warn("never")
print([str(w.message) for w in caught])
print(attempt(warnings.warn, "x", int), attempt(warnings.simplefilter, "sometimes"), repr(warnings.formatwarning("m", UserWarning, "f.py", 3, "  code()  ")))


def blame():
    warnings.warn("caller", stacklevel=2)


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    blame()
print(caught[0].lineno)

# contextvars
var = contextvars.ContextVar("var", default=0)
bare = contextvars.ContextVar("bare")
print(var.get(), attempt(bare.get)[:12], bare.get("fallback"), var.name)
token = var.set(1)
print(var.get(), token.old_value is contextvars.Token.MISSING, token.var is var)
context = contextvars.copy_context()


def inside():
    var.set(50)
    bare.set("b")
    return var.get()


print(context.run(inside), var.get(), context[var], bare in context, len(context), sorted(map(str, context.values())), bare in contextvars.copy_context())
var.reset(token)
print(var.get(), attempt(var.reset, token)[:12], attempt(bare.reset, token)[:10])
print(attempt(context.run, lambda: context.run(print))[:40])
results = []
thread = threading.Thread(target=lambda: results.append(var.get()))
var.set("main only")
thread.start()
thread.join()
print(results)

# atexit
atexit.register(print, "registered first, runs last")
atexit.register(print, "kw", end="!\n")


@atexit.register
def goodbye():
    print("goodbye")


def unwanted():
    print("unwanted")


atexit.register(unwanted)
atexit.unregister(unwanted)
