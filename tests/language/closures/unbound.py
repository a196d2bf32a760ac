# Names that have no value yet.

def before_assignment():
    try:
        print(v)
    except UnboundLocalError as e:
        print(e)
    v = 1
    print(v)
before_assignment()

x = 5
def shadow():
    try:
        x += 1
    except UnboundLocalError as e:
        print(type(e).__name__, e)
shadow()

def free():
    def inner():
        try:
            return late
        except NameError as e:
            return f'{type(e).__name__}: {e}'
    first = inner()
    late = 'now'
    return first, inner()
print(free())

def conditional(flag):
    if flag:
        value = 'set'
    try:
        return value
    except UnboundLocalError as e:
        return str(e)
print(conditional(True), conditional(False))

def after_except():
    try:
        raise ValueError
    except ValueError as e:
        pass
    try:
        e
    except UnboundLocalError as error:
        print(error)
after_except()
def after_del_cell():
    v = 1
    def inner(): return v
    del v
    try: inner()
    except NameError as e: print(e)
after_del_cell()
def loop_never_ran():
    for i in []: pass
    return i
loop_never_ran()
