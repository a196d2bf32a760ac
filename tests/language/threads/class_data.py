# Several threads read and replace what a class holds while others add attributes to the class and take them away. Whoever
# reads sees something that was stored, never less than before of a number that only grows, and his own store at once.
import threading

ROUNDS = 4000
problems = []


class Shared:
    grows = 0
    changing = 0
    pair = (0, 0)
    comes_and_goes = "base"


class Derived(Shared):
    pass


class Meta(type):
    level = 0


class Made(metaclass=Meta):
    own = 0


def expect(truth, what):
    if not truth and len(problems) < 5:
        problems.append(what)


# One thread alone counts: no step of it is lost, whatever others do to the class.
def count():
    for i in range(1, ROUNDS + 1):
        Shared.grows += 1
        expect(Shared.grows == i and Derived.grows == i and Shared().grows == i, "the counter missed a step")
        Shared.pair = (i, -i)
        Made.own += 1
        expect(Made.own == i, "the class with a metaclass missed a step")


def watch():
    before, instance = 0, Derived()
    for _ in range(ROUNDS):
        now = instance.grows
        then = Derived.grows
        expect(before <= now <= then, "the counter went back")
        before = then
        first, second = Shared.pair
        expect(first == -second, "half a pair")


# Data, then something that a lookup has to call, then data again: nobody gets hold of the thing itself.
class Get:
    def __get__(self, instance, owner):
        return -1


def change():
    for i in range(ROUNDS // 4):
        Shared.changing = i
        expect(Shared.changing == i, "a store was not seen")
        Shared.changing = i + 1
        expect(Derived().changing == i + 1, "a second store was not seen")
        Shared.changing = Get()
        expect(Shared.changing == -1, "the descriptor was not seen")
        Shared.changing = property(lambda self: -2)
        expect(Derived().changing == -2, "the property was not seen")


def watch_changing():
    instance = Derived()
    for _ in range(ROUNDS):
        value = instance.changing
        expect(type(value) is int, "an instance gave " + type(value).__name__)
        value = Derived.changing
        expect(type(value) in (int, property), "the class gave " + type(value).__name__)
        expect(Meta.level >= 0, "the metaclass lost its attribute")


# Keys come and go: the class's items move to other places.
def add_and_remove(number):
    for i in range(ROUNDS // 4):
        name = "extra%d_%d" % (number, i % 40)
        setattr(Shared, name, i)
        setattr(Made, name, i)
        expect(getattr(Derived, name) == i, "an attribute just added is missing")
        if i % 3:
            delattr(Shared, name)
            expect(not hasattr(Derived, name), "an attribute just removed is there")


def shadow():
    instance = Derived()
    for i in range(ROUNDS // 4):
        Derived.comes_and_goes = i
        expect(instance.comes_and_goes == i, "the subclass's own was not seen")
        Derived.comes_and_goes = i + 1
        expect(instance.comes_and_goes == i + 1, "the subclass's second was not seen")
        del Derived.comes_and_goes
        expect(instance.comes_and_goes == "base", "the base's was not seen again")
        Meta.level += 1


# All add to one number, and each takes the lock: the sum is right.
class Sum:
    total = 0


lock = threading.Lock()


def add():
    for _ in range(ROUNDS // 4):
        with lock:
            Sum.total += 1


work = [count, watch, watch, change, watch_changing, watch_changing, shadow, add, add, add]
threads = [threading.Thread(target=function) for function in work]
threads += [threading.Thread(target=add_and_remove, args=(number,)) for number in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(problems)
print(Shared.grows, Derived().grows, Shared.pair, Made.own, Meta.level, Sum.total, Shared.comes_and_goes, "comes_and_goes" in vars(Derived))
print(sum(name.startswith("extra") for name in vars(Made)), type(vars(Shared)["changing"]).__name__)
