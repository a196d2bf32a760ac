# The suggestions behind NameError and AttributeError.
import sys


def show(function):
    try:
        function()
    except Exception as error:
        sys.excepthook(type(error), error, None if function is bare else error.__traceback__)


class Point:
    def __init__(self):
        self.horizontal = 1
        self.vertical = 2

    def __getattr__(self, name):
        raise AttributeError(name)


class Slots:
    __slots__ = ('first', 'second')


counter = 0


def local_name():
    variable = 1
    return varaible


def global_name():
    return countr


def builtin_name():
    return pritn(1)


def nothing_near():
    return zzzzzzzzzz


def case_only():
    return COUNTER


def closure():
    outer_value = 1

    def inner():
        outer_value
        return outer_valeu
    return inner()


def attribute():
    return [].appendd


def module_attribute():
    return sys.sdtout


def class_attribute():
    return str.uper


def slot():
    return Slots().frist


def own_hook():
    return Point().verticle


def bare():
    raise NameError("name 'countr' is not defined", name='countr')


def by_hand():
    raise AttributeError("no", name='apend', obj=[])


for function in (local_name, global_name, builtin_name, nothing_near, case_only, closure, attribute, module_attribute,
                 class_attribute, slot, own_hook, bare, by_hand):
    show(function)
