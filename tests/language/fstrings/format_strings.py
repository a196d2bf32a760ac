# The format mini-language for strings, str.format and its fields.

for spec in ('', 's', '10', '<10', '>10', '^10', '*^10', '.2', '10.2', '^8.3s', 'é>6', '0<6', '05'):
    print(f'{spec:>6} | {format("hello", spec)}| {format("", spec)}|')
for spec in ('d', '+', '=10', ',', 'x', '.', ' '):
    try: print(format('a', spec))
    except ValueError as e: print(e)
print('{} {}'.format(1, 'two'), '{1} {0} {1}'.format('a', 'b'), '{x} {y}'.format(x=1, y=2),
      '{0} {k}'.format(5, k=6), '{{}} {}'.format(1))
print('{0[1]} {0[0]}'.format([1, 2]), '{0[key]} {d[k]}'.format({'key': 'v'}, d={'k': 'w'}),
      '{0.real} {c.imag}'.format(5, c=2j), '{0[0].real}'.format([7]))
print('{:>5}|{:<5}|{:^5}|'.format(1, 2, 3), '{:{}}|{:{w}.{p}f}'.format(1, 5, 2.5, w=8, p=2),
      '{!r} {!s} {!a}'.format('é', 'é', 'é'), '{0!r:>6}'.format('x'))
print('{:,} {:%} {:.1%}'.format(10 ** 6, 0.5, 0.123), '{:>{width}}'.format('right', width=10),
      '{a.__class__.__name__}'.format(a=5))
print('%s %r %d %i %u %5d|%-5d|%05d %+d % d' % ('s', 's', 1, 2, 3, 4, 5, 6, 7, 8),
      '%x %X %#x %o %#o %c %c' % (255, 255, 255, 8, 8, 65, 'b'))
print('%f %.2f %8.3f|%-8.1f| %e %.1e %g %G %%' % (1.5, 2.345, 3.14159, 2.5, 12345.678, 0.00012, 1e10, 1e-10),
      '%(a)s %(b)d' % {'a': 1, 'b': 2})
print('%.3s|%10s|%-10s|%*d|%.*f' % ('abcdef', 'r', 'l', 5, 42, 2, 3.14159), '%s' % [1], '%s' % None, '%a' % 'é',
      '%5.1f%%' % 99.5, '%s %s' % ((1, 2), 3))
print('{a}'.format_map({'a': 1}), 'no fields'.format(1), ''.format(), '{:d}'.format(True), '{:5}|'.format(True))
for f in (lambda: '{}'.format(), lambda: '{1}'.format(1), lambda: '{x}'.format(), lambda: '{'.format(),
          lambda: '}'.format(), lambda: '{0} {}'.format(1, 2), lambda: '{} {0}'.format(1),
          lambda: '{!x}'.format(1), lambda: '{0[a]}'.format([1]), lambda: '{0.nope}'.format(1), lambda: '%d' % 'x',
          lambda: '%d %d' % (1,), lambda: '%d' % (1, 2),
          lambda: '%q' % 1, lambda: '%(a)s' % {}, lambda: '%(a)s' % 5, lambda: '%' % (), lambda: 'none' % 5,
          lambda: '%c' % 'ab', lambda: '%x' % 1.5, lambda: '%c' % -1, lambda: '%s' % ()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
