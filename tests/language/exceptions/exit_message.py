# raise SystemExit with a text prints it to standard error and ends with 1.

try:
    raise SystemExit('first')
except SystemExit as e:
    print('caught', e.code)
for code in (None, 0, 3, 'text', [1]):
    try:
        exit(code)
    except SystemExit as e:
        print(repr(e.code))
raise SystemExit('the message')
