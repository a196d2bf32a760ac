# Every form a string can be written in.

print('single', "double", '''three
lines''', """a "quoted" word""")
print('it''s' "joined" ' from' """ parts""")
print('tab\there', 'quote\'s', "back\\slash", 'bell\x07'.encode())
print('\x41\u00e9\U0001F600', '\101\60', '\0'.encode())
print('line \
continued')
print(r'raw \n \x41', R"c:\new", r'\'', len(r'\''))
print(b'bytes \x00\xff\n', b"\101", rb'\n', Rb'\x', bR'a', BR"b")
print(u'unicode', U'unicode')
print('''nested ' and " and '' and "" inside''')
print("""ends with a quote\"""")
print('', "", '''''', """""", b'')
print('ünïcödé 漢字 🎉', len('漢字🎉'))
print('a' 'b' * 2, ('a'
                     'b'))
long = ('one '
        'two '  # a comment between the parts
        'three')
print(long)
print('{}'.format('%s' % 'old'), '%d items cost %.2f' % (3, 4.5))
