# Characters by name.

print('\N{GREEK SMALL LETTER ALPHA} \N{SNOWMAN} \N{latin small letter e with acute} \N{CJK UNIFIED IDEOGRAPH-6F22}')
print(f'\N{DIGIT ONE}', r'\N{raw}', b'\N{bytes}')
