# One set. Promises: an element that one thread alone adds and removes is there exactly in between; pop gives each element
# out once; results of set operations hold only elements that were put in.

from hammer import hammer, THREADS

members = set()
pool, added, popped = set(), [0] * THREADS, [0] * THREADS
valid = set(range(300))
shared = set(range(100))


def job(n, turn):
    mine = n, turn % 89
    members.add(mine)
    assert mine in members
    members.discard(mine)
    assert mine not in members
    try:
        members.remove(mine)
    except KeyError:
        pass
    else:
        assert False, 'removed twice'
    members.add((n, 'last'))

    for i in range(3):
        pool.add((n, turn, i))
        added[n] += 1
    for i in range(3):
        try:
            assert len(pool.pop()) == 3
            popped[n] += 1
        except KeyError:
            pass

    value = (turn * 13 + n) % 300
    what = turn % 7
    if what == 0: shared.add(value)
    elif what == 1: shared.discard(value)
    elif what == 2: shared.update(range(value, min(value + 5, 300)))
    elif what == 3: shared.difference_update({value, 1, 2})
    elif what == 4: shared.symmetric_difference_update({value})
    elif what == 5: shared.intersection_update(valid)
    elif turn % 70 == 6: shared.clear()
    assert shared <= valid and shared | {1} <= valid and shared - {5} <= valid
    for x in shared.copy(): assert 0 <= x < 300
    for x in list(shared): assert 0 <= x < 300
    try:
        for x in shared: assert 0 <= x < 300
    except RuntimeError:
        pass  # changed size during iteration
    assert len(shared) <= 300 and frozenset(shared) <= valid


turns = hammer(job)
assert members == {(n, 'last') for n in range(THREADS)}, members
assert sum(added) == sum(popped) + len(pool)
print(sum(turns) > 0)
