"""What several requests have in common: headers, authentication, cookies, connections. And redirects, which are requests, too."""

import datetime
import os
import time
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from .adapters import HTTPAdapter
from .cookies import RequestsCookieJar, cookiejar_from_dict, extract_cookies_to_jar, merge_cookies
from .exceptions import (ChunkedEncodingError, ContentDecodingError, InvalidSchema, TooManyRedirects, UnrewindableBodyError)
from .models import DEFAULT_REDIRECT_LIMIT, PreparedRequest, Request, default_hooks
from .structures import CaseInsensitiveDict, pairs_of
from .utils import default_headers, get_environ_proxies, requote_uri, should_bypass_proxies


_MAPPINGS = (dict, CaseInsensitiveDict, Mapping)  # the usual ones first: Mapping has to ask around


def merge_setting(request_setting, session_setting, dict_class=dict):
    """The request's setting over the session's; of two mappings the union. None in the request's takes a key away."""
    if session_setting is None:
        return request_setting
    if request_setting is None:
        return session_setting
    if not (isinstance(session_setting, _MAPPINGS) and isinstance(request_setting, _MAPPINGS)):
        return request_setting
    merged = dict_class(session_setting)
    if request_setting:
        merged.update(request_setting)
    for key in [key for key, value in pairs_of(merged) if value is None]:
        del merged[key]
    return merged


class Session:
    """Keeps connections, cookies and settings from one request to the next. Several threads may use one."""

    __attrs__ = ["headers", "cookies", "auth", "proxies", "hooks", "params", "verify", "cert", "adapters", "stream",
                 "trust_env", "max_redirects"]

    def __init__(self):
        self.headers = default_headers()
        self.auth = None
        self.proxies = {}
        self.hooks = default_hooks()
        self.params = {}
        self.stream = False
        self.verify = True
        self.cert = None
        self.max_redirects = DEFAULT_REDIRECT_LIMIT
        self.trust_env = True  # proxies and certificates from the environment
        self.cookies = cookiejar_from_dict({})
        self.adapters = {}
        adapter = HTTPAdapter()
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        """Closes all connections."""
        for adapter in self.adapters.values():
            adapter.close()

    def mount(self, prefix, adapter):
        """Sends what begins with the prefix through the adapter. The longest prefix decides."""
        self.adapters[prefix] = adapter
        self.adapters = dict(sorted(self.adapters.items(), key=lambda item: -len(item[0])))

    def get_adapter(self, url):
        lower = url.lower()
        for prefix, adapter in self.adapters.items():
            if lower.startswith(prefix.lower()):
                return adapter
        raise InvalidSchema(f"No connection adapters were found for {url!r}")

    # --- one request

    def prepare_request(self, request):
        """A PreparedRequest with the session's settings in it."""
        cookies = merge_cookies(RequestsCookieJar(), self.cookies)
        if own := request.cookies:
            merge_cookies(cookies, own if hasattr(own, "set_cookie") else cookiejar_from_dict(own))
        prepared = PreparedRequest()
        prepared.prepare(method=request.method.upper(), url=request.url, files=request.files, data=request.data,
                         json=request.json,
                         headers=merge_setting(request.headers, self.headers, dict_class=CaseInsensitiveDict),
                         params=merge_setting(request.params, self.params), auth=merge_setting(request.auth, self.auth),
                         cookies=cookies, hooks=request.hooks if any(request.hooks.values()) else self.hooks)
        return prepared

    def request(self, method, url, params=None, data=None, headers=None, cookies=None, files=None, auth=None, timeout=None,
                allow_redirects=True, proxies=None, hooks=None, stream=None, verify=None, cert=None, json=None):
        """Makes a request and gives the Response. requests.request tells the arguments."""
        request = Request(method=method.upper(), url=url, headers=headers, files=files, data=data or {}, json=json,
                          params=params or {}, auth=auth, cookies=cookies, hooks=hooks)
        prepared = self.prepare_request(request)
        settings = self.merge_environment_settings(prepared.url, proxies or {}, stream, verify, cert)
        return self.send(prepared, timeout=timeout, allow_redirects=allow_redirects, **settings)

    def get(self, url, **kwargs):
        kwargs.setdefault("allow_redirects", True)
        return self.request("GET", url, **kwargs)

    def options(self, url, **kwargs):
        kwargs.setdefault("allow_redirects", True)
        return self.request("OPTIONS", url, **kwargs)

    def head(self, url, **kwargs):
        kwargs.setdefault("allow_redirects", False)
        return self.request("HEAD", url, **kwargs)

    def post(self, url, data=None, json=None, **kwargs):
        return self.request("POST", url, data=data, json=json, **kwargs)

    def put(self, url, data=None, **kwargs):
        return self.request("PUT", url, data=data, **kwargs)

    def patch(self, url, data=None, **kwargs):
        return self.request("PATCH", url, data=data, **kwargs)

    def delete(self, url, **kwargs):
        return self.request("DELETE", url, **kwargs)

    def merge_environment_settings(self, url, proxies, stream, verify, cert):
        if self.trust_env:
            if from_environment := get_environ_proxies(url, proxies.get("no_proxy") if proxies else None):
                proxies = {**from_environment, **(proxies or {})}
            if (verify is True or verify is None) and url.lower().startswith("https:"):
                verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or verify
        return {"proxies": merge_setting(proxies, self.proxies), "stream": merge_setting(stream, self.stream),
                "verify": merge_setting(verify, self.verify), "cert": merge_setting(cert, self.cert)}

    def send(self, request, **kwargs):
        """Sends a PreparedRequest."""
        if isinstance(request, Request):
            raise ValueError("You can only send PreparedRequests.")
        kwargs.setdefault("stream", self.stream)
        kwargs.setdefault("verify", self.verify)
        kwargs.setdefault("cert", self.cert)
        if "proxies" not in kwargs:
            kwargs["proxies"] = self.proxies
        allow_redirects = kwargs.pop("allow_redirects", True)
        stream, verify = kwargs["stream"], kwargs["verify"]
        if verify is not True and verify not in (True, False, None):
            if not os.path.exists(verify):
                raise OSError(f"Could not find a suitable TLS CA certificate bundle, invalid path: {verify}")
            if os.path.isdir(verify):
                kwargs["verify"] = os.path.join(verify, "")
        adapter = self.get_adapter(request.url)
        begin = time.perf_counter()
        response = adapter.send(request, **kwargs)
        response.elapsed = datetime.timedelta(seconds=time.perf_counter() - begin)
        for hook in request.hooks["response"]:
            changed = hook(response, **kwargs)
            response = response if changed is None else changed  # an answer that is an error is false
        for earlier in response.history:
            extract_cookies_to_jar(self.cookies, earlier.request, earlier.raw)
        extract_cookies_to_jar(self.cookies, request, response.raw)
        if response.is_redirect:
            following = self.resolve_redirects(response, request, yield_requests=not allow_redirects, **kwargs)
            if allow_redirects:
                history = [response, *following]
                response = history.pop()
                response.history = history
            else:
                response._next = next(following, None)
        if not stream:
            response.content
        return response

    # --- redirects

    def get_redirect_target(self, response):
        """The URL the answer sends us to, or None."""
        if not response.is_redirect:
            return None
        location = response.headers["location"].encode("latin-1")
        return location.decode("utf-8", "replace")

    def should_strip_auth(self, old_url, new_url):
        """Whether the new place must not see the old one's password."""
        old, new = urlsplit(old_url), urlsplit(new_url)
        if old.hostname != new.hostname:
            return True
        usual = {"http": 80, "https": 443}
        old_port, new_port = old.port or usual.get(old.scheme), new.port or usual.get(new.scheme)
        if (old.scheme, old_port, new.scheme, new_port) == ("http", 80, "https", 443):
            return False
        return old_port != new_port or old.scheme != new.scheme

    def resolve_redirects(self, response, request, stream=False, timeout=None, verify=True, cert=None, proxies=None,
                          yield_requests=False, **adapter_kwargs):
        """Follows redirects: the answers one after another (or the requests, instead of making them)."""
        history = []
        url = self.get_redirect_target(response)
        fragment = urlsplit(request.url).fragment
        while url:
            prepared = request.copy()
            history.append(response)
            response.history = history[:-1]
            if not yield_requests:
                try:
                    response.content  # so that the connection can be used again
                except (ChunkedEncodingError, ContentDecodingError, RuntimeError):
                    response.raw.read(decode_content=False)
                if len(response.history) >= self.max_redirects:
                    raise TooManyRedirects(f"Exceeded {self.max_redirects} redirects.", response=response)
                response.close()
            if url.startswith("//"):
                url = f"{urlsplit(response.url).scheme}:{url}"
            parts = urlsplit(url)
            if not parts.fragment and fragment:
                url = parts._replace(fragment=fragment).geturl()
            elif parts.fragment:
                fragment = parts.fragment
            prepared.prepare_url(url if parts.netloc else urljoin(response.url, requote_uri(url)), None)
            self.rebuild_method(prepared, response)
            if response.status_code not in (307, 308):
                for name in ("Content-Length", "Content-Type", "Transfer-Encoding"):
                    prepared.headers.pop(name, None)
                prepared.body = None
            prepared.headers.pop("Cookie", None)
            extract_cookies_to_jar(prepared._cookies, request, response.raw)
            merge_cookies(prepared._cookies, self.cookies)
            prepared.prepare_cookies(prepared._cookies)
            if "Authorization" in prepared.headers and self.should_strip_auth(response.request.url, prepared.url):
                del prepared.headers["Authorization"]
            proxies = self.rebuild_proxies(prepared, proxies)
            if prepared.body is not None and prepared._body_position is not None:
                try:
                    prepared.body.seek(prepared._body_position)
                except (AttributeError, OSError, TypeError):
                    raise UnrewindableBodyError("Unable to rewind request body for redirect.") from None
            elif prepared.body is not None and "Transfer-Encoding" in prepared.headers:
                raise UnrewindableBodyError("Unable to rewind request body for redirect.")
            request = prepared
            if yield_requests:
                yield request
                return
            response = self.send(request, stream=stream, timeout=timeout, verify=verify, cert=cert, proxies=proxies,
                                 allow_redirects=False, **adapter_kwargs)
            extract_cookies_to_jar(self.cookies, prepared, response.raw)
            url = self.get_redirect_target(response)
            yield response

    def rebuild_method(self, prepared, response):
        """After "see other" one looks; so browsers do after "found", too, and after a POST that has moved."""
        status, method = response.status_code, prepared.method
        if method != "HEAD" and (status in (302, 303) or status == 301 and method == "POST"):
            prepared.method = "GET"

    def rebuild_proxies(self, prepared, proxies):
        """The proxies for a redirect's place, which may need none."""
        proxies = dict(proxies or {})
        if self.trust_env and should_bypass_proxies(prepared.url, proxies.get("no_proxy")):
            return {}
        return proxies


def session():
    """A new Session."""
    return Session()
