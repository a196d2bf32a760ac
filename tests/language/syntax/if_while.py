# if, elif, else; while with break, continue and else.

def size(n):
    if n < 0:
        return 'negative'
    elif n == 0:
        return 'zero'
    elif n < 10:
        return 'small'
    else:
        return 'large'

for n in (-1, 0, 5, 50):
    print(n, size(n))

i = 0
while i < 5:
    i += 1
    if i == 2:
        continue
    if i == 4:
        break
    print('at', i)
else:
    print('never printed')

while i > 0:
    i -= 2
else:
    print('ended by its condition at', i)

n = 27
steps = 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print('27 needs', steps, 'steps')

# nested loops: break leaves the inner one only
i = 0
while True:
    i += 1
    j = 0
    while True:
        j += 1
        if j == i:
            break
    print(i, j, end='; ')
    if i == 3:
        break
print()

print('yes' if [] else 'no', 'yes' if [0] else 'no', 'yes' if '' else 'no', 'yes' if 0.0 else 'no')
