# for over everything that can be walked through, with else, break and changing targets.

for letter in 'abc':
    print(letter, end=' ')
print()

for key in {'one': 1, 'two': 2}:
    print(key, end=' ')
print()

for a, (b, *c) in [(1, 'xyz'), (2, (3,))]:
    print(a, b, c)

for i in range(3):
    for j in range(3):
        if j == i:
            break
    else:
        print('no break for', i)
    if i == 1:
        continue
    print('end of', i)
else:
    print('outer loop complete')

for x in []:
    print('never')
else:
    print('else after nothing')

print('the variable stays:', i)

# the target may be anything that can be assigned to
box = [0]
for box[0] in range(3):
    pass
print(box)

class Point: pass
p = Point()
for p.x, p.y in zip([1, 2], [3, 4]):
    print(p.x, p.y)

# the list may grow while it is walked
growing = [1]
for n in growing:
    if n < 5:
        growing.append(n + 1)
print(growing)

# the iterable is evaluated once
def once():
    print('evaluated')
    return [1, 2]
for _ in once():
    print('turn')

for i in range(10, 0, -3):
    print(i, end=' ')
print()
for i in range(3):
    i = 10  # does not disturb the loop
print(i)
for x in 1, 2, *[3, 4]:
    print(x, end=' ')
print()
