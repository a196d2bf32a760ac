"""Module doc.

>>> 1 + 1
2
>>> print("a\\n\\nb")
a
<BLANKLINE>
b
"""
import doctest
def fact(n):
    """Factorial.

    >>> [fact(n) for n in range(6)]
    [1, 1, 2, 6, 24, 120]
    >>> fact(-1)
    Traceback (most recent call last):
        ...
    ValueError: n must be >= 0
    >>> fact(30)  # doctest: +ELLIPSIS
    2652528598...000
    >>> for i in range(2):
    ...     print(i)
    0
    1
    >>> fact(3)
    7
    >>> 1/0
    >>> x = 5; x
    5
    >>> {1:2}   # doctest: +NORMALIZE_WHITESPACE
    {1:   2}
    """
    if n < 0: raise ValueError("n must be >= 0")
    return 1 if n < 2 else n * fact(n - 1)
class K:
    """
    >>> K().m()
    'm'
    """
    def m(self):
        """
        >>> K().m() + 'x'
        'mx'
        >>> raise KeyError('q')
        Traceback (most recent call last):
        KeyError: 'q'
        """
        return 'm'
    @property
    def p(self):
        """
        >>> K().p
        6
        """
        return 5
__test__ = {'extra': '>>> 2+2\n4\n'}
import sys, io, re
o = io.StringIO(); s = sys.stdout; sys.stdout = o
r = doctest.testmod(); r2 = doctest.testmod(verbose=True, optionflags=doctest.REPORT_NDIFF)
sys.stdout = s
out = re.sub(r'File "[^"]*doctest.py", line \d+, in \S+\n(        exec\(.*\n( +\^+\n)?)?(             .*\n)*', 'DT\n', o.getvalue()).replace(__file__, 'F')
out = re.sub(r'      DT\n(?: .*compile.*\n| .*test.globs.*\n)*', '', out)
print(out); print(r, r2)
t = doctest.DocTestParser().get_examples('>>> a\nb\n>>> c # doctest: +SKIP\n'); print([(e.source, e.want, e.lineno, e.options) for e in t]); print(doctest.script_from_examples('hi\n>>> 1\n1\n'))
try: doctest.DocTestParser().parse('>>>x\n')
except ValueError as e: print(e)
doctest.run_docstring_examples(K.m, globals())
