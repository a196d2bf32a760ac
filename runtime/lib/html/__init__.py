"""Text for HTML: escaped, and unescaped again."""

import re as _re

__all__ = ["escape", "unescape"]


def escape(s, quote=True):
    """&, < and > as entities; with quote also the two quotation marks."""
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quote:
        s = s.replace('"', "&quot;").replace("'", "&#x27;")
    return s


# What browsers make of numbers that are no characters: they mean Windows' ones.
_windows = dict(zip(range(0x80, 0xA0), bytes(range(0x80, 0xA0)).decode("cp1252", "replace")))
_windows.update({0x00: "\ufffd", 0x0D: "\r", 0x81: "\x81", 0x8D: "\x8d", 0x8F: "\x8f", 0x90: "\x90", 0x9D: "\x9d"})


def _is_invalid(point):
    return (0x1 <= point <= 0x8 or 0xE <= point <= 0x1F or 0x7F <= point <= 0x9F or 0xFDD0 <= point <= 0xFDEF
            or point == 0xB or point & 0xFFFE == 0xFFFE and point < 0x110000)


def _replace(found):
    text = found.group(1)
    if text[0] == "#":
        digits = text[1:].rstrip(";")
        number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
        if number in _windows:
            return _windows[number]
        if 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
            return "\ufffd"
        return "" if _is_invalid(number) else chr(number)
    from html.entities import html5
    if text in html5:
        return html5[text]
    for end in range(len(text) - 1, 1, -1):  # the longest name it begins with
        if text[:end] in html5:
            return html5[text[:end]] + text[end:]
    return "&" + text


_reference = _re.compile(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")


def unescape(s):
    """The characters that &name; and &#number; stand for."""
    return _reference.sub(_replace, s) if "&" in s else s
