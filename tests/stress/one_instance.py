# One instance and its class. Promises: an attribute that one thread alone writes keeps its value while others add and
# remove theirs; a method that is replaced all the time is always one of those that were put there; so is the class.

from hammer import hammer, THREADS


class Base:
    def base(self): return 'base'


class A(Base):
    label = 'A'
    def who(self): return 'A'
    @property
    def computed(self): return self.label


class B(Base):
    label = 'B'
    def who(self): return 'B'
    @property
    def computed(self): return self.label


thing = A()
thing.shared = 0
methods = [lambda self: 0, lambda self: 1, lambda self: 2]
A.changing = methods[0]
B.changing = methods[0]


def job(n, turn):
    name = f'own_{n}_{turn % 23}'
    setattr(thing, name, turn)
    assert getattr(thing, name) == turn and hasattr(thing, name) and thing.__dict__[name] == turn
    if turn % 2:
        delattr(thing, name)
        assert not hasattr(thing, name)
        try:
            delattr(thing, name)
        except AttributeError:
            pass
        else:
            assert False, 'deleted twice'
    thing.shared = turn
    assert type(thing.shared) is int
    thing.shared += 1

    what = turn % 50
    if what == 0: thing.__class__ = B if n % 2 else A
    elif what == 1: A.changing = methods[turn % 3]
    elif what == 2: B.changing = methods[turn % 3]
    elif what == 3: A.label = 'A' if turn % 4 else 'A2'
    elif what == 4: setattr(A, f'extra_{n}', turn)
    elif what == 5 and hasattr(A, f'extra_{n}'): delattr(A, f'extra_{n}')
    for _ in range(5):
        assert thing.who() in 'AB' and thing.base() == 'base' and thing.changing() in (0, 1, 2)
        assert thing.label in ('A', 'A2', 'B') and thing.computed in ('A', 'A2', 'B')
    for key, value in list(vars(thing).items()):
        assert type(key) is str and type(value) is int
    fresh = A()
    fresh.x, fresh.y = n, turn  # the same shapes grow in all threads
    if turn % 3: fresh.z = turn
    assert (fresh.x, fresh.y) == (n, turn)


turns = hammer(job)
print(sum(turns) > 0)
