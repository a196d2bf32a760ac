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
    with socket.create_connection(("127.0.0.1", port), 5) as client:
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
        return time.monotonic() - begin < 2, said


with serving(Site, Server) as port:
    print(trickle(port, b"GET /" + b"x" * 200))
    print(trickle(port, b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 50))
    # What is quick enough is served, and a body may take longer than the headers.
    with socket.create_connection(("127.0.0.1", port), 5) as client:
        for piece in (b"POST / HT", b"TP/1.1\r\nContent-", b"Length: 3\r\n\r\n"):
            client.sendall(piece)
            time.sleep(0.02)
        for piece in (b"a", b"b", b"c"):
            time.sleep(0.06)
            client.sendall(piece)
        answer = b""
        while not answer.endswith(b"abc"):
            answer += client.recv(1000)
        print(answer.split(b"\r\n")[0], answer[-3:])
        time.sleep(0.12)  # longer than HEADER_SECONDS, between two requests
        client.sendall(b"POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nz")
        answer = b""
        while not answer.endswith(b"z"):
            answer += client.recv(1000)
        print(answer.split(b"\r\n")[0])
