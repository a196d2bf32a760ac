"""The module that one_module.py hammers."""

constant = 'constant'
changing = 0
counts = {}


def read():
    return constant, changing


def write(value):
    global changing
    changing = value


def appears(flag):
    global sometimes
    if flag:
        sometimes = 'there'
    else:
        try:
            del sometimes
        except NameError:
            pass
    try:
        return sometimes
    except NameError:
        return None


def uses_builtin(values):
    return len(values) + max(values)
