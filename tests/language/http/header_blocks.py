# The headers of a request and of an answer, in every form in which they come: whole, in pieces, folded, with odd line ends, too many.
import http.client
import io
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer


class Telling(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = repr((self.path, self.headers.items(), self.headers.get("x"), self.headers.get_all("X"))).encode()
        self.send_response_only(200)
        self.send_header("Content-Length", len(body))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        pass


BLOCKS = [
    b"X: 1\r\nx: 2\r\n",
    b"",
    b"X:1\r\nY:\t 2 \t\r\nEmpty:\r\nColon: a:b\r\n",
    b"X: 1\nY: 2\n",
    b"X: 1\r\nY: 2\nZ: 3\r\n",
    b"X: 1\r\n folded\r\n\tagain\r\nY: 2\r\n",
    b"X: 1\rY: 2\r\nZ: 3\r\n",
    b"X: caf\xe9 \x85 \xa0\r\n",
    b"Two words: 1\r\nX: 2\r\n",
    b"no colon\r\nX: 2\r\n",
    b": no name\r\nX: 2\r\n",
    b" begins folded\r\nX: 2\r\n",
    b"X: 1\r\n:\r\n of no header\r\nY: 2\r\n",
    b"".join(b"N%d: %d\r\n" % (i, i) for i in range(98)),
]

with HTTPServer(("127.0.0.1", 0), Telling) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def ask(*pieces):
        """What each of the requests in the pieces is answered; the connection ends with the last."""
        with socket.create_connection(server.server_address) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for piece in pieces:
                connection.sendall(piece)
            connection.shutdown(socket.SHUT_WR)
            answers = b"".join(iter(lambda: connection.recv(65536), b""))
        for answer in answers.split(b"HTTP/1.1 ")[1:]:
            status = answer.partition(b"\r\n")[0].decode()
            print(status, answer.partition(b"\r\n\r\n")[2].decode()[:200] if status.startswith("200") else "")

    for block in BLOCKS:
        ask(b"GET /whole HTTP/1.1\r\n" + block + b"\r\n")
    print("in pieces")
    for block in BLOCKS[:6]:
        request = b"GET /pieces HTTP/1.1\r\n" + block + b"\r\n"
        ask(*(request[i:i + 7] for i in range(0, len(request), 7)))
    print("one after another")
    ask(b"GET /1 HTTP/1.1\r\nX: 1\r\n\r\nGET /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\nX: 3\r\n\r\n")
    ask(b"GET /1 HTTP/1.1\r\n\r\nX: of no request\r\n\r\n")
    print("too many, too long")
    ask(b"GET / HTTP/1.1\r\n" + b"".join(b"N%d: %d\r\n" % (i, i) for i in range(100)) + b"\r\n")
    ask(b"GET / HTTP/1.1\r\nX: " + b"x" * 65534)  # no more than is read: the rest would reset the connection
    server.shutdown()

# The client's side, and a file that is no socket's.
for block in BLOCKS:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"HTTP/1.1 200 OK\r\n" + block + b"\r\nbody")
        theirs.shutdown(socket.SHUT_WR)
        response = http.client.HTTPResponse(ours)
        response.begin()
        items = response.getheaders()
        print(items[:3], len(items), response.read())
        response.close()
    message = http.client.parse_headers(io.BytesIO(block + b"\r\nbody"))
    print(message.items() == items, message.get_payload() == "", [(type(defect).__name__, str(defect)) for defect in message.defects])


class Own(http.client.HTTPMessage):
    pass


print(type(http.client.parse_headers(io.BytesIO(b"A: b\r\n\r\n"), _class=Own)).__name__)
