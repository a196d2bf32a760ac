"""File names by pattern: * is anything, ? any character, [abc] one of these, [!abc] none of these.

A pattern is matched directly: after each * the rest of the pattern is tried at the next place it can begin; only the
last * has to be tried again, because an earlier one that took more would leave less for those after it.
"""

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]


def fnmatch(name, pat):
    """Whether a file name fits (case matters, as on any system with POSIX paths)."""
    return fnmatchcase(name, pat)


def fnmatchcase(name, pat):
    if isinstance(name, bytes):
        name, pat = name.decode("latin-1"), pat.decode("latin-1")
    return _matches(name, _parse(pat))


def filter(names, pat):
    """The names that fit."""
    if isinstance(pat, bytes):
        return [name for name in names if fnmatchcase(name, pat)]
    pieces = _parse(pat)
    return [name for name in names if _matches(name, pieces)]


_cache = {}


def _parse(pat):
    """The pattern as a list: None for *, a str for a character, True for ?, (negated, ranges) for a set."""
    pieces = _cache.get(pat)
    if pieces is not None:
        return pieces
    pieces = []
    i, n = 0, len(pat)
    while i < n:
        c = pat[i]
        i += 1
        if c == "*":
            if not pieces or pieces[-1] is not None:
                pieces.append(None)
        elif c == "?":
            pieces.append(True)
        elif c == "[":
            end = i
            if pat[end : end + 1] == "!":
                end += 1
            if pat[end : end + 1] == "]":
                end += 1
            end = pat.find("]", end)
            if end < 0:
                pieces.append("[")
            else:
                pieces.append(_parse_set(pat[i:end]))
                i = end + 1
        else:
            pieces.append(c)
    if len(_cache) > 1000:
        _cache.clear()
    _cache[pat] = pieces
    return pieces


def _parse_set(text):
    negated = text.startswith("!")
    text = text[negated:]
    ranges = []
    i = 0
    while i < len(text):
        if i + 2 < len(text) and text[i + 1] == "-":
            ranges.append((text[i], text[i + 2]))
            i += 3
        else:
            ranges.append((text[i], text[i]))
            i += 1
    return negated, ranges


def _fits(c, piece):
    if piece is True:
        return True
    if isinstance(piece, str):
        return c == piece
    negated, ranges = piece
    return any(low <= c <= high for low, high in ranges) != negated


def _matches(name, pieces):
    i = j = 0
    star = mark = -1
    while i < len(name):
        if j < len(pieces) and pieces[j] is None:
            star, mark = j, i
            j += 1
        elif j < len(pieces) and _fits(name[i], pieces[j]):
            i += 1
            j += 1
        elif star >= 0:
            mark += 1
            i, j = mark, star + 1
        else:
            return False
    while j < len(pieces) and pieces[j] is None:
        j += 1
    return j == len(pieces)


def translate(pat):
    """The pattern as a regular expression."""
    import re

    result = []
    for piece in _parse(pat):
        if piece is None:
            result.append(".*")
        elif piece is True:
            result.append(".")
        elif isinstance(piece, str):
            result.append(re.escape(piece))
        else:
            negated, ranges = piece
            inside = "".join(
                _in_set(low) if low == high else f"{_in_set(low)}-{_in_set(high)}" for low, high in ranges if low <= high
            )
            if not inside:
                result.append("." if negated else "(?!)")
            else:
                result.append(f"[{'^' if negated else ''}{inside}]")
    return f"(?s:{''.join(result)})\\Z"


def _in_set(c):
    return "\\" + c if c in "\\[]^-&~|" else c
