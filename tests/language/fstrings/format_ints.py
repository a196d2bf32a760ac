# The format mini-language for ints.

for spec in ('', 'd', 'b', 'o', 'x', 'X', 'c', 'n', '#b', '#o', '#x', '#X', '5', '05', '<5', '>5', '^5', '=5',
             '*^7', '+', '-', ' ',
             '+d', ' d', '+5', '=+6', '0=+6', ',', '_', ',d', '_d', '_b', '_x', '012,', '8,', 'e', '.2e', 'f',
             '.1f', 'g', 'G', 'E', '%', '.1%', '08.3f',
             '+08.2f', '#010x', 'x<#10b', '^+9', '10n'):
    print(f'{spec:>8} |', *[format(value, spec) + ' |' for value in ((65,) if spec == 'c' else (65, 1234567, -42))])
print(format(0, 'b'), format(0, '#x'), format(0, ',d'), format(-0, '+'), format(True, 'd'), format(True, ''),
      format(True, '5'), format(False, 'x'))
print(format(10 ** 30, ','), format(10 ** 30, '_x'), format(-10 ** 20, '+,'), format(2 ** 100, 'e'),
      format(10 ** 25, '.3g'))
for value, spec in ((5, 's'), (5, '.2d'), (5, 'q'), (5, ',b'), (5, '5 5'), (-1, 'c'), (0x110000, 'c'), (5, ',,'),
                    (5, ',_'), (5, '+c'), (5, ',n'), (5, '.2x')):
    try: print(format(value, spec))
    except (ValueError, OverflowError) as e: print(type(e).__name__, e)
