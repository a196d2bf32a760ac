"""What can be wrong with a message. Defects are noted in Message.defects, and not raised."""


class MessageError(Exception):
    """The base of the errors."""


class MessageParseError(MessageError):
    """The message could not be read."""


class HeaderParseError(MessageParseError):
    """A header could not be read."""


class BoundaryError(MessageParseError):
    """The end of a part was not found."""


class MultipartConversionError(MessageError, TypeError):
    """A part was added to a message that is not made of parts."""


class MessageDefect(ValueError):
    """The base of the defects."""

    def __init__(self, line=None):
        if line is not None:
            super().__init__(line)
        self.line = line


class MissingHeaderBodySeparatorDefect(MessageDefect):
    """A line that is no header stands before the empty line."""


class FirstHeaderLineIsContinuationDefect(MessageDefect):
    """The first line of the headers continues a header."""


class HeaderDefect(MessageDefect):
    """The base of the defects of one header."""


class InvalidHeaderDefect(HeaderDefect):
    """A header has no name."""


class NoBoundaryInMultipartDefect(MessageDefect):
    """The message has parts and does not say what stands between them."""


class StartBoundaryNotFoundDefect(MessageDefect):
    """The parts never begin."""


class CloseBoundaryNotFoundDefect(MessageDefect):
    """The parts never end."""
