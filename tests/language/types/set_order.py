# Sets of small numbers show the same order as in CPython, whatever was done to them before.
numbers = set(range(12))
numbers.discard(3)
numbers.discard(4)
numbers.add(35)
print(numbers)
numbers.add(4)
numbers.add(3)
print(numbers)
print({10, 5, 33, 17, 1000, -1}, set([9, 41, 73]), {7, 39, 71, 103} | {0, 1}, frozenset([64, 32, 8, 0]))
print({1, 2, -15, 8, 36} ^ {36, 3, 15, 17}, {70, 6, 38} - {6}, {*range(20)} & {19, 3, 11, 40})
kept = {i * 7 % 50 for i in range(20)}
kept -= set(range(0, 50, 3))
kept |= {100, 200}
print(kept, [kept.pop() for _ in range(3)], kept)
table = {522: 1, 666: 2, 343: 3, -578: 4}
print(table.keys() | {1, 2}, {1, 2} | table.keys(), table.keys() - {666}, table.keys() ^ {343, 5}, {343, 5} ^ table.keys(), table.keys() & [522, 343, 1])
print({1: 2}.items() | {3}, {3} | {1: 2}.items(), {1, 2, 3} - {2: 0}.keys())
everything = set()
for i in range(60):
    everything.add(i * i % 101)
    everything.discard(i * 3 % 101)
print(everything, len(everything))
