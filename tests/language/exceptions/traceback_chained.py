# Tracebacks of chained exceptions: a cause, and one raised while handling another.

def parse(text):
    try:
        return int(text)
    except ValueError as e:
        raise RuntimeError('cannot parse') from e

def handle():
    try:
        parse('abc')
    except RuntimeError:
        {}['missing']

handle()
