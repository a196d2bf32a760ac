# property: reading, writing, deleting, inheriting.

class Temperature:
    def __init__(self, celsius): self._c = celsius

    @property
    def celsius(self):
        """Degrees Celsius."""
        return self._c

    @celsius.setter
    def celsius(self, value):
        if value < -273.15:
            raise ValueError('below absolute zero')
        self._c = value

    @celsius.deleter
    def celsius(self):
        print('reset')
        self._c = 0

    @property
    def fahrenheit(self): return self._c * 9 / 5 + 32

t = Temperature(100)
print(t.celsius, t.fahrenheit)
t.celsius = -40
print(t.fahrenheit)
try:
    t.celsius = -300
except ValueError as e:
    print(e)
del t.celsius
print(t.celsius, Temperature.celsius.__doc__, type(Temperature.celsius).__name__)
for action in (lambda: setattr(t, 'fahrenheit', 1), lambda: delattr(t, 'fahrenheit')):
    try:
        action()
    except AttributeError as e:
        print(e)
t.__dict__['celsius'] = 'hidden by the property'
print(t.celsius)

class Kelvin(Temperature):
    @Temperature.celsius.getter
    def celsius(self): return self._c + 273.15
k = Kelvin(0)
print(k.celsius)
k.celsius = 5
print(k.celsius)

class Old:
    def get(self): return 'got'
    def put(self, v): print('put', v)
    x = property(get, put, None, 'the doc')
o = Old()
o.x = 5
print(o.x, Old.x.__doc__, Old.x.fget(o))
class Raises:
    @property
    def bad(self): return self.missing
    def __getattr__(self, name): return f'fallback for {name}'
print(Raises().bad)
class Cached:
    def __init__(self): self.computed = 0
    @property
    def value(self):
        self.computed += 1
        return self.computed
c = Cached()
c.value; c.value
print(c.value)
