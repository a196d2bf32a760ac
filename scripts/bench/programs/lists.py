from timing import report


def append_and_index():
    items = []
    for i in range(700000):
        items.append(i)
    total = 0
    for i in range(len(items)):
        total += items[i]
    return total


def sieve():
    n = 500000
    prime = [True] * n
    prime[0] = prime[1] = False
    for i in range(2, int(n ** 0.5) + 1):
        if prime[i]:
            for j in range(i * i, n, i):
                prime[j] = False
    return sum(prime)


def bubble_sort():
    items = [(i * 7919) % 700 for i in range(700)]
    for end in range(len(items) - 1, 0, -1):
        for i in range(end):
            if items[i] > items[i + 1]:
                items[i], items[i + 1] = items[i + 1], items[i]
    return items


def sorting():
    items = [(i * 7919) % 100003 for i in range(200000)]
    return sorted(items)[:5] + sorted(items, key=lambda v: -v)[:5]


def comprehensions():
    total = 0
    for _ in range(20):
        total += len([i * 2 for i in range(50000) if i % 3])
    return total


report(append_and_index, sieve, bubble_sort, sorting, comprehensions)
