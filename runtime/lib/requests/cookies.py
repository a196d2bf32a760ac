"""Cookies of a session or an answer: http.cookiejar's jar, used like a dict."""

import copy
from collections.abc import MutableMapping
from http import cookiejar, cookies
from urllib.parse import urlsplit


class _Asked:
    """A PreparedRequest as http.cookiejar wants to see a request."""

    def __init__(self, request):
        self._request = request
        self._new = {}
        self.type = urlsplit(request.url).scheme
        self.unverifiable = False
        self.host = urlsplit(request.url).netloc.rpartition("@")[2]
        self.origin_req_host = self.host

    def get_type(self):
        return self.type

    def get_host(self):
        return self.host

    def get_full_url(self):
        return self._request.url

    def is_unverifiable(self):
        return False

    def get_origin_req_host(self):
        return self.origin_req_host

    def has_header(self, name):
        return name in self._request.headers or name in self._new

    def get_header(self, name, default=None):
        return self._request.headers.get(name, self._new.get(name, default))

    def add_unredirected_header(self, name, value):
        self._new[name] = value


class _Answered:
    """Its headers as http.cookiejar wants to see an answer."""

    def __init__(self, lines):
        self._lines = lines

    def info(self):
        return self

    def get_all(self, name, default=None):
        return [value for key, value in self._lines if key.lower() == name.lower()] or default


def extract_cookies_to_jar(jar, request, response):
    """Puts what a raw answer sets into the jar."""
    if getattr(response, "sets_cookies", False):  # what another adapter brings knows nothing of it
        jar.extract_cookies(_Answered(response.lines), _Asked(request))


def get_cookie_header(jar, request):
    """The Cookie header for the request, or None."""
    if not jar:
        return None
    asked = _Asked(request)
    jar.add_cookie_header(asked)
    return asked._new.get("Cookie")


class CookieConflictError(RuntimeError):
    """Several cookies have this name: say the domain or path as well."""


class RequestsCookieJar(cookiejar.CookieJar, MutableMapping):
    """A jar that is also a dict from name to value."""

    def _matching(self, name, domain=None, path=None):
        return [cookie for cookie in self._all()
                if cookie.name == name and domain in (None, cookie.domain) and path in (None, cookie.path)]

    def _all(self):
        return cookiejar.CookieJar.__iter__(self)

    def _one(self, name, domain=None, path=None):
        found = self._matching(name, domain, path)
        if len(found) > 1:
            raise CookieConflictError(f"There are multiple cookies with name, {name!r}")
        if not found or found[0].value is None:
            raise KeyError(f"name={name!r}, domain={domain!r}, path={path!r}")
        return found[0].value

    def get(self, name, default=None, domain=None, path=None):
        try:
            return self._one(name, domain, path)
        except KeyError:
            return default

    def set(self, name, value, **kwargs):
        """Sets a cookie; None removes it. domain and path say where it belongs."""
        if value is None:
            for cookie in self._matching(name, kwargs.get("domain"), kwargs.get("path")):
                self.clear(cookie.domain, cookie.path, cookie.name)
            return None
        cookie = morsel_to_cookie(value) if isinstance(value, cookies.Morsel) else create_cookie(name, value, **kwargs)
        self.set_cookie(cookie)
        return cookie

    def iterkeys(self):
        for cookie in self._all():
            yield cookie.name

    def keys(self):
        return list(self.iterkeys())

    def itervalues(self):
        for cookie in self._all():
            yield cookie.value

    def values(self):
        return list(self.itervalues())

    def iteritems(self):
        for cookie in self._all():
            yield cookie.name, cookie.value

    def items(self):
        return list(self.iteritems())

    def list_domains(self):
        return list(dict.fromkeys(cookie.domain for cookie in self._all()))

    def list_paths(self):
        return list(dict.fromkeys(cookie.path for cookie in self._all()))

    def multiple_domains(self):
        domains = [cookie.domain for cookie in self._all() if cookie.domain is not None]
        return len(domains) != len(set(domains))

    def get_dict(self, domain=None, path=None):
        return {cookie.name: cookie.value for cookie in self._all()
                if domain in (None, cookie.domain) and path in (None, cookie.path)}

    def __contains__(self, name):
        return name in self.keys() if isinstance(name, str) else any(cookie is name for cookie in self._all())

    def __getitem__(self, name):
        return self._one(name)

    def __setitem__(self, name, value):
        self.set(name, value)

    def __delitem__(self, name):
        found = self._matching(name)
        for cookie in found:
            self.clear(cookie.domain, cookie.path, cookie.name)

    def __iter__(self):
        return self._all()

    def __bool__(self):
        return bool(self._cookies) and len(self) > 0  # most are empty, and are asked with every request

    def set_cookie(self, cookie, *args, **kwargs):
        value = cookie.value
        if isinstance(value, str) and value.startswith('"') and value.endswith('"'):
            cookie.value = value.replace('\\"', "")
        return super().set_cookie(cookie, *args, **kwargs)

    def update(self, other):
        if isinstance(other, cookiejar.CookieJar):
            for cookie in cookiejar.CookieJar.__iter__(other):
                self.set_cookie(copy.copy(cookie))
        else:
            for name, value in dict(other).items():
                self.set(name, value)

    def copy(self):
        other = RequestsCookieJar(self._policy)
        other.update(self)
        return other

    def get_policy(self):
        return self._policy


def create_cookie(name, value, **kwargs):
    """A cookie that says no more than it is told: one without a domain goes everywhere."""
    fields = {"version": 0, "name": name, "value": value, "port": None, "domain": "", "path": "/", "secure": False,
              "expires": None, "discard": True, "comment": None, "comment_url": None, "rest": {"HttpOnly": None},
              "rfc2109": False}
    unknown = set(kwargs) - set(fields)
    if unknown:
        raise TypeError(f"create_cookie() got unexpected keyword arguments: {list(unknown)}")
    fields.update(kwargs)
    fields["port_specified"] = bool(fields["port"])
    fields["domain_specified"] = bool(fields["domain"])
    fields["domain_initial_dot"] = fields["domain"].startswith(".")
    fields["path_specified"] = bool(fields["path"])
    return cookiejar.Cookie(**fields)


def morsel_to_cookie(morsel):
    """A cookie from one of http.cookies."""
    import time

    expires = None
    if morsel["max-age"]:
        try:
            expires = int(time.time() + int(morsel["max-age"]))
        except ValueError:
            raise TypeError(f"max-age: {morsel['max-age']} must be integer")
    elif morsel["expires"]:
        expires = cookiejar.http2time(morsel["expires"])
    return create_cookie(morsel.key, morsel.value, comment=morsel["comment"], discard=False, domain=morsel["domain"],
                         expires=expires, path=morsel["path"], rest={"HttpOnly": morsel["httponly"]},
                         secure=bool(morsel["secure"]), version=morsel["version"] or 0)


def cookiejar_from_dict(cookie_dict, cookiejar=None, overwrite=True):
    """A jar with these cookies in it."""
    jar = RequestsCookieJar() if cookiejar is None else cookiejar
    if cookie_dict is not None:
        present = {cookie.name for cookie in jar}
        for name in cookie_dict:
            if overwrite or name not in present:
                jar.set_cookie(create_cookie(name, cookie_dict[name]))
    return jar


def merge_cookies(jar, cookies):
    """Adds a dict's or another jar's cookies to the jar."""
    if not isinstance(jar, cookiejar.CookieJar):
        raise ValueError("You can only merge into CookieJar")
    if isinstance(cookies, dict):
        return cookiejar_from_dict(cookies, jar, overwrite=False)
    if isinstance(cookies, RequestsCookieJar) or not hasattr(jar, "update"):
        for cookie in cookies or ():
            jar.set_cookie(copy.copy(cookie))
    elif cookies is not None:
        jar.update(cookies)
    return jar
