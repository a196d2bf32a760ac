# Blocks, blank lines, comments and continued lines.

if True:
    print('four')

    # a comment inside the block

# a comment outside the block, which does not end it
    print('still inside')

if True:
  print('two')
  if True:
          print('ten')
  print('two again')

if True: print('on one line'); print('twice')
if False: pass
else: print('else on one line')

for i in range(2): print(i)
while False: pass

x = 1; y = 2; print(x + y);

total = 1 + \
    2 + \
    3
print(total)

values = [
    1,
        2,
  3,  # odd indentation is free inside brackets

]
print(values)

def f(
    a,
    b=(
        1
    ),
):
    return a + b

print(f(
    1
))
if (x == 1 and
        y == 2):
    print('joined by brackets')

class Empty: ...
def nothing(): ...
print(nothing(), Empty.__name__)
if True:
	print('a tab')
