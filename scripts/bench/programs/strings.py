from timing import report


def join_pieces():
    return len(''.join([str(i) for i in range(300000)]))


def append_in_loop():
    text = ''
    for i in range(200000):
        text += 'x'
    return len(text)


def format_fields():
    total = 0
    for i in range(150000):
        total += len(f'{i}: {i * 2} {i / 3:.2f}')
    return total


def split_and_strip():
    line, total = ' alpha, beta ,gamma,delta , epsilon ' * 10, 0
    for _ in range(6000):
        for word in line.split(','):
            total += len(word.strip().upper())
    return total


def characters():
    text, vowels = 'the quick brown fox jumps over the lazy dog ' * 10000, 0
    for c in text:
        if c in 'aeiou':
            vowels += 1
    return vowels


report(join_pieces, append_in_loop, format_fields, split_and_strip, characters)
