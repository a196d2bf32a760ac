# A class body is a scope that functions inside it do not see.

x = 'global'
class A:
    x = 'class'
    y = x + ' body'
    def method(self): return x
    z = [x for _ in range(1)]          # sees the global: the element is in a function of its own
    w = [c for c in x]                 # the first iterable is evaluated in the class
    items = (lambda: x)()
print(A.x, A.y, A().method(), A.z, A.w, A.items)

def function():
    x = 'function'
    class B:
        y = x
        x = 'own'
        def method(self): return x
        class Inner:
            v = x
    return B.y if hasattr(B, 'y') else None, B.x, B().method(), B.Inner.v
try:
    print(function())
except NameError as e:
    print(e)

def reads():
    v = 'enclosing'
    class C:
        got = v
        def set(self):
            nonlocal v
            v = 'set by a method'
    C().set()
    return C.got, v
print(reads())

class D:
    n = 0
    for i in range(3):
        n += i
    if n > 2:
        def extra(self): return 'defined under a condition'
    del i
    __private = 1
    def private(self): return self.__private
print(D.n, D().extra(), hasattr(D, 'i'), D().private(), D._D__private)

class E:
    global made_global
    made_global = 5
    locals()['through_locals'] = 6
print(made_global, hasattr(E, 'made_global'), E.through_locals)
class F:
    print(__name__, __qualname__, __module__)
