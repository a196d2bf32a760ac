# requests: methods, what goes out, what comes back. (Recorded with Debian's python3-requests.)
import datetime
import io
import json
import os
import pickle
import tempfile

import requests
from servers import Handler, serving

for name in list(os.environ):
    if name.lower().endswith("_proxy") or name.endswith("_CA_BUNDLE"):
        del os.environ[name]


class Site(Handler):
    def do_GET(self):
        path = self.path.partition("?")[0]
        if path == "/json":
            self.answer(json.dumps({"a": [1, 2.5, None], "\xe9": "\u20ac"}).encode(), Content_Type="application/json")
        elif path.startswith("/status/"):
            self.answer(b"why", int(path[8:]))
        elif path == "/latin":
            self.answer("caf\xe9".encode("latin-1"), Content_Type="text/plain")
        elif path == "/utf8":
            self.answer("\u0417\u0430\u0433\u043b".encode(), Content_Type="text/html; charset=UTF-8")
        elif path == "/unsaid":
            self.answer("\u0417\u0430\u0433\u043b\u0430\u0432\u043d\u0430\u044f".encode(), Content_Type="application/x-odd")
        elif path == "/wrong":
            self.answer(b"ab\xff\xfec", Content_Type="text/plain; charset=utf-8")
        elif path == "/odd":
            self.answer(b"text", Content_Type="text/plain; charset=no-such-thing")
        elif path == "/links":
            self.answer(b"", Link='<http://x/2>; rel="next", <http://x/9>; rel=last; title="a, b"')
        elif path == "/bytes":
            self.answer(bytes(range(10)))
        elif path == "/twice":
            self.send_response(200)
            self.send_header("X-Twice", "1")
            self.send_header("x-twice", "2")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            names = {name: value for name, value in self.headers.items() if name not in ("Host", "User-Agent", "Accept-Encoding")}
            body = self.body()
            if boundary := self.headers.get_param("boundary"):
                names["Content-Type"], names["Content-Length"] = "multipart", "?"
                body = body.replace(boundary.encode(), b"BOUNDARY")
            self.answer(repr((self.command, self.path, sorted(names.items()), body)).encode(), Content_Type="text/plain; charset=utf-8")

    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_STRANGE = do_GET

    def do_HEAD(self):
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()


with serving(Site) as port:
    site = f"http://127.0.0.1:{port}"
    response = requests.get(site)
    print(response, response.status_code, response.ok, bool(response), response.reason, response.url.replace(site, "SITE"), response.history, response.encoding)
    print(response.headers["content-type"], response.headers.get("CONTENT-LENGTH"), "server" in response.headers, response.is_redirect,
          response.is_permanent_redirect, response.next, response.links, dict(response.cookies))
    print(isinstance(response.elapsed, datetime.timedelta), datetime.timedelta(0) < response.elapsed < datetime.timedelta(seconds=60))
    print(response.request, response.request.method, response.request.url.replace(site, "SITE"), response.request.body)
    print(response.text, type(response.content), type(response.headers).__name__)

    # What goes out.
    print(requests.get(site + "/\u0417\u0430\u0433\u043b\u0430\u0432\u043d\u0430\u044f_\u0441\u0442\u0440\u0430\u043d\u0438\u0446\u0430").text)
    for params in ({"a": 1, "b": [1, 2], "c": None, "d": "x y&z", "\xe9": "\u20ac"}, [("a", "1"), ("a", "2")], "raw=1&b", b"bytes=1", {}, None, (("t", 1),)):
        print(requests.get(site + "/p?first=0#frag", params=params).text)
    for path in ("/a b", "/a%20b", "/%7Etilde", "/100%", "/a/../b/./c", "/\xe9?q=\xe9", "/%C3%A9", "/a|b<c>", "?only=query", "/[x]", "/a;b=c", "//double"):
        print(path, requests.get(site + path).text)
    for arguments in ({"data": {"a": 1, "b": ["x", "y"], "n": None}}, {"data": [("k", "v 1"), ("k", "\xe9")]}, {"data": "text"}, {"data": b"bytes"}, {"data": ""}, {"data": {}},
                      {"json": {"a": [1, None, "\xe9"]}}, {"json": []}, {"json": None}, {"json": 0}, {"data": {"d": 1}, "json": {"j": 1}}, {"data": io.BytesIO(b"a file")},
                      {"data": iter([b"one", b"two"])}, {"data": (piece for piece in (b"x", b"yz"))}, {"data": b"own", "headers": {"Content-Type": "own/type"}}):
        print({key: str(value)[:20] if not hasattr(value, "__next__") and not hasattr(value, "read") else type(value).__name__ for key, value in arguments.items()})
        print("   ", requests.post(site + "/", **arguments).text)
    for call in (requests.put, requests.patch, requests.delete, requests.options):
        print(call(site + "/").text)
    print(requests.put(site + "/", data="x").text, requests.delete(site + "/", json={"x": 1}).text)
    print(requests.request("strange", site + "/").text)
    print(requests.head(site + "/").headers["Content-Length"], requests.head(site).content, requests.head(site + "/").request.method)
    print(requests.get(site, headers={"X-One": "1", "accept": "text/x", "User-Agent": "me", "Connection": None, "X-Empty": "", b"X-Bytes": b"\xe9"}).text)
    print(requests.get(site, cookies={"name": "value", "b": "2"}).text)
    print(requests.get(site, auth=("me", "p\xe4ss")).text)
    print(requests.get(site.replace("//", "//u%40x:p%3Aw@")).text)

    scratch = tempfile.TemporaryDirectory()
    name = os.path.join(scratch.name, "file name.txt")
    with open(name, "wb") as file:
        file.write(b"of the file\r\n")
    with open(name, "rb") as file:
        print(requests.post(site, files={"f": file}).text)
    with open(name, "rb") as file:
        print(requests.post(site, data=file).text)
    print(requests.post(site, files={"f": ("n.txt", b"content", "text/plain", {"X-Part": "1"})}, data={"field": "value", "many": ["1", "2"]}).text)
    print(requests.post(site, files=[("f", ("a", "text")), ("f", ("b", io.BytesIO(b"file")))]).text)
    print(requests.post(site, files={"plain": b"bytes", "none": (None, "no name")}).text)

    # What comes back.
    response = requests.get(site + "/json")
    print(response.json(), response.encoding, response.apparent_encoding)
    print(requests.get(site + "/json").json(parse_float=str))
    for path in ("/latin", "/utf8", "/unsaid", "/wrong", "/odd"):
        response = requests.get(site + path)
        print(path, response.encoding, ascii(response.text), response.content)
    response = requests.get(site + "/latin")
    response.encoding = "cp1251"
    print(ascii(response.text))
    print(requests.get(site + "/links").links)
    print(requests.get(site + "/twice").headers["X-Twice"], list(requests.get(site + "/bytes").content))
    try:
        requests.get(site + "/latin").json()
    except requests.exceptions.JSONDecodeError as error:
        print(error, error.pos, isinstance(error, ValueError), isinstance(error, json.JSONDecodeError), isinstance(error, requests.RequestException))
    for status in (200, 204, 304, 400, 404, 418, 500, 503, 599, 600):
        response = requests.get(f"{site}/status/{status}")
        try:
            response.raise_for_status()
            print(status, response.ok, response.reason)
        except requests.HTTPError as error:
            print(status, response.ok, str(error).replace(site, "SITE"), error.response is response, error.request is response.request)
    print(requests.codes.ok, requests.codes.not_found, requests.codes.NOT_FOUND, requests.codes["teapot"], requests.codes["\\o/"])

    copy = pickle.loads(pickle.dumps(requests.get(site + "/utf8")))
    print(copy.text, copy.status_code, copy.headers["Content-Type"], copy.url.replace(site, "SITE"))

    # Hooks, and requests in two steps.
    def hook(response, *args, **kwargs):
        print("hook", response.status_code, sorted(kwargs))

    requests.get(site, hooks={"response": hook})
    requests.get(site, hooks={"response": [hook, hook]})
    request = requests.Request("post", site + "/two", params={"a": 1}, data={"b": 2}, headers={"X": "y"})
    prepared = request.prepare()
    print(request, prepared, prepared.method, prepared.url.replace(site, ""), prepared.headers, prepared.body, prepared.path_url)
    print(requests.Session().send(prepared).text)
    other = prepared.copy()
    other.headers["X"] = "z"
    print(prepared.headers["x"], other.headers["x"])
    headers = requests.structures.CaseInsensitiveDict({"Content-Type": "x", "A": 1})
    headers["CONTENT-type"] = "y"
    print(headers, headers["content-TYPE"], len(headers), list(headers), headers == {"content-type": "y", "a": 1}, headers.copy(), "a" in headers, list(headers.lower_items()))
    del headers["a"]
    print(headers, headers.get("a"), headers.get("a", 3))
