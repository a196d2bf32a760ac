"""A message: headers and what they speak of.

Headers are a list of (name, value) pairs in the order they came in; a name may come several times, and is found in any
case. The payload is a str, or for a multipart message a list of messages.
"""

import re

from email import utils

__all__ = ["Message"]

_PLAIN = re.compile(r"[^ ()<>@,;:\\\"/\[\]?=]+\Z")


def _split_parameters(value):
    """The parts of a header value, between semicolons that no quotes protect."""
    parts, start, quoted, position = [], 0, False, 0
    while position < len(value):
        character = value[position]
        if character == "\\" and quoted:
            position += 1
        elif character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            parts.append(value[start:position])
            start = position + 1
        position += 1
    parts.append(value[start:])
    return parts


def _format_parameter(name, value=None, quote=True):
    if value is None or len(value) == 0:
        return name
    if isinstance(value, tuple):
        return f"{name}*={utils.encode_rfc2231(value[2], value[0], value[1])}"
    try:
        value.encode("ascii")
    except UnicodeEncodeError:
        return f"{name}*={utils.encode_rfc2231(value, 'utf-8', '')}"
    return f'{name}="{utils.quote(value)}"' if quote or not _PLAIN.match(value) else f"{name}={value}"


class Message:
    """Headers and a payload. Used like a dict of headers, except that a name may be there more than once."""

    def __init__(self, policy=None):
        self.policy = policy
        self._headers = []
        self._unixfrom = None
        self._payload = None
        self._charset = None
        self.preamble = self.epilogue = None
        self.defects = []
        self._default_type = "text/plain"

    def __str__(self):
        return self.as_string()

    def as_string(self, unixfrom=False, maxheaderlen=0, policy=None):
        """The message as text."""
        lines = [self._unixfrom] if unixfrom and self._unixfrom else []
        lines += [f"{name}: {value}" for name, value in self._headers]
        return "\n".join(lines) + "\n\n" + self._body_text()

    def _body_text(self):
        payload = self._payload
        if payload is None:
            return ""
        if not isinstance(payload, list):
            return payload
        boundary = self.get_boundary() or "=============== part =="
        return "".join(f"--{boundary}\n{part.as_string()}\n" for part in payload) + f"--{boundary}--\n"

    def as_bytes(self, unixfrom=False, policy=None):
        """The message as bytes."""
        return self.as_string(unixfrom).encode("ascii", "surrogateescape")

    __bytes__ = as_bytes

    # --- payload

    def is_multipart(self):
        return isinstance(self._payload, list)

    def set_unixfrom(self, unixfrom):
        self._unixfrom = unixfrom

    def get_unixfrom(self):
        return self._unixfrom

    def attach(self, payload):
        """Adds a part."""
        if self._payload is None:
            self._payload = []
        self._payload.append(payload)

    def get_payload(self, i=None, decode=False):
        """The payload; with `i` that part. decode=True: bytes, without quoted-printable or base64."""
        if self.is_multipart():
            return None if decode else self._payload if i is None else self._payload[i]
        if i is not None and not isinstance(self._payload, list):
            raise TypeError(f"Expected list, got {type(self._payload)}")
        payload = self._payload
        if not decode or payload is None:
            return payload
        import binascii

        data = payload.encode("ascii", "surrogateescape") if payload.isascii() or _has_escapes(payload) else payload.encode(
            "raw-unicode-escape")
        encoding = str(self.get("content-transfer-encoding", "")).lower()
        if encoding == "quoted-printable":
            return _from_quoted_printable(data)
        if encoding == "base64":
            try:
                return binascii.a2b_base64(data)
            except binascii.Error:
                return data
        return data

    def set_payload(self, payload, charset=None):
        self._payload = payload
        if charset is not None:
            self.set_param("charset", charset)

    def walk(self):
        """The message, and all its parts."""
        yield self
        if self.is_multipart():
            for part in self._payload:
                yield from part.walk()

    # --- headers as a dict

    def __len__(self):
        return len(self._headers)

    def __getitem__(self, name):
        return self.get(name)

    def __setitem__(self, name, val):
        """Adds a header; those of the same name stay."""
        self._headers.append((name, val))

    def __delitem__(self, name):
        name = name.lower()
        self._headers = [pair for pair in self._headers if pair[0].lower() != name]

    def __contains__(self, name):
        lower = name.lower()
        return any(key.lower() == lower for key, _ in self._headers)

    def __iter__(self):
        for name, _ in self._headers:
            yield name

    def keys(self):
        return [name for name, _ in self._headers]

    def values(self):
        return [value for _, value in self._headers]

    def items(self):
        return list(self._headers)

    def get(self, name, failobj=None):
        """The first header of this name."""
        lower = name.lower()
        for key, value in self._headers:
            if key.lower() == lower:
                return value
        return failobj

    def get_all(self, name, failobj=None):
        """All headers of this name."""
        lower = name.lower()
        return [value for key, value in self._headers if key.lower() == lower] or failobj

    def set_raw(self, name, value):
        self._headers.append((name, value))

    def raw_items(self):
        return iter(self._headers.copy())

    def add_header(self, _name, _value, **_params):
        """Adds a header with parameters: m.add_header("Content-Disposition", "attachment", filename="a.txt")."""
        parts = [] if _value is None else [_value]
        for key, value in _params.items():
            parts.append(_format_parameter(key.replace("_", "-"), value))
        self[_name] = "; ".join(parts)

    def replace_header(self, _name, _value):
        """Changes the first header of this name, in its place."""
        lower = _name.lower()
        for index, (name, _) in enumerate(self._headers):
            if name.lower() == lower:
                self._headers[index] = (name, _value)
                return
        raise KeyError(_name)

    # --- what Content-Type says

    def get_content_type(self):
        """The type in lower case: what the header says, or the default."""
        value = self.get("content-type")
        if value is None:
            return self.get_default_type()
        kind = _split_parameters(value)[0].strip().lower()
        return kind if kind.count("/") == 1 else "text/plain"

    def get_content_maintype(self):
        return self.get_content_type().split("/")[0]

    def get_content_subtype(self):
        return self.get_content_type().split("/")[1]

    def get_default_type(self):
        return self._default_type

    def set_default_type(self, ctype):
        self._default_type = ctype

    def _parameters(self, header):
        value = self.get(header)
        if value is None:
            return None
        pairs = []
        for part in _split_parameters(value):
            name, separator, text = part.partition("=")
            name, text = name.strip(), text.strip()
            if name or separator:
                pairs.append((name, text))
        return utils.decode_params(pairs)

    def get_params(self, failobj=None, header="content-type", unquote=True):
        """The parameters as pairs; the first is the value itself, with an empty second half."""
        pairs = self._parameters(header)
        if pairs is None:
            return failobj
        return [(name, _unquoted(value)) for name, value in pairs] if unquote else pairs

    def get_param(self, param, failobj=None, header="content-type", unquote=True):
        """A parameter of Content-Type, or of another header."""
        for name, value in self._parameters(header) or ():
            if name.lower() == param.lower():
                return _unquoted(value) if unquote else value
        return failobj

    def set_param(self, param, value, header="Content-Type", requote=True, charset=None, language="", replace=False):
        """Sets a parameter."""
        if charset:
            value = (charset, language, value)
        if header not in self and header.lower() == "content-type":
            text = "text/plain"
        else:
            text = self.get(header)
        if not self.get_param(param, header=header):
            text = _format_parameter(param, value, requote) if not text else f"{text}; {_format_parameter(param, value, requote)}"
        else:
            text = "; ".join(_format_parameter(name, value if name.lower() == param.lower() else old, requote)
                             for name, old in self.get_params(header=header))
        if text != self.get(header):
            if replace and header in self:
                self.replace_header(header, text)
            else:
                del self[header]
                self[header] = text

    def del_param(self, param, header="content-type", requote=True):
        """Takes a parameter away."""
        if header not in self:
            return
        text = "; ".join(_format_parameter(name, value, requote) for name, value in self.get_params(header=header)
                         if name.lower() != param.lower())
        if text != self.get(header):
            del self[header]
            self[header] = text

    def set_type(self, type, header="Content-Type", requote=True):
        """Sets the type, keeping its parameters."""
        if type.count("/") != 1:
            raise ValueError
        if header.lower() == "content-type":
            del self["mime-version"]
            self["MIME-Version"] = "1.0"
        if header not in self:
            self[header] = type
            return
        parameters = self.get_params(header=header)[1:]
        del self[header]
        self[header] = type
        for name, value in parameters:
            self.set_param(name, value, header, requote)

    def get_filename(self, failobj=None):
        name = self.get_param("filename", None, "content-disposition")
        if name is None:
            name = self.get_param("name", None, "content-type")
        return failobj if name is None else utils.collapse_rfc2231_value(name).strip()

    def get_boundary(self, failobj=None):
        boundary = self.get_param("boundary")
        return failobj if boundary is None else utils.collapse_rfc2231_value(boundary).rstrip()

    def set_boundary(self, boundary):
        self.set_param("boundary", boundary, replace=True)

    def get_content_charset(self, failobj=None):
        """The charset in lower case."""
        charset = self.get_param("charset")
        if charset is None:
            return failobj
        if isinstance(charset, tuple):
            try:
                charset = charset[2].encode("raw-unicode-escape").decode(charset[0] or "us-ascii")
            except (LookupError, UnicodeError):
                charset = charset[2]
        return charset.lower() if charset.isascii() else failobj

    def get_charset(self):
        return self._charset

    def get_charsets(self, failobj=None):
        return [part.get_content_charset(failobj) for part in self.walk()]

    def get_content_disposition(self):
        """"inline", "attachment" or what else the header says; None if there is none."""
        value = self.get("content-disposition")
        return None if value is None else _split_parameters(value)[0].strip().lower()


def _from_quoted_printable(data):
    """=C3 is a byte, = at a line's end joins it to the next."""
    data = re.sub(rb"[ \t]+(?=\r?\n|\Z)", b"", data)
    return re.sub(rb"=(?:([0-9A-Fa-f]{2})|\r?\n)", lambda match: bytes.fromhex(match[1].decode()) if match[1] else b"", data)


def _has_escapes(text):
    return any("\udc80" <= character <= "\udcff" for character in text)


def _unquoted(value):
    if isinstance(value, tuple):
        return value[0], value[1], utils.unquote(value[2])
    return utils.unquote(value)
