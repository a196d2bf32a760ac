# Classes, instances, attributes on both, methods bound and unbound.

class Account:
    """A bank account."""
    interest = 0.02
    count = 0

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        Account.count += 1

    def deposit(self, amount):
        self.balance += amount
        return self

    def __repr__(self):
        return f'Account({self.owner!r}, {self.balance})'

    def __str__(self):
        return f'{self.owner}: {self.balance}'

a = Account('Ann', 10)
b = Account('Bob')
print(a, repr(b), [a, b], f'{a} {b!r}')
print(a.deposit(5).deposit(1).balance)
print(Account.deposit(b, 7), Account.count, a.count)
a.interest = 0.5
print(Account.interest, a.interest, b.interest, 'interest' in a.__dict__)
del a.interest
print(a.interest)
print(a.__dict__, a.__class__ is Account, type(a) is Account, Account.__name__, Account.__doc__)
deposit = a.deposit
deposit(100)
print(a.balance)
print(isinstance(a, Account), isinstance(a, object), issubclass(Account, object))
a.extra = [1]
print(a.extra, hasattr(b, 'extra'), getattr(b, 'extra', 'none'))
Account.bonus = lambda self, x: self.balance + x
print(a.bonus(1))
print(sorted(vars(a)))
Account.interest += 1
print(b.interest)
class Empty: pass
e = Empty()
e.f = lambda x: x
print(e.f(5), Empty.__bases__, Empty.__mro__)
print(Empty() == Empty(), e == e, e != e, hash(e) == hash(e))
