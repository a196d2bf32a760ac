# A calculator: tokens by hand, a recursive parser, an evaluator, errors with a place.

class CalcError(Exception):
    def __init__(self, message, position):
        super().__init__(f'{message} at {position}')
        self.position = position


def tokens(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit() or c == '.':
            j = i
            while j < len(text) and (text[j].isdigit() or text[j] == '.'):
                j += 1
            literal = text[i:j]
            try:
                yield 'number', float(literal) if '.' in literal else int(literal), i
            except ValueError:
                raise CalcError(f'bad number {literal!r}', i) from None
            i = j
        elif c.isalpha():
            j = i
            while j < len(text) and text[j].isalnum():
                j += 1
            yield 'name', text[i:j], i
            i = j
        elif c in '+-*/^(),=':
            yield 'op', c, i
            i += 1
        else:
            raise CalcError(f'unexpected {c!r}', i)
    yield 'end', None, len(text)


class Parser:
    levels = [{'+': 'add', '-': 'sub'}, {'*': 'mul', '/': 'div'}]

    def __init__(self, text):
        self.tokens = list(tokens(text))
        self.at = 0

    @property
    def current(self):
        return self.tokens[self.at]

    def take(self, *wanted):
        kind, value, _ = self.current
        if kind == 'op' and value in wanted:
            self.at += 1
            return value
        return None

    def expect(self, op):
        if not self.take(op):
            raise CalcError(f'expected {op!r}', self.current[2])

    def statement(self):
        if self.current[0] == 'name' and self.tokens[self.at + 1][1] == '=':
            name = self.current[1]
            self.at += 2
            tree = 'assign', name, self.level(0)
        else:
            tree = self.level(0)
        if self.current[0] != 'end':
            raise CalcError('something is left over', self.current[2])
        return tree

    def level(self, n):
        if n == len(self.levels):
            return self.power()
        left = self.level(n + 1)
        while op := self.take(*self.levels[n]):
            left = self.levels[n][op], left, self.level(n + 1)
        return left

    def power(self):
        base = self.unary()
        return ('pow', base, self.power()) if self.take('^') else base

    def unary(self):
        return ('neg', self.unary()) if self.take('-') else self.primary()

    def primary(self):
        kind, value, position = self.current
        self.at += 1
        if kind == 'number':
            return 'number', value
        if kind == 'name':
            if self.take('('):
                arguments = []
                if not self.take(')'):
                    arguments.append(self.level(0))
                    while self.take(','):
                        arguments.append(self.level(0))
                    self.expect(')')
                return 'call', value, arguments
            return 'name', value
        if value == '(':
            tree = self.level(0)
            self.expect(')')
            return tree
        raise CalcError('expected a value', position)


class Calculator:
    functions = {'max': max, 'min': min, 'abs': abs, 'sum': lambda *a: sum(a)}

    def __init__(self):
        self.names = {'answer': 42}

    def evaluate(self, tree):
        kind, *rest = tree
        return getattr(self, 'on_' + kind)(*rest)

    def on_number(self, value): return value
    def on_name(self, name): return self.names[name]
    def on_neg(self, tree): return -self.evaluate(tree)
    def on_add(self, a, b): return self.evaluate(a) + self.evaluate(b)
    def on_sub(self, a, b): return self.evaluate(a) - self.evaluate(b)
    def on_mul(self, a, b): return self.evaluate(a) * self.evaluate(b)
    def on_div(self, a, b): return self.evaluate(a) / self.evaluate(b)
    def on_pow(self, a, b): return self.evaluate(a) ** self.evaluate(b)
    def on_call(self, name, arguments): return self.functions[name](*map(self.evaluate, arguments))

    def on_assign(self, name, tree):
        value = self.names[name] = self.evaluate(tree)
        return value

    def run(self, text):
        try:
            return self.evaluate(Parser(text).statement())
        except CalcError as e:
            return f'{text!r}: {e}'
        except (KeyError, ZeroDivisionError, TypeError) as e:
            return f'{text!r}: {type(e).__name__} {e}'


calculator = Calculator()
for line in ('1 + 2 * 3', '(1 + 2) * 3', '2 ^ 3 ^ 2', '-2 ^ 2', '10 / 4', 'x = 5', 'x * x - 1',
             'max(1, x, 3) + abs(-7)',
             'sum()', 'sum(1, 2, answer)', '1 +', '(1', '1 $ 2', '1.2.3', 'y', '1 / 0', 'nothing(1)', '1 2',
             'abs()', '2 ^ 100'):
    print(f'{line:>24} = {calculator.run(line)}')
