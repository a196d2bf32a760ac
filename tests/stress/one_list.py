# One list. Promises: append loses nothing and pop gives nothing out twice; whatever is read, also while others sort,
# reverse, cut and fill, is something that was put in; a slice or copy is a list of such things.

from hammer import hammer, THREADS

ledger = []                 # every number goes in once and out at most once
put, taken = [0] * THREADS, [0] * THREADS
put_count, taken_count = [0] * THREADS, [0] * THREADS

chaos = list(range(100))    # everything happens to this one; its items are always 0 to 99


def accounting(n, turn):
    for i in range(20):
        value = (turn * 20 + i) * THREADS + n
        ledger.append(value)
        put[n] += value
        put_count[n] += 1
    for _ in range(19 + turn % 2):
        try:
            taken[n] += ledger.pop()
            taken_count[n] += 1
        except IndexError:
            pass


def good(value):
    assert type(value) is int and 0 <= value < 100, value


def anything(n, turn):
    what = (turn + n * 3) % 12
    try:
        if what == 0: chaos.append(turn % 100)
        elif what == 1: good(chaos.pop(turn % 50))
        elif what == 2: chaos.insert(turn % 60, 5)
        elif what == 3: chaos[turn % 40] = 7
        elif what == 4: good(chaos[turn % 40]); good(chaos[-1])
        elif what == 5: chaos[10:20] = range(12)
        elif what == 6: del chaos[5:8]
        elif what == 7: chaos.reverse()
        elif what == 8: chaos.sort()
        elif what == 9: chaos.extend([1, 2, 3])
        elif what == 10: chaos.remove(7)
        else: chaos[:] = range(100)
    except (IndexError, ValueError):
        pass
    for value in chaos[3:30]: good(value)
    for value in chaos: good(value)
    for value in chaos.copy(): good(value)
    assert 0 <= len(chaos)
    5 in chaos, chaos == chaos, chaos + [1], chaos * 2, chaos.count(5), max(list(chaos), default=0)
    if len(chaos) > 1000: del chaos[100:]


def job(n, turn):
    accounting(n, turn)
    anything(n, turn)


turns = hammer(job)
assert sum(put_count) == sum(taken_count) + len(ledger), (put_count, taken_count, len(ledger))
assert sum(put) == sum(taken) + sum(ledger)
assert len(set(ledger)) == len(ledger)
print(sum(turns) > 0)
