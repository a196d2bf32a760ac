# Who is asked, and in which order, for every operator: the left operand, the right one, a subclass first, in place.
# What is printed for each pair is the result or the message, and the methods that were called.


class Log(list):
    def take(self):
        taken = " ".join(f"{name}.{method}" for name, method in self)
        self.clear()
        return taken


log = Log()
SYMBOLS = {
    "add": "+", "sub": "-", "mul": "*", "matmul": "@", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**",
    "lshift": "<<", "rshift": ">>", "and": "&", "xor": "^", "or": "|",
}  # fmt: skip
COMPARISONS = {"lt": "<", "le": "<=", "eq": "==", "ne": "!=", "gt": ">", "ge": ">="}


def make(name, methods, bases=(), declines=False):
    def method_named(method):
        def called(self, *others):
            log.append((type(self).__name__, method))
            return NotImplemented if declines else f"{type(self).__name__}.{method}"

        return called

    return type(name, bases, {f"__{method}__": method_named(method) for method in methods})


def attempt(code, **names):
    try:
        exec(code, names)
        result = names["result"]
    except TypeError as error:
        result = f"TypeError: {error}"
    print(f"    {code:16} {result} [{log.take()}]")


ALL = [kind + name for name in SYMBOLS for kind in ("", "r", "i")]
PLAIN = make("Plain", [])
A = make("A", ALL)
operands = {
    "A": A(),
    "B": make("B", ALL)(),
    "Declining": make("Declining", ALL, declines=True)(),
    "Sub": make("Sub", ALL, (A,))(),
    "OnlyReflected": make("OnlyReflected", ["r" + name for name in SYMBOLS])(),
    "SameMethods": make("SameMethods", [], (A,))(),
    "Plain": PLAIN(),
    "five": 5,
    "text": "t",
}
for name, symbol in SYMBOLS.items():
    if name not in ("add", "mul", "pow", "or"):
        continue  # the others go the same way
    for left_name, left in operands.items():
        for right_name, right in operands.items():
            if isinstance(left, (int, str)) and isinstance(right, (int, str)):
                continue
            print(name, left_name, right_name)
            attempt(f"result = x {symbol} y", x=left, y=right)
            attempt(f"x {symbol}= y; result = x", x=left, y=right)
for name in SYMBOLS:
    print(name)
    attempt(f"result = x {SYMBOLS[name]} y", x=operands["A"], y=operands["Sub"])
    attempt(f"result = x {SYMBOLS[name]} y", x=operands["five"], y=operands["Declining"])

# A list extends itself only after the right operand has declined.
for right_name, right in operands.items():
    print("list", right_name)
    attempt("result = x; x += y; result = x if type(x) is not list else 'list'", x=[1], y=right)

C = make("C", COMPARISONS)
compared = {
    "C": C(),
    "Sub": make("Sub", COMPARISONS, (C,))(),
    "Declining": make("Declining", COMPARISONS, declines=True)(),
    "Plain": PLAIN(),
    "five": 5,
}
for name, symbol in COMPARISONS.items():
    for left_name, left in compared.items():
        for right_name, right in compared.items():
            print(name, left_name, right_name)
            attempt(f"result = x {symbol} y", x=left, y=right)
