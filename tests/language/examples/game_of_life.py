# Conway's Game of Life on a set of cells.

from collections import Counter

def parse(text):
    return {(row, column) for row, line in enumerate(text.split()) for column, c in enumerate(line) if c == '#'}

def step(cells):
    neighbours = Counter((r + dr, c + dc) for r, c in cells for dr in (-1, 0, 1) for dc in (-1, 0, 1) if dr or dc)
    return {cell for cell, n in neighbours.items() if n == 3 or n == 2 and cell in cells}

def draw(cells, height=8, width=12):
    return '\n'.join(''.join('#' if (r, c) in cells else '.' for c in range(width)) for r in range(height))

glider = parse('.#. ..# ###')
for generation in range(3):
    print(f'generation {generation}')
    print(draw(glider, 5, 5))
    glider = step(glider)
for _ in range(17):
    glider = step(glider)
print('after 20:', sorted(glider))

blinker = {(1, 0), (1, 1), (1, 2)}
assert step(step(blinker)) == blinker
pentomino = parse('.## ##. .#.')
sizes = []
for _ in range(100):
    pentomino = step(pentomino)
    sizes.append(len(pentomino))
print(sizes[::10], max(sizes))
print(draw({(r - min(r for r, _ in pentomino), c) for r, c in pentomino}, 4, 10))
