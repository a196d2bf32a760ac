"""Messages with headers, as far as HTTP needs them.

email.message has Message, email.parser reads one, email.utils knows dates and addresses. There is no policy, no encoding of
headers (=?utf-8?...?=) and no making of mail with parts.
"""

__all__ = ["message", "parser", "utils", "errors", "message_from_string", "message_from_bytes", "message_from_file",
           "message_from_binary_file"]


def message_from_string(s, *args, **kws):
    """The message a text holds."""
    from email.parser import Parser

    return Parser(*args, **kws).parsestr(s)


def message_from_bytes(s, *args, **kws):
    """The message some bytes hold."""
    from email.parser import BytesParser

    return BytesParser(*args, **kws).parsebytes(s)


def message_from_file(fp, *args, **kws):
    """The message a text file holds."""
    from email.parser import Parser

    return Parser(*args, **kws).parse(fp)


def message_from_binary_file(fp, *args, **kws):
    """The message a binary file holds."""
    from email.parser import BytesParser

    return BytesParser(*args, **kws).parse(fp)
