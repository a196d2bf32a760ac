"""URLs: taken apart, put together, quoted.

The functions take and give str or bytes (ASCII); a result has the type of the arguments.
"""

import re
import types
from collections import namedtuple

__all__ = [
    "urlparse", "urlunparse", "urljoin", "urldefrag", "urlsplit", "urlunsplit", "urlencode", "parse_qs", "parse_qsl",
    "quote", "quote_plus", "quote_from_bytes", "unquote", "unquote_plus", "unquote_to_bytes", "DefragResult",
    "ParseResult", "SplitResult", "DefragResultBytes", "ParseResultBytes", "SplitResultBytes",
]

# The schemes whose URLs have the respective parts.
uses_relative = ["", "ftp", "http", "gopher", "nntp", "imap", "wais", "file", "https", "shttp", "mms", "prospero", "rtsp",
                 "rtspu", "sftp", "svn", "svn+ssh", "ws", "wss"]
uses_netloc = ["", "ftp", "http", "gopher", "nntp", "telnet", "imap", "wais", "file", "mms", "https", "shttp", "snews",
               "prospero", "rtsp", "rtspu", "rsync", "svn", "svn+ssh", "sftp", "nfs", "git", "git+ssh", "ws", "wss"]
uses_params = ["", "ftp", "hdl", "prospero", "http", "imap", "https", "shttp", "rtsp", "rtspu", "sip", "sips", "mms",
               "sftp", "tel"]

scheme_chars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."

_strip = "".join(map(chr, range(33)))
_unsafe = ["\t", "\r", "\n"]


def _to_text(*args):
    """The arguments as str, and what turns a result back into their type."""
    is_text = isinstance(args[0], str)
    for arg in args[1:]:
        if arg and isinstance(arg, str) != is_text:
            raise TypeError("Cannot mix str and non-str arguments")
    if is_text:
        return args + (lambda result: result,)
    return tuple(arg.decode("ascii", "strict") if arg else "" for arg in args) + (lambda result: result.encode()
                                                                                 if hasattr(result, "encode") else result,)


class _NetlocParts:
    """user:password@host:port, for results that have a netloc."""

    __slots__ = ()

    @property
    def username(self):
        return self._userinfo[0]

    @property
    def password(self):
        return self._userinfo[1]

    @property
    def hostname(self):
        hostname = self._hostinfo[0]
        if not hostname:
            return None
        separator = "%" if isinstance(hostname, str) else b"%"
        hostname, percent, zone = hostname.partition(separator)
        return hostname.lower() + percent + zone

    @property
    def port(self):
        port = self._hostinfo[1]
        if port is None:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError(f"Port could not be cast to integer value as {port!r}")
        port = int(port)
        if not 0 <= port <= 65535:
            raise ValueError("Port out of range 0-65535")
        return port

    def _marks(self):
        text = self.netloc
        return (text, "@", ":", "[", "]") if isinstance(text, str) else (text, b"@", b":", b"[", b"]")

    @property
    def _userinfo(self):
        text, at, colon, _, _ = self._marks()
        userinfo, has_userinfo, _ = text.rpartition(at)
        if not has_userinfo:
            return None, None
        username, has_password, password = userinfo.partition(colon)
        return username, password if has_password else None

    @property
    def _hostinfo(self):
        text, at, colon, opening, closing = self._marks()
        hostinfo = text.rpartition(at)[2]
        _, bracketed, rest = hostinfo.partition(opening)
        if bracketed:
            hostname, _, port = rest.partition(closing)
            port = port.partition(colon)[2]
        else:
            hostname, _, port = hostinfo.partition(colon)
        return hostname, port or None

    __class_getitem__ = classmethod(types.GenericAlias)


_Defrag = namedtuple("_DefragResultBase", "url fragment")
_Split = namedtuple("_SplitResultBase", "scheme netloc path query fragment")
_Parse = namedtuple("_ParseResultBase", "scheme netloc path params query fragment")


class DefragResult(_Defrag):
    __slots__ = ()

    def geturl(self):
        return self.url + "#" + self.fragment if self.fragment else self.url

    def encode(self, encoding="ascii", errors="strict"):
        return DefragResultBytes(*(part.encode(encoding, errors) for part in self))


class SplitResult(_Split, _NetlocParts):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)

    def encode(self, encoding="ascii", errors="strict"):
        return SplitResultBytes(*(part.encode(encoding, errors) for part in self))


class ParseResult(_Parse, _NetlocParts):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)

    def encode(self, encoding="ascii", errors="strict"):
        return ParseResultBytes(*(part.encode(encoding, errors) for part in self))


class DefragResultBytes(_Defrag):
    __slots__ = ()

    def geturl(self):
        return self.url + b"#" + self.fragment if self.fragment else self.url

    def decode(self, encoding="ascii", errors="strict"):
        return DefragResult(*(part.decode(encoding, errors) for part in self))


class SplitResultBytes(_Split, _NetlocParts):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)

    def decode(self, encoding="ascii", errors="strict"):
        return SplitResult(*(part.decode(encoding, errors) for part in self))


class ParseResultBytes(_Parse, _NetlocParts):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)

    def decode(self, encoding="ascii", errors="strict"):
        return ParseResult(*(part.decode(encoding, errors) for part in self))


# ------------------------------------------------------------------ taking apart

def urlparse(url, scheme="", allow_fragments=True):
    """scheme://netloc/path;params?query#fragment as a ParseResult."""
    url, scheme, back = _to_text(url, scheme)
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ""
    if scheme in uses_params and ";" in path:
        path, params = _split_params(path)
    return back(ParseResult(scheme, netloc, path, params, query, fragment))


def _split_params(path):
    start = path.rfind("/") if "/" in path else 0
    at = path.find(";", start)
    return (path, "") if at < 0 else (path[:at], path[at + 1:])


def _check_netloc(netloc):
    """Refuses characters that become delimiters when they are normalised."""
    if not netloc or netloc.isascii():
        return
    import unicodedata
    plain = netloc
    for c in "@:#?":
        plain = plain.replace(c, "")
    normal = unicodedata.normalize("NFKC", plain)
    if plain != normal:
        for c in "/?#@:":
            if c in normal:
                raise ValueError(f"netloc {netloc!r} contains invalid characters under NFKC normalization")


def urlsplit(url, scheme="", allow_fragments=True):
    """scheme://netloc/path?query#fragment as a SplitResult."""
    url, scheme, back = _to_text(url, scheme)
    url = url.lstrip(_strip)
    scheme = scheme.strip(_strip)
    for c in _unsafe:
        url = url.replace(c, "")
        scheme = scheme.replace(c, "")
    netloc = query = fragment = ""
    at = url.find(":")
    if at > 0 and url[0].isascii() and url[0].isalpha() and all(c in scheme_chars for c in url[:at]):
        scheme, url = url[:at].lower(), url[at + 1:]
    if url[:2] == "//":
        end = min((found for found in (url.find(c, 2) for c in "/?#") if found >= 0), default=len(url))
        netloc, url = url[2:end], url[end:]
        if ("[" in netloc) != ("]" in netloc):
            raise ValueError("Invalid IPv6 URL")
    if allow_fragments and "#" in url:
        url, fragment = url.split("#", 1)
    if "?" in url:
        url, query = url.split("?", 1)
    _check_netloc(netloc)
    return back(SplitResult(scheme, netloc, url, query, fragment))


def urlunparse(components):
    """The opposite of urlparse()."""
    scheme, netloc, url, params, query, fragment, back = _to_text(*components)
    if params:
        url = f"{url};{params}"
    return back(urlunsplit((scheme, netloc, url, query, fragment)))


def urlunsplit(components):
    """The opposite of urlsplit()."""
    scheme, netloc, url, query, fragment, back = _to_text(*components)
    if netloc or scheme and scheme in uses_netloc and url[:2] != "//":
        if url and url[:1] != "/":
            url = "/" + url
        url = "//" + (netloc or "") + url
    if scheme:
        url = scheme + ":" + url
    if query:
        url = url + "?" + query
    if fragment:
        url = url + "#" + fragment
    return back(url)


def urljoin(base, url, allow_fragments=True):
    """What `url` means on a page at `base` (RFC 3986)."""
    if not base:
        return url
    if not url:
        return base
    base, url, back = _to_text(base, url)
    b_scheme, b_netloc, b_path, b_params, b_query, b_fragment = urlparse(base, "", allow_fragments)
    scheme, netloc, path, params, query, fragment = urlparse(url, b_scheme, allow_fragments)
    if scheme != b_scheme or scheme not in uses_relative:
        return back(url)
    if scheme in uses_netloc:
        if netloc:
            return back(urlunparse((scheme, netloc, path, params, query, fragment)))
        netloc = b_netloc
    if not path and not params:
        return back(urlunparse((scheme, netloc, b_path, b_params, query or b_query, fragment)))
    base_parts = b_path.split("/")
    if base_parts[-1] != "":
        del base_parts[-1]
    if path[:1] == "/":
        segments = path.split("/")
    else:
        segments = base_parts + path.split("/")
        segments[1:-1] = filter(None, segments[1:-1])
    resolved = []
    for segment in segments:
        if segment == "..":
            if resolved:
                resolved.pop()
        elif segment != ".":
            resolved.append(segment)
    if segments[-1] in (".", ".."):
        resolved.append("")
    return back(urlunparse((scheme, netloc, "/".join(resolved) or "/", params, query, fragment)))


def urldefrag(url):
    """The URL without its fragment, and the fragment."""
    url, back = _to_text(url)
    if "#" in url:
        scheme, netloc, path, params, query, fragment = urlparse(url)
        url = urlunparse((scheme, netloc, path, params, query, ""))
    else:
        fragment = ""
    return back(DefragResult(url, fragment))


# ------------------------------------------------------------------ quoting

_always_safe = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~")


def quote(string, safe="/", encoding=None, errors=None):
    """%xx for every byte that is neither a letter, a digit, one of _.-~ nor in `safe`."""
    if isinstance(string, str):
        if not string:
            return string
        string = string.encode(encoding or "utf-8", errors or "strict")
    else:
        if encoding is not None:
            raise TypeError("quote() doesn't support 'encoding' for bytes")
        if errors is not None:
            raise TypeError("quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe="", encoding=None, errors=None):
    """The same, with + for spaces: as forms are sent."""
    if isinstance(string, str) and " " not in string or isinstance(string, bytes) and b" " not in string:
        return quote(string, safe, encoding, errors)
    space = " " if isinstance(safe, str) else b" "
    return quote(string, safe + space, encoding, errors).replace(" ", "+")


def quote_from_bytes(bs, safe="/"):
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError("quote_from_bytes() expected bytes")
    if not bs:
        return ""
    if isinstance(safe, str):
        safe = safe.encode("ascii", "ignore")
    keep = _always_safe.union(c for c in safe if c < 128)
    return "".join([chr(c) if c in keep else f"%{c:02X}" for c in bs])


def unquote_to_bytes(string):
    if not string:
        string.split  # an argument that is no text is an error even when it is empty
        return b""
    if isinstance(string, str):
        string = string.encode("utf-8")
    first, *rest = string.split(b"%")
    result = bytearray(first)
    for piece in rest:
        try:
            result.append(int(piece[:2], 16) if len(piece) >= 2 and piece[:2].isalnum() else _raise())
            result += piece[2:]
        except ValueError:
            result += b"%" + piece
    return bytes(result)


def _raise():
    raise ValueError


def unquote(string, encoding="utf-8", errors="replace"):
    """The characters that %xx stand for; bytes that are no text are replaced."""
    if isinstance(string, bytes):
        return unquote_to_bytes(string).decode(encoding or "utf-8", errors or "replace")
    if "%" not in string:
        string.split
        return string
    # Only ASCII runs hold escapes; what lies between them stays.
    return re.sub("[\x00-\x7f]+",
                  lambda run: unquote_to_bytes(run.group()).decode(encoding or "utf-8", errors or "replace"), string)


def unquote_plus(string, encoding="utf-8", errors="replace"):
    return unquote(string.replace("+", " "), encoding, errors)


# ------------------------------------------------------------------ queries

def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace",
             max_num_fields=None, separator="&"):
    """A query as a dict of lists."""
    result = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors, max_num_fields, separator):
        result.setdefault(name, []).append(value)
    return result


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace",
              max_num_fields=None, separator="&"):
    """A query as a list of (name, value)."""
    qs, back = _to_text(qs)
    if isinstance(separator, bytes):
        separator = separator.decode("ascii")
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError("Separator must be of type string or bytes.")
    if max_num_fields is not None and max_num_fields < 1 + qs.count(separator):
        raise ValueError("Max number of fields exceeded")
    result = []
    for pair in qs.split(separator) if qs else []:
        if not pair and not strict_parsing:
            continue
        name, equals, value = pair.partition("=")
        if not equals:
            if strict_parsing:
                raise ValueError("bad query field: %r" % (pair,))
            if not keep_blank_values:
                continue
        if value or keep_blank_values:
            name = unquote(name.replace("+", " "), encoding=encoding, errors=errors)
            value = unquote(value.replace("+", " "), encoding=encoding, errors=errors)
            result.append((back(name), back(value)))
    return result


def urlencode(query, doseq=False, safe="", encoding=None, errors=None, quote_via=quote_plus):
    """A dict or a sequence of pairs as a query; with doseq, a value that is a sequence becomes several pairs."""
    if hasattr(query, "items"):
        query = query.items()
    else:
        try:
            if len(query) and not isinstance(query[0], tuple):
                raise TypeError
        except TypeError:
            raise TypeError("not a valid non-string sequence or mapping object") from None

    def quoted(value):
        if isinstance(value, bytes):
            return quote_via(value, safe)
        return quote_via(str(value), safe, encoding, errors)

    pairs = []
    for name, value in query:
        name = quoted(name)
        if doseq and not isinstance(value, (str, bytes)):
            try:
                len(value)
            except TypeError:
                pass
            else:
                pairs.extend(name + "=" + quoted(each) for each in value)
                continue
        pairs.append(name + "=" + quoted(value))
    return "&".join(pairs)
