# fractions, statistics, numbers, textwrap
import math
import numbers
import statistics
import textwrap
from fractions import Fraction
from statistics import NormalDist


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


F = Fraction
print(F(6, 8), repr(F(-3, 6)), F("3/4"), F("-1.25"), F("1e-3"), F(" 7 "), F(0.5), F(1, -2), F(F(1, 2), F(3, 4)), F(), F("1_000/3"))
print(attempt(F, "x"), attempt(F, 1, 0), attempt(F, []), attempt(F, 1.5, 2), attempt(F, "1/0"), sep="\n")
a, b = F(3, 4), F(-2, 5)
print(a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b), a**3, a**-2, b**-3, a**F(1, 2), 2**a, 2 ** F(3), F(4) ** 0.5)
print(a + 1, 1 - a, a * 0.5, 2 / a, a + 1j, 7 // a, 7 % a, -a, +a, abs(b), int(b), float(a), bool(F(0)), complex(a))
print(a == 0.75, a == F(3, 4), a < 1, a > b, a >= 0.75, a == "x", F(5) == 5, hash(F(5)) == hash(5), hash(F(1, 2)) == hash(0.5), hash(F(1, 3)))
print(round(F(5, 2)), round(F(7, 2)), round(F(22, 7), 2), round(F(1234), -2), math.floor(b), math.ceil(b), math.trunc(b), F(3.14159).limit_denominator(100), F(math.pi).limit_denominator(10), F(1, 3).limit_denominator(2))
print(a.numerator, a.denominator, a.as_integer_ratio(), F.from_float(0.1), sum([F(1, 3)] * 3), sorted([F(1, 2), F(1, 3), 0.4]), str(F(4, 2)), attempt(lambda: a + "x"), attempt(lambda: a / 0))
print([isinstance(x, c) for x in (1, 1.0, 1j, F(1), True, "s") for c in (numbers.Number, numbers.Complex, numbers.Real, numbers.Rational, numbers.Integral)])

s = statistics
print(s.mean([1, 2, 3, 4]), s.mean([1, 2]), s.mean([F(1, 2), F(1, 3)]), s.mean([0.1] * 10), s.mean([1e100, 1, -1e100]), s.fmean([1, 2, 4]), s.fmean([1, 2], [3, 1]))
print(s.geometric_mean([54, 24, 36]), s.harmonic_mean([40, 60]), s.harmonic_mean([40, 60], weights=[5, 30]), s.median([3, 1, 2]), s.median([4, 1, 3, 2]), s.median_low([1, 2, 3, 4]), s.median_high([1, 2, 3, 4]), s.median_grouped([52, 52, 53, 54]))
print(s.mode("aabbbc"), s.mode([3, 3, 1, 1]), s.multimode("aabbc"), s.multimode([]), s.quantiles([1, 2, 3, 4, 5]), s.quantiles(range(1, 11), n=10), s.quantiles([1, 2, 3], method="inclusive"))
data = [2.75, 1.75, 1.25, 0.25, 0.5, 1.25, 3.5]
print(s.variance(data), s.pvariance(data), s.stdev(data), s.pstdev(data), s.variance([1, 2, 3]), s.stdev([1, 2, 3, 4]), s.pstdev([1, 2]), s.variance([F(1, 6), F(1, 2), F(5, 3)]), s.variance([5, 5]), s.stdev([7, 7]))
print(s.covariance([1, 2, 3], [1, 5, 7]), s.correlation([1, 2, 3], [1, 5, 7]), s.linear_regression([1, 2, 3], [2, 4.5, 6]), s.linear_regression([1, 2], [2, 4], proportional=True))
for call in (lambda: s.mean([]), lambda: s.median([]), lambda: s.mode([]), lambda: s.stdev([1]), lambda: s.correlation([1, 1], [1, 2]), lambda: s.mean(["a"]), lambda: s.quantiles([1]), lambda: s.geometric_mean([0, 1]), lambda: s.harmonic_mean([-1, 2])):
    print(attempt(call))
n = NormalDist(100, 15)
print(n, n.cdf(120), n.pdf(100), n.inv_cdf(0.9), n.inv_cdf(0.001), n.inv_cdf(1e-12), n.quantiles(4), n.overlap(NormalDist(110, 10)), n.zscore(130), n + 5, n * 2, n + n, -n, n == NormalDist(100, 15), n.variance, NormalDist.from_samples([1, 2, 3, 4]))
print(n.samples(3, seed=5))

text = "The quick brown fox, jumped over the lazy well-known dog.  It was a state-of-the-art jump -- really!  see http://example.com/a-b-c-d for foo--bar and averyveryverylongwordthatdoesnotfit."
for width in (10, 20, 33, 70):
    print(textwrap.fill(text, width))
print(textwrap.fill(text, 30, initial_indent="* ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False))
print(textwrap.wrap("", 10), textwrap.wrap("a\tb\nc   d", 4), textwrap.wrap("  leading and trailing  ", 12), textwrap.wrap("aaa bbb ccc", 7, drop_whitespace=False))
print(textwrap.shorten("Hello   world of words!", 12), textwrap.shorten("Hello world", 11), textwrap.shorten("Hello  world!", width=11, placeholder="..."), textwrap.shorten("Helloworld", 5, placeholder=""))
print(textwrap.wrap("one two three four five six", 9, max_lines=2), textwrap.fill("Hi. There! ok", 80, fix_sentence_endings=True))
print(repr(textwrap.dedent("\n    a\n      b\n\n   \n    c\n")), repr(textwrap.dedent("\ta\n\tb")), repr(textwrap.dedent("  a\n\tb")))
print(repr(textwrap.indent("a\n\nb\n", "> ")), repr(textwrap.indent("a\n\nb", "> ", lambda line: True)), attempt(textwrap.wrap, "a", 0))
