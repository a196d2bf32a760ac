"""File names by pattern: * is anything, ? any character, [abc] one of these, [!abc] none of these.

A pattern becomes a regular expression. What stands before the last * never has to be tried at another place than the
first that fits, because taking more there would only leave less for the rest: it is put into atomic groups.
"""

import functools
import os
import posixpath
import re

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]


def fnmatch(name, pat):
    """Whether a file name fits (case matters, as on any system with POSIX paths)."""
    return fnmatchcase(os.path.normcase(name), os.path.normcase(pat))


def fnmatchcase(name, pat):
    return _compile_pattern(pat)(name) is not None


def filter(names, pat):
    """The names that fit."""
    match = _compile_pattern(os.path.normcase(pat))
    return [name for name in names if match(os.path.normcase(name))]


@functools.lru_cache(maxsize=256, typed=True)
def _compile_pattern(pat):
    if isinstance(pat, bytes):
        return re.compile(bytes(translate(str(pat, "ISO-8859-1")), "ISO-8859-1")).match
    return re.compile(translate(pat)).match


def translate(pat):
    """The pattern as a regular expression."""
    segments = [""]  # what stands between the stars
    i, n = 0, len(pat)
    while i < n:
        c = pat[i]
        i += 1
        if c == "*":
            if segments[-1] or len(segments) == 1:
                segments.append("")
        elif c == "?":
            segments[-1] += "."
        elif c == "[":
            # A "]" that comes first belongs to the set.
            first = i + 1 if pat[i:i + 1] == "!" else i
            end = pat.find("]", first + 1 if pat[first:first + 1] == "]" else first)
            if end < 0:
                segments[-1] += "\\["
            else:
                segments[-1] += _set(pat[i:end])
                i = end + 1
        else:
            segments[-1] += re.escape(c)
    if len(segments) == 1:
        return rf"(?s:{segments[0]})\Z"
    inner = "".join(f"(?>.*?{segment})" for segment in segments[1:-1])
    return rf"(?s:{segments[0]}{inner}.*{segments[-1]})\Z"


def _set(text):
    """The inside of [...] as a set of a regular expression."""
    if "-" not in text:
        text = text.replace("\\", r"\\")
    else:
        text = _without_empty_ranges(text)
    text = re.sub(r"([&~|])", r"\\\1", text)  # no set operations
    if not text:
        return "(?!)"
    if text == "!":
        return "."
    if text[0] == "!":
        text = "^" + text[1:]
    elif text[0] in ("^", "["):
        text = "\\" + text
    return f"[{text}]"


def _without_empty_ranges(text):
    """Ranges like b-a hold nothing; other hyphens than those of ranges are escaped."""
    chunks = []
    start = 0
    at = 2 if text[0] == "!" else 1
    while (at := text.find("-", at)) >= 0:
        chunks.append(text[start:at])
        start = at + 1
        at += 3
    if start < len(text):
        chunks.append(text[start:])
    else:
        chunks[-1] += "-"
    for k in range(len(chunks) - 1, 0, -1):
        if chunks[k - 1][-1] > chunks[k][0]:
            chunks[k - 1] = chunks[k - 1][:-1] + chunks[k][1:]
            del chunks[k]
    return "-".join(chunk.replace("\\", r"\\").replace("-", r"\-") for chunk in chunks)
