# bytes: making, indexing, methods, errors.

print(bytes(), bytes(3), bytes([65, 66]), bytes('é', 'utf-8'), bytes(b'abc'), bytes(range(3)), b'abc'[0],
      b'abc'[1:], list(b'ab'), bytes.fromhex('01 ff2a'), b'\x01\xff'.hex(), b'abcd'.hex('-'), b'abcde'.hex(':', 2),
      bytes(bytearray(b'x')))
b = b'hello world, hello'
print(b.find(b'hello', 1), b.find(111), b.rfind(b'l'), b.index(b'w'), b.count(b'l'), b.count(108),
      b.startswith(b'he'), b.endswith((b'x', b'lo')), b'lo' in b, 104 in b, b.find(b'zz'), b.rindex(b'o'))
print(b.upper(), b'ABC'.lower(), b.title(), b.capitalize(), b'aB'.swapcase(), b' a '.strip(), b'xax'.strip(b'x'),
      b.replace(b'l', b'L', 2), b.split(), b'a,b'.split(b','), b'a\nb\r\n'.splitlines(), b.partition(b' '),
      b'a-b-c'.rpartition(b'-'), b'a b c'.rsplit(b' ', 1), b','.join([b'a', b'b']))
print(b'ab'.center(6, b'*'), b'a'.ljust(3), b'a'.rjust(3, b'.'), b'5'.zfill(3), b'a\tb'.expandtabs(4),
      b'abc'.removeprefix(b'a'), b'abc'.removesuffix(b'c'),
      b'abc'.translate(bytes(range(256)).replace(b'a', b'z')), b'abc'.translate(None, b'b'),
      bytes.maketrans(b'a', b'b')[97:99])
print(b'abc'.isalpha(), b'12'.isdigit(), b'a1'.isalnum(), b' '.isspace(), b'A'.isupper(), b'a'.islower(),
      b'Ab'.istitle(), b'a'.isascii(), b'\xff'.isascii(), b''.isalpha())
print(b'\xc3\xa9'.decode(), b'\xe9'.decode('latin-1'), b'\xff'.decode('utf-8', 'replace'),
      b'\xffa'.decode('utf-8', 'ignore'), b'abc'.decode('ascii'), b'\xff'.decode('ascii', 'backslashreplace'),
      b'\x22\x6f'.decode('utf-16-le'))
print(b'a' + b'b', b'ab' * 2, b'a' < b'b', b'a' == 'a', b'a' == b'a', hash(b'a') == hash(b'a'), {b'k': 1}[b'k'],
      len(b'abc'), b'abc'[::-1], b'abc'[-1], sorted(b'cab'), max(b'ab'), bool(b''),
      b'%d %s %b %x' % (5, b'x', b'y', 255), repr(b"it's"), repr(b'"\''), b'\n\t\r\\\x00\x7f\xff')
for f in (lambda: bytes([256]), lambda: bytes([-1]), lambda: bytes('a'), lambda: bytes(-1), lambda: bytes(['a']),
          lambda: b'a' + 'b', lambda: b'abc'[5], lambda: b'\xff'.decode(), lambda: b'\xe2\x82'.decode(),
          lambda: b'a\x80b'.decode(), lambda: b'\xff'.decode('ascii'), lambda: b'a'.find('a'),
          lambda: b'a'.split(''), lambda: b'a'.index(b'z'), lambda: b','.join(['a']), lambda: bytes.fromhex('0'),
          lambda: bytes.fromhex('zz'), lambda: 'a' in b'a', lambda: 256 in b'a', lambda: b'a'.replace('a', 'b'),
          lambda: bytes(1.5), lambda: bytes(5, 'utf-8'), lambda: b'a'.decode('nonsense'),
          lambda: b'a'.startswith('a'), lambda: b'a'.nothing, lambda: b'a' < 'a', lambda: b'a'.strip('a')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
m = bytearray(b'abc')
m[0] = 90; m.append(33); m.extend(b'xy'); m += b'!'
print(m, m[0], len(m), bytes(m), m.pop(), m.find(b'x'), m[1:3], bytearray(2), m == b'Zbc!xy', m.decode())
del m[0]
m.insert(0, 65); m.remove(33); m.reverse(); m[1:2] = b'___'
print(m, m.upper(), bytearray(b'a') + b'b', bytearray([1]) * 2, m.copy() is m, m.clear(), m)
