# http.server and clients that take for ever over their headers: the connection is closed after HEADER_SECONDS. (CPython waits; the
# expected output was written by hand.)
import http.server
import socket
import sys
import threading
import time

if sys.implementation.name == "cpython":
    print(open("slow_clients.out").read(), end="")
    raise SystemExit
from servers import Handler, Server, serving

http.server.HEADER_SECONDS = 0.1


class Site(Handler):
    def do_POST(self):
        self.answer(self.body())


def trickle(port, head, pause=0.03):
    """Sends the head byte by byte. How long the server bore it, and what it said."""
    with socket.create_connection(("127.0.0.1", port), 60) as client:
        begin = time.monotonic()
        try:
            for byte in head:
                client.sendall(bytes([byte]))
                time.sleep(pause)
        except OSError:
            pass
        try:
            said = client.recv(100)
        except OSError:
            said = b""
        return time.monotonic() - begin < 40, said


def answer_that_ends(client, end):
    answer = b""
    while not answer.endswith(end):
        piece = client.recv(1000)
        if not piece:
            raise ConnectionError
        answer += piece
    return answer


def quick_enough(port, seconds):
    """What a client is told that is quick with its headers, and takes its time with the body and between two requests."""
    http.server.HEADER_SECONDS = seconds
    with socket.create_connection(("127.0.0.1", port), 60) as client:
        try:
            for piece in (b"POST / HT", b"TP/1.1\r\nContent-", b"Length: 3\r\n\r\n"):
                client.sendall(piece)
                time.sleep(seconds * 0.2)
            for piece in (b"a", b"b", b"c"):
                time.sleep(seconds * 0.6)
                client.sendall(piece)
            first = answer_that_ends(client, b"abc")
            time.sleep(seconds * 1.2)
            client.sendall(b"POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nz")
            return first, answer_that_ends(client, b"z")
        except OSError:
            return ()


with serving(Site, Server) as port:
    print(trickle(port, b"GET /" + b"x" * 2000))
    print(trickle(port, b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 500))
    # On a busy machine a client that means to be quick may be late: with more time it is not.
    for seconds in (0.1, 1, 5):
        if answers := quick_enough(port, seconds):
            break
    for answer in answers:
        print(answer.split(b"\r\n")[0], answer[-3:])
