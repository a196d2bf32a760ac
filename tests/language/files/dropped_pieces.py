# A loop that reads a file in pieces: the memory of a piece may be used for the next one as soon as nobody refers to it, and
# must not be before.
import hashlib
import io
import os
import sys
import tempfile

SIZE = 40_000
COUNT = 8


def beginnings(pieces):
    return ' '.join(str(piece[:8]) + ('!' if piece != piece[:8] * (len(piece) // 8) else '') for piece in pieces)


class Sink:
    def __init__(self):
        self.kept = []

    def write(self, data):
        self.kept.append(data)


# --- nobody refers to a piece ---


def copied(source, target):
    while piece := source.read(SIZE):
        target.write(piece)
    return target.getvalue() if isinstance(target, io.BytesIO) else None


def counted(source):
    total = 0
    while True:
        piece = source.read(SIZE)
        if not piece:
            break
        total += len(piece)
    return total


def hashed(source):
    digest = hashlib.sha256()
    while piece := source.read(SIZE):
        digest.update(piece)
        if len(piece) < SIZE:
            break
    return digest.hexdigest()


# --- somebody does ---


def in_list(source):
    kept = []
    while piece := source.read(SIZE):
        len(piece)
        kept.append(piece)
    return kept


def by_another_name(source):
    kept = None
    while piece := source.read(SIZE):
        len(piece)
        if kept is None:
            kept = piece
    return [kept]


def one_in_three(source):
    kept, number = [], 0
    while piece := source.read(SIZE):
        (kept.append if number % 3 == 1 else len)(piece)
        number += 1
    return kept


def to_any(source, targets):
    while piece := source.read(SIZE):
        for target in targets:
            target.write(piece)


def in_locals(source):
    kept = []
    while piece := source.read(SIZE):
        kept.append(dict(locals())['piece'])
        len(piece)
    return kept


def in_locals_at_the_end(source):
    while piece := source.read(SIZE):
        len(piece)
        last = piece
    return [locals()['last'], locals()['piece']]


def in_except(source):
    try:
        while True:
            piece = source.read(SIZE)
            len(piece)
            if source.tell() > 4 * SIZE:
                source.close()
    except ValueError:
        return [piece] if piece else []


def in_frame(source):
    kept = []
    while piece := source.read(SIZE):
        len(piece)
        kept.append(sys._getframe().f_locals['piece'])
    return kept


def in_closure(source):
    kept = []
    while piece := source.read(SIZE):
        len(piece)
        kept.append(lambda piece=piece: piece)
    return [each() for each in kept]


def in_cell(source):
    def show():
        return piece

    kept = []
    while piece := source.read(SIZE):
        len(piece)
        kept.append(show())
    return kept


def before_and_after(source):
    before, changes = b'', 0
    while piece := source.read(SIZE):
        changes += piece != before
        before = piece
        len(piece)
    return changes


def yielded(source):
    while piece := source.read(SIZE):
        len(piece)
        yield piece


def paused(source, target):
    while True:
        piece = source.read(SIZE)
        target.write(piece)
        yield
        if not piece:
            return


def after_failure(source):
    try:
        while True:
            piece = source.read(SIZE)
            len(piece)
            if source.tell() > 4 * SIZE:
                source.close()
    except ValueError as error:
        return [piece], str(error)


def fails(source, number):
    while piece := source.read(SIZE):
        len(piece)
        number -= 1
        if number == 0:
            1 / 0


def through_tracebacks(source):
    kept = []
    for number in (3, 2):
        try:
            fails(source, number)
        except ZeroDivisionError as error:
            kept.append(error.__traceback__.tb_next.tb_frame.f_locals['piece'])
            len(kept)
    return kept


def recursive(source, depth):
    piece = source.read(SIZE)
    len(piece)
    return [piece[:1]] + recursive(source, depth - 1) + [piece[:1]] if depth else []


def two_sources(one, two):
    same = 0
    while piece := one.read(SIZE):
        len(piece)
        other = two.read(SIZE)
        len(other)
        same += piece == other
    return same


def as_key(source):
    found = {}
    while piece := source.read(SIZE):
        found[piece] = len(piece)
    return len(found), sum(found.values())


def in_views(source):
    views = []
    while piece := source.read(SIZE):
        len(piece)
        views.append(memoryview(piece))
    return [bytes(view) for view in views]


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'pieces')
    with open(path, 'wb') as file:
        for number in range(COUNT):
            file.write(bytes([65 + number]) * SIZE)
        file.write(b'the rest')
    with open(path, 'rb') as file:
        whole = file.read()

    for buffering in (-1, 0):
        def run(function, *args):
            with open(path, 'rb', buffering) as source:
                return function(source, *args)

        print('buffering', buffering)
        print(run(copied, io.BytesIO()) == whole)
        with open(path + '.copy', 'wb', buffering) as target:
            run(copied, target)
        with open(path + '.copy', 'rb') as file:
            print(file.read() == whole)
        print(run(counted), run(hashed) == hashlib.sha256(whole).hexdigest())
        sink = Sink()
        run(copied, sink)
        print(beginnings(sink.kept) == beginnings(run(in_list)), len(sink.kept))
        for function in (in_list, by_another_name, one_in_three, in_locals, in_locals_at_the_end, in_except, in_frame, in_closure, in_cell, in_views):
            print(function.__name__, beginnings(run(function)))
        sinks = [io.BytesIO(), Sink(), io.BytesIO()]
        run(to_any, sinks)
        print(sinks[0].getvalue() == whole == sinks[2].getvalue() == b''.join(sinks[1].kept))
        print(run(before_and_after), run(as_key), run(recursive, 5))
        print(beginnings(run(lambda source: list(yielded(source)))))
        with open(path, 'rb', buffering) as one, open(path, 'rb', buffering) as two:
            print(two_sources(one, two))
        with open(path, 'rb', buffering) as one, open(path, 'rb', buffering) as two:
            outputs = io.BytesIO(), io.BytesIO()
            tasks = [paused(one, outputs[0]), paused(two, outputs[1])]
            steps = 0
            while tasks:
                for task in list(tasks):
                    steps += 1
                    if next(task, task) is task:
                        tasks.remove(task)
            print(steps, [output.getvalue() == whole for output in outputs])
        pieces, message = run(after_failure)
        print(beginnings(pieces), message)
        print(beginnings(run(through_tracebacks)))
