"""Cookies as they stand in headers: SimpleCookie reads a Cookie header and writes Set-Cookie."""

import re
import string

__all__ = ["CookieError", "BaseCookie", "SimpleCookie"]

_LEGAL = string.ascii_letters + string.digits + "!#$%&'*+-.^_`|~:"
_is_legal_key = re.compile(f"[{re.escape(_LEGAL)}]+").fullmatch
_UNESCAPED = _LEGAL + " ()/<=>?@[]{}"
_ESCAPES = {code: f"\\{code:03o}" for code in range(256) if chr(code) not in _UNESCAPED} | {
    ord('"'): '\\"', ord("\\"): "\\\\"}


class CookieError(Exception):
    """A name or attribute no cookie may have."""


def _quote(str):
    """In quotes, where the text needs them."""
    return str if str is None or _is_legal_key(str) else '"' + str.translate(_ESCAPES) + '"'


def _unquote(str):
    """Without them."""
    if str is None or len(str) < 2 or str[0] != '"' or str[-1] != '"':
        return str
    return re.sub(r"\\(?:([0-3][0-7][0-7])|(.))", lambda match: chr(int(match[1], 8)) if match[1] else match[2], str[1:-1])


def _expires(seconds):
    import email.utils
    import time

    return email.utils.formatdate(time.time() + seconds, usegmt=True)


class Morsel(dict):
    """A cookie: key, value, coded_value, and as a dict its attributes."""

    _reserved = {"expires": "expires", "path": "Path", "comment": "Comment", "domain": "Domain", "max-age": "Max-Age",
                 "secure": "Secure", "httponly": "HttpOnly", "version": "Version", "samesite": "SameSite"}
    _flags = {"secure", "httponly"}

    def __init__(self):
        self._key = self._value = self._coded_value = None
        super().__init__((key, "") for key in self._reserved)

    @property
    def key(self):
        return self._key

    @property
    def value(self):
        return self._value

    @property
    def coded_value(self):
        return self._coded_value

    def __setitem__(self, K, V):
        if K.lower() not in self._reserved:
            raise CookieError(f"Invalid attribute {K!r}")
        super().__setitem__(K.lower(), V)

    def setdefault(self, key, val=None):
        if key.lower() not in self._reserved:
            raise CookieError(f"Invalid attribute {key!r}")
        return super().setdefault(key.lower(), val)

    def __eq__(self, morsel):
        if not isinstance(morsel, Morsel):
            return NotImplemented
        return (dict.__eq__(self, morsel) and self._value == morsel._value and self._key == morsel._key
                and self._coded_value == morsel._coded_value)

    __ne__ = object.__ne__

    def copy(self):
        morsel = Morsel()
        dict.update(morsel, self)
        morsel.__dict__.update(self.__dict__)
        return morsel

    __copy__ = copy

    def update(self, values):
        data = {}
        for key, value in dict(values).items():
            if key.lower() not in self._reserved:
                raise CookieError(f"Invalid attribute {key!r}")
            data[key.lower()] = value
        dict.update(self, data)

    def isReservedKey(self, K):
        return K.lower() in self._reserved

    def set(self, key, val, coded_val):
        if key.lower() in self._reserved:
            raise CookieError(f"Attempt to set a reserved key {key!r}")
        if not _is_legal_key(key):
            raise CookieError(f"Illegal key {key!r}")
        self._key, self._value, self._coded_value = key, val, coded_val

    def __getstate__(self):
        return {"key": self._key, "value": self._value, "coded_value": self._coded_value}

    def __setstate__(self, state):
        self._key, self._value, self._coded_value = state["key"], state["value"], state["coded_value"]

    def output(self, attrs=None, header="Set-Cookie:"):
        """The header."""
        return f"{header} {self.OutputString(attrs)}"

    __str__ = output

    def __repr__(self):
        return f"<{self.__class__.__name__}: {self.OutputString()}>"

    def js_output(self, attrs=None):
        text = self.OutputString(attrs).replace('"', r"\"")
        return ('\n        <script type="text/javascript">\n        <!-- begin hiding\n        document.cookie = "'
                f'{text}";\n        // end hiding -->\n        </script>\n        ')

    def OutputString(self, attrs=None):
        parts = [f"{self.key}={self.coded_value}"]
        attrs = self._reserved if attrs is None else attrs
        for key, value in sorted(self.items()):
            if value == "" or key not in attrs:
                continue
            name = self._reserved[key]
            if key == "expires" and isinstance(value, int):
                parts.append(f"{name}={_expires(value)}")
            elif key == "max-age" and isinstance(value, int):
                parts.append(f"{name}={value}")
            elif key == "comment" and isinstance(value, str):
                parts.append(f"{name}={_quote(value)}")
            elif key in self._flags:
                if value:
                    parts.append(name)
            else:
                parts.append(f"{name}={value}")
        return "; ".join(parts)


_PATTERN = re.compile(r"""
    \s*
    (?P<key>[\w\d!#%&'~_`><@,:/$*+\-.^|)(?}{=]+?)
    (\s*=\s*
     (?P<val>
        "(?:[^\\"]|\\.)*"
      | \w{3},\s[\w\d\s-]{9,11}\s[\d:]{8}\sGMT
      | [\w\d!#%&'~_`><@,:/$*+\-.^|)(?}{=\[\]]*
     ))?
    \s*(\s+|;|$)
    """, re.ASCII | re.VERBOSE)


class BaseCookie(dict):
    """Cookies by name. A subclass says how values are written."""

    def value_decode(self, val):
        """(value, as it is written) for what was read."""
        return val, val

    def value_encode(self, val):
        """The same for what is to be written."""
        text = str(val)
        return text, text

    def __init__(self, input=None):
        if input:
            self.load(input)

    def _set(self, key, real_value, coded_value):
        morsel = self.get(key, Morsel())
        morsel.set(key, real_value, coded_value)
        dict.__setitem__(self, key, morsel)

    def __setitem__(self, key, value):
        if isinstance(value, Morsel):
            dict.__setitem__(self, key, value)
        else:
            self._set(key, *self.value_encode(value))

    def output(self, attrs=None, header="Set-Cookie:", sep="\015\012"):
        """The headers."""
        return sep.join(morsel.output(attrs, header) for _, morsel in sorted(self.items()))

    __str__ = output

    def __repr__(self):
        pairs = " ".join(f"{key}={morsel.value!r}" for key, morsel in sorted(self.items()))
        return f"<{self.__class__.__name__}: {pairs}>"

    def js_output(self, attrs=None):
        return "".join(morsel.js_output(attrs) for _, morsel in sorted(self.items()))

    def load(self, rawdata):
        """Reads a header, or takes a dict's items. A header that is wrong is left aside whole."""
        if isinstance(rawdata, str):
            self._parse(rawdata)
        else:
            for key, value in rawdata.items():
                self[key] = value

    def _parse(self, text):
        position, found, key = 0, [], None
        while 0 <= position < len(text):
            match = _PATTERN.match(text, position)
            if match is None:
                break
            name, value = match["key"], match["val"]
            position = match.end()
            if name[0] == "$":
                if key is not None:
                    found.append((False, name[1:], value))
            elif name.lower() in Morsel._reserved:
                if key is None:
                    return
                if value is None:
                    if name.lower() not in Morsel._flags:
                        return
                    found.append((False, name, True))
                else:
                    found.append((False, name, _unquote(value)))
            elif value is not None:
                found.append((True, name, self.value_decode(value)))
                key = name
            else:
                return
        morsel = None
        for is_cookie, name, value in found:
            if is_cookie:
                self._set(name, *value)
                morsel = self[name]
            else:
                morsel[name] = value


class SimpleCookie(BaseCookie):
    """Values are strings, in quotes where they need them."""

    def value_decode(self, val):
        return _unquote(val), val

    def value_encode(self, val):
        text = str(val)
        return text, _quote(text)
