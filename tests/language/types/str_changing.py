# str methods that make new strings.

print('Hello'.upper(), 'Hello'.lower(), 'hello world'.title(), 'hELLO wORLD'.capitalize(), 'Hello'.swapcase(),
      'Straße'.casefold(), 'straße'.upper(), "they're bill's".title(), 'ÉCOLE'.lower(), 'ǆ'.title(), 'ŉ'.upper(),
      'İ'.lower() == 'i̇')
print('|' + ' a '.strip() + '|' + ' a '.lstrip() + '|' + ' a '.rstrip() + '|', 'xxaxx'.strip('x'),
      'abcba'.strip('ab'), 'xyx'.lstrip('x'), '...a.'.rstrip('.'), '\t\n a\x0b\x0c\r'.strip(), ''.strip(),
      'aaa'.strip('a'), '\u2003a\u00a0'.strip())
print('abc'.replace('b', 'X'), 'aaa'.replace('a', 'b', 2), 'abc'.replace('', '-'), 'abc'.replace('x', 'y'),
      'aaa'.replace('aa', 'b'), ''.replace('', 'x'), 'a.b.c'.replace('.', ''), 'abc'.replace('b', 'X', 0),
      'é漢'.replace('漢', 'e'))
print('a,b,,c'.split(','), ' a  b '.split(), 'a b c'.split(' ', 1), 'a,b,c'.rsplit(',', 1), ''.split(),
      ''.split(','), 'a'.split(','), ' a b '.split(' '), 'a  b c'.split(None, 1), 'a<>b<>c'.split('<>'),
      '  a b  c '.rsplit(None, 1), 'abc'.split('abc'), 'a b c'.split(maxsplit=1), 'a,b'.split(sep=','))
print('a\nb\r\nc\rd\x0be'.splitlines(), 'a\nb\n'.splitlines(True), ''.splitlines(), '\n'.splitlines(),
      'a'.splitlines(), 'a\n\nb'.splitlines(keepends=True), 'a\u2028b\x85c'.splitlines())
print('a-b-c'.partition('-'), 'abc'.partition('-'), 'a-b-c'.rpartition('-'), 'abc'.rpartition('-'),
      'a--b'.partition('--'))
print('abc'.center(9, '*'), 'abc'.center(6), 'abc'.center(7) + '|', 'ab'.center(5, '-'), 'abc'.ljust(6, '.'),
      'abc'.rjust(6), 'abc'.center(2), '42'.zfill(5), '-42'.zfill(6), '+1'.zfill(4), ''.zfill(2), 'abc'.zfill(2))
print(','.join(['a', 'b']), ''.join([]), '-'.join('abc'), ', '.join(str(i) for i in range(3)), 'x'.join(('only',)),
      ''.join(['é', 'a', '漢']), '-'.join({'k': 1}))
print('a\tb'.expandtabs(), 'a\tb\tc'.expandtabs(4), '\t'.expandtabs(0), 'ab\tc\n\td'.expandtabs(3),
      'abc'.removeprefix('ab'), 'abc'.removesuffix('bc'), 'abc'.removeprefix('x'), 'abc'.removesuffix(''),
      'aa'.removeprefix('a'))
table = str.maketrans('abc', 'xyz', 'd')
print('abcd'.translate(table), 'hello'.translate({ord('l'): None, ord('o'): '0', 'h': 'ignored'}),
      str.maketrans({'a': 1, 98: 'x'}), 'abc'.translate({97: 'AAA', 98: 0x42}), 'x'.translate({}))
print('é'.encode(), 'é'.encode('latin-1'), 'a'.encode('ascii'), 'é'.encode('ascii', 'ignore'),
      'é'.encode('ascii', 'replace'), '漢'.encode('utf-16-le'), 'é'.encode('ascii', 'backslashreplace'),
      'é'.encode('ascii', 'xmlcharrefreplace'), '🎉'.encode('utf-8'), 'a'.encode('utf-16'))
for f in (lambda: 'é'.encode('ascii'), lambda: 'a'.encode('nonsense'), lambda: 'a'.split(''),
          lambda: 'a'.partition(''), lambda: 'a'.center(5, 'ab'), lambda: ','.join([1]),
          lambda: ','.join(['a', 5]), lambda: 'a'.replace('a'), lambda: 'a'.strip(5), lambda: 'a'.split(5),
          lambda: 'a' + 5, lambda: 'a' * 'b', lambda: str.maketrans('a', 'bc'), lambda: 'a'.join(5),
          lambda: 'a'.center('x'), lambda: 'a'.replace(1, 2), lambda: str.maketrans({'ab': 1}),
          lambda: 'a'.ljust(5, ''), lambda: 'a'.zfill('x'), lambda: 'a' - 'b', lambda: '\ud800'.encode(),
          lambda: 'a'.upper(1), lambda: str.upper(5), lambda: str.upper(), lambda: 'a'.encode(5),
          lambda: 'é漢'.encode('latin-1')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(str(), str(5), str(None), str([1, 'a']), str(b'abc', 'utf-8'), str(b'a'), str(object=1), repr('it\'s'),
      repr("a\"b"), repr('both \' and "'), repr('\n\t\r\\\x00\x7f\x80é\u200b\U0001F600\ud800'), ascii('é漢🎉'))

print("names of characters in encoding and decoding")
for text in ("caf\xe9", "\u4e2d\U0001f600", "\x85a"):
    print(text.encode("ascii", "namereplace"))
print(rb"\N{BULLET} \x41\u4e2d".decode("unicode_escape"))
for raw in (rb"\N{NO SUCH NAME}", rb"\N{", rb"\Nx", rb"\N{}"):
    try:
        print(raw.decode("unicode_escape"))
    except UnicodeDecodeError as error:
        print(error)
    print(ascii(raw.decode("unicode_escape", "replace")))
for encoding in ("utf-16", "utf-32-be"):
    try:
        print("a\udc80b".encode(encoding, "surrogateescape"))
    except UnicodeEncodeError as error:
        print(error)
