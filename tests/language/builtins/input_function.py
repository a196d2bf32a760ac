# input: reads lines, prints its prompt, ends with EOFError.

name = input()
age = int(input('age? '))
print(name, age)
print(repr(input()), repr(input('last: ')))
try: input('more? ')
except EOFError as e: print(type(e).__name__, e)
