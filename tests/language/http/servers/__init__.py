"""Servers on this machine for the tests: one that runs a handler, and one that says whatever bytes it is told to."""

import contextlib
import http.server
import socket
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format, *args):
        pass

    def version_string(self):
        return "test"

    def date_time_string(self, timestamp=None):
        return "now"

    def answer(self, body=b"", status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def body(self):
        """The request's body; the pieces of a chunked one end with a bar."""
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size) + b"|"
            self.rfile.readline()
        self.rfile.readline()
        return body


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        pass  # clients may go whenever they like


@contextlib.contextmanager
def serving(handler, server_class=Server):
    """Serves in a thread; gives the port."""
    with server_class(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def saying(*answers):
    """To each connection in turn sends one of these answers after the request's headers have come, and closes it. An answer is bytes, or
    a function of the connection. Gives the port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def run():
        for answer in answers:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                request = b""
                while b"\r\n\r\n" not in request:
                    piece = connection.recv(65536)
                    if not piece:
                        break
                    request += piece
                with contextlib.suppress(OSError):
                    if callable(answer):
                        answer(connection)
                    else:
                        connection.sendall(answer)
                        connection.shutdown(socket.SHUT_WR)
                        while connection.recv(65536):
                            pass

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        with contextlib.suppress(OSError):  # CPython's accept() is not woken by close()
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(60)
