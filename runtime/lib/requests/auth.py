"""Who asks: HTTP's ways to say it. An authentication is a callable that is given the PreparedRequest."""

import base64
import hashlib
import os
import re
import threading
import time
from urllib.parse import urlsplit

from .utils import parse_dict_header


def _basic_auth_str(username, password):
    if not isinstance(username, bytes):
        username = str(username).encode("latin1")
    if not isinstance(password, bytes):
        password = str(password).encode("latin1")
    return "Basic " + base64.b64encode(username + b":" + password).decode("ascii")


class AuthBase:
    """The base of all of them."""

    def __call__(self, r):
        raise NotImplementedError("Auth hooks must be callable.")


class HTTPBasicAuth(AuthBase):
    """Name and password, in the clear."""

    def __init__(self, username, password):
        self.username = username
        self.password = password

    def __eq__(self, other):
        return (self.username, self.password) == (getattr(other, "username", None), getattr(other, "password", None))

    def __ne__(self, other):
        return not self == other

    def __call__(self, r):
        r.headers["Authorization"] = _basic_auth_str(self.username, self.password)
        return r


class HTTPProxyAuth(HTTPBasicAuth):
    """The same, for the proxy."""

    def __call__(self, r):
        r.headers["Proxy-Authorization"] = _basic_auth_str(self.username, self.password)
        return r


class HTTPDigestAuth(AuthBase):
    """Proves knowledge of the password without sending it: the server's answer 401 asks, and the request is made again."""

    _HASHES = {"MD5": hashlib.md5, "MD5-SESS": hashlib.md5, "SHA": hashlib.sha1, "SHA-256": hashlib.sha256,
               "SHA-512": hashlib.sha512}

    def __init__(self, username, password):
        self.username = username
        self.password = password
        self._local = threading.local()  # a challenge belongs to the thread that got it

    def __eq__(self, other):
        return (self.username, self.password) == (getattr(other, "username", None), getattr(other, "password", None))

    def _state(self):
        state = self._local
        if not hasattr(state, "challenge"):
            state.challenge, state.last_nonce, state.count, state.tries, state.position = {}, "", 0, 0, None
        return state

    def build_digest_header(self, method, url):
        """The header's value for the last challenge, or None if its demands are unknown."""
        state = self._state()
        challenge = state.challenge
        realm, nonce, opaque = challenge.get("realm", ""), challenge.get("nonce", ""), challenge.get("opaque")
        algorithm = challenge.get("algorithm", "MD5")
        qualities = [quality.strip() for quality in challenge.get("qop", "").split(",") if quality.strip()]
        function = self._HASHES.get(algorithm.upper())
        if function is None or qualities and "auth" not in qualities:
            return None

        def digest(text):
            return function(text.encode("utf-8")).hexdigest()

        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        state.count = state.count + 1 if nonce == state.last_nonce else 1
        state.last_nonce = nonce
        count = f"{state.count:08x}"
        own = hashlib.sha1(f"{state.count}{nonce}{time.time()}".encode() + os.urandom(8)).hexdigest()[:16]
        who = digest(f"{self.username}:{realm}:{self.password}")
        if algorithm.upper().endswith("-SESS"):
            who = digest(f"{who}:{nonce}:{own}")
        what = digest(f"{method}:{path}")
        if qualities:
            response = digest(f"{who}:{nonce}:{count}:{own}:auth:{what}")
        else:
            response = digest(f"{who}:{nonce}:{what}")
        text = f'username="{self.username}", realm="{realm}", nonce="{nonce}", uri="{path}", response="{response}"'
        if opaque:
            text += f', opaque="{opaque}"'
        if "algorithm" in challenge:
            text += f', algorithm="{algorithm}"'
        if qualities:
            text += f', qop="auth", nc={count}, cnonce="{own}"'
        return f"Digest {text}"

    def handle_401(self, r, **kwargs):
        """Answers a challenge, once."""
        state = self._state()
        asked = r.headers.get("www-authenticate", "")
        if r.status_code != 401 or "digest" not in asked.lower() or state.tries >= 1:
            state.tries = 0
            return r
        state.tries += 1
        state.challenge = parse_dict_header(re.sub(r"digest ", "", asked, count=1, flags=re.IGNORECASE))
        r.content  # so that the connection can be used again
        r.close()
        if state.position is not None:
            r.request.body.seek(state.position)
        again = r.request.copy()
        again.prepare_cookies_from(r)
        header = self.build_digest_header(again.method, again.url)
        if header is None:
            return r
        again.headers["Authorization"] = header
        answer = r.connection.send(again, **kwargs)
        answer.history.append(r)
        answer.request = again
        return answer

    def __call__(self, r):
        state = self._state()
        if state.last_nonce:
            r.headers["Authorization"] = self.build_digest_header(r.method, r.url)
        try:
            state.position = r.body.tell()
        except (AttributeError, OSError):
            state.position = None
        state.tries = 0
        r.register_hook("response", self.handle_401)
        return r
