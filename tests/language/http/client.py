# http.client: requests of all kinds over one connection.
import http.client
import io
import socket

from servers import Handler, serving


class Echo(Handler):
    def do_GET(self):
        text = f"{self.command} {self.path}\n" + "".join(f"{name}: {value}\n" for name, value in self.headers.items()
                                                       if name not in ("Host",))
        self.answer(text.encode(), X_One="1")

    def do_POST(self):
        body = self.body()
        kept = {name: value for name, value in self.headers.items() if name not in ("Host", "Accept-Encoding")}
        self.answer(repr((self.command, kept, body)).encode(), status=201)

    do_PUT = do_PATCH = do_DELETE = do_POST

    def do_HEAD(self):
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()

    def do_CHUNKS(self):
        self.send_response(200, "In pieces")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in (b"first line\nsec", b"ond line\n", b"x" * 20):
            self.wfile.write(b"%x;note=1\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\nTrailer: there\r\n\r\n")


def show(connection):
    response = connection.getresponse()
    body = response.read()
    print(response.status, response.reason, response.version, body, response.isclosed(), response.will_close)
    return response


with serving(Echo) as port:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    print(connection.host, connection.sock, connection.timeout)
    connection.request("GET", "/plain?x=1", headers={"X-Name": "value", "X-Number": 7})
    response = show(connection)
    print(response.getheader("x-one"), response.getheader("nope"), response.getheader("nope", "default"), response.headers["SERVER"])
    print(response.getheaders())
    print(response.msg is response.headers, response.getcode(), response.info() is response.headers)
    same = connection.sock

    for body in (b"bytes", "text \xe9", bytearray(b"bytearray"), io.BytesIO(b"a file"), io.StringIO("a text file"),
                 iter([b"one", b"two", b""]), [b"list ", b"of bytes"], None):
        connection.request("POST", "/", body)
        show(connection)
    for method in ("PUT", "PATCH", "DELETE"):
        connection.request(method, "/")
        show(connection)
    connection.request("POST", "/", iter([b"own"]), {"Transfer-Encoding": "chunked"}, encode_chunked=True)
    show(connection)
    connection.request("HEAD", "/")
    response = show(connection)
    print(response.getheader("Content-Length"), response.length)
    connection.request("CHUNKS", "/")
    show(connection)
    print("one connection:", connection.sock is same)

    # An answer as a file.
    connection.request("CHUNKS", "/")
    response = connection.getresponse()
    print(response.read(4), response.readline(), response.read1(3), response.peek(2)[:2], response.readable())
    target = bytearray(4)
    print(response.readinto(target), target, response.read(), response.read(), response.read(5))
    connection.request("GET", "/")
    with connection.getresponse() as response:
        print([line for line in response])
    connection.request("GET", "/")
    response = connection.getresponse()
    print(response.read(3), response.read(0), response.length, response.fileno() == connection.sock.fileno())
    response.read()

    # Piece by piece.
    connection.putrequest("POST", "/hand", skip_accept_encoding=True)
    connection.putheader("Content-Length", 6)
    connection.putheader("X-Several", "a", b"b", 3)
    connection.endheaders()
    connection.send(b"abc")
    connection.send(io.BytesIO(b"def"))
    show(connection)

    # Not now.
    def attempt(function, *args, **kwargs):
        try:
            print(function(*args, **kwargs))
        except (http.client.HTTPException, ValueError, TypeError) as error:
            print(type(error).__mro__[1].__name__, type(error).__name__, error)

    attempt(connection.getresponse)
    attempt(connection.putheader, "A", "b")
    attempt(connection.endheaders)
    connection.request("GET", "/")
    attempt(connection.request, "GET", "/")
    connection.close()
    attempt(connection.request, "POST", "/", 5)
    connection.close()
    attempt(connection.request, "POST", "/", "\u20ac")
    connection.close()

    # Nothing that a caller says begins a line of its own.
    for arguments in (("GET", "/a b"), ("GET", "/a\r\nX: y"), ("GE\nT", "/"), ("GET", "/\x7f")):
        attempt(connection.request, *arguments)
        connection.close()
    for name, value in (("X", "a\r\nY: b"), ("X", "a\nb"), ("X", "a\rb"), ("X", "a\r\n continued"), ("X: y", "a"), ("X\n", "a"),
                        ("", "a"), (" X", "a"), ("X", "\xe9"), (b"X", b"\xff")):
        connection.putrequest("GET", "/")
        attempt(connection.putheader, name, value)
        connection.close()
    attempt(http.client.HTTPConnection, "a\nb")
    attempt(http.client.HTTPConnection, "host:port")
    for host in ("host:80", "[::1]:81", "::1", "[::1]", "host:"):
        other = http.client.HTTPConnection(host)
        print(other.host, other.port)

    connection.auto_open = 0
    attempt(connection.request, "GET", "/")

# Nobody there.
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    connection = http.client.HTTPConnection("127.0.0.1", free.getsockname()[1])
    try:
        connection.request("GET", "/")
    except OSError as error:
        print(repr(error), connection.sock)
