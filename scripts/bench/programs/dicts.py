from timing import report


def fill_and_read():
    table = {}
    for i in range(300000):
        table[i] = i
    total = 0
    for i in range(300000):
        total += table[i]
    return total


def count_words():
    words = ['w%d' % (i * 31 % 1000) for i in range(1000)] * 300
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return len(counts)


def walk():
    table = {'k%d' % i: i for i in range(1000)}
    total = 0
    for _ in range(300):
        for key, value in table.items():
            total += value
    return total


def tuple_keys():
    table, hits = {}, 0
    for i in range(150000):
        table[i % 300, i % 7] = i
        hits += (i % 11, i % 5) in table
    return hits


def sets():
    seen, n = set(), 1
    for _ in range(400000):
        n = (n * 1103515245 + 12345) % 65536
        if n not in seen:
            seen.add(n)
    return len(seen)


report(fill_and_read, count_words, walk, tuple_keys, sets)
