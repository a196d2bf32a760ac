# A JSON reader and writer, checked against each other.

class JsonError(ValueError): pass

def parse(text):
    value, end = read(text, skip(text, 0))
    if (end := skip(text, end)) != len(text): raise JsonError(f'extra data at {end}')
    return value

def skip(text, i):
    while i < len(text) and text[i] in ' \t\r\n': i += 1
    return i

WORDS = {'true': True, 'false': False, 'null': None}
ESCAPES = {'n': '\n', 't': '\t', 'r': '\r', 'b': '\b', 'f': '\f', '"': '"', '\\': '\\', '/': '/'}

def read(text, i):
    if i >= len(text): raise JsonError('unexpected end')
    match text[i]:
        case '{': return read_object(text, i + 1)
        case '[': return read_array(text, i + 1)
        case '"': return read_string(text, i + 1)
    for word, value in WORDS.items():
        if text.startswith(word, i): return value, i + len(word)
    return read_number(text, i)

def read_object(text, i):
    result, i = {}, skip(text, i)
    if text[i:i + 1] == '}': return result, i + 1
    while True:
        if text[i:i + 1] != '"': raise JsonError(f'expected a key at {i}')
        key, i = read_string(text, i + 1)
        i = skip(text, i)
        if text[i:i + 1] != ':': raise JsonError(f'expected : at {i}')
        result[key], i = read(text, skip(text, i + 1))
        i = skip(text, i)
        if text[i:i + 1] == '}': return result, i + 1
        if text[i:i + 1] != ',': raise JsonError(f'expected , at {i}')
        i = skip(text, i + 1)

def read_array(text, i):
    result, i = [], skip(text, i)
    if text[i:i + 1] == ']': return result, i + 1
    while True:
        value, i = read(text, i)
        result.append(value)
        i = skip(text, i)
        if text[i:i + 1] == ']': return result, i + 1
        if text[i:i + 1] != ',': raise JsonError(f'expected , at {i}')
        i = skip(text, i + 1)

def read_string(text, i):
    parts = []
    while i < len(text):
        c = text[i]
        if c == '"': return ''.join(parts), i + 1
        if c == '\\':
            i += 1
            if text[i] == 'u':
                parts.append(chr(int(text[i + 1:i + 5], 16)))
                i += 4
            else:
                parts.append(ESCAPES[text[i]])
        else: parts.append(c)
        i += 1
    raise JsonError('unterminated string')

def read_number(text, i):
    j = i
    while j < len(text) and text[j] in '+-0123456789.eE': j += 1
    literal = text[i:j]
    if not literal: raise JsonError(f'unexpected {text[i]!r} at {i}')
    try: return (float if set(literal) & set('.eE') else int)(literal), j
    except ValueError: raise JsonError(f'bad number {literal!r}') from None

def write(value, indent=0):
    if value is None: return 'null'
    if value is True or value is False: return str(value).lower()
    if isinstance(value, (int, float)): return repr(value)
    if isinstance(value, str): return '"' + value.replace('\\', '\\\\').replace('"', '\\"').replace('\n',
            '\\n') + '"'
    pad = '  ' * (indent + 1)
    if isinstance(value, list): items, ends = [write(v, indent + 1) for v in value], '[]'
    else: items, ends = [f'{write(k)}: {write(v, indent + 1)}' for k, v in value.items()], '{}'
    if not items: return ends
    return ends[0] + '\n' + ',\n'.join(pad + item for item in items) + '\n' + '  ' * indent + ends[1]

document = ''' {"name": "gilt", "tags": ["small", "fast", "\\u00e9\\n"], "nested": {"empty": {}, "list": [], "deep": [[[1]]]},
 "numbers": [0, -1, 2.5, 1e3, 123456789012345678901234567890], "flags": [true, false, null]} '''
value = parse(document)
print(value)
print(write(value))
print(parse(write(value)) == value)
for bad in ('', '[1,', '{"a" 1}', '{1: 2}', '[1 2]', '"abc', '[1] x', '-', '@', '{"a": }', '[1,]'):
    try: print(parse(bad))
    except JsonError as e: print(f'{bad!r}: {e}')
