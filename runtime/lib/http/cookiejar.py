"""A client's cookies: what servers have set, and which of them a request carries.

A CookieJar keeps them by domain, path and name; its policy (DefaultCookiePolicy) says what may be kept and given back. Of the
protocols that were once proposed only the one that is used is known: Set-Cookie, as browsers read it.
"""

import calendar
import re
import threading
import time
import urllib.parse

__all__ = ["Cookie", "CookieJar", "CookiePolicy", "DefaultCookiePolicy", "FileCookieJar", "LoadError", "MozillaCookieJar"]

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class LoadError(OSError):
    """The file holds no cookies."""


# --- dates

def time2isoz(t=None):
    """1994-11-24 08:49:37Z"""
    return time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime(time.time() if t is None else t))


def time2netscape(t=None):
    """Thu, 24-Nov-1994 08:49:37 GMT"""
    from email.utils import formatdate

    day, *rest = formatdate(time.time() if t is None else t, usegmt=True).split()
    return f"{day} {'-'.join(rest[:3])} {rest[3]} GMT"


_USUAL_DATE = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")


def http2time(text):
    """Seconds since 1970 for a date in one of the forms servers use; None if it is none."""
    if match := re.fullmatch(r"\s*(?:[A-Za-z]{3,9},?\s+)?(\d\d?)[\s-]([A-Za-z]{3})[a-z]*[\s-](\d{2,4})(?:[\s:]+(\d\d?):(\d\d)"
                             r"(?::(\d\d)(?:\.\d+)?)?)?\s*(?:GMT|UTC|UT|Z|[+-]0000)?\s*(?:\(\w+\))?\s*", text):
        day, month, year, hour, minute, second = match.groups()
    else:
        return None
    if month.lower() not in _MONTHS:
        return None
    day, year, hour, minute, second = int(day), int(year), int(hour or 0), int(minute or 0), int(second or 0)
    if year < 100:
        year += 2000 if year < 70 else 1900
    if not (year >= 1601 and 1 <= day <= 31 and hour <= 24 and minute <= 59 and second <= 61):
        return None
    seconds = calendar.timegm((year, _MONTHS.index(month.lower()) + 1, day, hour, minute, second))
    return float(seconds) if _USUAL_DATE.fullmatch(text) else seconds


# --- hosts and paths

def request_host(request):
    """The host a request goes to, in lower case, without its port."""
    host = urllib.parse.urlsplit(request.get_full_url()).netloc or request.get_header("Host", "")
    return re.sub(r":\d+$", "", host.rpartition("@")[2], count=1).lower()


def eff_request_host(request):
    """(host, the same with ".local" if it has no dot)."""
    host = request_host(request)
    return host, host if "." in host else host + ".local"


def request_path(request):
    """The path a request asks for."""
    path = urllib.parse.quote(urllib.parse.urlsplit(request.get_full_url()).path, "%/;:@&=+$,!~*'()")
    return path if path.startswith("/") else "/" + path


def request_port(request):
    match = re.search(r":(\d*)$", urllib.parse.urlsplit(request.get_full_url()).netloc)
    return match[1] if match else "443" if request.type == "https" else "80"


def is_HDN(text):
    """Whether it is a name, and no number."""
    return not re.search(r"\.\d+$", text) and text != "" and text[0] != "." and text[-1] != "."


def domain_match(A, B):
    """Whether host A belongs to domain B."""
    A, B = A.lower(), B.lower()
    return A == B or is_HDN(A) and B.startswith(".") and A.endswith(B) and len(A) > len(B) and is_HDN(B[1:])


class Cookie:
    """A cookie, with all that was said about it."""

    def __init__(self, version, name, value, port, port_specified, domain, domain_specified, domain_initial_dot, path,
                 path_specified, secure, expires, discard, comment, comment_url, rest, rfc2109=False):
        if port is None and port_specified is True:
            raise ValueError("if port is None, port_specified must be false")
        self.version = None if version is None else int(version)
        self.expires = None if expires is None else int(float(expires))
        self.name, self.value, self.port, self.port_specified = name, value, port, port_specified
        self.domain, self.domain_specified, self.domain_initial_dot = domain.lower(), domain_specified, domain_initial_dot
        self.path, self.path_specified = path, path_specified
        self.secure, self.discard = secure, discard
        self.comment, self.comment_url, self.rfc2109 = comment, comment_url, rfc2109
        self._rest = dict(rest)

    def has_nonstandard_attr(self, name):
        return name in self._rest

    def get_nonstandard_attr(self, name, default=None):
        return self._rest.get(name, default)

    def set_nonstandard_attr(self, name, value):
        self._rest[name] = value

    def is_expired(self, now=None):
        return self.expires is not None and self.expires <= (time.time() if now is None else now)

    def __str__(self):
        port = "" if self.port is None else ":" + self.port
        pair = self.name if self.value is None else f"{self.name}={self.value}"
        return f"<Cookie {pair} for {self.domain}{port}{self.path}>"

    def __repr__(self):
        names = ("version", "name", "value", "port", "port_specified", "domain", "domain_specified", "domain_initial_dot",
                 "path", "path_specified", "secure", "expires", "discard", "comment", "comment_url")
        fields = [f"{name}={getattr(self, name)!r}" for name in names]
        return f"{self.__class__.__name__}({', '.join([*fields, f'rest={self._rest!r}', f'rfc2109={self.rfc2109!r}'])})"


# --- policies

class CookiePolicy:
    """Says what is kept and what is given back."""

    netscape, rfc2965, hide_cookie2 = True, False, False

    def set_ok(self, cookie, request):
        raise NotImplementedError()

    def return_ok(self, cookie, request):
        raise NotImplementedError()

    def domain_return_ok(self, domain, request):
        return True

    def path_return_ok(self, path, request):
        return True


class DefaultCookiePolicy(CookiePolicy):
    """A cookie belongs to the host that set it, or to a domain that host is in."""

    DomainStrictNoDots, DomainStrictNonDomain, DomainRFC2965Match = 1, 2, 4
    DomainLiberal, DomainStrict = 0, 3

    def __init__(self, blocked_domains=None, allowed_domains=None, netscape=True, rfc2965=False, rfc2109_as_netscape=None,
                 hide_cookie2=False, strict_domain=False, strict_rfc2965_unverifiable=True, strict_ns_unverifiable=False,
                 strict_ns_domain=DomainLiberal, strict_ns_set_initial_dollar=False, strict_ns_set_path=False,
                 secure_protocols=("https", "wss")):
        self.netscape, self.rfc2965, self.hide_cookie2 = netscape, rfc2965, hide_cookie2
        self.rfc2109_as_netscape, self.strict_domain = rfc2109_as_netscape, strict_domain
        self.strict_rfc2965_unverifiable, self.strict_ns_unverifiable = strict_rfc2965_unverifiable, strict_ns_unverifiable
        self.strict_ns_domain, self.strict_ns_set_path = strict_ns_domain, strict_ns_set_path
        self.strict_ns_set_initial_dollar = strict_ns_set_initial_dollar
        self.secure_protocols = secure_protocols
        self._blocked_domains = tuple(blocked_domains or ())
        self._allowed_domains = None if allowed_domains is None else tuple(allowed_domains)

    def blocked_domains(self):
        return self._blocked_domains

    def set_blocked_domains(self, blocked_domains):
        self._blocked_domains = tuple(blocked_domains)

    def is_blocked(self, domain):
        return any(self._covers(pattern, domain) for pattern in self._blocked_domains)

    def allowed_domains(self):
        return self._allowed_domains

    def set_allowed_domains(self, allowed_domains):
        self._allowed_domains = None if allowed_domains is None else tuple(allowed_domains)

    def is_not_allowed(self, domain):
        return self._allowed_domains is not None and not any(self._covers(p, domain) for p in self._allowed_domains)

    @staticmethod
    def _covers(pattern, domain):
        return domain_match(domain, pattern) if is_HDN(domain) and pattern.startswith(".") else domain == pattern

    def set_ok(self, cookie, request):
        host, full = eff_request_host(request)
        if not self.netscape or cookie.name is None:
            return False
        if self.strict_ns_set_initial_dollar and cookie.name.startswith("$"):
            return False
        if cookie.path_specified and self.strict_ns_set_path and not self.path_return_ok(cookie.path, request):
            return False
        if self.is_blocked(cookie.domain) or self.is_not_allowed(cookie.domain):
            return False
        if not cookie.domain_specified:
            return True
        domain = cookie.domain
        bare = domain[1:] if domain.startswith(".") else domain
        if self.strict_domain and domain.count(".") >= 2 and len(domain.rsplit(".", 1)[1]) == 2:
            if domain.rsplit(".", 2)[1].lower() in ("co", "ac", "com", "edu", "org", "net", "gov", "mil", "int"):
                return False  # .co.uk belongs to nobody
        if "." not in bare and domain != ".local":
            return False  # nor does .com
        return full.endswith(domain) or ("." + full).endswith(domain)

    def return_ok(self, cookie, request):
        if not self.netscape or cookie.secure and request.type not in self.secure_protocols:
            return False
        if cookie.is_expired(self._now if hasattr(self, "_now") else None):
            return False
        if cookie.port and request_port(request) not in cookie.port.split(","):
            return False
        _, full = eff_request_host(request)
        domain = cookie.domain
        if self.strict_ns_domain & self.DomainStrictNonDomain and not cookie.domain_specified and domain != full:
            return False
        dotted = "." + domain if domain and not domain.startswith(".") else domain
        return ("." + full).endswith(dotted)

    def domain_return_ok(self, domain, request):
        host, full = (name if name.startswith(".") else "." + name for name in eff_request_host(request))
        dotted = "." + domain if domain and not domain.startswith(".") else domain
        if not (host.endswith(dotted) or full.endswith(dotted)):
            return False
        return not self.is_blocked(domain) and not self.is_not_allowed(domain)

    def path_return_ok(self, path, request):
        asked = request_path(request)
        return asked == path or asked.startswith(path) and (path.endswith("/") or asked[len(path):len(path) + 1] == "/")


# --- the jar

class CookieJar:
    """The cookies themselves."""

    def __init__(self, policy=None):
        self._policy = DefaultCookiePolicy() if policy is None else policy
        self._cookies_lock = threading.RLock()
        self._cookies = {}  # domain -> path -> name -> Cookie

    def set_policy(self, policy):
        self._policy = policy

    def _cookies_for_request(self, request):
        found = []
        for domain, paths in list(self._cookies.items()):
            if not self._policy.domain_return_ok(domain, request):
                continue
            for path, cookies in list(paths.items()):
                if self._policy.path_return_ok(path, request):
                    found += [cookie for cookie in list(cookies.values()) if self._policy.return_ok(cookie, request)]
        return found

    def add_cookie_header(self, request):
        """Gives the request the cookies it should carry."""
        with self._cookies_lock:
            cookies = self._cookies_for_request(request)
            cookies.sort(key=lambda cookie: len(cookie.path), reverse=True)
            text = "; ".join(cookie.name if cookie.value is None else f"{cookie.name}={cookie.value}" for cookie in cookies)
            if text and not request.has_header("Cookie"):
                request.add_unredirected_header("Cookie", text)
        self.clear_expired_cookies()

    def make_cookies(self, response, request):
        """The cookies an answer sets."""
        cookies = []
        for line in response.info().get_all("Set-Cookie", []):
            cookie = self._cookie_from_header(line, request)
            if cookie is not None:
                cookies.append(cookie)
        return cookies

    def _cookie_from_header(self, line, request):
        pair, *attributes = line.split(";")
        name, separator, value = pair.partition("=")
        name, value = name.strip(), value.strip()
        if not name:
            return None
        if not separator:
            value = None
        given, rest = {}, {}
        for attribute in attributes:
            key, separator, text = attribute.partition("=")
            key, text = key.strip(), text.strip()
            lower = key.lower()
            if lower in ("domain", "path", "expires", "max-age", "secure", "port", "version", "comment", "discard"):
                given.setdefault(lower, text.strip('"') if separator else None)
            elif key:
                rest[key] = text if separator else None
        expires = None
        if given.get("max-age") is not None:
            try:
                expires = int(time.time() + int(given["max-age"]))
            except ValueError:
                return None
        elif given.get("expires") is not None:
            expires = http2time(given["expires"])
        path, path_specified = given.get("path") or "", bool(given.get("path"))
        if not path_specified:
            path = request_path(request)
            end = path.rfind("/")
            path = path[:end if given.get("version") in (None, "0") else end + 1] or "/"
        domain = given.get("domain")
        domain_specified = bool(domain)
        initial_dot = bool(domain) and domain.startswith(".")
        if not domain_specified:
            domain = eff_request_host(request)[1]
        elif not initial_dot:
            domain = "." + domain
        return Cookie(0, name, value, None, False, domain, domain_specified, initial_dot, path, path_specified,
                      "secure" in given, expires, expires is None, given.get("comment"), None, rest)

    def extract_cookies(self, response, request):
        """Keeps the cookies an answer sets, as far as the policy allows."""
        with self._cookies_lock:
            for cookie in self.make_cookies(response, request):
                if cookie.is_expired():
                    try:  # that is how a server takes a cookie away
                        self.clear(cookie.domain, cookie.path, cookie.name)
                    except KeyError:
                        pass
                elif self._policy.set_ok(cookie, request):
                    self.set_cookie(cookie)

    def set_cookie_if_ok(self, cookie, request):
        if self._policy.set_ok(cookie, request):
            self.set_cookie(cookie)

    def set_cookie(self, cookie):
        with self._cookies_lock:
            self._cookies.setdefault(cookie.domain, {}).setdefault(cookie.path, {})[cookie.name] = cookie

    def clear(self, domain=None, path=None, name=None):
        """Removes all, or a domain's, a path's, or one. KeyError if it is not there."""
        with self._cookies_lock:
            if name is not None:
                if domain is None or path is None:
                    raise ValueError("domain and path must be given to remove a cookie by name")
                del self._cookies[domain][path][name]
            elif path is not None:
                if domain is None:
                    raise ValueError("domain must be given to remove cookies by path")
                del self._cookies[domain][path]
            elif domain is not None:
                del self._cookies[domain]
            else:
                self._cookies = {}

    def _clear_where(self, condition):
        with self._cookies_lock:
            for cookie in list(CookieJar.__iter__(self)):
                if condition(cookie):
                    self.clear(cookie.domain, cookie.path, cookie.name)

    def clear_session_cookies(self):
        self._clear_where(lambda cookie: cookie.discard)

    def clear_expired_cookies(self):
        now = time.time()
        self._clear_where(lambda cookie: cookie.is_expired(now))

    def __iter__(self):
        for paths in list(self._cookies.values()):
            for cookies in list(paths.values()):
                yield from list(cookies.values())

    def __len__(self):
        return sum(1 for _ in CookieJar.__iter__(self))

    def __repr__(self):
        return f"<{self.__class__.__name__}[{', '.join(repr(cookie) for cookie in CookieJar.__iter__(self))}]>"

    def __str__(self):
        return f"<{self.__class__.__name__}[{', '.join(str(cookie) for cookie in CookieJar.__iter__(self))}]>"

    def __getstate__(self):
        state = self.__dict__.copy()
        del state["_cookies_lock"]
        return state

    def __setstate__(self, state):
        self.__dict__.update(state)
        self._cookies_lock = threading.RLock()


class FileCookieJar(CookieJar):
    """A jar that can be saved."""

    def __init__(self, filename=None, delayload=False, policy=None):
        super().__init__(policy)
        self.filename = filename
        self.delayload = bool(delayload)

    def save(self, filename=None, ignore_discard=False, ignore_expires=False):
        raise NotImplementedError()

    def _name(self, filename):
        filename = self.filename if filename is None else filename
        if filename is None:
            raise ValueError("a filename was not supplied (nor was the CookieJar instance initialised with one)")
        return filename

    def load(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Adds a file's cookies."""
        filename = self._name(filename)
        with open(filename) as file:
            self._really_load(file, filename, ignore_discard, ignore_expires)

    def revert(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Forgets what is there, and loads; if that fails, everything stays."""
        with self._cookies_lock:
            old, self._cookies = self._cookies, {}
            try:
                self.load(filename, ignore_discard, ignore_expires)
            except OSError:
                self._cookies = old
                raise


class MozillaCookieJar(FileCookieJar):
    """The file browsers and curl use: a line for each cookie, seven fields between tabs."""

    def _really_load(self, file, filename, ignore_discard, ignore_expires):
        if not re.match("#( Netscape)? HTTP Cookie File", file.readline()):
            raise LoadError(f"{filename!r} does not look like a Netscape format cookies file")
        now = time.time()
        for line in file:
            rest = {}
            if line.startswith("#HttpOnly_"):
                rest["HTTPOnly"] = ""
                line = line[len("#HttpOnly_"):]
            line = line.removesuffix("\n")
            if not line.strip() or line.strip().startswith(("#", "$")):
                continue
            try:
                domain, specified, path, secure, expires, name, value = line.split("\t")
            except ValueError:
                raise LoadError(f"invalid Netscape format cookies file {filename!r}: {line!r}") from None
            if name == "":
                name, value = value, None
            cookie = Cookie(0, name, value, None, False, domain, specified == "TRUE", domain.startswith("."), path, False,
                            secure == "TRUE", expires or None, expires == "", None, None, rest)
            if (ignore_discard or not cookie.discard) and (ignore_expires or not cookie.is_expired(now)):
                self.set_cookie(cookie)

    def save(self, filename=None, ignore_discard=False, ignore_expires=False):
        now = time.time()
        with open(self._name(filename), "w") as file:
            file.write("# Netscape HTTP Cookie File\n# http://curl.haxx.se/rfc/cookie_spec.html\n"
                       "# This is a generated file!  Do not edit.\n\n")
            for cookie in self:
                if not ignore_discard and cookie.discard or not ignore_expires and cookie.is_expired(now):
                    continue
                name, value = ("", cookie.name) if cookie.value is None else (cookie.name, cookie.value)
                domain = "#HttpOnly_" + cookie.domain if cookie.has_nonstandard_attr("HTTPOnly") else cookie.domain
                fields = [domain, str(cookie.domain.startswith(".")).upper(), cookie.path, str(bool(cookie.secure)).upper(),
                          "" if cookie.expires is None else str(cookie.expires), name, value]
                file.write("\t".join(fields) + "\n")
