# str methods that search, test and count.

s = 'hello world, hello python'
print(s.find('hello'), s.find('hello', 1), s.find('x'), s.find('o', 5, 8), s.rfind('hello'), s.rfind('o', 0, 6),
      s.find(''), s.find('', 100), ''.find(''), s.find('n', -1), s.rfind(''))
print(s.index('world'), s.rindex('o'), s.count('l'), s.count('hello'), s.count(''), s.count('l', 5),
      'aaa'.count('aa'), s.count('o', 5, 10))
print(s.startswith('hello'), s.startswith('world', 6), s.startswith(('x', 'he')), s.endswith('python'),
      s.endswith(('a', 'on')), s.endswith('lo', 0, 5), ''.startswith(''), s.startswith(()), 'a'.startswith('', 2),
      s.startswith('hello', 0, 3))
print('lo w' in s, 'xyz' in s, '' in '', 'hello' < 'help', 'a' * 3 == 'aaa', 'abc' > 'ABC', 'é' > 'z', '10' < '9')
for name in ('isalpha', 'isdigit', 'isalnum', 'isupper', 'islower', 'isspace', 'istitle', 'isidentifier',
             'isnumeric', 'isdecimal', 'isprintable', 'isascii'):
    print(name,
          [getattr(t, name)() for t in ('', 'abc', 'ABC', '123', 'abc1', ' \t\n',
           'Title Case', 'not Title', '_id', '½', '²', 'é', 'a b', '\x00', 'ß', '漢字', '٣', 'A1', 'class')])
for f in (lambda: s.index('xyz'), lambda: s.rindex('xyz'), lambda: s.find(5), lambda: s.startswith(5),
          lambda: s.startswith(['a']), lambda: s.startswith((5,)), lambda: s.count(), lambda: 5 in s,
          lambda: s.find('a', 'b'), lambda: s.endswith(None), lambda: s.nothing, lambda: s.count(None),
          lambda: s.find()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
u = 'naïve café 漢字 🎉 end'
print(len(u), u.find('é'), u.find('🎉'), u.index('end'), u[6:10], u[-5], u.count(' '), u.upper(), '字' in u,
      u.rfind('é'), u[::-1], [ord(c) for c in u[11:15]], u.startswith('naï'), u.endswith('🎉 end'))
