# random: the same seed gives CPython's numbers.

import random
for seed in (0, 1, 42, 'text', 3.5, None.__class__.__name__, -7, 2 ** 100, b'bytes'):
    random.seed(seed)
    print(seed, random.random(), random.randint(1, 100), random.randrange(10 ** 12))
random.seed(7)
print(random.random(), random.uniform(1, 5), random.randint(0, 1), random.randint(-5, 5), random.randrange(5),
      random.randrange(0, 100, 7), random.getrandbits(5), random.getrandbits(70), random.getrandbits(0))
print(random.choice('abcdef'), random.choice([1, 2, 3]), random.choices('abc', k=5),
      random.choices([1, 2], weights=[1, 10], k=6), random.choices('ab', cum_weights=[1, 5], k=3),
      random.sample(range(100), 5), random.sample('abcde', 5))
l = list(range(10))
random.shuffle(l)
print(l)
print(random.gauss(0, 1), random.gauss(0, 1), random.normalvariate(5, 2), random.expovariate(1.5),
      random.triangular(0, 10, 3), random.betavariate(2, 3), random.gammavariate(2, 1),
      random.lognormvariate(0, 1), random.paretovariate(3), random.weibullvariate(1, 2),
      random.vonmisesvariate(0, 4))
print(random.randbytes(4), [random.randint(0, 1) for _ in range(10)],
      [random.randrange(2 ** 64) for _ in range(2)])
state = random.getstate()
a = [random.random() for _ in range(3)]
random.setstate(state)
print(a == [random.random() for _ in range(3)])
r = random.Random(99)
s = random.Random(99)
print(r.random() == s.random(), r.randint(1, 10), r.choice('xyz'), s.random() != random.random())
random.seed(1, version=2)
print([random.randint(1, 6) for _ in range(20)])
for f in (lambda: random.randint(5, 1), lambda: random.randrange(0), lambda: random.choice([]),
          lambda: random.sample([1], 2), lambda: random.choices([], k=1), lambda: random.randrange(1, 10, 0),
          lambda: random.seed([]), lambda: random.getrandbits(-1), lambda: random.sample({1, 2}, 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
random.seed(123)
x = [random.random() for _ in range(2000)]
print(sum(x), min(x), max(x))
