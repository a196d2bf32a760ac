# socketserver: every kind of server, and what happens to handlers that fail.
import gc
import io
import os
import socket
import socketserver
import sys
import tempfile
import threading
import time


class Upper(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            if line == b"fail\n":
                raise ValueError("as told")
            self.wfile.write(line.upper())


class Datagram(socketserver.DatagramRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.read().upper())


def ask(family, address, data, kind=socket.SOCK_STREAM):
    with socket.socket(family, kind) as client:
        client.settimeout(60)
        if kind == socket.SOCK_DGRAM and family == socket.AF_UNIX:
            client.bind(f"{address}.{len(os.listdir(folder))}")
        client.connect(address)
        client.sendall(data)
        if kind == socket.SOCK_STREAM:
            client.shutdown(socket.SHUT_WR)
        return client.makefile("rb").read() if kind == socket.SOCK_STREAM else client.recv(1000)


scratch = tempfile.TemporaryDirectory()
folder = scratch.name
servers = [socketserver.TCPServer, socketserver.ThreadingTCPServer, socketserver.ForkingTCPServer, socketserver.UDPServer,
           socketserver.ThreadingUDPServer, socketserver.ForkingUDPServer, socketserver.UnixStreamServer, socketserver.ThreadingUnixStreamServer,
           socketserver.UnixDatagramServer, socketserver.ThreadingUnixDatagramServer]
for number, cls in enumerate(servers):
    is_datagram = issubclass(cls, socketserver.UDPServer)
    address = os.path.join(folder, str(number)) if "Unix" in cls.__name__ else ("127.0.0.1", 0)
    with cls(address, Datagram if is_datagram else Upper) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        kind = socket.SOCK_DGRAM if is_datagram else socket.SOCK_STREAM
        print(cls.__name__, [ask(server.address_family, server.server_address, data, kind) for data in (b"one\n", b"two\nthree\n")])
        server.shutdown()
        thread.join()
    print("   ", server.socket.fileno(), cls.request_queue_size, cls.allow_reuse_address, server.fileno())

# A handler that raises does not end the server.
error, sys.stderr = sys.stderr, io.StringIO()
with socketserver.TCPServer(("127.0.0.1", 0), Upper) as server:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    print(ask(socket.AF_INET, server.server_address, b"one\nfail\n"), ask(socket.AF_INET, server.server_address, b"two\n"))
    server.shutdown()
    thread.join()
text, sys.stderr = sys.stderr.getvalue(), error
print(text.count("-" * 40), "ValueError: as told" in text, "Exception occurred during processing of request from ('127.0.0.1'" in text)


# One request at a time, and the hooks on its way.
class Telling(socketserver.TCPServer):
    timeout = 0.02

    def verify_request(self, request, client_address):
        print("verify", client_address[0])
        return self.wanted

    def process_request(self, request, client_address):
        print("process")
        super().process_request(request, client_address)

    def handle_timeout(self):
        print("timeout")

    def service_actions(self):
        self.turns = getattr(self, "turns", 0) + 1

    def server_close(self):
        print("close")
        super().server_close()


class Steps(socketserver.BaseRequestHandler):
    def setup(self):
        print("setup", self.client_address[0], self.server.__class__.__name__)

    def handle(self):
        print("handle", self.request.recv(10))

    def finish(self):
        print("finish")


with Telling(("127.0.0.1", 0), Steps) as server:
    server.handle_request()
    server.timeout = 60
    for server.wanted in (True, False):
        with socket.create_connection(server.server_address) as client:
            client.sendall(b"hello")
            server.handle_request()
            print("client sees", client.recv(10))

# An address that is taken: nothing stays open.
with socket.create_server(("127.0.0.1", 0)) as taken:
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    try:
        socketserver.TCPServer(taken.getsockname(), Steps)
    except OSError as error:
        print(error)
    print(len(os.listdir("/proc/self/fd")) - before)


# shutdown() ends serve_forever() soon; server_close() waits for the threads.
class Slow(socketserver.BaseRequestHandler):
    def handle(self):
        arrived.set()
        time.sleep(0.1)
        print("slow one is done")


arrived = threading.Event()
server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Slow)
thread = threading.Thread(target=server.serve_forever, args=(0.01,))
thread.start()
with socket.create_connection(server.server_address):
    arrived.wait()
    server.shutdown()
    server.server_close()
    print("closed")
thread.join()
