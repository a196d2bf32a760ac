# Data nested deeper than the recursion limit: its repr and its comparison end in RecursionError, as deep calls do.
import sys

nested, same, table, mixed = [], [], {}, ()
for i in range(2000):
    nested, same, table, mixed = [nested], [same], {1: table}, ([mixed],)
for attempt in (lambda: repr(nested), lambda: nested == same, lambda: repr(table), lambda: str(mixed), lambda: print(nested)):
    try:
        attempt()
    except RecursionError as error:
        print(error)
sys.setrecursionlimit(20000)
for i in range(850):  # what is left is still deeper than the usual limit
    nested, same, table = nested[0], same[0], table[1]
print(len(repr(nested)), nested == same, len(repr(table)))
