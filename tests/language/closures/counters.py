# A closure keeps its variables; nonlocal writes them.

def counter(start=0):
    n = start
    def up(by=1):
        nonlocal n
        n += by
        return n
    def value():
        return n
    return up, value

up, value = counter()
up(); up(); up(5)
other_up, other_value = counter(100)
other_up()
print(value(), other_value())

def account(balance):
    history = []
    def deposit(x):
        nonlocal balance
        balance += x
        history.append(('deposit', x))
        return balance
    def withdraw(x):
        nonlocal balance
        if x > balance:
            return 'too much'
        balance -= x
        history.append(('withdraw', x))
        return balance
    return deposit, withdraw, lambda: list(history)

deposit, withdraw, history = account(10)
print(deposit(5), withdraw(3), withdraw(100), history())

def shared():
    x = 'before'
    def read(): return x
    x = 'after'
    return read
print(shared()())

def parameter_captured(a, *b, c=3, **d):
    def inner(): return a, b, c, d
    a = 'changed'
    return inner
print(parameter_captured(1, 2, e=5)())
