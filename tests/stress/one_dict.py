# One dict. Promises: a key that one thread alone writes is there with its last value, whatever the others do; two
# threads that call setdefault for one key get one value; a pair that is seen belongs together; popitem gives each out once.

from hammer import hammer, THREADS

table = {}       # keys (thread, number): each thread writes its own
pairs = {}       # the value is always twice the key
agreed = {}      # filled by setdefault
answers = [{} for _ in range(THREADS)]
pool, pooled, popped = {}, [0] * THREADS, [0] * THREADS


def own_keys(n, turn):
    key = n, turn % 97
    table[key] = turn
    assert table[key] == turn and key in table and table.get(key) == turn
    if turn % 3 == 0:
        assert table.pop(key) == turn
        assert key not in table and table.get(key, 'gone') == 'gone'
    elif turn % 3 == 1:
        del table[key]
        try:
            table[key]
        except KeyError:
            pass
        else:
            assert False, 'deleted, but there'


def shared_pairs(n, turn):
    key = (turn * 7 + n) % 211
    what = turn % 6
    if what < 3: pairs[key] = 2 * key
    elif what == 3: pairs.pop(key, None)
    elif what == 4: pairs.update({key: 2 * key, key + 1: 2 * key + 2})
    elif turn % 60 == 5: pairs.clear()
    for k, v in list(pairs.items()): assert v == 2 * k
    for k, v in pairs.copy().items(): assert v == 2 * k
    for k, v in {**pairs}.items(): assert v == 2 * k
    try:
        for k, v in pairs.items(): assert v == 2 * k
    except RuntimeError:
        pass  # changed size during iteration: said, not suffered
    value = pairs.get(key)
    assert value is None or value == 2 * key
    assert len(pairs) <= 213


def agreement(n, turn):
    key = turn // 4
    answers[n][key] = agreed.setdefault(key, (n, key))
    if len(answers[n]) > 500: answers[n].pop(next(iter(answers[n])))


def pooling(n, turn):
    for i in range(3):
        pool[n, turn, i] = 1
        pooled[n] += 1
    for i in range(3):
        try:
            key, value = pool.popitem()
            assert value == 1 and len(key) == 3
            popped[n] += 1
        except KeyError:
            pass


def job(n, turn):
    own_keys(n, turn)
    shared_pairs(n, turn)
    agreement(n, turn)
    pooling(n, turn)


turns = hammer(job)
for mine in answers:
    for key, value in mine.items(): assert agreed[key] == value
assert sum(pooled) == sum(popped) + len(pool)
print(sum(turns) > 0)
