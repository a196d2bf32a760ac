# random: the same seed gives the same numbers.
import random


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


seeds = [0, 1, -5, 42, 2**31, 2**64 + 7, 10**50, 1.5, -0.25, "text", "", "\u00e9\u4e2d", b"bytes", bytearray(b"array"), True]
for seed in seeds:
    r = random.Random(seed)
    print(repr(seed))
    print(" ", r.random(), r.getrandbits(1), r.getrandbits(32), r.getrandbits(77), r.randint(-3, 10**20))
    print(" ", r.randrange(7), r.randrange(5, 100, 7), r.randrange(100, -100, -3), r.choice("abcdef"))
    print(" ", r.choices(range(50), k=5), r.choices("abc", [5, 2, 1], k=6), r.choices("xyz", cum_weights=[1, 2, 9], k=4))
    items = list(range(12))
    r.shuffle(items)
    print(" ", items, r.sample(range(1000), 8), r.sample(range(30), 10), r.sample("ab", counts=[3, 4], k=5))
    print(" ", r.uniform(-2, 5), r.triangular(), r.triangular(1, 9, 3), r.triangular(2, 2, 2), r.expovariate(2.5))
    print(" ", r.gauss(0, 1), r.gauss(5, 2), r.gauss(), r.normalvariate(), r.normalvariate(3, 0.5), r.lognormvariate(0, 0.25))
    print(" ", r.gammavariate(0.5, 2), r.gammavariate(1, 2), r.gammavariate(9, 0.5), r.betavariate(2, 3))
    print(" ", r.vonmisesvariate(1, 4), r.vonmisesvariate(0, 0), r.paretovariate(3), r.weibullvariate(1, 1.5), r.randbytes(9))

r = random.Random()
for seed in ["version one", b"bytes", ""]:
    r.seed(seed, version=1)
    print(r.random())

random.seed(2024)
print([random.randint(1, 6) for _ in range(20)], random.random())
state = random.getstate()
first = [random.random() for _ in range(3)], random.gauss(0, 1)
random.setstate(state)
print(first == ([random.random() for _ in range(3)], random.gauss(0, 1)))
print(state[0], len(state[1]), state[2])

for call in (
    lambda: random.randrange(0),
    lambda: random.randrange(5, 5),
    lambda: random.randrange(3, 1, 2),
    lambda: random.randrange(1, 5, 0),
    lambda: random.randrange(5, step=2),
    lambda: random.randint(3, 1),
    lambda: random.choice([]),
    lambda: random.sample([1, 2], 3),
    lambda: random.sample({1, 2}, 1),
    lambda: random.sample([1, 2], counts=[1], k=1),
    lambda: random.choices([1, 2], weights=[1, 2], cum_weights=[1, 2]),
    lambda: random.choices([1, 2], 5),
    lambda: random.choices([1, 2], [1]),
    lambda: random.choices([1, 2], [0, 0]),
    lambda: random.gammavariate(-1, 1),
    lambda: random.seed([]),
    lambda: random.SystemRandom().getstate(),
):
    print(attempt(call))


class Constant(random.Random):
    def random(self):
        return 0.75


c = Constant()
print(c.randrange(8), c.choice("abcd"), c.random(), c.uniform(0, 4))
system = random.SystemRandom()
print(0 <= system.random() < 1, 1 <= system.randint(1, 3) <= 3, len(system.randbytes(5)), system.getrandbits(3) < 8)
