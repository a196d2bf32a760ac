# A larger program with classes: a small ledger with accounts, transactions and reports.

class LedgerError(Exception): pass
class UnknownAccount(LedgerError):
    def __init__(self, name):
        super().__init__(f'unknown account {name!r}')
        self.name = name
class Overdrawn(LedgerError): pass

class Transaction:
    numbers = iter(range(1, 1000))
    def __init__(self, source, target, amount):
        self.number = next(Transaction.numbers)
        self.source, self.target, self.amount = source, target, amount
    def __repr__(self): return f'#{self.number} {self.source}->{self.target} {self.amount}'
    def __eq__(self, other): return isinstance(other, Transaction) and self.number == other.number
    def __hash__(self): return hash(self.number)

class Account:
    def __init__(self, name, balance=0, limit=0):
        self.name, self.balance, self.limit = name, balance, limit
        self.history = []
    def change(self, amount):
        if self.balance + amount < -self.limit:
            raise Overdrawn(f'{self.name} lacks {-(self.balance + amount + self.limit)}')
        self.balance += amount
    def __lt__(self, other): return self.balance < other.balance
    def __iadd__(self, amount):
        self.change(amount)
        return self
    def __isub__(self, amount):
        self.change(-amount)
        return self
    def __str__(self): return f'{self.name:<6}{self.balance:>8.2f}'

class Ledger:
    def __init__(self): self.accounts, self.log = {}, []
    def __getitem__(self, name):
        try:
            return self.accounts[name]
        except KeyError:
            raise UnknownAccount(name) from None
    def __contains__(self, name): return name in self.accounts
    def __iter__(self): return iter(sorted(self.accounts.values(), reverse=True))
    def __len__(self): return len(self.accounts)
    def open(self, name, **options):
        self.accounts[name] = Account(name, **options)
        return self.accounts[name]
    def move(self, source, target, amount):
        a, b = self[source], self[target]
        a -= amount
        b += amount
        t = Transaction(source, target, amount)
        self.log.append(t)
        for account in (a, b): account.history.append(t)
    def report(self):
        return '\n'.join(str(a) for a in self)

ledger = Ledger()
ledger.open('ann', balance=100)
ledger.open('bob', limit=50)
ledger.open('cid')
for move in (('ann', 'bob', 30), ('bob', 'cid', 60), ('bob', 'ann', 100), ('dan', 'ann', 1), ('cid', 'ann', 0.5)):
    try:
        ledger.move(*move)
    except LedgerError as e:
        print(type(e).__name__, e)
print(ledger.report())
print(ledger.log, len(ledger), 'ann' in ledger, 'dan' in ledger)
print(ledger['bob'].history, set(ledger['bob'].history) <= set(ledger.log))
print(max(ledger).name, min(ledger).name, sum(a.balance for a in ledger))
