"""Request: what somebody asks for. PreparedRequest: what is sent. Response: what comes back."""

import datetime
import functools
import json as complexjson
import os
import re
from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from .auth import HTTPBasicAuth
from .cookies import RequestsCookieJar, cookiejar_from_dict, extract_cookies_to_jar, get_cookie_header
from .exceptions import (ContentDecodingError, HTTPError, InvalidHeader, InvalidJSONError, InvalidURL,
                         JSONDecodeError, MissingSchema, StreamConsumedError)
from .status_codes import codes
from .structures import CaseInsensitiveDict, pairs_of
from .utils import (detect_encoding, get_auth_from_url, guess_filename, iter_slices, parse_header_links, requote_uri,
                    super_len, to_key_val_list)

REDIRECT_STATI = (301, 302, 303, 307, 308)
DEFAULT_REDIRECT_LIMIT = 30
CONTENT_CHUNK_SIZE = 10 * 1024
ITER_CHUNK_SIZE = 512

# Response.content gives up on a body that decompresses to more than this, if it has become this many times larger: a few
# bytes could fill the memory otherwise. Pieces (iter_content) have no limit.
DECODED_LIMIT = 64 << 20
DECODED_RATIO = 100


# --- hooks: functions called with every response

def default_hooks():
    return {"response": []}


class RequestHooksMixin:
    def register_hook(self, event, hook):
        """Has the function (or functions) called at the event."""
        if event not in self.hooks:
            raise ValueError(f"Unsupported event specified, with event name {event!r}")
        self.hooks[event].extend([hook] if callable(hook) else (h for h in hook if callable(h)))

    def deregister_hook(self, event, hook):
        """True if it was there."""
        try:
            self.hooks[event].remove(hook)
            return True
        except ValueError:
            return False


# --- requests

_METHOD = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Z]+")


def _encode_host(host):
    """The host as it is asked for: names in other scripts in IDNA's form."""
    if host.isascii():
        if host.startswith(("*", ".")):
            raise InvalidURL("URL has an invalid label.")
        return host
    try:
        return host.encode("idna").decode("ascii")
    except (UnicodeError, LookupError):
        raise InvalidURL("URL has an invalid label.") from None


def _without_dots(path):
    """/a/../b/./c is /b/c."""
    kept = []
    for part in path.split("/"):
        if part == "..":
            if len(kept) > 1:
                kept.pop()
        elif part != ".":
            kept.append(part)
    return "/".join(kept) + ("/" if path.endswith(("/.", "/..")) else "")


def _quote_brackets(part):
    """Brackets may stand in a URL, but only around the host."""
    return part.replace("[", "%5B").replace("]", "%5D")


@functools.lru_cache(256)
def _clean_url(url, more):
    """The URL as it can be sent, with more in its query."""
    if ":" in url and not url.lower().startswith("http"):
        return url  # something else than HTTP: the session looks whether it has an adapter for it
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError as error:
        raise InvalidURL(f"Failed to parse: {url}: {error}") from None
    if not scheme or "://" not in url:
        raise MissingSchema(f"Invalid URL {url!r}: No scheme supplied. Perhaps you meant https://{url}?")
    if not host:
        raise InvalidURL(f"Invalid URL {url!r}: No host supplied")
    host = _encode_host(host)
    if re.search(r"[\s<>\"\\^`{|}\x00-\x20\x7f]", host):
        raise InvalidURL(f"Failed to parse: {url}")
    place = f"[{host}]" if ":" in host else host
    if port is not None:
        place += f":{port}"
    if "@" in parts.netloc:
        place = quote(parts.netloc.rpartition("@")[0], safe="!$&'()*+,;=:%") + "@" + place
    query = f"{parts.query}&{more}" if parts.query and more else parts.query or more
    path = _without_dots(parts.path) if "/." in parts.path else parts.path or "/"
    return requote_uri(urlunsplit((scheme, place, *map(_quote_brackets, (path, query, parts.fragment)))))


def _check_header(name, value):
    for part, what in ((name, "name"), (value, "value")):
        if isinstance(part, str):
            is_good = re.fullmatch(r"[^:\s][^:\r\n]*" if what == "name" else r"\S[^\r\n]*|", part)
        elif isinstance(part, bytes):
            is_good = re.fullmatch(rb"[^:\s][^:\r\n]*" if what == "name" else rb"\S[^\r\n]*|", part)
        else:
            raise InvalidHeader(f"Header part ({part!r}) from {(name, value)!r} must be of type str or bytes, not {type(part)}")
        if not is_good or ("\0" in part if isinstance(part, str) else b"\0" in part):
            raise InvalidHeader(f"Invalid leading whitespace, reserved character(s), or return character(s) in header {what}: "
                                f"{part!r}")
    if isinstance(value, str):
        try:
            value.encode("latin-1")
        except UnicodeEncodeError:
            raise InvalidHeader(f"A header's value has to be Latin-1; encode it, or percent-encode it: {value!r}") from None


@functools.lru_cache(64)
def _checked_headers(pairs):
    """A CaseInsensitiveDict's store. A session has the same headers in most of its requests."""
    store = {}
    for name, value in pairs:
        _check_header(name, value)
        name = name.decode("ascii") if isinstance(name, bytes) else name
        store[name.lower()] = (name, value)
    return store


def _encode_pairs(data):
    """A form or query from a mapping or pairs, whose values may be lists; anything else as it is."""
    if isinstance(data, (str, bytes)) or hasattr(data, "read"):
        return data
    if not hasattr(data, "__iter__"):
        return data
    pairs = []
    for key, values in to_key_val_list(data):
        if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
            values = [values]
        pairs.extend((key, value) for value in values if value is not None)
    return urlencode(pairs, doseq=True)


def _multipart(fields, files):
    """(body, content type) of a form with files in it."""
    boundary = os.urandom(16).hex()
    parts = []

    def quoted(text):
        return str(text).replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")

    def add(name, content, file_name=None, kind=None, headers=None):
        head = f'Content-Disposition: form-data; name="{quoted(name)}"'
        if file_name is not None:
            head += f'; filename="{quoted(file_name)}"'
        if kind:
            head += f"\r\nContent-Type: {kind}"
        for key, value in (headers or {}).items():
            _check_header(key, value)
            head += f"\r\n{key}: {value}"
        parts.append(f"--{boundary}\r\n{head}\r\n\r\n".encode("utf-8"))
        parts.append(content if isinstance(content, bytes) else str(content).encode("utf-8"))
        parts.append(b"\r\n")

    for name, values in to_key_val_list(fields or {}):
        if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
            values = [values]
        for value in values:
            if value is not None:
                add(name.decode("utf-8") if isinstance(name, bytes) else name, value)
    for name, file in to_key_val_list(files):
        kind = headers = None
        if isinstance(file, (tuple, list)):
            file_name, file, kind, headers = [*file, None, None][:4]
        else:
            file_name = guess_filename(file) or name
        if file is None:
            continue
        add(name, file.read() if hasattr(file, "read") else bytes(file) if isinstance(file, bytearray) else file, file_name,
            kind, headers)
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


class Request(RequestHooksMixin):
    """What somebody asks for. prepare(), or a session's prepare_request(), makes of it what is sent."""

    def __init__(self, method=None, url=None, headers=None, files=None, data=None, params=None, auth=None, cookies=None,
                 hooks=None, json=None):
        self.method = method
        self.url = url
        self.headers = {} if headers is None else headers
        self.files = [] if files is None else files
        self.data = [] if data is None else data
        self.params = {} if params is None else params
        self.auth = auth
        self.cookies = cookies
        self.json = json
        self.hooks = default_hooks()
        for event, hook in (hooks or {}).items():
            self.register_hook(event, hook)

    def __repr__(self):
        return f"<Request [{self.method}]>"

    def prepare(self):
        prepared = PreparedRequest()
        prepared.prepare(method=self.method, url=self.url, headers=self.headers, files=self.files, data=self.data,
                         json=self.json, params=self.params, auth=self.auth, cookies=self.cookies, hooks=self.hooks)
        return prepared


class PreparedRequest(RequestHooksMixin):
    """A request in the form in which it is sent."""

    def __init__(self):
        self.method = None
        self.url = None
        self.headers = None
        self.body = None
        self.hooks = default_hooks()
        self._cookies = None
        self._body_position = None

    def __repr__(self):
        return f"<PreparedRequest [{self.method}]>"

    def prepare(self, method=None, url=None, headers=None, files=None, data=None, params=None, auth=None, cookies=None,
                hooks=None, json=None):
        self.prepare_method(method)
        self.prepare_url(url, params)
        self.prepare_headers(headers)
        self.prepare_cookies(cookies)
        self.prepare_body(data, files, json)
        self.prepare_auth(auth, url)
        self.prepare_hooks(hooks)  # last: an authentication may bring hooks of its own

    def copy(self):
        other = PreparedRequest()
        other.method = self.method
        other.url = self.url
        other.headers = self.headers.copy() if self.headers is not None else None
        other._cookies = self._cookies.copy() if self._cookies is not None else None
        other.body = self.body
        other.hooks = self.hooks
        other._body_position = self._body_position
        return other

    def prepare_method(self, method):
        if isinstance(method, bytes):
            method = method.decode("ascii")
        self.method = None if method is None else method.upper()
        if self.method is not None and not _METHOD.fullmatch(self.method):
            raise ValueError(f"method can't contain control characters or spaces: {method!r}")

    def prepare_url(self, url, params):
        url = url.decode("utf-8") if isinstance(url, bytes) else str(url)
        more = _encode_pairs(params) if params else ""
        self.url = _clean_url(url.lstrip(), more.decode("utf-8") if isinstance(more, bytes) else more)

    def prepare_headers(self, headers):
        pairs = tuple(pairs_of(headers or {}))
        try:
            store = _checked_headers(pairs)
        except TypeError:  # something that cannot be a key of a cache, and will be refused
            store = _checked_headers.__wrapped__(pairs)
        self.headers = CaseInsensitiveDict._of(store.copy())

    def prepare_body(self, data, files, json=None):
        body = kind = None
        if not data and json is not None:
            kind = "application/json"
            try:
                body = complexjson.dumps(json, allow_nan=False)
            except ValueError as error:
                raise InvalidJSONError(error, request=self) from None
            body = body.encode("utf-8")
        if hasattr(data, "__iter__") and not isinstance(data, (dict, str, bytes, bytearray, list, tuple, Mapping)):
            body = data
            if files:
                raise NotImplementedError("Streamed bodies and files are mutually exclusive.")
            if getattr(body, "tell", None) is not None:
                try:
                    self._body_position = body.tell()
                except OSError:
                    self._body_position = object()  # it cannot be told, so it cannot be gone back to
            length = super_len(body)
            if length:
                self.headers["Content-Length"] = str(length)
            else:
                self.headers["Transfer-Encoding"] = "chunked"
        else:
            if files:
                body, kind = _multipart(data, files)
            elif data:
                body = _encode_pairs(data)
                if not isinstance(data, (str, bytes, bytearray)) and not hasattr(data, "read"):
                    kind = "application/x-www-form-urlencoded"
            self.prepare_content_length(body)
        if kind and "content-type" not in self.headers:
            self.headers["Content-Type"] = kind
        self.body = body

    def prepare_content_length(self, body):
        if body is not None:
            if length := super_len(body):
                self.headers["Content-Length"] = str(length)
        elif self.method not in ("GET", "HEAD") and self.headers.get("Content-Length") is None:
            self.headers["Content-Length"] = "0"

    def prepare_auth(self, auth, url=""):
        if auth is None and "@" in self.url:
            from_url = get_auth_from_url(self.url)
            auth = from_url if any(from_url) else None
        if auth:
            if isinstance(auth, tuple) and len(auth) == 2:
                auth = HTTPBasicAuth(*auth)
            self.__dict__.update(auth(self).__dict__)
            if isinstance(self.body, (str, bytes, bytearray)) or self.body is None:
                self.prepare_content_length(self.body)

    def prepare_cookies(self, cookies):
        self._cookies = cookiejar_from_dict(cookies) if isinstance(cookies, dict) or cookies is None else cookies
        header = get_cookie_header(self._cookies, self)
        if header is not None:
            self.headers["Cookie"] = header

    def prepare_cookies_from(self, response):
        """For sending it again: with the cookies an answer brought."""
        extract_cookies_to_jar(self._cookies, response.request, response.raw)
        self.headers.pop("Cookie", None)
        self.prepare_cookies(self._cookies)

    def prepare_hooks(self, hooks):
        for event, functions in (hooks or {}).items():
            if functions or event not in self.hooks:
                self.register_hook(event, functions)

    @property
    def path_url(self):
        """The URL as it stands in the request's first line."""
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


# --- responses

NO_TIME = datetime.timedelta(0)

class Response:
    """What the server answered."""

    __attrs__ = ["_content", "status_code", "url", "headers", "history", "encoding", "reason", "cookies", "elapsed", "request"]

    def __init__(self):
        self._content = False  # not read yet
        self._content_consumed = False
        self._next = None
        self.status_code = None
        self.headers = CaseInsensitiveDict()
        self.raw = None
        self.url = None
        self.encoding = None
        self.history = []
        self.reason = None
        self.cookies = RequestsCookieJar()
        self.elapsed = NO_TIME
        self.request = None

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def __repr__(self):
        return f"<Response [{self.status_code}]>"

    def __getstate__(self):
        self.content
        return {name: getattr(self, name, None) for name in self.__attrs__}

    def __setstate__(self, state):
        self.__dict__.update(state)
        self._content_consumed = True
        self.raw = None

    def __bool__(self):
        return self.ok

    def __iter__(self):
        return self.iter_content(128)

    @property
    def ok(self):
        """False if the server answered with an error."""
        return self.status_code is None or not 400 <= self.status_code < 600

    @property
    def is_redirect(self):
        return self.status_code in REDIRECT_STATI and "location" in self.headers

    @property
    def is_permanent_redirect(self):
        return self.status_code in (codes.moved_permanently, codes.permanent_redirect) and "location" in self.headers

    @property
    def next(self):
        """The request the redirect asks for, if redirects are not followed."""
        return self._next

    @property
    def apparent_encoding(self):
        """What the body looks like."""
        return detect_encoding(self.content)

    def iter_content(self, chunk_size=1, decode_unicode=False):
        """The body in pieces, without ever keeping it whole. chunk_size None: as it comes."""
        if self._content_consumed and isinstance(self._content, bool):
            raise StreamConsumedError()
        if chunk_size is not None and not isinstance(chunk_size, int):
            raise TypeError(f"chunk_size must be an int, it is instead a {type(chunk_size)}.")
        pieces = iter_slices(self._content, chunk_size) if self._content_consumed else self._stream(chunk_size)
        return self._decoded(pieces) if decode_unicode and self.encoding is not None else pieces

    def _stream(self, chunk_size):
        if self.raw is not None:
            if hasattr(self.raw, "stream"):
                yield from self.raw.stream(chunk_size, decode_content=True)
            else:
                while piece := self.raw.read(chunk_size):
                    yield piece
        self._content_consumed = True

    def _decoded(self, pieces):
        import codecs

        try:
            decoder = codecs.getincrementaldecoder(self.encoding)(errors="replace")
        except LookupError:
            yield from pieces
            return
        for piece in pieces:
            if text := decoder.decode(piece):
                yield text
        if text := decoder.decode(b"", final=True):
            yield text

    def iter_lines(self, chunk_size=ITER_CHUNK_SIZE, decode_unicode=False, delimiter=None):
        """The body line by line, without their ends."""
        pending = None
        for piece in self.iter_content(chunk_size=chunk_size, decode_unicode=decode_unicode):
            if pending is not None:
                piece = pending + piece
            lines = piece.split(delimiter) if delimiter else piece.splitlines()
            # What the piece ends in the middle of waits for the next one.
            pending = lines.pop() if lines and lines[-1] and piece and lines[-1][-1] == piece[-1] else None
            yield from lines
        if pending is not None:
            yield pending

    @property
    def content(self):
        """The body as bytes."""
        if self._content is False:
            if self._content_consumed:
                raise RuntimeError("The content for this response was already consumed")
            if self.status_code == 0 or self.raw is None:
                self._content = None
            else:
                self._content = self._read_all()
        self._content_consumed = True
        return self._content

    def _read_all(self):
        raw = self.raw
        if not hasattr(raw, "pieces"):
            return b"".join(self.iter_content(CONTENT_CHUNK_SIZE)) or b""
        pieces, size = [], 0
        for piece in raw.pieces():
            pieces.append(piece)
            size += len(piece)
            if size > DECODED_LIMIT and size > DECODED_RATIO * raw.received:
                raw.close()
                self._content_consumed = True
                raise ContentDecodingError(f"{raw.received} bytes have become {size} and more by decompression: read the body "
                                           "in pieces (stream=True, iter_content) if that is meant", request=self.request)
        return b"".join(pieces)

    @property
    def text(self):
        """The body as text: in the encoding the headers name, or what it looks like. Wrong bytes become U+FFFD."""
        content = self.content
        if not content:
            return ""
        encoding = self.encoding
        if encoding is None:
            encoding = self.apparent_encoding
        try:
            return str(content, encoding, errors="replace")
        except (LookupError, TypeError, ValueError):
            return str(content, errors="replace")

    def json(self, **kwargs):
        """The body's value, read as JSON."""
        if not self.encoding and self.content and len(self.content) > 3:
            try:
                return complexjson.loads(self.content, **kwargs)  # finds out which UTF it is
            except UnicodeDecodeError:
                pass
            except complexjson.JSONDecodeError as error:
                raise JSONDecodeError(error.msg, error.doc, error.pos) from None
        try:
            return complexjson.loads(self.text, **kwargs)
        except complexjson.JSONDecodeError as error:
            raise JSONDecodeError(error.msg, error.doc, error.pos) from None

    @property
    def links(self):
        """The Link header's entries by what they are: {"next": {"url": ..., "rel": "next"}}."""
        header = self.headers.get("link")
        return {link.get("rel") or link.get("url"): link for link in parse_header_links(header)} if header else {}

    def raise_for_status(self):
        """HTTPError if the server answered with an error."""
        reason = self.reason
        if isinstance(reason, bytes):
            reason = reason.decode("utf-8", "replace")
        if 400 <= self.status_code < 600:
            whose = "Client" if self.status_code < 500 else "Server"
            raise HTTPError(f"{self.status_code} {whose} Error: {reason} for url: {self.url}", response=self)

    def close(self):
        """Leaves the rest of the body unread."""
        if not self._content_consumed and self.raw is not None:
            self.raw.close()
        release = getattr(self.raw, "release_conn", None)
        if release is not None:
            release()
