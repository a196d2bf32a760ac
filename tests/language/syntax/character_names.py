# \N{...} in strings and f-strings, and what is wrong with one.

print("\N{LATIN SMALL LETTER A}", "\N{greek small letter alpha}", "\N{SNOWMAN}", "\N{Em Dash}")
print(ascii("\N{HANGUL SYLLABLE GAG}\N{HANGUL SYLLABLE A}\N{HANGUL SYLLABLE SSYAELH}"))
print(ascii("\N{CJK UNIFIED IDEOGRAPH-4E00}\N{CJK COMPATIBILITY IDEOGRAPH-F900}\N{TANGUT COMPONENT-001}"))
print(ascii("\N{NUSHU CHARACTER-1B170}\N{OLD SOUTH ARABIAN LETTER HE}\N{HANGUL JUNGSEONG O-E}"))
print(ascii("\N{BACKSPACE}\N{NULL}\N{NBSP}\N{LINE FEED}"))  # aliases
print(f"\N{SNOWMAN}{1}\N{SNOWMAN}", r"\N{SNOWMAN}", b"\N{SNOWMAN}")

for source in [
    r'"\N{foo}"', r'"\N"', r'"\N{}"', r'"\N{SNOWMAN"', r'"é\N{foo}"', r'"é\xZ"', r'"\U00110000"', r'"ab\u12"',
    r'b"\x1"', r'f"\N{foo}"', r'f"é\x"', r'"a" "\xZ"', r'"\N{CJK UNIFIED IDEOGRAPH-04E00}"',
    r'"\N{HANGUL SYLLABLE GAX}"', r'"\N{SNOWMAN }"',
]:
    try:
        print(ascii(eval(source)))
    except SyntaxError as error:
        print(source, error)
