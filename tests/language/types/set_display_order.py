# The order of a set that was written down: a display of constants goes another way than one with variables.
print({10, 20, 30, 40, 50}, {100, 33, 65, 1, 50}, {8, 0, 16}, {3, 1, 2}, {5, 4, 3, 2, 1, 0, 99, 1000, -1, -2})
print({8, 0}, {16, 8, 0, 24, 32}, {1.5, 2.5, 3.5, 7, 1e10}, {100, 200, 300, 400}, {9, 17, 25, 1})
print({1000, 2000, 3000, 4000, 5000, 6000, 7000})
x = 7
print({10, 20, 30, 40, 50, x}, {x, 100, 33, 65, 1, 50})
print(set([10, 20, 30, 40, 50]), frozenset([100, 33, 65, 1, 50]), {i * 10 for i in range(6)})
for i in {10, 20, 30, 40, 50}: print(i, end=" ")
print(5 in {16, 8, 0, 24, 32}, [v for v in {64, 32, 16, 8}])
a = {1, 17, 33, 49, 65, 81, 97}; print(a, a | {3}, a - {17})
print({True, 2, 3}, {0, False, 1}, {1, 1.0, True, 2, 3}, {(1, 2), 3, 4} == {3, 4, (1, 2)})
