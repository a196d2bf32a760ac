# requests and what goes wrong: the exception its users know. (Recorded with Debian's python3-requests.)
import gzip
import io
import os
import socket
import zlib

import requests
from servers import Handler, saying, serving

for name in list(os.environ):
    if name.lower().endswith("_proxy") or name.endswith("_CA_BUNDLE"):
        del os.environ[name]
OK = b"HTTP/1.1 200 OK\r\n"


def attempt(what, *args, call=requests.get, show=False, **kwargs):
    try:
        response = call(*args, timeout=kwargs.pop("timeout", 60), **kwargs)
        print(f"{what}:", response.status_code, response.content[:50])
    except Exception as error:
        print(f"{what}:", " ".join(bases(type(error))), error if show else "", getattr(error, "response", None))


def bases(cls):
    return [base.__name__ for base in cls.__mro__ if base.__module__.startswith("requests") or base in (OSError, ValueError, TypeError)]


attempt("no scheme", "example.com/path")
attempt("nothing", "")
attempt("no host", "http://", show=True)
attempt("no host", "http:///path", show=True)
attempt("other scheme", "ftp://example.com/", show=True)
attempt("mail", "mailto:me@example.com", show=True)
attempt("label", "http://*.example.com/", show=True)
attempt("dots", "http://.example.com/", show=True)
attempt("port", "http://localhost:port/")
attempt("big port", "http://localhost:99999/")
attempt("brackets", "http://[::1/")
attempt("unknown name", "http://no-such-host.invalid/")
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    attempt("refused", f"http://127.0.0.1:{free.getsockname()[1]}/")
    attempt("proxy refused", "http://example.invalid/", proxies={"http": f"http://127.0.0.1:{free.getsockname()[1]}"})
for headers in ({"X": "a\r\nY: b"}, {"X": "a\nb"}, {"X": " a"}, {"X\r\nY": "a"}, {"X": 5}, {"X:": "a"}, {"X Y": "a"}):
    attempt(f"header {headers}", "http://127.0.0.1:9/", headers=headers)
attempt("json", "http://127.0.0.1:9/", json=float("nan"), call=requests.post)
attempt("timeout 0", "http://127.0.0.1:9/", timeout=0, show=True)
attempt("no file", "https://127.0.0.1:9/", verify="/no/such/file", show=True)

answers = {
    "nothing": b"",
    "short chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
    "wrong chunk": OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n",
    "until the end": OK + b"\r\nabc",
    "version 1.0": b"HTTP/1.0 200 OK\r\n\r\nabc",
    "no reason": b"HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx",
    "gzip": OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"zipped"),
    "two members": OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"zip") + gzip.compress(b"ped"),
    "deflate": OK + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(b"deflated"),
    "raw deflate": OK + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(b"deflated")[2:-4],
    "gzip twice": OK + b"Content-Encoding: gzip, gzip\r\n\r\n" + gzip.compress(gzip.compress(b"zipped")),
    "empty gzip": OK + b"Content-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
    "no gzip": OK + b"Content-Encoding: gzip\r\n\r\nplain text",
    "unknown encoding": OK + b"Content-Encoding: odd\r\n\r\nplain text",
}
with saying(*answers.values()) as port:
    for name in answers:
        attempt(name, f"http://127.0.0.1:{port}/")
def half_a_body(connection):
    connection.sendall(OK + b"Content-Length: 5\r\n\r\nab")
    connection.recv(1)


with saying(lambda connection: connection.recv(1), half_a_body, half_a_body, half_a_body) as port:
    attempt("slow to answer", f"http://127.0.0.1:{port}/", timeout=0.1)
    for patience in (0.1, 1, 10):
        try:
            requests.get(f"http://127.0.0.1:{port}/", timeout=(60, patience))
        except requests.ConnectionError as error:
            print("slow body")
            break
        except requests.ReadTimeout:
            continue  # not even the headers came: a busy machine


class Loops(Handler):
    def do_GET(self):
        if self.path == "/loop":
            self.answer(b"", 302, Location="/loop")
        elif self.path == "/away":
            self.answer(b"", 302, Location="ftp://example.com/")
        elif self.path == "/nowhere":
            self.answer(b"", 302, Location="http://")
        else:
            self.answer(self.path.encode())

    do_POST = do_GET


with serving(Loops) as port:
    site = f"http://127.0.0.1:{port}"
    attempt("redirect loop", site + "/loop", show=True)
    try:
        requests.get(site + "/loop")
    except requests.TooManyRedirects as error:
        print(error.response.status_code, len(error.response.history), error.request.url == site + "/loop")
    session = requests.Session()
    session.max_redirects = 3
    attempt("three at most", site + "/loop", call=session.get, show=True)
    attempt("redirect away", site + "/away")
    attempt("redirect nowhere", site + "/nowhere")
    attempt("tls to a server without", site.replace("http:", "https:"))

tree = {name: value for name, value in vars(requests.exceptions).items() if isinstance(value, type) and issubclass(value, requests.RequestException)}
for name in sorted(tree):
    if not name.startswith(("Body", "Retry", "InvalidProxy")):
        print(name, bases(tree[name]))
print(requests.exceptions.ConnectTimeout("a", request=1).request, requests.RequestException("x", response=None).response)
print(issubclass(requests.RequestException, OSError), requests.ConnectionError is requests.exceptions.ConnectionError, requests.Timeout is requests.exceptions.Timeout)
