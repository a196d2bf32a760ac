"""What the parts of requests share."""

import codecs
import functools
import os
import re
from urllib.parse import quote, unquote, urlsplit

VERSION = "2.31.0"  # whose interface this is

_UNRESERVED = re.compile("%(2[DdEe]|3[0-9]|4[1-9A-Fa-f]|5[0-9AaFf]|6[1-9A-Fa-f]|7[0-9AaEe])")
_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


def default_user_agent(name="python-requests"):
    return f"{name}/{VERSION}"


def default_headers():
    from .structures import CaseInsensitiveDict

    return CaseInsensitiveDict({"User-Agent": default_user_agent(), "Accept-Encoding": "gzip, deflate", "Accept": "*/*",
                                "Connection": "keep-alive"})


def to_key_val_list(value):
    """Pairs, from a mapping or pairs; None stays."""
    if value is None:
        return None
    if isinstance(value, (str, bytes, bool, int)):
        raise ValueError("cannot encode objects that are not 2-tuples")
    return list(value.items()) if hasattr(value, "items") else list(value)


def unquote_unreserved(uri):
    """Letters, digits and the like need no escape: %41 becomes A."""
    return _UNRESERVED.sub(lambda match: chr(int(match[1], 16)), uri)


def requote_uri(uri):
    """Escapes what may not stand in a URL, and what already is escaped only once."""
    safe = "!#$&'()*+,/:;=?@[]~"
    if "%" in uri:
        if _BROKEN_ESCAPE.search(uri):
            return quote(uri, safe=safe)
        uri = unquote_unreserved(uri)
    return quote(uri, safe=safe + "%")


def urldefragauth(url):
    """The URL without its fragment, user and password."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()


def get_auth_from_url(url):
    """(user, password) that the URL itself says; empty where it says none."""
    parts = urlsplit(url)
    try:
        return unquote(parts.username), unquote(parts.password)
    except (AttributeError, TypeError):
        return "", ""


def parse_dict_header(value):
    """{"a": "b", "c": None} from 'a="b", c'."""
    found = {}
    for name, quoted, plain in re.findall(r'([^\s,=]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^,\s]*)))?', value):
        found[name] = re.sub(r"\\(.)", r"\1", quoted) if quoted else plain or None
    return found


def parse_header_links(value):
    """The entries of a Link header: [{"url": ..., "rel": ...}]."""
    links = []
    for part in re.split(", *<", value.strip(" '\"")) if value.strip(" '\"") else []:
        url, _, parameters = part.partition(";")
        link = {"url": url.strip("<> '\"")}
        for parameter in parameters.split(";"):
            key, separator, text = parameter.partition("=")
            if not separator:
                break
            link[key.strip(" '\"")] = text.strip(" '\"")
        links.append(link)
    return links


def parse_content_type(value):
    """(type, {parameter: value}) of a Content-Type header; names in lower case."""
    kind, *rest = value.split(";")
    parameters = {}
    for part in rest:
        key, separator, text = part.strip().partition("=")
        if key:
            parameters[key.strip("\"' ").lower()] = text.strip("\"' ") if separator else True
    return kind.strip(), parameters


def get_encoding_from_headers(headers):
    """The charset the headers name or imply; None if they don't."""
    value = headers.get("content-type")
    if not value:
        return None
    return _encoding_of_type(value)


@functools.lru_cache(16)
def _encoding_of_type(content_type):
    kind, parameters = parse_content_type(content_type)
    if "charset" in parameters:
        return str(parameters["charset"]).strip("'\"")
    if "text" in kind:
        return "ISO-8859-1"
    if "application/json" in kind:
        return "utf-8"
    return None


def detect_encoding(content):
    """What the bytes look like: by their byte order mark, else UTF-8 if they are that, else one byte a character."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
                       (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return name
    if content.isascii():
        return "ascii"
    try:
        content.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return "ISO-8859-1"


def super_len(body):
    """How many bytes are left in a body; 0 if nobody knows."""
    if isinstance(body, str):
        return len(body.encode("utf-8"))
    total = None
    if hasattr(body, "__len__"):
        total = len(body)
    elif hasattr(body, "len"):
        total = body.len
    elif hasattr(body, "fileno"):
        try:
            total = os.fstat(body.fileno()).st_size
        except (OSError, AttributeError):
            pass
    try:
        position = body.tell()
    except (OSError, AttributeError):
        return total or 0
    if total is None:
        try:
            body.seek(0, 2)
            total = body.tell()
            body.seek(position)
        except (OSError, AttributeError):
            return 0
    return max(0, total - position)


def guess_filename(file):
    name = getattr(file, "name", None)
    if isinstance(name, str) and name and not name.startswith("<"):
        return os.path.basename(name)


_PROXY_VARIABLES = {kind: (f"{kind}_proxy", f"{kind.upper()}_PROXY") for kind in ("http", "https", "all", "no")}


def getproxies(kinds=("http", "https", "all", "no")):
    """The environment's proxies: {"http": url, ...}. Names in lower case count more."""
    found, environment = {}, os.environ
    for kind in kinds:
        lower, upper = _PROXY_VARIABLES[kind]
        value = environment.get(lower)
        if value is None:
            value = environment.get(upper)
            if value and kind == "http" and "REQUEST_METHOD" in environment:
                continue  # in a CGI program HTTP_PROXY is a header of somebody's request
        if value:
            found[kind] = value
    return found


def should_bypass_proxies(url, no_proxy):
    """Whether the environment, or `no_proxy`, wants no proxy for this host."""
    listed = getproxies().get("no", "") if no_proxy is None else no_proxy
    parts = urlsplit(url)
    host, port = (parts.hostname or "").lower(), parts.port
    if not host:
        return True
    for entry in listed.replace(" ", "").lower().split(","):
        if not entry:
            continue
        if entry == "*":
            return True
        if "/" in entry:
            import ipaddress

            try:
                if ipaddress.ip_address(host) in ipaddress.ip_network(entry, strict=False):
                    return True
            except ValueError:
                pass
        entry = entry.lstrip(".")
        if host == entry or host.endswith("." + entry) or f"{host}:{port}" == entry:
            return True
    return False


def get_environ_proxies(url, no_proxy=None):
    """The environment's proxies for this URL."""
    found = getproxies(("https", "all") if url.lower().startswith("https:") else ("http", "all"))
    return found if found and not should_bypass_proxies(url, no_proxy) else {}


def select_proxy(url, proxies):
    """The proxy for this URL, or None."""
    if not proxies:
        return None
    parts = urlsplit(url)
    if parts.hostname is None:
        return proxies.get(parts.scheme, proxies.get("all"))
    for key in (f"{parts.scheme}://{parts.hostname}", parts.scheme, f"all://{parts.hostname}", "all"):
        if key in proxies:
            return proxies[key]
    return None


def iter_slices(data, length):
    """The pieces of something, each of this length but the last."""
    if length is None or length <= 0:
        length = len(data) or 1
    for start in range(0, len(data), length):
        yield data[start:start + length]


def dict_from_cookiejar(jar):
    return {cookie.name: cookie.value for cookie in jar}
