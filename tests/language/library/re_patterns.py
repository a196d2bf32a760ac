"""Patterns of every construct, matched, split and substituted over a few texts; and what is wrong with broken ones."""
import re
pats = r'''
abc a|b a* a+? (a)(b)? (?P<x>a)(?P=x) \d+ \w+ \s+ \S+ \W+ \D+ [a-z]+ [^a-z]+ []] []a] [^]a] [\]a] [a\-z] [-a] [a-] [\d_-] ^a a$ ^ $ \bfoo\b \Bo \B (?<!(?(1))) (?\s) \Afoo foo\Z (?i)ABC (?s).+ (?m)^\w (?m)\w$ (?x)\ a\ #c
(?:ab)+ (?=a) (?!a)\w (?<=a)b (?<!a)b (a|b)*c ((a)|(b))* (?:(a)|(b))+ (a)?(?(1)b|c) (?P<n>a)?(?(n)b|c) a{2} a{2,} a{,2} a{1,3}? a{,} a{ a{x a{1 a{1,2 (a{2}){2} x*+ x++a (?>a+)b (?i:a)B (?-i:a)b (?s:.)\n. \x41 \u0041 \U00000041 \101 \0 \07 \n \t \\ \. \a
( ) [ [a (?P<n (?P<> (?P<1>a) (?P<a>b)(?P<a>c) (?P=zz) \1 (a)\2 (\1) * +a a** a{2}{3} ?a (?a (?z) (?P (?Px) (?<x) (?<a (?# (?#a) [z-a] [a-\d] \q \8 [\q] a{3,2} \N{DIGIT\x20ONE} \N{DIGIT} \N{DASH \N (?(1)a) (?(a)b) (?()a) (?(0)a) (a)(?(1)b|c|d) (?i a(?i)b (?-) (?i-) (?i-i:a) (?iz:a) (?a-a:b) (?L)a (?au)x \x1 \u12 \777 [\777] (?<=a+)b (?<=a|bc)d (?<=(a)\1)b (?<=\1)(a) (?:) (?:)* ()* (a*)* (a*)+ (a|b|)+ ^* $* \b* (?=a)* (?:^)* a||b || |a a| (|a) (?:a|)b \Zx \ze
é É+ (?i)É (?i)straße [à-ÿ]+ (?a)\w+ [^\W\d_]+ [^\S\n]+ (?i)ſ (?i)K \u20ac [\u0400-\u04ff]+ 😀 [😀-😂] .  (.)(.) (?i)[a-é]
'''.split()
pats += [r'(?x) a b # comment', r'(\w+) (\w+)', r'a b', '(?x:a b) c', '(?P<a b>c)', "a\nb(", 'a\\']
subs = ['', 'abc', 'aab foo 7_\n', 'é É ß STRASSE\xa0', 'Привет ſ', '😀x😁']
def show(m): return m and (m.span(), m.groups(), m.lastindex, m.lastgroup)
for p in pats:
    try: r = re.compile(p)
    except Exception as e:
        print(repr(p), type(e).__name__, e, getattr(e,'pos',0), getattr(e,'lineno',0), getattr(e,'colno',0)); continue
    print(repr(p), r.flags, r.groups, dict(r.groupindex), r)
    for s in subs:
        try:
            print(' ', show(r.search(s)), r.match(s), r.fullmatch(s), r.split(s), r.sub('<\\g<0>>', s))
        except Exception as e: print(' ', ascii(s), type(e).__name__, e)
