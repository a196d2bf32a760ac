"""Opening URLs: urlopen("http://...").read().

A request goes through an OpenerDirector, a list of handlers. Each handler says by the names of its methods what it can do:
http_open opens http URLs, http_request and http_response look at what goes out and comes in, http_error_302 deals with that
answer. build_opener() makes a director with the usual ones, and takes others.
"""

import base64
import bisect
import contextlib
import email
import http.client
import io
import os
import re
import socket
import sys
import tempfile
from urllib.error import ContentTooShortError, HTTPError, URLError
from urllib.parse import quote, unquote, unquote_to_bytes, urljoin, urlparse, urlsplit, urlunparse
from urllib.response import addinfourl

__all__ = ["Request", "OpenerDirector", "BaseHandler", "HTTPDefaultErrorHandler", "HTTPRedirectHandler",
           "HTTPCookieProcessor", "ProxyHandler", "HTTPPasswordMgr", "HTTPPasswordMgrWithDefaultRealm",
           "HTTPPasswordMgrWithPriorAuth", "AbstractBasicAuthHandler", "HTTPBasicAuthHandler", "ProxyBasicAuthHandler",
           "HTTPHandler", "HTTPSHandler", "FileHandler", "DataHandler", "UnknownHandler", "HTTPErrorProcessor", "urlopen",
           "install_opener", "build_opener", "pathname2url", "url2pathname", "getproxies", "urlretrieve", "urlcleanup"]

__version__ = "%d.%d" % sys.version_info[:2]

_opener = None


def urlopen(url, data=None, timeout=socket.getdefaulttimeout, *, cafile=None, capath=None, cadefault=False, context=None):
    """Opens a URL or a Request. Gives the answer: a file with status, headers and url. `context`: for https (ssl.SSLContext)."""
    global _opener
    if cafile or capath or cadefault:
        if context is not None:
            raise ValueError("You can't pass both context and any of cafile, capath, and cadefault")
        import ssl

        context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=cafile, capath=capath)
        context.set_alpn_protocols(["http/1.1"])
    if context is not None:
        return build_opener(HTTPSHandler(context=context)).open(url, data, timeout)
    if _opener is None:
        _opener = build_opener()
    return _opener.open(url, data, timeout)


def install_opener(opener):
    """Has urlopen() use this one."""
    global _opener
    _opener = opener


_temporary_files = []


def urlretrieve(url, filename=None, reporthook=None, data=None):
    """Copies what the URL names to a file. Gives (file name, headers)."""
    scheme, _, path = url.partition(":")
    with contextlib.closing(urlopen(url, data)) as source:
        headers = source.info()
        if scheme == "file" and not filename:
            return os.path.normpath(url2pathname(urlsplit(url).path)), headers
        if filename:
            target = open(filename, "wb")
        else:
            target = tempfile.NamedTemporaryFile(delete=False)
            filename = target.name
            _temporary_files.append(filename)
        with target:
            block_size, size, read, number = 8192, -1, 0, 0
            if "content-length" in headers:
                size = int(headers["Content-Length"])
            if reporthook:
                reporthook(number, block_size, size)
            while block := source.read(block_size):
                read += len(block)
                target.write(block)
                number += 1
                if reporthook:
                    reporthook(number, block_size, size)
    if size >= 0 and read < size:
        raise ContentTooShortError(f"retrieval incomplete: got only {read} out of {size} bytes", (filename, headers))
    return filename, headers


def urlcleanup():
    """Removes the files urlretrieve() made up names for."""
    global _opener
    for name in _temporary_files:
        with contextlib.suppress(OSError):
            os.unlink(name)
    _temporary_files.clear()
    _opener = None


# --- requests

def request_host(request):
    """The host a request goes to."""
    host = urlparse(request.full_url)[1] or request.get_header("Host", "")
    return re.sub(r":\d+$", "", host, count=1).lower()


class Request:
    """A URL, and what is to be said to its server."""

    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False, method=None):
        self.full_url = url
        self.headers = {}
        self.unredirected_hdrs = {}
        self._data = None
        self.data = data
        self._tunnel_host = None
        for name, value in headers.items():
            self.add_header(name, value)
        self.origin_req_host = request_host(self) if origin_req_host is None else origin_req_host
        self.unverifiable = unverifiable
        if method:
            self.method = method

    @property
    def full_url(self):
        return f"{self._full_url}#{self.fragment}" if self.fragment else self._full_url

    @full_url.setter
    def full_url(self, url):
        url = re.fullmatch(r"<?(?:URL:)?(.*?)>?", url.strip(), re.DOTALL)[1].strip()
        self._full_url, separator, fragment = url.partition("#")
        self.fragment = fragment if separator else None
        self.type, separator, rest = self._full_url.partition(":")
        if not separator or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.\-]*", self.type):
            raise ValueError(f"unknown url type: {self.full_url!r}")
        self.type = self.type.lower()
        self.host = None
        self.selector = rest
        if rest.startswith("//"):
            match = re.match(r"//([^/?#]*)(.*)", rest, re.DOTALL)
            self.host, self.selector = unquote(match[1]), match[2]
            if self.selector and self.selector[0] != "/":
                self.selector = "/" + self.selector

    @full_url.deleter
    def full_url(self):
        self._full_url = self.fragment = None
        self.selector = ""

    @property
    def data(self):
        return self._data

    @data.setter
    def data(self, data):
        if data != self._data:
            self._data = data
            if self.has_header("Content-length"):
                self.remove_header("Content-length")

    @data.deleter
    def data(self):
        self.data = None

    def get_method(self):
        return getattr(self, "method", "POST" if self.data is not None else "GET")

    def get_full_url(self):
        return self.full_url

    def set_proxy(self, host, type):
        if self.type == "https" and not self._tunnel_host:
            self._tunnel_host = self.host
        else:
            self.type = type
            self.selector = self.full_url
        self.host = host

    def has_proxy(self):
        return self.selector == self.full_url

    def add_header(self, key, val):
        self.headers[key.capitalize()] = val

    def add_unredirected_header(self, key, val):
        """A header that a redirect's request does not get."""
        self.unredirected_hdrs[key.capitalize()] = val

    def has_header(self, header_name):
        return header_name in self.headers or header_name in self.unredirected_hdrs

    def get_header(self, header_name, default=None):
        return self.headers.get(header_name, self.unredirected_hdrs.get(header_name, default))

    def remove_header(self, header_name):
        self.headers.pop(header_name, None)
        self.unredirected_hdrs.pop(header_name, None)

    def header_items(self):
        return list({**self.unredirected_hdrs, **self.headers}.items())


# --- the director

class OpenerDirector:
    """Asks the handlers, in their order."""

    def __init__(self):
        self.addheaders = [("User-agent", f"Python-urllib/{__version__}")]
        self.handlers = []
        self.handle_open = {}
        self.handle_error = {}
        self.process_response = {}
        self.process_request = {}

    def add_handler(self, handler):
        """Adds a handler, by what its methods' names say."""
        if not hasattr(handler, "add_parent"):
            raise TypeError(f"expected BaseHandler instance, got {type(handler)!r}")
        added = False
        for name in dir(handler):
            protocol, separator, what = name.partition("_")
            if not separator or name in ("redirect_request", "do_open", "proxy_open"):
                continue
            if what.startswith("error"):
                code = what.partition("_")[2]
                key = int(code) if code.isdigit() else code
                handlers = self.handle_error.setdefault(protocol, {}).setdefault(key, [])
            elif what == "open":
                handlers = self.handle_open.setdefault(protocol, [])
            elif what == "response":
                handlers = self.process_response.setdefault(protocol, [])
            elif what == "request":
                handlers = self.process_request.setdefault(protocol, [])
            else:
                continue
            bisect.insort(handlers, handler)
            added = True
        if added:
            bisect.insort(self.handlers, handler)
            handler.add_parent(self)

    def close(self):
        pass

    def _call_chain(self, chain, kind, method, *args):
        for handler in chain.get(kind, ()):
            result = getattr(handler, method)(*args)
            if result is not None:
                return result

    def open(self, fullurl, data=None, timeout=socket.getdefaulttimeout):
        """Opens a URL or a Request."""
        if isinstance(fullurl, str):
            request = Request(fullurl, data)
        else:
            request = fullurl
            if data is not None:
                request.data = data
        request.timeout = timeout
        protocol = request.type
        for handler in self.process_request.get(protocol, ()):
            request = getattr(handler, protocol + "_request")(request)
        response = self._open(request, data)
        for handler in self.process_response.get(protocol, ()):
            response = getattr(handler, protocol + "_response")(request, response)
        return response

    def _open(self, request, data=None):
        for kind, method in (("default", "default_open"), (request.type, request.type + "_open"),
                             ("unknown", "unknown_open")):
            result = self._call_chain(self.handle_open, kind, method, request)
            if result:
                return result

    def error(self, proto, *args):
        """Asks the handlers what to do about an answer that is an error."""
        if proto in ("http", "https"):
            code = args[2]
            chain = self.handle_error["http"]
            result = self._call_chain(chain, code, f"http_error_{code}", *args)
            return result or self._call_chain(chain, "default", "http_error_default", *args)
        return self._call_chain(self.handle_error.get(proto, {}), "default", f"{proto}_error", *args)


def build_opener(*handlers):
    """A director with the usual handlers, but for those that a given one (or a class) is a kind of."""
    opener = OpenerDirector()
    usual = [ProxyHandler, UnknownHandler, HTTPHandler, HTTPDefaultErrorHandler, HTTPRedirectHandler, FileHandler,
             HTTPErrorProcessor, DataHandler, HTTPSHandler]
    for cls in usual:
        if not any(issubclass(given, cls) if isinstance(given, type) else isinstance(given, cls) for given in handlers):
            opener.add_handler(cls())
    for handler in handlers:
        opener.add_handler(handler() if isinstance(handler, type) else handler)
    return opener


# --- the handlers

class BaseHandler:
    """The base of all of them."""

    handler_order = 500  # smaller ones are asked first

    def add_parent(self, parent):
        self.parent = parent

    def close(self):
        pass

    def __lt__(self, other):
        return not hasattr(other, "handler_order") or self.handler_order < other.handler_order


class HTTPErrorProcessor(BaseHandler):
    """Takes answers other than 2xx to the error handlers."""

    handler_order = 1000

    def http_response(self, request, response):
        code, message, headers = response.code, response.msg, response.info()
        if not 200 <= code < 300:
            response = self.parent.error("http", request, response, code, message, headers)
        return response

    https_response = http_response


class HTTPDefaultErrorHandler(BaseHandler):
    """Raises what nobody knew how to deal with."""

    def http_error_default(self, req, fp, code, msg, hdrs):
        raise HTTPError(req.full_url, code, msg, hdrs, fp)


class HTTPRedirectHandler(BaseHandler):
    """Follows redirects: ten of them at most, to one place four times at most."""

    max_repeats = 4
    max_redirections = 10
    inf_msg = ("The HTTP server returned a redirect error that would lead to an infinite loop.\n"
               "The last 30x error message was:\n")

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        """The request to make instead; None lets others try."""
        method = req.get_method()
        if not (code in (301, 302, 303, 307, 308) and method in ("GET", "HEAD") or code in (301, 302, 303) and method == "POST"):
            raise HTTPError(req.full_url, code, msg, headers, fp)
        newurl = newurl.replace(" ", "%20")
        kept = {name: value for name, value in req.headers.items() if name.lower() not in ("content-length", "content-type")}
        return Request(newurl, method="HEAD" if method == "HEAD" else "GET", headers=kept,
                       origin_req_host=req.origin_req_host, unverifiable=True)

    def http_error_302(self, req, fp, code, msg, headers):
        newurl = headers.get("location") or headers.get("uri")
        if not newurl:
            return None
        parts = urlparse(newurl)
        if parts.scheme not in ("http", "https", "ftp", ""):
            raise HTTPError(newurl, code, f"{msg} - Redirection to url '{newurl}' is not allowed", headers, fp)
        if not parts.path and parts.netloc:
            parts = parts._replace(path="/")
        newurl = quote(urlunparse(parts), encoding="iso-8859-1", safe="!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
        newurl = urljoin(req.full_url, newurl)
        new = self.redirect_request(req, fp, code, msg, headers, newurl)
        if new is None:
            return None
        visited = new.redirect_dict = getattr(req, "redirect_dict", {})
        req.redirect_dict = visited
        if visited.get(newurl, 0) >= self.max_repeats or len(visited) >= self.max_redirections:
            raise HTTPError(req.full_url, code, self.inf_msg + msg, headers, fp)
        visited[newurl] = visited.get(newurl, 0) + 1
        fp.read()
        fp.close()
        return self.parent.open(new, timeout=req.timeout)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class AbstractHTTPHandler(BaseHandler):
    """Speaks HTTP."""

    def __init__(self, debuglevel=0):
        self._debuglevel = debuglevel

    def set_http_debuglevel(self, level):
        self._debuglevel = level

    def do_request_(self, request):
        """Completes the headers."""
        if not request.host:
            raise URLError("no host given")
        if request.data is not None:
            data = request.data
            if isinstance(data, str):
                raise TypeError("POST data should be bytes, an iterable of bytes, or a file object. It cannot be of type str.")
            if not request.has_header("Content-type"):
                request.add_unredirected_header("Content-type", "application/x-www-form-urlencoded")
            if not request.has_header("Content-length") and not request.has_header("Transfer-encoding"):
                length = http.client.HTTPConnection._body_length(None, data, request.get_method())
                if length is not None:
                    request.add_unredirected_header("Content-length", str(length))
                else:
                    request.add_unredirected_header("Transfer-encoding", "chunked")
        host = urlparse(request.selector).netloc if request.has_proxy() else request.host
        if not request.has_header("Host"):
            request.add_unredirected_header("Host", host)
        for name, value in self.parent.addheaders:
            name = name.capitalize()
            if not request.has_header(name):
                request.add_unredirected_header(name, value)
        return request

    def do_open(self, http_class, req, **http_conn_args):
        """Makes the request, on a connection of its own."""
        if not req.host:
            raise URLError("no host given")
        connection = http_class(req.host, timeout=req.timeout, **http_conn_args)
        connection.set_debuglevel(self._debuglevel)
        headers = dict(req.unredirected_hdrs)
        headers.update({name: value for name, value in req.headers.items() if name not in headers})
        headers["Connection"] = "close"
        headers = {name.title(): value for name, value in headers.items()}
        if req._tunnel_host:
            tunnel_headers = {}
            if "Proxy-Authorization" in headers:
                tunnel_headers["Proxy-Authorization"] = headers.pop("Proxy-Authorization")
            connection.set_tunnel(req._tunnel_host, headers=tunnel_headers)
        try:
            try:
                connection.request(req.get_method(), req.selector or "/", req.data, headers,
                                   encode_chunked=req.has_header("Transfer-encoding"))
            except OSError as error:
                raise URLError(error)
            response = connection.getresponse()
        except:
            connection.close()
            raise
        if connection.sock:  # the answer has the descriptor now
            connection.sock.close()
            connection.sock = None
        response.url = req.get_full_url()
        response.msg = response.reason
        return response


class HTTPHandler(AbstractHTTPHandler):
    """http: URLs."""

    def http_open(self, req):
        return self.do_open(http.client.HTTPConnection, req)

    http_request = AbstractHTTPHandler.do_request_


class HTTPSHandler(AbstractHTTPHandler):
    """https: URLs."""

    def __init__(self, debuglevel=0, context=None, check_hostname=None):
        super().__init__(debuglevel)
        self._context = context
        self._check_hostname = check_hostname

    def https_open(self, req):
        return self.do_open(http.client.HTTPSConnection, req, context=self._context, check_hostname=self._check_hostname)

    https_request = AbstractHTTPHandler.do_request_


class HTTPCookieProcessor(BaseHandler):
    """Keeps cookies in a jar."""

    def __init__(self, cookiejar=None):
        import http.cookiejar

        self.cookiejar = http.cookiejar.CookieJar() if cookiejar is None else cookiejar

    def http_request(self, request):
        self.cookiejar.add_cookie_header(request)
        return request

    def http_response(self, request, response):
        self.cookiejar.extract_cookies(response, request)
        return response

    https_request, https_response = http_request, http_response


class UnknownHandler(BaseHandler):
    """The last one asked."""

    def unknown_open(self, req):
        raise URLError(f"unknown url type: {req.type}")


class FileHandler(BaseHandler):
    """file: URLs, on this machine."""

    def file_open(self, req):
        import mimetypes
        from email.utils import formatdate

        name = url2pathname(req.selector)
        try:
            status = os.stat(name)
            if req.host and req.host not in ("localhost", "127.0.0.1"):
                raise URLError("file not on local host")
            kind = mimetypes.guess_type(req.selector)[0]
            headers = email.message_from_string(f"Content-type: {kind or 'text/plain'}\nContent-length: {status.st_size}\n"
                                                f"Last-modified: {formatdate(status.st_mtime, usegmt=True)}\n")
            return addinfourl(open(name, "rb"), headers, "file://" + (req.host or "") + req.selector)
        except OSError as error:
            raise URLError(error, req.selector)

    open_local_file = file_open


class DataHandler(BaseHandler):
    """data: URLs, which hold what they name."""

    def data_open(self, req):
        _, _, rest = req.full_url.partition(":")
        kind, separator, text = rest.partition(",")
        if not separator:
            raise ValueError("not enough values to unpack (expected 2, got 1)")
        data = unquote_to_bytes(text)
        if kind.endswith(";base64"):
            data = base64.decodebytes(data)
            kind = kind[:-7]
        headers = email.message_from_string(f"Content-type: {kind or 'text/plain;charset=US-ASCII'}\n"
                                            f"Content-length: {len(data)}\n")
        return addinfourl(io.BytesIO(data), headers, req.full_url)


# --- proxies

class ProxyHandler(BaseHandler):
    """Sends requests through proxies: {"http": "http://host:port"}; by default those of the environment."""

    handler_order = 100

    def __init__(self, proxies=None):
        self.proxies = getproxies() if proxies is None else proxies
        for kind, url in self.proxies.items():
            setattr(self, f"{kind.lower()}_open",
                    lambda request, proxy=url, kind=kind.lower(): self.proxy_open(request, proxy, kind))

    def proxy_open(self, req, proxy, type):
        if req.host and proxy_bypass(req.host):
            return None
        parts = urlsplit(proxy if "://" in proxy else f"//{proxy}", scheme=type)
        if parts.username and parts.password:
            who = f"{unquote(parts.username)}:{unquote(parts.password)}"
            req.add_header("Proxy-authorization", "Basic " + base64.b64encode(who.encode()).decode("ascii"))
        original = req.type
        req.set_proxy(unquote(parts.netloc.rpartition("@")[2]), parts.scheme)
        if original == parts.scheme or original == "https":
            return None  # the protocol's own handler goes on
        return self.parent.open(req, timeout=req.timeout)


def getproxies_environment():
    """The environment's proxies by protocol."""
    found = {}
    for name, value in os.environ.items():
        if len(name) > 6 and name[-6:].lower() == "_proxy" and value:
            found[name[:-6].lower()] = value
    if "REQUEST_METHOD" in os.environ:
        found.pop("http", None)
    for name, value in os.environ.items():  # the lower case ones count
        if name.endswith("_proxy") and name == name.lower():
            if value:
                found[name[:-6]] = value
            else:
                found.pop(name[:-6], None)
    return found


getproxies = getproxies_environment


def proxy_bypass_environment(host, proxies=None):
    """Whether the environment wants no proxy for this host."""
    listed = (getproxies_environment() if proxies is None else proxies).get("no", "")
    if listed == "*":
        return True
    host = host.lower()
    bare = re.sub(r":\d+$", "", host)
    for name in listed.split(","):
        name = name.strip().lstrip(".").lower()
        if name and (name in (bare, host) or bare.endswith("." + name) or host.endswith("." + name)):
            return True
    return False


proxy_bypass = proxy_bypass_environment


# --- passwords

class HTTPPasswordMgr:
    """Names and passwords by realm and place."""

    def __init__(self):
        self.passwd = {}

    def add_password(self, realm, uri, user, passwd):
        """For a URL, or several, and all below."""
        places = self.passwd.setdefault(realm, {})
        for default_port in (True, False):
            key = tuple(self.reduce_uri(one, default_port) for one in ([uri] if isinstance(uri, str) else uri))
            places[key] = (user, passwd)

    def find_user_password(self, realm, authuri):
        """(name, password), or (None, None)."""
        for default_port in (True, False):
            asked = self.reduce_uri(authuri, default_port)
            for places, pair in self.passwd.get(realm, {}).items():
                if any(self.is_suburi(place, asked) for place in places):
                    return pair
        return None, None

    def reduce_uri(self, uri, default_port=True):
        parts = urlsplit(uri)
        host, path = (parts[1], parts[2] or "/") if parts[1] else (uri, "/")
        if default_port and host and ":" not in host and parts[0] in ("http", "https"):
            host += ":80" if parts[0] == "http" else ":443"
        return host, path

    def is_suburi(self, base, test):
        if base == test:
            return True
        if base[0] != test[0]:
            return False
        prefix = base[1] if base[1].endswith("/") else base[1] + "/"
        return test[1].startswith(prefix)


class HTTPPasswordMgrWithDefaultRealm(HTTPPasswordMgr):
    """Realm None is for those without passwords of their own."""

    def find_user_password(self, realm, authuri):
        user, password = super().find_user_password(realm, authuri)
        return (user, password) if user is not None else super().find_user_password(None, authuri)


class HTTPPasswordMgrWithPriorAuth(HTTPPasswordMgrWithDefaultRealm):
    """Says the password before it is asked, where told so."""

    def __init__(self):
        self.authenticated = {}
        super().__init__()

    def add_password(self, realm, uri, user, passwd, is_authenticated=False):
        self.update_authenticated(uri, is_authenticated)
        if realm is not None:
            super().add_password(None, uri, user, passwd)
        super().add_password(realm, uri, user, passwd)

    def update_authenticated(self, uri, is_authenticated=False):
        for one in [uri] if isinstance(uri, str) else uri:
            for default_port in (True, False):
                self.authenticated[self.reduce_uri(one, default_port)] = is_authenticated

    def is_authenticated(self, authuri):
        for default_port in (True, False):
            asked = self.reduce_uri(authuri, default_port)
            for place, value in self.authenticated.items():
                if self.is_suburi(place, asked):
                    return value


class AbstractBasicAuthHandler:
    """Answers a question for a password, once."""

    def __init__(self, password_mgr=None):
        self.passwd = HTTPPasswordMgr() if password_mgr is None else password_mgr
        self.add_password = self.passwd.add_password

    def http_error_auth_reqed(self, authreq, host, req, headers):
        for line in headers.get_all(authreq) or ():
            match = re.search(r"""\b[Bb]asic\s.*?realm=(?:"([^"]*)"|'([^']*)'|([^\s,]*))""", line)
            if match:
                return self.retry_http_basic_auth(host, req, next(part for part in match.groups() if part is not None))

    def retry_http_basic_auth(self, host, req, realm):
        user, password = self.passwd.find_user_password(realm, host)
        if password is None:
            return None
        value = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
        if req.get_header(self.auth_header, None) == value:
            return None  # it has been refused
        req.add_unredirected_header(self.auth_header, value)
        return self.parent.open(req, timeout=req.timeout)


class HTTPBasicAuthHandler(AbstractBasicAuthHandler, BaseHandler):
    """The server asks."""

    auth_header = "Authorization"

    def http_error_401(self, req, fp, code, msg, headers):
        return self.http_error_auth_reqed("www-authenticate", req.full_url, req, headers)


class ProxyBasicAuthHandler(AbstractBasicAuthHandler, BaseHandler):
    """The proxy asks."""

    auth_header = "Proxy-authorization"

    def http_error_407(self, req, fp, code, msg, headers):
        return self.http_error_auth_reqed("proxy-authenticate", req.host, req, headers)


# --- names of files

def pathname2url(pathname):
    """A file's name as the path of a file: URL."""
    return quote(pathname)


def url2pathname(pathname):
    """The opposite."""
    return unquote(pathname)
