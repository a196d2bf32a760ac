# http.server: what a handler is told, and what it answers to wrong requests. Clients here are plain sockets.
import http.server
import io
import re
import socket
import sys

from servers import Handler, Server, serving

log = io.StringIO()


class Plain(http.server.BaseHTTPRequestHandler):
    server_version = "Test/1"
    sys_version = "here"

    def date_time_string(self, timestamp=None):
        return "now"

    def log_date_time_string(self):
        return "then"

    def do_GET(self):
        self.send_response(200)
        self.send_header("X-Path", self.path)
        self.end_headers()
        self.wfile.write(f"{self.command} {self.path} {self.request_version} {self.requestline!r}\n".encode())
        self.wfile.write(f"{self.headers.items()}\n".encode())

    def do_HEAD(self):
        self.send_error(404)

    def do_POST(self):
        self.send_response(200, "Fine")
        self.end_headers()
        self.wfile.write(self.rfile.read(int(self.headers["Content-Length"])))

    def do_DELETE(self):
        self.send_error(403, "<no>", "because & so")

    def do_PUT(self):
        self.send_error(299)

    def do_OPTIONS(self):
        self.send_response_only(204)
        self.send_header("Allow", "everything")
        self.end_headers()

    def do_PATCH(self):
        self.send_error(304)


class Kept(Plain):
    protocol_version = "HTTP/1.1"


def talk(port, data, half_close=True):
    with socket.create_connection(("127.0.0.1", port), 60) as client:
        try:
            client.sendall(data)
            if half_close:
                client.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        parts = []
        try:
            while piece := client.recv(65536):
                parts.append(piece)
        except OSError:
            pass
        return b"".join(parts).decode("latin-1").replace("\r\n", "\n")


requests = [
    b"GET / HTTP/1.0\r\n\r\n",
    b"GET /a%20b?c=d#e HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nX-A: 2\r\n\r\n",
    b"GET //host/path HTTP/1.0\r\n\r\n",
    b"GET /old\r\n",
    b"POST /old\r\n",
    b"GET\r\n",
    b"\r\n",
    b"GET / HTTP/1.1 more\r\n\r\n",
    b"GET / HTTX/1.1\r\n\r\n",
    b"GET / HTTP/1\r\n\r\n",
    b"GET / HTTP/1.x\r\n\r\n",
    b"GET / HTTP/2.0\r\n\r\n",
    b"GET / HTTP/1.1.1\r\n\r\n",
    b"NOTHING / HTTP/1.0\r\n\r\n",
    b"get / HTTP/1.0\r\n\r\n",
    b"HEAD / HTTP/1.0\r\n\r\n",
    b"DELETE / HTTP/1.0\r\n\r\n",
    b"PUT / HTTP/1.0\r\n\r\n",
    b"PATCH / HTTP/1.0\r\n\r\n",
    b"OPTIONS * HTTP/1.0\r\n\r\n",
    b"POST / HTTP/1.0\r\nContent-Length: 4\r\n\r\nbody",
    b"GET /" + b"x" * 70000 + b" HTTP/1.0\r\n\r\n",
    b"GET / HTTP/1.0\r\nX: " + b"x" * 70000 + b"\r\n\r\n",
    b"GET / HTTP/1.0\r\n" + b"X: 1\r\n" * 150 + b"\r\n",
    b"GET /\xe9\x1b[31m HTTP/1.0\r\nX: \xe9\r\n\r\n",
    b"",
]
with serving(Plain, Server) as port:
    sys.stderr, error = log, sys.stderr
    for request in requests:
        print("---", request[:60])
        print(talk(port, request), end="")
    sys.stderr = error
print("=== log")
print(log.getvalue(), end="")

print("=== one connection, several requests")
kept = [
    b"GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\nConnection: close\r\n\r\nGET /3 HTTP/1.1\r\n\r\n",
    b"OPTIONS /1 HTTP/1.1\r\n\r\nOPTIONS /2 HTTP/1.0\r\n\r\nOPTIONS /3 HTTP/1.1\r\n\r\n",
    b"OPTIONS /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nOPTIONS /2 HTTP/1.0\r\n\r\n",
    b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody",
    b"DELETE / HTTP/1.1\r\n\r\nDELETE / HTTP/1.1\r\n\r\n",
]
sys.stderr = io.StringIO()
with serving(Kept, Server) as port:
    for request in kept:
        print("---", request[:60])
        print(talk(port, request), end="")
sys.stderr = error


# A client that is slow, and one that is not there any more.
class Hurried(Kept):
    timeout = 0.05
    noted = []

    def log_request(self, code="-", size="-"):
        pass

    def log_error(self, format, *args):
        self.noted.append(format % args)


with serving(Hurried, Server) as port:
    print(repr(talk(port, b"GET / HT", half_close=False)), Hurried.noted)
    with socket.create_connection(("127.0.0.1", port), 60) as client:
        client.sendall(b"POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\nhalf")
        print(client.recv(15))
    Hurried.timeout = 60
    print(repr(talk(port, b"OPTIONS / HTTP/1.1\r\nConnection: close\r\n\r\n")))


# Headers that are changed before they are sent; a handler without a method; names of methods.
class Odd(Handler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("A", 1)
        self.send_header("Connection", "close")
        print(self.close_connection, self._headers_buffer[-2:])
        self.end_headers()

    locals()["do_M-SEARCH"] = do_GET


with serving(Odd, Server) as port:
    print(repr(talk(port, b"M-SEARCH / HTTP/1.1\r\n\r\n")))

handler = Handler.__new__(Handler)
handler.client_address = ("1.2.3.4", 5)
print(handler.address_string(), handler.responses[404], handler.error_content_type, handler.default_request_version)
print(http.server.BaseHTTPRequestHandler.date_time_string(handler, 0), Handler.protocol_version)
print(re.fullmatch(r"\d\d/[A-Z][a-z]{2}/\d{4} \d\d:\d\d:\d\d", handler.log_date_time_string()) is not None)
print(http.server.HTTPServer.allow_reuse_address, http.server.ThreadingHTTPServer.daemon_threads)
