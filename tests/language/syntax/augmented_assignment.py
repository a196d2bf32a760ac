# x op= y for every operator and every kind of target; the target is evaluated once.

x = 10
x += 5; print(x)
x -= 3; print(x)
x *= 2; print(x)
x //= 5; print(x)
x **= 3; print(x)
x %= 50; print(x)
x /= 2; print(x)
x = 6
x <<= 2; print(x)
x >>= 1; print(x)
x &= 10; print(x)
x |= 7; print(x)
x ^= 5; print(x)

a = b = [1]
a += [2]
print(a, b, a is b)
a = a + [3]
print(a, b, a is b)
a *= 2
print(a)
t = u = (1,)
t += (2,)
print(t, u)
s = 'ab'
s += 'cd'
s *= 2
print(s)

calls = []
def where():
    calls.append('once')
    return 0
items = [1, 2]
items[where()] += 10
print(items, calls)

class Box: pass
box = Box()
box.n = 1
box.n += 1
print(box.n)
d = {'k': [1]}
d['k'] += [2]
d['k'] *= 2
print(d)
d |= {'z': 0}
print(sorted(d))
st = {1, 2}; st |= {3}; st &= {2, 3}; st ^= {9}; st -= {2}
print(sorted(st))

# += on a list inside a tuple extends the list and then fails to store it
pair = ([1],)
try:
    pair[0] += [2]
except TypeError as e:
    print(e, pair)
items = [1]
items += 'xy'
items += (2,)
print(items)
