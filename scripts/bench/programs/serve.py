# A server that answers at once and keeps connections: for measuring clients, and itself. Prints its port. With "nodelay" a CPython
# server does not wait for acknowledgements either (gilt's never does).
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BODY = b"hello world " * 10


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, format, *args):
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 128

    def handle_error(self, request, client_address):
        pass  # a client that has gone


if "nodelay" in sys.argv:
    Handler.disable_nagle_algorithm = True
with Server(("127.0.0.1", 0), Handler) as server:
    print(server.server_port, flush=True)
    server.serve_forever()
