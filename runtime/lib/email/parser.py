"""Reads messages: headers, an empty line, a body, which may be made of parts."""

import re
from io import StringIO, TextIOWrapper

from email import errors
from email.message import Message

__all__ = ["Parser", "HeaderParser", "BytesParser", "BytesHeaderParser"]

_HEADER = re.compile(r"([!-9;-~]+):[ \t]*(.*)\Z", re.DOTALL)
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def parse_headers(message, text):
    """Puts the headers at the text's beginning into the message. Gives the rest, the body."""
    position, name, value = 0, None, None
    for match in _LINES.finditer(text):
        line = match[0]
        content = line.rstrip("\r\n")
        if not content:
            position = match.end()
            break
        if content[0] in " \t":
            if name is None:
                message.defects.append(errors.FirstHeaderLineIsContinuationDefect(line))
            else:
                value += line
            position = match.end()
            continue
        header = _HEADER.match(line)
        if header is None and content[0] == ":":
            if name is not None:
                message.set_raw(name, value.rstrip("\r\n"))
                name = None
            message.defects.append(errors.InvalidHeaderDefect("Missing header name."))
            position = match.end()
            continue
        if header is None:
            if position == 0 and content.startswith("From "):
                message.set_unixfrom(content)
                position = match.end()
                continue
            message.defects.append(errors.MissingHeaderBodySeparatorDefect())
            break  # the body begins here
        if name is not None:
            message.set_raw(name, value.rstrip("\r\n"))
        name, value = header[1], header[2]
        position = match.end()
    if name is not None:
        message.set_raw(name, value.rstrip("\r\n"))
    return text[position:]


class Parser:
    """Reads from text."""

    def __init__(self, _class=None, *, policy=None):
        self._class = _class or Message
        self.policy = policy

    def parse(self, fp, headersonly=False):
        """The message in a file."""
        return self.parsestr(fp.read(), headersonly)

    def parsestr(self, text, headersonly=False):
        """The message in a text."""
        message = self._class()
        body = parse_headers(message, text)
        boundary = None if headersonly or message.get_content_maintype() != "multipart" else message.get_boundary()
        if boundary is None:
            message.set_payload(body)
        else:
            self._parse_parts(message, body, boundary)
        return message

    def _parse_parts(self, message, body, boundary):
        separator = re.compile(rf"(?:^|(?:\r\n|\r|\n))--{re.escape(boundary)}(--)?[ \t]*(?:\r\n|\r|\n|\Z)")
        begin = separator.search(body)
        if begin is None:
            message.defects.append(errors.StartBoundaryNotFoundDefect())
            message.set_payload(body)
            return
        message.preamble = body[:begin.start()] or None
        position, ended = begin.end(), bool(begin[1])
        while not ended:
            end = separator.search(body, position)
            # Two separators may share the end of a line between them.
            text = body[position:] if end is None else body[position:end.start()]
            message.attach(self.parsestr(text))
            if end is None:
                message.defects.append(errors.CloseBoundaryNotFoundDefect())
                return
            position, ended = end.end(), bool(end[1])
        message.epilogue = body[position:]


class HeaderParser(Parser):
    """The same; the body stays as it is."""

    def parse(self, fp, headersonly=True):
        return Parser.parse(self, fp, True)

    def parsestr(self, text, headersonly=True):
        return Parser.parsestr(self, text, True)


class BytesParser:
    """Reads from bytes. What is not ASCII is kept as surrogates."""

    def __init__(self, *args, **kw):
        self.parser = Parser(*args, **kw)

    def parse(self, fp, headersonly=False):
        text = TextIOWrapper(fp, encoding="ascii", errors="surrogateescape")
        try:
            return self.parser.parse(text, headersonly)
        finally:
            text.detach()

    def parsebytes(self, text, headersonly=False):
        return self.parser.parse(StringIO(text.decode("ascii", errors="surrogateescape"), newline=""), headersonly)


class BytesHeaderParser(BytesParser):
    """The same; the body stays as it is."""

    def parse(self, fp, headersonly=True):
        return BytesParser.parse(self, fp, headersonly=True)

    def parsebytes(self, text, headersonly=True):
        return BytesParser.parsebytes(self, text, headersonly=True)
