"""What Unicode says about characters, and the normal forms."""

import unicodedata as u


def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


for function in ["category", "bidirectional", "combining", "mirrored"]:
    for low in [*range(0, 0x500, 16), *range(0x2000, 0x2800, 16)]:
        print(function, hex(low), [getattr(u, function)(chr(c)) for c in range(low, low + 16)])
for low in [*range(0, 0x250, 16), 0x2150, 0x2460, 0x3040, 0x3300, 0xF900, 0xFF00]:
    print("decomposition", hex(low), [u.decomposition(chr(c)) for c in range(low, low + 16)])
print([u.east_asian_width(c) for c in "aéあア漢ｱＡ　α가😀\n"])
for function in ["decimal", "digit", "numeric"]:
    print(function, [getattr(u, function)(chr(c), "-") for c in [*range(48, 58), 0xB2, 0xBD, 0x663, 0x2153, 0x2167, 0x2460,
                                                               0x2469, 0x4E8C, 0x96F6, 65]])
for text in ["é", "e\u0301", "ﬁ", "Å", "\u1e9b\u0323", "가", "\u1100\u1161", "x²", "ｱ", "\u0344", "a\u0315\u0300", "abc",
             "", "Ω", "\ud800"]:
    for form in ["NFC", "NFD", "NFKC", "NFKD"]:
        print(form, ascii(text), ascii(u.normalize(form, text)), u.is_normalized(form, text))
show(lambda: u.name("a"))
show(lambda: u.name("\n"))
show(lambda: u.name("\n", "d"))
show(lambda: u.lookup("LATIN SMALL LETTER A"))
show(lambda: u.lookup("nope"))
show(lambda: u.name("가"))
show(lambda: u.name("ab"))
show(lambda: u.category(5))
show(lambda: u.normalize("X", "a"))
show(lambda: u.digit("x"))
show(lambda: u.numeric("½"))
show(lambda: u.decimal("x"))
show(lambda: u.unidata_version)
