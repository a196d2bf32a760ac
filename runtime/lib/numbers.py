"""The tower of numbers, as abstract classes: Number, Complex, Real, Rational, Integral. Each has what the ones
above it can do; int, float and complex are registered where they belong."""

from abc import ABCMeta, abstractmethod

__all__ = ["Number", "Complex", "Real", "Rational", "Integral"]


class Number(metaclass=ABCMeta):
    """Any number at all."""

    __slots__ = ()
    __hash__ = None


def _abstract(cls, names):
    """Adds abstract methods that do nothing."""
    for name in names.split():

        def method(self, *args):
            raise NotImplementedError

        method.__name__, method.__qualname__ = name, f"{cls}.{name}"
        yield name, abstractmethod(method)


class Complex(Number):
    """+ - * / ** abs() == and the parts real, imag, conjugate()."""

    __slots__ = ()
    locals().update(_abstract("Complex", "__complex__ __add__ __radd__ __neg__ __pos__ __mul__ __rmul__ __truediv__ "
                                         "__rtruediv__ __pow__ __rpow__ __abs__ conjugate __eq__"))  # fmt: skip

    def __bool__(self):
        return self != 0

    @property
    @abstractmethod
    def real(self):
        raise NotImplementedError

    @property
    @abstractmethod
    def imag(self):
        raise NotImplementedError

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other


class Real(Complex):
    """What has an order, too: < // % divmod() round() and float()."""

    __slots__ = ()
    locals().update(_abstract("Real", "__float__ __trunc__ __floor__ __ceil__ __round__ __floordiv__ __rfloordiv__ "
                                      "__mod__ __rmod__ __lt__ __le__"))  # fmt: skip

    def __divmod__(self, other):
        return self // other, self % other

    def __rdivmod__(self, other):
        return other // self, other % self

    def __complex__(self):
        return complex(float(self))

    @property
    def real(self):
        return +self

    @property
    def imag(self):
        return 0

    def conjugate(self):
        return +self


class Rational(Real):
    """What is a fraction of two whole numbers."""

    __slots__ = ()

    @property
    @abstractmethod
    def numerator(self):
        raise NotImplementedError

    @property
    @abstractmethod
    def denominator(self):
        raise NotImplementedError

    def __float__(self):
        return int(self.numerator) / int(self.denominator)


class Integral(Rational):
    """Whole numbers: int(), pow() with a modulus, and the operators on bits."""

    __slots__ = ()
    locals().update(_abstract("Integral", "__int__ __pow__ __lshift__ __rlshift__ __rshift__ __rrshift__ __and__ "
                                          "__rand__ __xor__ __rxor__ __or__ __ror__ __invert__"))  # fmt: skip

    def __index__(self):
        return int(self)

    def __float__(self):
        return float(int(self))

    @property
    def numerator(self):
        return +self

    @property
    def denominator(self):
        return 1


Complex.register(complex)
Real.register(float)
Integral.register(int)
