# Graphs: breadth first, Dijkstra, topological order, components, a maze.

import heapq
from collections import deque

roads = {'A': {'B': 7, 'C': 9, 'F': 14}, 'B': {'A': 7, 'C': 10, 'D': 15}, 'C': {'A': 9, 'B': 10, 'D': 11, 'F': 2},
         'D': {'B': 15, 'C': 11, 'E': 6}, 'E': {'D': 6, 'F': 9}, 'F': {'A': 14, 'C': 2, 'E': 9}}

def dijkstra(graph, start):
    distances, previous, heap = {start: 0}, {}, [(0, start)]
    while heap:
        d, node = heapq.heappop(heap)
        if d > distances[node]: continue
        for other, length in graph[node].items():
            if (new := d + length) < distances.get(other, float('inf')):
                distances[other], previous[other] = new, node
                heapq.heappush(heap, (new, other))
    return distances, previous

def path(previous, end):
    return (path(previous, previous[end]) if end in previous else []) + [end]

distances, previous = dijkstra(roads, 'A')
print(distances, path(previous, 'E'))

tasks = {'shoes': ['socks', 'trousers'], 'trousers': ['pants'], 'coat': ['shirt', 'trousers'], 'shirt': [],
         'socks': [], 'pants': []}
def topological(graph):
    done, order = set(), []
    def visit(node, trail=()):
        if node in trail: raise ValueError('cycle: ' + ' -> '.join(trail + (node,)))
        if node in done: return
        for needed in graph[node]: visit(needed, trail + (node,))
        done.add(node)
        order.append(node)
    for node in sorted(graph): visit(node)
    return order
print(topological(tasks))
try: topological({'a': ['b'], 'b': ['c'], 'c': ['a']})
except ValueError as e: print(e)

MAZE = '''
#########
#S..#...#
#.#.#.#.#
#.#...#E#
#########
'''.strip().split('\n')
cells = {(r, c): v for r, line in enumerate(MAZE) for c, v in enumerate(line)}
start, = (p for p, v in cells.items() if v == 'S')
def shortest(start):
    queue, came = deque([start]), {start: None}
    while queue:
        r, c = here = queue.popleft()
        if cells[here] == 'E':
            trail = []
            while here: trail.append(here); here = came[here]
            return trail[::-1]
        for step in ((r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)):
            if cells.get(step, '#') != '#' and step not in came:
                came[step] = (r, c)
                queue.append(step)
way = shortest(start)
print(len(way), way[0], way[-1])
print('\n'.join(''.join('*' if (r, c) in way[1:-1] else v for c, v in enumerate(line)) for r,
                line in enumerate(MAZE)))

class UnionFind:
    def __init__(self): self.parent = {}
    def find(self, x):
        self.parent.setdefault(x, x)
        while self.parent[x] != x:
            self.parent[x] = self.parent[self.parent[x]]
            x = self.parent[x]
        return x
    def join(self, a, b): self.parent[self.find(a)] = self.find(b)
u = UnionFind()
for a, b in [(1, 2), (3, 4), (2, 5), (6, 6)]: u.join(a, b)
groups = {}
for x in u.parent: groups.setdefault(u.find(x), []).append(x)
print(sorted(map(sorted, groups.values())))
