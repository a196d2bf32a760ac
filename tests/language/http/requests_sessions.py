# requests.Session: what it keeps from one request to the next; redirects; answers read in pieces. (Recorded with Debian's python3-requests.)
import base64
import hashlib
import os
import re
import threading

import requests
from servers import Handler, serving

for name in list(os.environ):
    if name.lower().endswith("_proxy") or name.endswith("_CA_BUNDLE"):
        del os.environ[name]
connections = set()


class Site(Handler):
    def do_GET(self):
        connections.add(self.client_address)
        path = self.path.partition("?")[0]
        body = self.body()
        if path.startswith("/to/"):
            _, _, status, *rest = path.split("/")
            self.answer(b"moved", int(status), Location="/" + "/".join(rest))
        elif path == "/set":
            self.send_response(200)
            for line in ("a=1; Path=/", "b=2; Path=/deep", 'c="3 4"; HttpOnly', "gone=1; Max-Age=0"):
                self.send_header("Set-Cookie", line)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif path == "/set-and-go":
            self.answer(b"", 302, Location="/show", Set_Cookie="on-the-way=1")
        elif path == "/digest":
            self.digest()
        elif path == "/chunks":
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in ("line one\nline", " two\n\nd", "\u0451"):
                data = piece.encode()
                self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            self.wfile.write(b"0\r\n\r\n")
        elif path == "/large":
            self.answer(b"0123456789" * 100_000)
        else:
            names = {name: value for name, value in self.headers.items() if name not in ("Host", "User-Agent", "Accept-Encoding", "Accept", "Connection")}
            self.answer(repr((self.command, self.path, sorted(names.items()), body)).encode())

    do_POST = do_PUT = do_HEAD = do_GET

    def digest(self):
        given = dict(re.findall(r'(\w+)="?([^",]*)"?', self.headers.get("Authorization", "")))

        def md5(text):
            return hashlib.md5(text.encode()).hexdigest()

        wanted = md5(":".join([md5("me:realm:secret"), "nonce", given.get("nc", ""), given.get("cnonce", ""), "auth", md5("GET:/digest")]))
        if given.get("response") == wanted:
            self.answer(f"{given['username']} {given['nc']} {given['uri']}".encode())
        else:
            self.answer(b"", 401, WWW_Authenticate='Digest realm="realm", nonce="nonce", qop="auth", opaque="o"')


with serving(Site) as port:
    site = f"http://127.0.0.1:{port}"
    with requests.Session() as session:
        for _ in range(5):
            session.get(site + "/x")
        print("connections", len(connections))
        session.headers.update({"X-Session": "1", "X-Other": "2"})
        session.params = {"always": "yes"}
        session.auth = ("me", "secret")
        print(session.get(site + "/x", headers={"X-Other": None, "X-Own": "3"}, params={"p": 1}).text)
        session.headers.pop("X-Other")
        session.params = {}
        session.auth = None
        print(session.post(site + "/x", json=[1]).text)
        response = session.get(site + "/set")
        print(sorted(response.cookies.items()), sorted(session.cookies.get_dict().items()), response.cookies["a"], "c" in response.cookies)
        print(session.get(site + "/show").text)
        print(session.get(site + "/deep/show", cookies={"own": "5"}).text)
        print(session.get(site + "/show").text)
        print(session.get(site + "/set-and-go").text)
        print(sorted(session.cookies.keys()), session.cookies.get("none"), session.cookies.get("none", 7), len(session.cookies))
        session.cookies.set("hand", "made", domain="127.0.0.1", path="/")
        session.cookies["other"] = "x"
        del session.cookies["a"]
        session.cookies.update({"more": "y"})
        print(session.get(site + "/show").text)
        try:
            session.cookies["nothing"]
        except KeyError as error:
            print("KeyError", error)
        session.cookies.clear()
        print(session.cookies, session.cookies.list_domains(), session.cookies.list_paths())
        answer = session.get(site + "/plain")
        print(answer.cookies, bool(answer.cookies), bool(session.cookies), bool(session.get(site + "/set").cookies))
        print("connections", len(connections))

    # Redirects.
    for status in (301, 302, 303, 307, 308):
        for call in (requests.get, requests.post, requests.put, requests.head):
            response = call(f"{site}/to/{status}/there?q=1#f", data=b"body", allow_redirects=True)
            print(status, response.request.method, response.text, [r.status_code for r in response.history], response.url.replace(site, ""))
    response = requests.get(site + "/to/301/to/302/to/303/end")
    print([r.url.replace(site, "") for r in response.history], response.url.replace(site, ""), [len(r.history) for r in response.history])
    response = requests.get(site + "/to/302/there", allow_redirects=False)
    print(response.status_code, response.is_redirect, response.is_permanent_redirect, response.text, response.next.url.replace(site, ""), response.history)
    print(requests.get(site + "/to/308/x", allow_redirects=False).is_permanent_redirect, requests.head(site + "/to/302/x").status_code)
    print(requests.get(site + "/to/302/x", auth=("me", "pw")).text)
    other_name = site.replace("127.0.0.1", "localhost")
    print(requests.get(f"{site}/to/302//localhost:{port}/x", auth=("me", "pw")).text)

    # Passwords.
    print(requests.get(site + "/digest", auth=requests.auth.HTTPDigestAuth("me", "secret")).text)
    response = requests.get(site + "/digest", auth=requests.auth.HTTPDigestAuth("me", "wrong"))
    print(response.status_code, len(response.history))
    with requests.Session() as session:
        session.auth = requests.auth.HTTPDigestAuth("me", "secret")
        print(session.get(site + "/digest").text, session.get(site + "/digest").text)

    class Token(requests.auth.AuthBase):
        def __call__(self, request):
            request.headers["X-Token"] = "t"
            return request

    print(requests.get(site + "/x", auth=Token()).text, requests.get(site + "/x", auth=lambda request: request).text)
    print(requests.auth.HTTPBasicAuth("a", "b") == requests.auth.HTTPBasicAuth("a", "b"))

    # In pieces.
    with requests.get(site + "/large", stream=True) as response:
        pieces = list(response.iter_content(300_000))
        print([len(piece) for piece in pieces], b"".join(pieces) == b"0123456789" * 100_000)
        try:
            response.content
        except RuntimeError as error:
            print(error)
        try:
            list(response.iter_content(10))
        except requests.exceptions.StreamConsumedError as error:
            print(type(error).__name__, error)
    response = requests.get(site + "/large")
    print(sum(len(piece) for piece in response.iter_content(1000)), len(list(response.iter_content(400_000))), len(response.content))
    response = requests.get(site + "/chunks", stream=True)
    print(list(response.iter_lines()))
    print(list(requests.get(site + "/chunks").iter_lines(decode_unicode=True)))
    print(list(requests.get(site + "/chunks", stream=True).iter_lines(chunk_size=3, delimiter=b"\n")))
    print("".join(requests.get(site + "/chunks", stream=True).iter_content(1, decode_unicode=True)))
    print(b"".join(requests.get(site + "/chunks", stream=True)))
    response = requests.get(site + "/large", stream=True)
    print(response.raw.read(7), response.raw.read(3))
    response.close()
    for wrong in ("3", 2.5):
        try:
            requests.get(site + "/chunks", stream=True).iter_content(wrong)
        except TypeError as error:
            print(error)

    # One session, several threads.
    connections.clear()
    with requests.Session() as session:
        texts = []
        threads = [threading.Thread(target=lambda n=n: texts.append(session.get(f"{site}/thread?{n}").text)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(len(set(texts)), len(texts))

    # An adapter of one's own.
    class Canned(requests.adapters.BaseAdapter):
        def send(self, request, **kwargs):
            response = requests.Response()
            response.status_code, response.url, response.request = 299, request.url, request
            response._content = b"canned"
            return response

        def close(self):
            print("closed")

    with requests.Session() as session:
        session.mount("canned://", Canned())
        session.mount(site + "/special", Canned())
        print(session.get("canned://x").text, session.get(site + "/special/1").status_code, session.get(site + "/plain").status_code, list(session.adapters)[1:])

    # This server as a proxy.
    print(requests.get("http://somewhere.invalid/x", proxies={"http": site}).text.replace(str(port), "PORT"))
    os.environ["http_proxy"] = site
    os.environ["no_proxy"] = "127.0.0.1,other.invalid"
    print(requests.get("http://somewhere.invalid/y").text, requests.get(site + "/direct").text)
    os.environ["no_proxy"] = "*"
    session = requests.Session()
    session.trust_env = False
    print(session.get(site + "/direct").text)

    # What is said once is checked and sent each time; what is changed in between is, too.
    with requests.Session() as session:
        session.headers["X-Once"] = "1"
        for extra in ({}, {"X-Once": "2"}, {"x-once": "3", "X-More": b"bytes"}, {"X-Once": None}, {b"X-Name": "n"}):
            prepared = session.prepare_request(requests.Request("GET", site + "/show", headers=extra))
            print(session.send(prepared).text, [name for name in prepared.headers if name.lower().startswith("x-")])
        prepared.headers["X-Late"] = "late"
        prepared.headers.pop("X-Once")
        print(session.send(prepared).text)
        for name, value in (("X-Bad", "a\nb"), ("X-Bad", "a\nb"), ("X-Bad", " a"), ("X:Bad", "a"), ("X-Bad", 5), ("X-Bad", ["a"])):
            try:
                session.get(site + "/show", headers={name: value})
            except requests.exceptions.InvalidHeader:
                print("refused", name, repr(value))

    # In a CGI program HTTP_PROXY may be a header that the client sent.
    for name in ("http_proxy", "no_proxy"):
        del os.environ[name]
    os.environ["HTTP_PROXY"] = site
    print(requests.utils.get_environ_proxies("http://somewhere.invalid/").get("http") == site)
    os.environ["REQUEST_METHOD"] = "GET"
    print(requests.utils.get_environ_proxies("http://somewhere.invalid/").get("http"))
