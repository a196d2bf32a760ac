# requests and servers that mean harm, or stop in the middle; and what must not stay open. (The requests library lets some of this pass; the
# expected output was written by hand.)
import gc
import gzip
import os
import socket
import sys
import threading
import time

if sys.implementation.name == "cpython":
    print(open("requests_hostile.out").read(), end="")
    raise SystemExit
import requests
from servers import Handler, saying, serving

for name in list(os.environ):
    if name.lower().endswith("_proxy") or name.endswith("_CA_BUNDLE"):
        del os.environ[name]
OK = b"HTTP/1.1 200 OK\r\n"


def descriptors():
    gc.collect()
    return len(os.listdir("/proc/self/fd"))


def attempt(what, *args, **kwargs):
    try:
        response = requests.get(*args, timeout=60, **kwargs)
        print(f"{what}:", response.status_code, len(response.content))
    except requests.RequestException as error:
        print(f"{what}:", type(error).__name__)


def endless_headers(connection):
    connection.sendall(OK)
    while True:
        connection.sendall(b"X-Header: " + b"x" * 1000 + b"\r\n")


def endless_line(connection):
    connection.sendall(OK + b"X: ")
    while True:
        connection.sendall(b"x" * 100_000)


def endless_body(connection):
    connection.sendall(OK + b"Content-Length: 10000000000\r\n\r\n")
    while True:
        connection.sendall(b"x" * 100_000)


bomb = gzip.compress(gzip.compress(b"\0" * (70 << 20)))
bomb_head = OK + b"Content-Encoding: gzip, gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
before = descriptors()
with saying(endless_headers, endless_line, OK + b"X: 1\r\n" * 5000 + b"\r\n", OK + b"Content-Length: 10\r\n\r\nabc", bomb_head + bomb, bomb_head + bomb,
            OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 10000)[:-20],
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nX: \r\n\r\n", b"SSH-2.0 hello\r\n", b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n",
            OK + b"Set-Cookie: " + b"a=" + b"b" * 5000 + b"\r\nContent-Length: 0\r\n\r\n", OK + b"Content-Encoding: " + b"gzip, " * 50 + b"gzip\r\n\r\nx") as port:
    url = f"http://127.0.0.1:{port}/"
    for what in ("endless headers", "endless header", "many headers", "cut short", "bomb"):
        attempt(what, url)
    # In pieces the bomb is harmless, and so is a body without an end.
    with requests.get(url, stream=True) as response:
        print("bomb in pieces:", len(next(response.iter_content(100_000))))
    for what in ("gzip cut short", "redirect to nowhere", "no HTTP", "odd status", "long cookie", "many encodings"):
        attempt(what, url)
with saying(endless_body) as port:
    with requests.get(f"http://127.0.0.1:{port}/", stream=True) as response:
        print("endless body:", response.headers["Content-Length"], [len(piece) for piece, _ in zip(response.iter_content(500_000), range(4))])
print("descriptors left open:", descriptors() - before)

# What cannot be decoded is given up at once, whoever keeps the error.
seen = []


def too_often_encoded(connection):
    connection.sendall(OK + b"Content-Encoding: " + b"gzip, " * 50 + b"gzip\r\n\r\nx")
    connection.settimeout(5)
    try:
        seen.append(connection.recv(1))
    except TimeoutError:
        seen.append("still open")


with saying(too_often_encoded) as port:
    try:
        requests.get(f"http://127.0.0.1:{port}/")
    except requests.RequestException as error:
        kept = error
print("given up:", seen)
del kept


# Closing an answer that another thread reads wakes that thread.
def until_asleep(thread):
    """Waits until a thread that was started sleeps in the system, and seems to stay there."""
    quiet = 0
    while quiet < 5:
        time.sleep(0.005)
        with open(f"/proc/self/task/{thread.native_id}/stat") as file:
            quiet = quiet + 1 if file.read().rpartition(")")[2].split()[0] == "S" else 0


outcome = []
with saying(lambda connection: (connection.sendall(OK + b"Content-Length: 10\r\n\r\nabc"), connection.recv(1))) as port:
    response = requests.get(f"http://127.0.0.1:{port}/", stream=True)

    def read():
        try:
            outcome.append(response.content)
        except requests.RequestException as error:
            outcome.append(type(error).__name__)

    reader = threading.Thread(target=read)
    reader.start()
    until_asleep(reader)
    response.close()
    reader.join(30)  # it would wait until the server goes, and that waits for us
    print(outcome, reader.is_alive())


# A session that nobody closed is closed when nobody has it any more; errors leave nothing behind.
class Site(Handler):
    def do_GET(self):
        self.answer(b"x" * 100)


with serving(Site) as port:
    requests.get(f"http://127.0.0.1:{port}/")
    before = descriptors()
    for _ in range(20):
        requests.get(f"http://127.0.0.1:{port}/")
        requests.Session().get(f"http://127.0.0.1:{port}/")
        requests.get(f"http://127.0.0.1:{port}/", stream=True).close()
        try:
            requests.get(f"http://127.0.0.1:{port}/", headers={"X": "\n"})
        except ValueError:
            pass
    limit = time.monotonic() + 30
    while (left := descriptors() - before) > 20 and time.monotonic() < limit:  # the server's threads close theirs when they get to it
        time.sleep(0.02)
    print("descriptors left open:", left if left > 20 else "few")
