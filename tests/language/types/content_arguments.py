# list, tuple, set and frozenset take one thing and no keywords; a subclass may take more if it has an __init__ of its own.
for base in list, tuple, set, frozenset:
    class Plain(base):
        pass

    class Own(base):
        def __init__(self, *content, **extra):
            self.extra = extra

    for make in base, Plain, Own:
        for arguments, keywords in ((), {}), (("ab", "c"), {}), ((), {"x": 1}), (("a",), {"x": 1}):
            try:
                made = make(*arguments, **keywords)
                print(make.__name__, sorted(made), getattr(made, "extra", "-"))
            except TypeError as error:
                print(make.__name__, error)
