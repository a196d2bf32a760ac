# The format mini-language for floats.

for spec in ('', 'e', 'E', 'f', 'F', 'g', 'G', 'n', '%', '.0f', '.1f', '.3f', '.0e', '.3e', '.3g', '.10g', '.0g',
             '.3', '.10', '10.2f', '<10.2f', '^10.2f', '=+10.2f', '010.2f',
             '+.2f', ' .2f', ',.2f', '_.2f', ',', '#.0f', '#g', '#.3g', '.1%', '+.1e', '*>12.4f', 'z.1f'):
    print(f'{spec:>8} |', *[format(value, spec) + ' |' for value in (3.14159, -1234567.891, 0.000012345, 0.0, 100.0)])
for spec in ('', 'f', 'e', 'g', '.2f', '10', '010', '+', '%', 'F', 'G'):
    print(spec, format(float('inf'), spec), format(float('-inf'), spec), format(float('nan'), spec))
print(format(0.5, '.0f'), format(1.5, '.0f'), format(2.5, '.0f'), format(2.675, '.2f'), format(1e23, 'f'),
      format(1e-7, 'g'), format(123456789.0, 'g'))
print(format(-0.0, ''), format(-0.0, '.1f'), format(-0.04, 'z.1f'), format(1e100, '.3g'), format(0.1, '.20f'),
      format(5e-324, ''), format(1.7976931348623157e308, 'g'))
for spec in ('d', 'x', 's', 'c', 'q', '.2d', ',b', '5.'):
    try: print(format(1.5, spec))
    except ValueError as e: print(e)
for v in (1.0, 1e15, 1e16, 1e17, 123456789012345680.0, 0.0001, 0.00001, 1.5e300, 0.1, 1 / 3, 2 / 3, 1e22,
          9007199254740993.0, 5e-324):
    print(repr(v), str(v), f'{v}', end='; ')
print()
