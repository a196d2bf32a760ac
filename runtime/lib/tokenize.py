"""The tokens of a program, comments and line ends included."""

import re
from builtins import open as _open
from codecs import BOM_UTF8, lookup
from collections import namedtuple
from io import TextIOWrapper
from token import *
from token import EXACT_TOKEN_TYPES, __all__ as _token_names

__all__ = _token_names + ["tokenize", "generate_tokens", "detect_encoding", "untokenize", "TokenInfo", "open", "TokenError"]


class TokenError(Exception):
    pass


class StopTokenizing(Exception):
    pass


class TokenInfo(namedtuple("TokenInfo", "type string start end line")):
    def __repr__(self):
        kind = "%d (%s)" % (self.type, tok_name[self.type])
        return "TokenInfo(type=%s, string=%r, start=%r, end=%r, line=%r)" % (kind, self.string, self.start, self.end,
                                                                              self.line)

    @property
    def exact_type(self):
        if self.type == OP and self.string in EXACT_TOKEN_TYPES:
            return EXACT_TOKEN_TYPES[self.string]
        return self.type


_prefix = r"(?:[bB][rR]?|[rR][bB]?|[uU]|[fF][rR]?|[rR][fF])?"
_pattern = re.compile(
    r"[ \f\t]*(?:"
    r"(?P<comment>#[^\r\n]*)"
    r"|(?P<triple>%(p)s(?:'''|\"\"\"))"
    r"|(?P<string>%(p)s(?:'[^\n'\\]*(?:\\.[^\n'\\]*)*'|\"[^\n\"\\]*(?:\\.[^\n\"\\]*)*\"))"
    r"|(?P<open_string>%(p)s(?:'[^\n'\\]*(?:\\.[^\n'\\]*)*\\\r?\n|\"[^\n\"\\]*(?:\\.[^\n\"\\]*)*\\\r?\n))"
    r"|(?P<number>0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+"
    r"|(?:[0-9](?:_?[0-9])*\.(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*)(?:[eE][-+]?[0-9](?:_?[0-9])*)?[jJ]?"
    r"|[0-9](?:_?[0-9])*[eE][-+]?[0-9](?:_?[0-9])*[jJ]?|[0-9](?:_?[0-9])*[jJ]?)"
    r"|(?P<name>\w+)"
    r"|(?P<continued>\\\r?\n)"
    r"|(?P<newline>\r?\n)"
    r"|(?P<op>%(o)s)"
    r")" % {"p": _prefix, "o": "|".join(map(re.escape, sorted(EXACT_TOKEN_TYPES, reverse=True)))}, re.DOTALL)


def detect_encoding(readline):
    """The encoding of a program (a byte order mark, a coding comment, or UTF-8), and the lines read to find it."""
    def read():
        try:
            return readline()
        except StopIteration:
            return b""

    first = read()
    default = "utf-8"
    bom = first.startswith(BOM_UTF8)
    if bom:
        first = first[3:]
        default = "utf-8-sig"
    lines = [first] if first else []
    for line in (first, None):
        if line is None:
            line = read()
            if line:
                lines.append(line)
        found = re.match(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", line)
        if found:
            name = found.group(1).decode().lower().replace("_", "-")
            if name == "utf-8" or name.startswith("utf-8-"):
                name = "utf-8"
            elif name in ("latin-1", "iso-8859-1", "iso-latin-1"):
                name = "iso-8859-1"
            try:
                lookup(name)
            except LookupError:
                raise SyntaxError("unknown encoding: " + found.group(1).decode()) from None
            if bom and name != "utf-8":
                raise SyntaxError("encoding problem: utf-8")
            return name + "-sig" if bom else name, lines
        if not re.match(rb"^[ \t\f]*(?:[#\r\n]|$)", line):
            break
    return default, lines


def open(filename):
    """The program's text, decoded as it says."""
    buffer = _open(filename, "rb")
    encoding, _ = detect_encoding(buffer.readline)
    buffer.seek(0)
    text = TextIOWrapper(buffer, encoding, line_buffering=True)
    text.mode = "r"
    return text


def tokenize(readline):
    """The tokens of a program read as bytes; the first tells the encoding."""
    encoding, consumed = detect_encoding(readline)

    def lines():
        yield from consumed
        while True:
            try:
                line = readline()
            except StopIteration:
                return
            if not line:
                return
            yield line

    source = (line.decode(encoding) for line in lines())
    yield TokenInfo(ENCODING, "utf-8" if encoding == "utf-8-sig" else encoding, (0, 0), (0, 0), "")
    yield from _tokens(lambda: next(source, ""))


def generate_tokens(readline):
    """The tokens of a program read as text."""
    def read():
        try:
            return readline()
        except StopIteration:
            return ""
    return _tokens(read)


def _tokens(read):
    lineno = nesting = 0
    indents = [0]
    last = ""
    line = ""
    continued = False
    while True:
        last, line = line, read()
        lineno += 1
        at = 0
        if nesting == 0 and not continued:
            if not line:
                break
            column = 0
            while at < len(line) and line[at] in " \t\f":
                column = 0 if line[at] == "\f" else column + 1 if line[at] == " " else (column // 8 + 1) * 8
                at += 1
            if at == len(line):
                break
            if line[at] in "#\r\n":
                if line[at] == "#":
                    comment = line[at:].rstrip("\r\n")
                    yield TokenInfo(COMMENT, comment, (lineno, at), (lineno, at + len(comment)), line)
                    at += len(comment)
                yield TokenInfo(NL, line[at:], (lineno, at), (lineno, len(line)), line)
                continue
            if column > indents[-1]:
                indents.append(column)
                yield TokenInfo(INDENT, line[:at], (lineno, 0), (lineno, at), line)
            while column < indents[-1]:
                if column not in indents:
                    raise IndentationError("unindent does not match any outer indentation level",
                                           ("<tokenize>", lineno, at, line))
                indents.pop()
                yield TokenInfo(DEDENT, "", (lineno, at), (lineno, at), line)
        elif not line:
            raise TokenError("EOF in multi-line statement", (lineno, 0))
        continued = False
        while at < len(line):
            found = _pattern.match(line, at)
            if not found:
                rest = re.compile(r"[ \f\t]*").match(line, at).end()
                if rest >= len(line):
                    break
                yield TokenInfo(ERRORTOKEN, line[at], (lineno, at), (lineno, at + 1), line)
                at += 1
                continue
            kind = found.lastgroup
            start, end = found.span(kind)
            text = line[start:end]
            at = end
            if kind in ("triple", "open_string"):
                # Text over several lines.
                first_line, all_lines = lineno, line
                quote = text[-3:] if kind == "triple" else text.lstrip("bBrRuUfF")[0]
                close = re.compile(r"(?:\\.|[^\\])*?" + quote, re.DOTALL)
                begin = start + len(text) if kind == "triple" else start + len(text) - len(text.lstrip("bBrRuUfF")) + 1
                before = 0  # characters of all_lines before the current line
                while not (stop := close.match(all_lines, begin)):
                    before = len(all_lines)
                    line = read()
                    lineno += 1
                    if not line:
                        raise TokenError("EOF in multi-line string", (first_line, start))
                    all_lines += line
                at = stop.end() - before
                yield TokenInfo(STRING, all_lines[start:stop.end()], (first_line, start), (lineno, at), all_lines)
                continue
            if kind == "continued":
                continued = True
                continue
            place = (lineno, start), (lineno, end), line
            if kind == "newline":
                yield TokenInfo(NL if nesting else NEWLINE, text, *place)
            elif kind == "comment":
                yield TokenInfo(COMMENT, text, *place)
            elif kind == "op":
                if text in "([{":
                    nesting += 1
                elif text in ")]}":
                    nesting -= 1
                yield TokenInfo(OP, text, *place)
            else:
                yield TokenInfo({"name": NAME, "number": NUMBER, "string": STRING}[kind], text, *place)
    if last and last[-1] not in "\r\n" and not last.strip().startswith("#"):
        yield TokenInfo(NEWLINE, "", (lineno - 1, len(last)), (lineno - 1, len(last) + 1), "")
    for _ in indents[1:]:
        yield TokenInfo(DEDENT, "", (lineno, 0), (lineno, 0), "")
    yield TokenInfo(ENDMARKER, "", (lineno, 0), (lineno, 0), "")


def untokenize(iterable):
    """Source with these tokens: at their places if they have them, else with blanks between them."""
    pieces = []
    row, column = 1, 0
    encoding = None
    tokens = list(iterable)
    if tokens and len(tokens[0]) == 2:
        indents = []
        at_start = False
        for kind, text in (token[:2] for token in tokens):
            if kind == ENCODING:
                encoding = text
                continue
            if kind in (NAME, NUMBER):
                text += " "
            if kind == INDENT:
                indents.append(text)
                continue
            if kind == DEDENT:
                indents.pop()
                continue
            if at_start and indents:
                pieces.append(indents[-1])
                at_start = False
            if kind in (NEWLINE, NL):
                at_start = True
            pieces.append(text)
    else:
        for kind, text, start, end, line in tokens:
            if kind == ENCODING:
                encoding = text
                continue
            if kind == ENDMARKER:
                break
            if kind in (INDENT, DEDENT):
                continue
            if start[0] > row:
                pieces.append("\\\n" * (start[0] - row))
                column = 0
            pieces.append((line[column:start[1]] if not line[column:start[1]].strip() else " " * (start[1] - column)))
            pieces.append(text)
            row, column = end
            if kind in (NEWLINE, NL):
                row += 1
                column = 0
    source = "".join(pieces)
    return source.encode(encoding) if encoding is not None else source
