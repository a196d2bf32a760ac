# One module. Promises: a global that nobody writes is always the same; one that all write is one of the values written;
# one that comes and goes is there or is a NameError; builtins are found behind all of that.

import target_module
from hammer import hammer

space = target_module.__dict__


def job(n, turn):
    name = f'own_{n}_{turn % 31}'
    setattr(target_module, name, turn)
    assert getattr(target_module, name) == turn and space[name] == turn
    if turn % 2: delattr(target_module, name)

    target_module.write((n, turn))
    constant, changing = target_module.read()
    assert constant == 'constant' and (changing == 0 or type(changing) is tuple and len(changing) == 2)
    assert target_module.appears(turn % 3) in (None, 'there')
    assert target_module.uses_builtin([1, 2, 5]) == 8
    exec('made_by_exec = 1; again = made_by_exec if "made_by_exec" in globals() else 1', space)
    assert target_module.again == 1
    import target_module as same
    from target_module import constant as imported
    assert same is target_module and imported == 'constant'
    for key, value in list(space.items()): assert type(key) is str


turns = hammer(job)
print(sum(turns) > 0)
