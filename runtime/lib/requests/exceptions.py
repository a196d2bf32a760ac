"""What can go wrong with a request. Everything is a RequestException, and so an OSError."""

from json import JSONDecodeError as _JSONDecodeError


class RequestException(IOError):
    """Something went wrong; `request` and `response` are what it went wrong with, or None."""

    def __init__(self, *args, **kwargs):
        self.response = kwargs.pop("response", None)
        self.request = kwargs.pop("request", None)
        if self.request is None and self.response is not None:
            self.request = getattr(self.response, "request", None)
        super().__init__(*args, **kwargs)


class InvalidJSONError(RequestException):
    """Something that is not JSON."""


class JSONDecodeError(InvalidJSONError, _JSONDecodeError):
    """The body is not JSON."""

    def __init__(self, *args, **kwargs):
        _JSONDecodeError.__init__(self, *args)
        text = self.args
        InvalidJSONError.__init__(self, *text, **kwargs)

    def __str__(self):
        return str(self.args[0])

    def __reduce__(self):
        return _JSONDecodeError.__reduce__(self)


class HTTPError(RequestException):
    """The server answered with an error (Response.raise_for_status)."""


class ConnectionError(RequestException):
    """There was no connection, or it broke."""


class ProxyError(ConnectionError):
    """The proxy could not be reached."""


class SSLError(ConnectionError):
    """The connection could not be made secure."""


class Timeout(RequestException):
    """It took too long: connecting or answering."""


class ConnectTimeout(ConnectionError, Timeout):
    """It took too long to connect. Such a request may safely be made again."""


class ReadTimeout(Timeout):
    """The server sent nothing for too long."""


class BodyReadTimeout(ConnectionError, ReadTimeout):
    """The same in the middle of a body, which users of requests know as a ConnectionError."""


class URLRequired(RequestException):
    """A request needs a URL."""


class TooManyRedirects(RequestException):
    """More redirects than Session.max_redirects."""


class MissingSchema(RequestException, ValueError):
    """The URL begins with no http:// or https://."""


class InvalidSchema(RequestException, ValueError):
    """The URL begins with something no adapter is there for."""


class InvalidURL(RequestException, ValueError):
    """The URL is wrong."""


class InvalidHeader(RequestException, ValueError):
    """A header is wrong."""


class InvalidProxyURL(InvalidURL):
    """The URL of the proxy is wrong."""


class ChunkedEncodingError(RequestException):
    """The body broke off, or its chunks are wrong."""


class ContentDecodingError(RequestException):
    """The body could not be decompressed, or has become too large in being so."""


class StreamConsumedError(RequestException, TypeError):
    """The body of this answer has been read already."""


class RetryError(RequestException):
    """All tries failed."""


class UnrewindableBodyError(RequestException):
    """The body would have to be sent again, and can be read only once."""


class RequestsWarning(Warning):
    """The base of warnings."""


class FileModeWarning(RequestsWarning, DeprecationWarning):
    """A file was opened in text mode, so that its length is not known."""


class RequestsDependencyWarning(RequestsWarning):
    """Never given: nothing is missing here."""
