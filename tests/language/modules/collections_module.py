# collections: deque, Counter, defaultdict, OrderedDict, namedtuple.

from collections import deque, Counter, defaultdict, OrderedDict, namedtuple
d = deque([1, 2, 3])
d.append(4); d.appendleft(0)
print(d, d.pop(), d.popleft(), d, len(d), d[0], d[-1], 2 in d, list(reversed(d)), d == deque([1, 2, 3]))
d.rotate(1); print(d); d.rotate(-2); print(d)
d.extend('ab'); d.extendleft([8, 9]); d.remove('a'); d.insert(1, 'i')
print(d, d.index('i'), d.count(9), d.copy() == d, d.reverse(), d)
m = deque(maxlen=3)
for i in range(5): m.append(i)
print(m, m.maxlen, deque('abc', 2), deque(), bool(deque()))
m.clear()
for f in (lambda: m.pop(), lambda: m.popleft(), lambda: m[0], lambda: deque([1]).remove(2), lambda: deque(5)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
c = Counter('mississippi')
print(c, c['s'], c['z'], c.most_common(2), sorted(c.elements())[:3], sum(c.values()), c.total())
c.update('miss'); c.subtract('pp')
print(c, Counter(a=2, b=1) + Counter(a=1), Counter(a=2) - Counter(a=5), Counter(a=2) & Counter(a=1),
      Counter(a=2) | Counter(b=1), Counter([1, 1]) == Counter({1: 2}), +Counter(a=-1))
g = defaultdict(list)
for k, v in [('a', 1), ('b', 2), ('a', 3)]: g[k].append(v)
print(g, dict(g), g['new'], len(g), g.get('none'), 'none' in g, defaultdict(int, x=1),
      defaultdict(lambda: 'd')['q'])
try: defaultdict(None)['k']
except KeyError as e: print(repr(e))
o = OrderedDict([('b', 1), ('a', 2)])
o.move_to_end('b'); o['c'] = 3
print(o, o.popitem(last=False), list(o), o == {'b': 1, 'c': 3}, OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1))
P = namedtuple('P', 'x y')
p = P(1, y=2)
print(p, p.x, p[1], p._replace(x=5), p._asdict(), P._fields, P._make([3, 4]), p == (1, 2), len(p), *p,
      hash(p) == hash((1, 2)))
x, y = p
print(x, y, isinstance(p, tuple), P.__name__, namedtuple('Q', ['a', 'b'], defaults=[9])(1), max(P(1, 5), P(1, 3)))
for f in (lambda: P(1), lambda: P(1, 2, 3), lambda: P(1, z=2), lambda: setattr(p, 'x', 5), lambda: p.z,
          lambda: namedtuple('R', 'a a'), lambda: namedtuple('R', 'class')):
    try: f()
    except Exception as e: print(type(e).__name__, e)
