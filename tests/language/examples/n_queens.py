# Backtracking: queens on a board, a sudoku, and subsets that sum to a target.

def queens(n):
    def place(row, columns, down, up):
        if row == n:
            yield columns
            return
        for c in range(n):
            if c not in columns and row + c not in down and row - c not in up:
                yield from place(row + 1, columns + (c,), down | {row + c}, up | {row - c})
    return place(0, (), frozenset(), frozenset())

print([sum(1 for _ in queens(n)) for n in range(1, 8)])
for row in next(queens(8)): print('.' * row + 'Q' + '.' * (7 - row))

puzzle = '''
53..7....
6..195...
.98....6.
8...6...3
4..8.3..1
7...2...6
.6....28.
...419..5
....8..79
'''.split()

def solve(grid):
    best = None
    for r in range(9):
        for c in range(9):
            if grid[r][c] == '.':
                used = set(grid[r]) | {grid[i][c] for i in range(9)}
                used |= {grid[r // 3 * 3 + i][c // 3 * 3 + j] for i in range(3) for j in range(3)}
                options = [d for d in '123456789' if d not in used]
                if best is None or len(options) < len(best[2]): best = r, c, options
    if best is None: return grid
    r, c, options = best
    for d in options:
        grid[r][c] = d
        if solve(grid): return grid
    grid[r][c] = '.'
    return None

solved = solve([list(line) for line in puzzle])
print('\n'.join(''.join(row) for row in solved))

def subsets(numbers, target, start=0, chosen=()):
    if target == 0: yield chosen
    for i in range(start, len(numbers)):
        if numbers[i] <= target: yield from subsets(numbers, target - numbers[i], i + 1, (*chosen, numbers[i]))

print(list(subsets([3, 5, 8, 13, 2, 11], 16)))
