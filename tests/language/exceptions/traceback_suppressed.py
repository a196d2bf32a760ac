# `from None` hides the first exception.

def lookup(key):
    try:
        return {}[key]
    except KeyError:
        raise AttributeError(key) from None

class Thing:
    def method(self):
        return lookup('name')

Thing().method()
