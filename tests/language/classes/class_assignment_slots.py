# The class of an instance can be exchanged for one with the same slots, not merely as many.


class Left:
    __slots__ = ("left",)


class Right:
    __slots__ = ("right",)


class OtherLeft:
    __slots__ = ["left"]


class Sub(Left):
    __slots__ = ()


class LeftAndMore(Left):
    __slots__ = ("more",)


class LeftAndOther(Left):
    __slots__ = ("other",)


class OtherLeftAndMore(OtherLeft):
    __slots__ = ("more",)


class Open(Left):
    pass


class OpenToo(Left):
    pass


def assign(instance, cls):
    before = type(instance).__name__
    try:
        instance.__class__ = cls
        print(before, "->", type(instance).__name__)
    except TypeError as e:
        print(before, "->", cls.__name__, e)


one = Left()
one.left = 5
assign(one, Right)
assign(one, OtherLeft)
print(one.left)
assign(one, LeftAndMore)
assign(Left(), Sub)
assign(Sub(), Left)
assign(LeftAndMore(), LeftAndOther)
assign(LeftAndMore(), OtherLeftAndMore)
kept = Open()
kept.left, kept.free = 1, 2
assign(kept, OpenToo)
print(kept.left, kept.free)
assign(kept, Left)
