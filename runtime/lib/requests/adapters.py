"""From a PreparedRequest to libcurl and back.

An HTTPAdapter keeps the transfers that have done their work, each with its connection, and gives one to the next request to
the same place: that is keep-alive. The body of an answer is read through RawResponse, which undoes gzip and deflate in
pieces: whatever comes in, no more than a piece is in memory at a time.
"""

import functools
import re
import zlib
from urllib.parse import urlsplit

import _curl
from http.client import RemoteDisconnected

from .cookies import extract_cookies_to_jar
from .exceptions import (BodyReadTimeout, ChunkedEncodingError, ConnectionError, ConnectTimeout, ContentDecodingError,
                         InvalidURL, ProxyError, ReadTimeout, SSLError)
from .models import Response
from .structures import CaseInsensitiveDict, pairs_of
from .utils import get_encoding_from_headers, select_proxy, urldefragauth

DEFAULT_POOLSIZE = 10
DEFAULT_RETRIES = 0
PIECE = 1 << 16

_CONNECTING, _WAITING, _RECEIVING = range(3)
# What curl calls its errors.
_UNSUPPORTED, _BAD_URL, _NO_PROXY_HOST, _NOT_CONNECTED, _TIMED_OUT, _NO_ANSWER = 1, 3, 5, 7, 28, 52
_BROKEN_OFF, _RECEIVE_ERROR = 18, 56
_TLS = {35, 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91}


def _translate(error, request, proxy, read_timeout):
    """curl's error as an exception of requests."""
    code, message, phase = error.args
    parts = urlsplit(request.url)
    if code == _TIMED_OUT:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        place = f"{parts.scheme.upper()}ConnectionPool(host={parts.hostname!r}, port={port})"
        if phase == _CONNECTING:
            return ConnectTimeout(f"{place}: Connection to {parts.hostname} timed out. ({message})", request=request)
        kind = ReadTimeout if phase == _WAITING else BodyReadTimeout
        return kind(f"{place}: Read timed out. (read timeout={read_timeout})", request=request)
    if code == _BAD_URL:
        return InvalidURL(f"{message}: {request.url!r}", request=request)
    if code in _TLS or "OpenSSL SSL_" in message and "alert" in message:
        return SSLError(f"{urldefragauth(request.url)}: {message}", request=request)
    if code == _NO_PROXY_HOST or proxy and phase == _CONNECTING:
        return ProxyError(f"{urldefragauth(request.url)}: {message}", request=request)
    if phase == _RECEIVING and code in (_BROKEN_OFF, _RECEIVE_ERROR):
        return ChunkedEncodingError(f"Connection broken: {message}", request=request)
    if code == _NO_ANSWER:
        return ConnectionError("Connection aborted.", RemoteDisconnected("Remote end closed connection without response"),
                               request=request)
    return ConnectionError(f"{urldefragauth(request.url)}: {message}", request=request)


class _Inflater:
    """Undoes one content encoding, piece by piece."""

    def __init__(self, encoding):
        self._is_gzip = encoding in ("gzip", "x-gzip")
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16 if self._is_gzip else zlib.MAX_WBITS)
        self._begun = False

    def pieces(self, data):
        """The decompressed data, in pieces."""
        while data:
            try:
                piece = self._stream.decompress(data, PIECE)
            except zlib.error:
                if self._is_gzip or self._begun:
                    raise
                self._stream = zlib.decompressobj(-zlib.MAX_WBITS)  # "deflate" without zlib's header is common
                piece = self._stream.decompress(data, PIECE)
            self._begun = True
            if piece:
                yield piece
            if self._stream.eof:
                data = self._stream.unused_data
                if not self._is_gzip or not data.startswith(b"\x1f\x8b"):
                    return  # zeros and the like after the end are left aside
                self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)  # another member of the file
            else:
                data = self._stream.unconsumed_tail
                if not data and len(piece) == PIECE:
                    while piece := self._stream.decompress(b"", PIECE):
                        yield piece
                    return

    @property
    def is_complete(self):
        return self._stream.eof or not self._begun


class RawResponse:
    """The body as it comes from the connection; Response.raw."""

    _MOST_ENCODINGS = 5

    def __init__(self, request, transfer, give_back, status, reason, version, lines, proxy, read_timeout):
        self.status, self.reason, self.version = status, reason, version
        self.lines = lines  # (name, value) pairs
        store = {}
        for pair in lines:
            name = pair[0].lower()
            store[name] = (pair[0], f"{store[name][1]}, {pair[1]}") if name in store else pair
        self.headers = CaseInsensitiveDict._of(store)
        self.sets_cookies = "set-cookie" in store or "set-cookie2" in store
        self.is_chunked = "transfer-encoding" in store and "chunked" in store["transfer-encoding"][1].lower()
        self.received = 0  # bytes, before decompression
        self.decode_content = False
        self._request, self._proxy, self._read_timeout = request, proxy, read_timeout
        self._transfer, self._give_back = transfer, give_back
        self._decoded = None  # generator of decompressed pieces
        self._rest = b""

    # --- the connection

    @property
    def closed(self):
        return self._transfer is None

    def close(self):
        """No more is wanted. The connection is kept if the answer has come in whole."""
        transfer, self._transfer = self._transfer, None
        if transfer is not None:
            self._give_back(transfer)

    release_conn = close

    def _receive(self, size):
        transfer = self._transfer
        if transfer is None:
            return b""
        try:
            data = transfer.read(size)
        except _curl.error as error:
            self._transfer = None
            transfer.close()
            raise _translate(error, self._request, self._proxy, self._read_timeout) from None
        except BaseException:
            self._transfer = None
            transfer.close()
            raise
        if data:
            self.received += len(data)
        else:
            self.close()
        return data

    # --- reading

    def _inflaters(self):
        encodings = self.headers.get("content-encoding")
        if not encodings:
            return []
        names = [name.strip().lower() for name in encodings.split(",")]
        names = [name for name in names if name and name != "identity"]
        if not names or any(name not in ("gzip", "x-gzip", "deflate") for name in names):
            return []
        if len(names) > self._MOST_ENCODINGS:
            self.close()
            raise ContentDecodingError(f"Too many content encodings in the chain: {len(names)} > {self._MOST_ENCODINGS}")
        return [_Inflater(name) for name in reversed(names)]

    def _received(self):
        while data := self._receive(PIECE * 4):
            yield data

    def _inflated(self, source, inflater):
        for data in source:
            yield from inflater.pieces(data)
        if not inflater.is_complete:
            raise ChunkedEncodingError("Connection broken: the compressed body ended in the middle", request=self._request)

    def pieces(self, decode=True):
        """The body in pieces of any size, as soon as they come."""
        inflaters = self._inflaters() if decode else []
        return self._decoded_by(inflaters) if inflaters else self._received()

    def _decoded_by(self, inflaters):
        source = self._received()
        for inflater in inflaters:
            source = self._inflated(source, inflater)
        try:
            yield from source
        except zlib.error as error:
            self.close()
            encoding = self.headers.get("content-encoding", "")
            raise ContentDecodingError(f"Received response with content-encoding: {encoding}, but failed to decode it.",
                                       error) from None

    def stream(self, amt=PIECE, decode_content=None):
        """The body in pieces of `amt` bytes. What is sent in chunks comes as it arrives, in pieces that may be smaller."""
        waiting, size = [], 0
        for data in self.pieces(self.decode_content if decode_content is None else decode_content):
            if amt is None:
                yield data
                continue
            if self.is_chunked or len(data) >= amt and not size:
                for start in range(0, len(data) - len(data) % amt, amt):
                    yield data[start:start + amt]
                data = data[len(data) - len(data) % amt:]
                if self.is_chunked and data:
                    yield data
                    continue
            if data:
                waiting.append(data)
                size += len(data)
                if size >= amt:
                    joined = b"".join(waiting)
                    whole = size - size % amt
                    for start in range(0, whole, amt):
                        yield joined[start:start + amt]
                    waiting, size = [joined[whole:]], size - whole
        if size:
            yield b"".join(waiting)

    def read(self, amt=None, decode_content=None, cache_content=False):
        """Bytes of the body, b"" at its end."""
        if self._decoded is None:
            self._decoded = self.pieces(self.decode_content if decode_content is None else decode_content)
        parts, size = [self._rest], len(self._rest)
        while amt is None or size < amt:
            data = next(self._decoded, None)
            if data is None:
                break
            parts.append(data)
            size += len(data)
        data = b"".join(parts)
        self._rest = b"" if amt is None else data[amt:]
        return data if amt is None else data[:amt]

    def readable(self):
        return True

    def getheader(self, name, default=None):
        return self.headers.get(name, default)

    def getheaders(self):
        return self.headers

    def __iter__(self):
        rest = b""
        for data in self.pieces(self.decode_content):
            *lines, rest = (rest + data).split(b"\n")
            yield from (line + b"\n" for line in lines)
        if rest:
            yield rest


class BaseAdapter:
    """What a Session sends through: send() and close()."""

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        raise NotImplementedError

    def close(self):
        raise NotImplementedError


class HTTPAdapter(BaseAdapter):
    """http:// and https://."""

    def __init__(self, pool_connections=DEFAULT_POOLSIZE, pool_maxsize=DEFAULT_POOLSIZE, max_retries=DEFAULT_RETRIES,
                 pool_block=False):
        self.max_retries = getattr(max_retries, "total", max_retries)
        self._most_places = pool_connections
        self._most_idle = pool_maxsize
        self._idle = {}  # place -> transfers whose connections wait for another request
        self.config = {}

    def close(self):
        """Closes the connections that wait. Those in use are closed when their answers are, instead of coming back: to a new
        dict they do not belong."""
        idle, self._idle = self._idle, {}
        for transfers in idle.values():
            for transfer in transfers:
                transfer.close()

    def _take(self, place):
        try:
            return self._idle[place].pop()
        except (KeyError, IndexError):
            return _curl.transfer()

    def _give_back(self, idle, place, transfer):
        try:
            is_good = transfer.is_complete()
        except (RuntimeError, ValueError):
            is_good = False
        if is_good and idle is self._idle:
            transfers = idle.get(place)
            if transfers is None and len(idle) < self._most_places:
                transfers = idle.setdefault(place, [])
            if transfers is not None and len(transfers) < self._most_idle:
                transfers.append(transfer)
                return
        transfer.close()

    def add_headers(self, request, **kwargs):
        """For subclasses: a last chance to change the request's headers."""

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        if isinstance(timeout, tuple):
            try:
                connect_timeout, read_timeout = timeout
            except ValueError:
                raise ValueError(f"Invalid timeout {timeout}. Pass a (connect, read) timeout tuple, "
                                 "or a single float to set both timeouts to the same value") from None
        else:
            connect_timeout = read_timeout = timeout
        for limit in (connect_timeout, read_timeout):
            if limit is not None and limit <= 0:
                raise ValueError(f"Attempted to set connect timeout to {limit}, but the timeout cannot be set to a value "
                                 "less than or equal to 0.")
        self.add_headers(request, stream=stream, timeout=timeout, verify=verify, cert=cert, proxies=proxies)
        proxy = select_proxy(request.url, proxies)
        if proxy and "://" not in proxy:
            proxy = "http://" + proxy
        tries = 0
        while True:
            try:
                return self._send_once(request, connect_timeout, read_timeout, verify, cert, proxy)
            except (ConnectTimeout, ConnectionError) as error:
                tries += 1
                if tries > self.max_retries or isinstance(error, (ProxyError, SSLError)) or not _can_be_sent_again(request.body):
                    raise

    def _send_once(self, request, connect_timeout, read_timeout, verify, cert, proxy):
        origin, wire_url = _where_to(request.url)
        place = (origin, proxy, verify, cert)
        body, size = request.body, None
        if isinstance(body, str):
            body = body.encode("utf-8")
        if body is not None and not isinstance(body, (bytes, bytearray)):
            size = int(request.headers.get("Content-Length", -1))
        elif body is None and (request.method in ("POST", "PUT", "PATCH") or request.headers.get("Content-Length") == "0"):
            body = b""
        lines = _header_lines(tuple(pairs_of(request.headers)), body is not None, proxy)
        certificate, key = cert if isinstance(cert, tuple) else (cert, None)
        idle = self._idle
        transfer = self._take(place)
        try:
            transfer.begin(request.method.encode(), wire_url, lines,
                           body if size is None else None, size, connect_timeout, read_timeout,
                           verify if isinstance(verify, bool) else str(verify).encode(),
                           certificate and str(certificate).encode(), key and str(key).encode(), proxy and proxy.encode())
            head = transfer.head()
            if head is None:
                pieces = _body_pieces(body)
                while head is None:
                    transfer.feed(next(pieces, b""))
                    head = transfer.head()
        except _curl.error as error:
            transfer.close()
            raise _translate(error, request, proxy, read_timeout) from None
        except BaseException:
            transfer.close()
            raise
        return self._response(request, transfer, lambda transfer: self._give_back(idle, place, transfer), head, proxy, read_timeout)

    def _response(self, request, transfer, give_back, head, proxy, read_timeout):
        status_line, pairs = head
        status, reason, version = _parse_status_line(status_line)
        if status is None:
            transfer.close()
            raise ConnectionError(f"Connection aborted: bad status line {status_line[:80]!r}", request=request)
        response = Response()
        raw = RawResponse(request, transfer, give_back, status, reason, version, pairs, proxy, read_timeout)
        response.raw = raw
        response.status_code = status
        response.reason = reason
        response.headers = raw.headers
        response.encoding = get_encoding_from_headers(raw.headers)
        response.url = request.url
        response.request = request
        response.connection = self
        extract_cookies_to_jar(response.cookies, request, raw)
        return response


@functools.lru_cache(256)
def _where_to(url):
    """(scheme and host, what curl is told)."""
    parts = urlsplit(url)
    return (parts.scheme, parts.netloc.rpartition("@")[2].lower()), urldefragauth(url).encode("ascii")


@functools.lru_cache(16)
def _parse_status_line(line):
    """(status, reason, version), the version without its dot. Status None: it is none."""
    match = re.match(r"HTTP/(\d)(?:\.(\d))? +(\d{3})(?: (.*))?", line)
    if match is None:
        return None, None, None
    return int(match[3]), (match[4] or "").strip(), 10 * int(match[1]) + int(match[2] or 0)


@functools.lru_cache(64)
def _header_lines(pairs, has_body, proxy):
    """The headers as curl wants them. What it would add of its own accord is switched off: what is prepared is what is sent."""
    lines = [_header_line(name, value) for name, value in pairs]
    names = {name.lower() for name, _ in pairs}
    added = ["Accept", "User-Agent", *(["Expect", "Content-Type"] if has_body else []), *(["Proxy-Connection"] if proxy else [])]
    lines += [name.encode() + b":" for name in added if name.lower() not in names]
    return tuple(lines)


def _header_line(name, value):
    name = name if isinstance(name, bytes) else name.encode("ascii")
    value = value if isinstance(value, bytes) else value.encode("latin-1")
    return name + (b": " + value if value else b";")  # curl's way to send a header without a value


def _can_be_sent_again(body):
    return body is None or isinstance(body, (str, bytes, bytearray))


def _body_pieces(body):
    """The pieces of a file's or a generator's body; none is empty, because that would end it."""
    if hasattr(body, "read"):
        while piece := body.read(PIECE):
            yield piece.encode("utf-8") if isinstance(piece, str) else piece
    else:
        for piece in body:
            if piece:
                yield piece.encode("utf-8") if isinstance(piece, str) else piece
