"""One function for each method of HTTP. Each makes a session for its one request."""

from . import sessions


def request(method, url, **kwargs):
    """Makes a request and gives the Response.

    params: dict or pairs for the query          data: form (dict, pairs), bytes, str, a file or a generator
    json: something to send as JSON              files: {name: file} or {name: (file name, file, type, headers)}
    headers, cookies: dicts                      auth: (user, password), or a callable
    timeout: seconds to connect and between two pieces of the answer, or a pair of both
    allow_redirects: True                        stream: True leaves the body unread until it is asked for
    verify: False, or a file of certificates     cert: file with the client's certificate, or (certificate, key)
    proxies: {"http": url, "https": url}         hooks: {"response": function}
    """
    with sessions.Session() as session:
        return session.request(method=method, url=url, **kwargs)


def get(url, params=None, **kwargs):
    """Asks for something."""
    return request("get", url, params=params, **kwargs)


def options(url, **kwargs):
    """Asks what could be asked for."""
    return request("options", url, **kwargs)


def head(url, **kwargs):
    """Asks for the headers alone. Does not follow redirects unless told."""
    kwargs.setdefault("allow_redirects", False)
    return request("head", url, **kwargs)


def post(url, data=None, json=None, **kwargs):
    """Sends something."""
    return request("post", url, data=data, json=json, **kwargs)


def put(url, data=None, **kwargs):
    """Puts something in its place."""
    return request("put", url, data=data, **kwargs)


def patch(url, data=None, **kwargs):
    """Changes something."""
    return request("patch", url, data=data, **kwargs)


def delete(url, **kwargs):
    """Deletes something."""
    return request("delete", url, **kwargs)
