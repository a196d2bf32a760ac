# Names with two leading underscores inside a class.

class A:
    __secret = 'A'
    def __hidden(self): return 'hidden in A'
    def reveal(self): return self.__secret, self.__hidden()
    def set(self): self.__x = 1
    __dunder__ = 'unchanged'
    def local(self):
        __v = 5
        return sorted(locals())
class B(A):
    __secret = 'B'
    def __hidden(self): return 'hidden in B'
    def reveal_b(self): return self.__secret, self.__hidden()

b = B()
b.set()
print(b.reveal(), b.reveal_b(), b.__dict__, b._A__secret, b._B__secret, b.__dunder__)
try: b.__secret
except AttributeError as e: print(e)
print(b.local())
class _Under:
    __n = 1
    def get(self): return self.__n
print(_Under().get(), [k for k in vars(_Under) if 'n' == k[-1]])
class Outer:
    class Inner:
        __v = 2
        def get(self): return self.__v
    def call(self, __arg=3): return __arg
print(Outer.Inner().get(), hasattr(Outer.Inner, '_Inner__v'), Outer().call(), Outer().call(_Outer__arg=4))
