"""A list kept as a heap: heap[k] <= heap[2*k+1] and heap[k] <= heap[2*k+2], so the smallest item is heap[0].

Adding or removing an item moves one item along a path from the root to a leaf, log2(n) steps. Comparisons cost more
than moves (they may be script code), so removal saves on them: the hole left at the root sinks to a leaf along the
smaller children, one comparison per level, and only then the item that fills it rises; being one of the
large ones it seldom rises far.
"""

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest", "heappushpop"]


def heappush(heap, item):
    """Adds an item."""
    heap.append(item)
    _rise(heap, 0, len(heap) - 1)


def heappop(heap):
    """Removes the smallest item and returns it."""
    if not heap:
        raise IndexError("index out of range")
    last = heap.pop()
    if not heap:
        return last
    smallest = heap[0]
    heap[0] = last
    _sink(heap, 0)
    return smallest


def heapreplace(heap, item):
    """heappop, then heappush, in one go."""
    if not heap:
        raise IndexError("index out of range")
    smallest = heap[0]
    heap[0] = item
    _sink(heap, 0)
    return smallest


def heappushpop(heap, item):
    """heappush, then heappop, in one go."""
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _sink(heap, 0)
    return item


def heapify(x):
    """Makes a list a heap, in linear time: most items are near the leaves and have not far to sink."""
    for position in range(len(x) // 2 - 1, -1, -1):
        _sink(x, position)


def _rise(heap, start, position):
    item = heap[position]
    while position > start:
        parent = (position - 1) >> 1
        above = heap[parent]
        if not item < above:
            break
        heap[position] = above
        position = parent
    heap[position] = item


def _sink(heap, position):
    end = len(heap)
    start = position
    item = heap[position]
    child = 2 * position + 1
    while child < end:
        right = child + 1
        if right < end and not heap[child] < heap[right]:
            child = right
        heap[position] = heap[child]
        position = child
        child = 2 * position + 1
    heap[position] = item
    _rise(heap, start, position)


# The same, largest first: for merge(reverse=True).


def _rise_max(heap, start, position):
    item = heap[position]
    while position > start:
        parent = (position - 1) >> 1
        above = heap[parent]
        if not above < item:
            break
        heap[position] = above
        position = parent
    heap[position] = item


def _sink_max(heap, position):
    end = len(heap)
    start = position
    item = heap[position]
    child = 2 * position + 1
    while child < end:
        right = child + 1
        if right < end and not heap[right] < heap[child]:
            child = right
        heap[position] = heap[child]
        position = child
        child = 2 * position + 1
    heap[position] = item
    _rise_max(heap, start, position)


def merge(*iterables, key=None, reverse=False):
    """Goes through sorted iterables as one sorted sequence, without reading more of them than needed."""
    sink = _sink_max if reverse else _sink
    direction = -1 if reverse else 1
    heap = []
    # An entry is [key, order, item, advance]; the order of the sources breaks ties, so items need not compare.
    for order, iterable in enumerate(iterables):
        advance = iter(iterable).__next__
        try:
            item = advance()
        except StopIteration:
            continue
        heap.append([item if key is None else key(item), order * direction, item, advance])
    for position in range(len(heap) // 2 - 1, -1, -1):
        sink(heap, position)
    while len(heap) > 1:
        entry = heap[0]
        yield entry[2]
        try:
            item = entry[2] = entry[3]()
            entry[0] = item if key is None else key(item)
        except StopIteration:
            last = heap.pop()
            if entry is not last:
                heap[0] = last
        sink(heap, 0)
    if heap:
        _, _, item, advance = heap[0]
        yield item
        yield from advance.__self__


def nsmallest(n, iterable, key=None):
    """The n smallest items, in order: sorted(iterable, key=key)[:n]."""
    if n == 1:
        return [item for item in [min(iterable, default=_nothing, key=key)] if item is not _nothing]
    return sorted(iterable, key=key)[: max(n, 0)]


def nlargest(n, iterable, key=None):
    """The n largest items, largest first: sorted(iterable, key=key, reverse=True)[:n]."""
    if n == 1:
        return [item for item in [max(iterable, default=_nothing, key=key)] if item is not _nothing]
    return sorted(iterable, key=key, reverse=True)[: max(n, 0)]


_nothing = object()
