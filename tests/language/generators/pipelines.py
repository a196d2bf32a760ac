# Generators as coroutines by hand: a pipeline and a small scheduler.

def source(lines):
    for line in lines: yield line
def grep(word, lines): return (line for line in lines if word in line)
def numbered(lines):
    for n, line in enumerate(lines, 1): yield f'{n}: {line}'
text = ['red apple', 'green pear', 'green apple', 'plum']
print(list(numbered(grep('apple', source(text)))))

def coroutine(f):
    def start(*args):
        g = f(*args)
        next(g)
        return g
    return start
@coroutine
def printer(prefix):
    try:
        while True: print(prefix, (yield))
    except GeneratorExit: print(prefix, 'closed')
@coroutine
def broadcast(*targets):
    try:
        while True:
            item = yield
            for t in targets: t.send(item)
    finally:
        for t in targets: t.close()
@coroutine
def only(test, target):
    try:
        while True:
            item = yield
            if test(item): target.send(item)
    finally: target.close()
b = broadcast(printer('all'), only(lambda x: x % 2, printer('odd')))
for i in range(3): b.send(i)
b.close()

def task(name, n):
    for i in range(n):
        print(name, i)
        yield
    return name
def run(tasks):
    queue, done = list(tasks), []
    while queue:
        t = queue.pop(0)
        try:
            next(t)
            queue.append(t)
        except StopIteration as s: done.append(s.value)
    return done
print(run([task('a', 3), task('b', 1), task('c', 2)]))
def chunks(items, size):
    chunk = []
    for x in items:
        chunk.append(x)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk: yield chunk
print(list(chunks(range(7), 3)))
def window(it, n):
    it = iter(it)
    w = tuple(next(it) for _ in range(n))
    yield w
    for x in it:
        w = w[1:] + (x,)
        yield w
print(list(window('abcde', 3)))
def roundrobin(*its):
    its = [iter(i) for i in its]
    while its:
        for i in its[:]:
            try: yield next(i)
            except StopIteration: its.remove(i)
print(''.join(roundrobin('abc', 'd', 'ef')))
