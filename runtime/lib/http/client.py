"""The client's side of HTTP/1.1: one connection, one request after another.

    connection = HTTPConnection("localhost", 8000, timeout=5)
    connection.request("GET", "/")
    response = connection.getresponse()
    response.status, response.getheader("content-type"), response.read()

A request goes from idle to "request started" (putrequest) to "request sent" (endheaders); then the answer is asked for. While an
answer has not been read to its end no other request may be made. Nothing a caller says can end a line and begin another
one: what would be a header of its own is refused. What the server says is limited: a line to 64 KiB, headers to a hundred.
"""

import collections.abc
import email.message
import email.parser
import errno
import io
import re
import socket
from urllib.parse import urlsplit

from http import HTTPStatus

__all__ = ["HTTPResponse", "HTTPConnection", "HTTPSConnection", "HTTPException", "NotConnected", "UnknownProtocol",
           "UnknownTransferEncoding", "UnimplementedFileMode", "IncompleteRead", "InvalidURL", "ImproperConnectionState",
           "CannotSendRequest", "CannotSendHeader", "ResponseNotReady", "BadStatusLine", "LineTooLong",
           "RemoteDisconnected", "error", "responses"]

HTTP_PORT = 80
HTTPS_PORT = 443

_UNKNOWN = "UNKNOWN"
_CS_IDLE = "Idle"
_CS_REQ_STARTED = "Request-started"
_CS_REQ_SENT = "Request-sent"

globals().update(HTTPStatus.__members__)
responses = {status: status.phrase for status in HTTPStatus}

_MAXLINE = 65536
_MAXHEADERS = 100

_HEADER_NAME = re.compile(rb"[^:\s][^:\r\n]*")
_WRONG_VALUE = re.compile(rb"\n(?![ \t])|\r(?![ \t\n])")
_WRONG_IN_PATH = re.compile("[\x00-\x20\x7f]")
_WRONG_IN_METHOD = re.compile("[\x00-\x1f]")
_METHODS_WITH_BODY = {"PATCH", "POST", "PUT"}


# --- what goes wrong

class HTTPException(Exception):
    """The base."""


class NotConnected(HTTPException):
    """There is no connection, and none may be made."""


class InvalidURL(HTTPException):
    """The URL cannot be asked for."""


class UnknownProtocol(HTTPException):
    """The server speaks another version."""

    def __init__(self, version):
        self.args = version,
        self.version = version


class UnknownTransferEncoding(HTTPException):
    """Never raised here."""


class UnimplementedFileMode(HTTPException):
    """Never raised here."""


class IncompleteRead(HTTPException):
    """The body ended before its end."""

    def __init__(self, partial, expected=None):
        self.args = partial,
        self.partial = partial
        self.expected = expected

    def __repr__(self):
        more = f", {self.expected} more expected" if self.expected is not None else ""
        return f"{self.__class__.__name__}({len(self.partial)} bytes read{more})"

    __str__ = object.__str__


class ImproperConnectionState(HTTPException):
    """Not now."""


class CannotSendRequest(ImproperConnectionState):
    """The last answer has not been read."""


class CannotSendHeader(ImproperConnectionState):
    """No request has been begun, or it has been sent already."""


class ResponseNotReady(ImproperConnectionState):
    """No request has been sent, or the last answer has not been read."""


class BadStatusLine(HTTPException):
    """The answer's first line is none."""

    def __init__(self, line):
        self.args = line or repr(line),
        self.line = line


class LineTooLong(HTTPException):
    """A line is longer than 64 KiB."""

    def __init__(self, line_type):
        HTTPException.__init__(self, f"got more than {_MAXLINE} bytes when reading {line_type}")


class RemoteDisconnected(ConnectionResetError, BadStatusLine):
    """The server closed the connection instead of answering."""

    def __init__(self, *pos, **kw):
        BadStatusLine.__init__(self, "")
        ConnectionResetError.__init__(self, *pos, **kw)


error = HTTPException


# --- headers

class HTTPMessage(email.message.Message):
    """The headers of an answer or a request."""

    def getallmatchingheaders(self, name):
        """The lines of these headers (of no use, as ever: lines have no ends of their own)."""
        return [f"{key}: {value}" for key, value in self.items() if key.lower() == name.lower()]


def _read_headers(fp):
    lines = []
    while True:
        line = fp.readline(_MAXLINE + 1)
        if len(line) > _MAXLINE:
            raise LineTooLong("header line")
        lines.append(line)
        if len(lines) > _MAXHEADERS:
            raise HTTPException(f"got more than {_MAXHEADERS} headers")
        if line in (b"\r\n", b"\n", b""):
            return lines


_PLAIN_HEADER = re.compile(r"([!-9;-~]+):[ \t]*([^\r\n]*)")
_PLAIN_LINES = re.compile(r"^([!-9;-~]+):[ \t]*([^\r\n]*)\r\n", re.MULTILINE)


def _headers_at_once(fp):
    """[(name, value)], if all headers wait in a socket's buffer and each has a line of its own, which is usual; else None,
    and nothing has been read."""
    buffer = getattr(fp, "_read_buffer", b"")
    end = buffer.find(b"\r\n\r\n") + 4
    if not 4 < end <= _MAXLINE:
        return None
    text = buffer[:end].decode("iso-8859-1")
    headers, lines = _PLAIN_LINES.findall(text), text.count("\n")
    if len(headers) != lines - 1 or lines > _MAXHEADERS:
        return None
    fp.read1(end)
    return headers


def parse_headers(fp, _class=HTTPMessage):
    """Reads headers up to the empty line."""
    headers = _headers_at_once(fp)
    if headers is None:
        lines = _read_headers(fp)
        headers = []
        for line in lines:
            text = line.decode("iso-8859-1").rstrip("\r\n")
            match = _PLAIN_HEADER.fullmatch(text)
            if match is not None:
                headers.append(match.groups())
            elif text:
                return email.parser.Parser(_class=_class).parsestr(b"".join(lines).decode("iso-8859-1"))
    message = _class()
    for name, value in headers:
        message.set_raw(name, value)
    message.set_payload("")
    return message


# --- the answer

class HTTPResponse(io.BufferedIOBase):
    """An answer: headers, and a file with the body."""

    def __init__(self, sock, debuglevel=0, method=None, url=None):
        self.fp = sock.makefile("rb")
        self.debuglevel = debuglevel
        self._method = method
        self.headers = self.msg = None
        self.version = self.status = self.reason = _UNKNOWN
        self.chunked = _UNKNOWN
        self.chunk_left = _UNKNOWN  # bytes left in this chunk; None: none begun
        self.length = _UNKNOWN      # bytes left of the body; None: until the connection ends
        self.will_close = _UNKNOWN

    def _read_status(self):
        line = str(self.fp.readline(_MAXLINE + 1), "iso-8859-1")
        if len(line) > _MAXLINE:
            raise LineTooLong("status line")
        if self.debuglevel > 0:
            print("reply:", repr(line))
        if not line:
            raise RemoteDisconnected("Remote end closed connection without response")
        version, status, reason = [*line.split(None, 2), "", "", ""][:3]
        if not version.startswith("HTTP/"):
            self._close_conn()
            raise BadStatusLine(line)
        try:
            status = int(status)
        except ValueError:
            raise BadStatusLine(line) from None
        if not 100 <= status <= 999:
            raise BadStatusLine(line)
        return version, status, reason

    def begin(self):
        """Reads the first line and the headers."""
        if self.headers is not None:
            return
        while True:
            version, status, reason = self._read_status()
            if status != HTTPStatus.CONTINUE:
                break
            _read_headers(self.fp)
        self.code = self.status = status
        self.reason = reason.strip()
        if version in ("HTTP/1.0", "HTTP/0.9"):
            self.version = 10
        elif version.startswith("HTTP/1."):
            self.version = 11
        else:
            raise UnknownProtocol(version)
        self.headers = self.msg = parse_headers(self.fp)
        if self.debuglevel > 0:
            for name, value in self.headers.items():
                print("header:", name + ":", value)
        self.chunked = (self.headers.get("transfer-encoding") or "").lower() == "chunked"
        self.chunk_left = None
        self.will_close = self._check_close()
        self.length = None
        length = self.headers.get("content-length")
        if length and not self.chunked:
            try:
                self.length = int(length)
            except ValueError:
                self.length = None
            else:
                if self.length < 0:
                    self.length = None
        if status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED) or 100 <= status < 200 or self._method == "HEAD":
            self.length = 0
        if not self.will_close and not self.chunked and self.length is None:
            self.will_close = True

    def _check_close(self):
        connection = (self.headers.get("connection") or "").lower()
        if self.version == 11:
            return "close" in connection
        if self.headers.get("keep-alive") or "keep-alive" in connection:
            return False
        return "keep-alive" not in (self.headers.get("proxy-connection") or "").lower()

    def _close_conn(self):
        fp, self.fp = self.fp, None
        fp.close()

    def close(self):
        try:
            super().close()
        finally:
            if self.fp:
                self._close_conn()

    def flush(self):
        super().flush()
        if self.fp:
            self.fp.flush()

    def readable(self):
        return True

    def isclosed(self):
        """Whether the body has been read."""
        return self.fp is None

    # --- reading

    def read(self, amt=None):
        """The body, or at most that many bytes of it."""
        if self.fp is None:
            return b""
        if self._method == "HEAD":
            self._close_conn()
            return b""
        if self.chunked:
            return self._read_chunked(amt)
        if amt is not None and amt >= 0:
            if self.length is not None and amt > self.length:
                amt = self.length
            data = self.fp.read(amt)
            if not data and amt:
                self._close_conn()
            elif self.length is not None:
                self.length -= len(data)
                if not self.length:
                    self._close_conn()
            return data
        if self.length is None:
            data = self.fp.read()
        else:
            try:
                data = self._safe_read(self.length)
            except IncompleteRead:
                self._close_conn()
                raise
            self.length = 0
        self._close_conn()
        return data

    def readinto(self, b):
        with memoryview(b) as view, view.cast("B") as target:
            data = self.read(len(target))
            target[:len(data)] = data
            return len(data)

    def read1(self, n=-1):
        """What one call of the system gives."""
        if self.fp is None or self._method == "HEAD":
            return b""
        if self.chunked:
            return self._read1_chunked(n)
        if self.length is not None and (n < 0 or n > self.length):
            n = self.length
        data = self.fp.read1(n)
        if not data and n:
            self._close_conn()
        elif self.length is not None:
            self.length -= len(data)
        return data

    def readline(self, limit=-1):
        if self.fp is None or self._method == "HEAD":
            return b""
        if self.chunked:
            return super().readline(limit)
        if self.length is not None and (limit < 0 or limit > self.length):
            limit = self.length
        data = self.fp.readline(limit)
        if not data and limit:
            self._close_conn()
        elif self.length is not None:
            self.length -= len(data)
        return data

    def peek(self, n=-1):
        if self.fp is None or self._method == "HEAD":
            return b""
        if self.chunked:
            left = self._chunk_rest()
            return self.fp.peek(left)[:left] if left else b""
        return self.fp.peek(n)

    def _safe_read(self, amt):
        data = self.fp.read(amt)
        if len(data) < amt:
            raise IncompleteRead(data, amt - len(data))
        return data

    # --- chunks

    def _next_chunk(self):
        line = self.fp.readline(_MAXLINE + 1)
        if len(line) > _MAXLINE:
            raise LineTooLong("chunk size")
        size = line.partition(b";")[0].strip()
        try:
            if not re.fullmatch(rb"[0-9a-fA-F]+", size):
                raise ValueError
            return int(size, 16)
        except ValueError:
            self._close_conn()
            raise

    def _chunk_rest(self):
        """Bytes left in this chunk, of the next one if it has ended; None after the last."""
        left = self.chunk_left
        if not left:
            if left is not None:
                self._safe_read(2)  # the line end after a chunk
            try:
                left = self._next_chunk()
            except ValueError:
                raise IncompleteRead(b"") from None
            if left == 0:
                self._skip_trailer()
                self._close_conn()
                left = None
            self.chunk_left = left
        return left

    def _skip_trailer(self):
        for _ in range(_MAXHEADERS + 1):
            line = self.fp.readline(_MAXLINE + 1)
            if len(line) > _MAXLINE:
                raise LineTooLong("trailer line")
            if line in (b"\r\n", b"\n", b""):
                return
        raise HTTPException(f"got more than {_MAXHEADERS} headers")

    def _read_chunked(self, amt=None):
        if amt is not None and amt < 0:
            amt = None
        parts = []
        try:
            while (left := self._chunk_rest()) is not None:
                if amt is not None and amt <= left:
                    parts.append(self._safe_read(amt))
                    self.chunk_left = left - amt
                    break
                parts.append(self._safe_read(left))
                if amt is not None:
                    amt -= left
                self.chunk_left = 0
            return b"".join(parts)
        except IncompleteRead as error:
            raise IncompleteRead(b"".join(parts)) from error

    def _read1_chunked(self, n):
        left = self._chunk_rest()
        if left is None or n == 0:
            return b""
        data = self.fp.read1(min(left, n) if n >= 0 else left)
        self.chunk_left -= len(data)
        if not data:
            raise IncompleteRead(b"")
        return data

    # --- headers

    def fileno(self):
        return self.fp.fileno()

    def getheader(self, name, default=None):
        """A header's value; of several of this name all, with commas between them."""
        if self.headers is None:
            raise ResponseNotReady()
        values = self.headers.get_all(name) or default
        if isinstance(values, str) or not hasattr(values, "__iter__"):
            return values
        return ", ".join(values)

    def getheaders(self):
        """(name, value) pairs."""
        if self.headers is None:
            raise ResponseNotReady()
        return list(self.headers.items())

    def __iter__(self):
        return self

    def info(self):
        return self.headers

    def geturl(self):
        return self.url

    def getcode(self):
        return self.status


# --- the connection

class HTTPConnection:
    """A connection to a server."""

    _http_vsn = 11
    _http_vsn_str = "HTTP/1.1"
    response_class = HTTPResponse
    default_port = HTTP_PORT
    auto_open = 1
    debuglevel = 0

    def __init__(self, host, port=None, timeout=socket.getdefaulttimeout, source_address=None, blocksize=8192):
        self.timeout = timeout
        self.source_address = source_address
        self.blocksize = blocksize
        self.sock = None
        self._buffer = []
        self.__response = None
        self.__state = _CS_IDLE
        self._method = None
        self._tunnel_host = self._tunnel_port = None
        self._tunnel_headers = {}
        self.host, self.port = self._get_hostport(host, port)
        if match := _WRONG_IN_PATH.search(self.host):
            raise InvalidURL(f"URL can't contain control characters. {self.host!r} (found at least {match.group()!r})")
        self._create_connection = socket.create_connection

    def _get_hostport(self, host, port):
        if port is None:
            colon, bracket = host.rfind(":"), host.rfind("]")
            if colon > bracket:
                try:
                    port = int(host[colon + 1:])
                except ValueError:
                    if host[colon + 1:]:
                        raise InvalidURL(f"nonnumeric port: '{host[colon + 1:]}'") from None
                    port = self.default_port
                host = host[:colon]
            else:
                port = self.default_port
        if host and host[0] == "[" and host[-1] == "]":
            host = host[1:-1]
        return host, port

    def set_debuglevel(self, level):
        self.debuglevel = level

    def set_tunnel(self, host, port=None, headers=None):
        """The server is reached through a proxy, which is asked to connect to it."""
        if self.sock:
            raise RuntimeError("Can't set up tunnel for established connection")
        self._tunnel_host, self._tunnel_port = self._get_hostport(host, port)
        self._tunnel_headers = dict(headers or {})

    def _tunnel(self):
        lines = [f"CONNECT {self._tunnel_host}:{self._tunnel_port} HTTP/1.0"]
        lines += [f"{name}: {value}" for name, value in self._tunnel_headers.items()]
        if any("\r" in line or "\n" in line for line in lines):
            raise ValueError("Invalid header value")
        self.send(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        response = self.response_class(self.sock, method=self._method)
        try:
            version, code, message = response._read_status()
            if code != HTTPStatus.OK:
                self.close()
                raise OSError(f"Tunnel connection failed: {code} {message.strip()}")
            _read_headers(response.fp)
        finally:
            response.close()

    def connect(self):
        """Connects; a request does so by itself."""
        self.sock = self._create_connection((self.host, self.port), self.timeout, self.source_address)
        try:
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            if error.errno != errno.ENOPROTOOPT:
                raise
        if self._tunnel_host:
            self._tunnel()

    def close(self):
        """Closes the connection, and the answer that is being read."""
        self.__state = _CS_IDLE
        sock, self.sock = self.sock, None
        if sock:
            sock.close()
        response, self.__response = self.__response, None
        if response:
            response.close()

    # --- sending

    def send(self, data):
        """Sends bytes, a file or an iterable of bytes."""
        if self.sock is None:
            if not self.auto_open:
                raise NotConnected()
            self.connect()
        if self.debuglevel > 0:
            print("send:", repr(data))
        if hasattr(data, "read"):
            for block in self._blocks(data):
                self.sock.sendall(block)
            return
        try:
            self.sock.sendall(data)
        except TypeError:
            if not isinstance(data, collections.abc.Iterable):
                raise TypeError(f"data should be a bytes-like object or an iterable, got {type(data)!r}") from None
            for block in data:
                self.sock.sendall(block)

    def _blocks(self, file):
        is_text = isinstance(file, io.TextIOBase)
        while block := file.read(self.blocksize):
            yield block.encode("iso-8859-1") if is_text else block

    def _output(self, line):
        self._buffer.append(line)

    def _send_output(self, message_body=None, encode_chunked=False):
        head = b"\r\n".join([*self._buffer, b"", b""])
        self._buffer.clear()
        if message_body is None:
            self.send(head)
            return
        if hasattr(message_body, "read"):
            blocks = self._blocks(message_body)
        else:
            try:
                memoryview(message_body)
            except TypeError:
                try:
                    blocks = iter(message_body)
                except TypeError:
                    raise TypeError("message_body should be a bytes-like object or an iterable, got "
                                    f"{type(message_body)!r}") from None
            else:
                if not encode_chunked and len(message_body) < 65536:  # one packet instead of two
                    self.send(head + message_body)
                    return
                blocks = (message_body,)
        self.send(head)
        for block in blocks:
            if not block:
                continue
            if encode_chunked and self._http_vsn == 11:
                block = f"{len(block):X}\r\n".encode("ascii") + block + b"\r\n"
            self.send(block)
        if encode_chunked and self._http_vsn == 11:
            self.send(b"0\r\n\r\n")

    def putrequest(self, method, url, skip_host=False, skip_accept_encoding=False):
        """Begins a request."""
        response = self.__response
        if response and response.isclosed():
            self.__response = None
        if self.__state != _CS_IDLE:
            raise CannotSendRequest(self.__state)
        self.__state = _CS_REQ_STARTED
        if match := _WRONG_IN_METHOD.search(method):
            raise ValueError(f"method can't contain control characters. {method!r} (found at least {match.group()!r})")
        self._method = method
        url = url or "/"
        if match := _WRONG_IN_PATH.search(url):
            raise InvalidURL(f"URL can't contain control characters. {url!r} (found at least {match.group()!r})")
        self._output(f"{method} {url} {self._http_vsn_str}".encode("ascii"))
        if self._http_vsn != 11:
            return
        if not skip_host:
            self.putheader("Host", self._host_header(url))
        if not skip_accept_encoding:
            self.putheader("Accept-Encoding", "identity")

    def _host_header(self, url):
        if url.startswith("http") and (place := urlsplit(url).netloc):
            return place.encode("ascii") if place.isascii() else place.encode("idna")
        host, port = (self._tunnel_host, self._tunnel_port) if self._tunnel_host else (self.host, self.port)
        encoded = host.encode("ascii") if host.isascii() else host.encode("idna")
        if ":" in host:
            encoded = b"[" + encoded + b"]"
        return encoded if port == self.default_port else encoded + f":{port}".encode("ascii")

    def putheader(self, header, *values):
        """Adds a header to the request."""
        if self.__state != _CS_REQ_STARTED:
            raise CannotSendHeader()
        if hasattr(header, "encode"):
            header = header.encode("ascii")
        if not _HEADER_NAME.fullmatch(header):
            raise ValueError(f"Invalid header name {header!r}")
        encoded = []
        for value in values:
            if hasattr(value, "encode"):
                value = value.encode("latin-1")
            elif isinstance(value, int):
                value = str(value).encode("ascii")
            if _WRONG_VALUE.search(value):
                raise ValueError(f"Invalid header value {value!r}")
            encoded.append(value)
        self._output(header + b": " + b"\r\n\t".join(encoded))

    def endheaders(self, message_body=None, *, encode_chunked=False):
        """Sends the request."""
        if self.__state != _CS_REQ_STARTED:
            raise CannotSendHeader()
        self.__state = _CS_REQ_SENT
        self._send_output(message_body, encode_chunked=encode_chunked)

    def request(self, method, url, body=None, headers={}, *, encode_chunked=False):
        """A whole request."""
        given = {name.lower() for name in headers}
        self.putrequest(method, url, skip_host="host" in given, skip_accept_encoding="accept-encoding" in given)
        if "content-length" in given:
            encode_chunked = encode_chunked and "transfer-encoding" in given
        elif "transfer-encoding" not in given:
            encode_chunked = False
            length = self._body_length(body, method)
            if length is None:
                if body is not None:
                    encode_chunked = True
                    self.putheader("Transfer-Encoding", "chunked")
            else:
                self.putheader("Content-Length", str(length))
        for name, value in headers.items():
            self.putheader(name, value)
        if isinstance(body, str):
            try:
                body = body.encode("iso-8859-1")
            except UnicodeEncodeError as error:
                raise UnicodeEncodeError(error.encoding, error.object, error.start, error.end,
                                         f"Body ({error.object[error.start:error.end]!r}) is not valid Latin-1. "
                                         "Use body.encode('utf-8') if you want to send it encoded in UTF-8.") from None
        self.endheaders(body, encode_chunked=encode_chunked)

    def _body_length(self, body, method):
        if body is None:
            return 0 if method.upper() in _METHODS_WITH_BODY else None
        if hasattr(body, "read"):
            return None
        try:
            return memoryview(body).nbytes
        except TypeError:
            return len(body) if isinstance(body, str) else None

    # --- the answer

    def getresponse(self):
        """Waits for the answer."""
        if self.__response and self.__response.isclosed():
            self.__response = None
        if self.__state != _CS_REQ_SENT or self.__response:
            raise ResponseNotReady(self.__state)
        response = self.response_class(self.sock, self.debuglevel, method=self._method)
        try:
            try:
                response.begin()
            except ConnectionError:
                self.close()
                raise
            self.__state = _CS_IDLE
            if response.will_close:
                self.close()  # the answer keeps the descriptor
            else:
                self.__response = response
            return response
        except:
            response.close()
            raise


class HTTPSConnection(HTTPConnection):
    """The same over TLS."""

    default_port = HTTPS_PORT

    def __init__(self, host, port=None, key_file=None, cert_file=None, timeout=socket.getdefaulttimeout, source_address=None, *,
                 context=None, check_hostname=None, blocksize=8192):
        import ssl  # here: who speaks plain HTTP need not load OpenSSL

        super().__init__(host, port, timeout, source_address, blocksize=blocksize)
        if context is None:
            context = ssl._create_default_https_context()
            context.set_alpn_protocols(["http/1.1"])
        if cert_file:
            context.load_cert_chain(cert_file, key_file)
        if check_hostname is not None:
            context.check_hostname = check_hostname
        self._context = context

    def connect(self):
        """Connects; a request does so by itself."""
        super().connect()
        self.sock = self._context.wrap_socket(self.sock, server_hostname=self._tunnel_host or self.host)
