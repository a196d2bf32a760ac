# HTTPS: http.client, urllib.request and http.server with TLS, over a server here.
import http.client
import http.server
import os
import ssl
import threading
import urllib.error
import urllib.request

for name in list(os.environ):
    if name.lower().endswith("_proxy"):
        del os.environ[name]


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", f"https://localhost:{self.server.server_port}/there")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = f"{self.command} {self.path} over {self.connection.version()}".encode() + b"." * (100_000 if self.path == "/large" else 0)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[::-1])

    def log_message(self, format, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    def get_request(self):
        plain, address = super().get_request()
        return context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request, client_address):
        pass


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("keys/server.pem")
trusting = ssl.create_default_context(cafile="keys/authority.pem")
with Server(("127.0.0.1", 0), Site) as server:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    port = server.server_port
    connection = http.client.HTTPSConnection("localhost", port, context=trusting, timeout=60)
    for path in ("/one", "/two", "/large"):
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        print(response.status, len(body), body[:30])
    connection.request("POST", "/", b"x" * 200_000 + b"y")
    body = connection.getresponse().read()
    print(len(body), body[:2])
    connection.close()
    print(http.client.HTTPSConnection.default_port, http.client.HTTPSConnection("h").port)

    with urllib.request.urlopen(f"https://localhost:{port}/page", context=trusting) as response:
        print(response.status, response.read(), response.url.replace(str(port), "PORT"))
    print(urllib.request.urlopen(f"https://127.0.0.1:{port}/away", context=trusting, timeout=60).read())
    for url, kwargs in ((f"https://localhost:{port}/", {}), (f"https://localhost.test:{port}/", {"context": trusting}), (f"https://127.0.0.1:{port}/", {"context": ssl._create_unverified_context()})):
        try:
            print(urllib.request.urlopen(url, timeout=60, **kwargs).read())
        except urllib.error.URLError as error:
            print(type(error.reason).__name__, isinstance(error.reason, OSError), getattr(error.reason, "verify_message", None))
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusting))
    texts = []
    threads = [threading.Thread(target=lambda n=n: texts.append(opener.open(f"https://localhost:{port}/{n}").read())) for n in range(5)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    print(sorted(texts))
    # Plain HTTP to a server that wants TLS, and the reverse.
    try:
        http.client.HTTPConnection("localhost", port, timeout=60).request("GET", "/")
        print("sent")
    except OSError as error:
        print(type(error).__name__)
    server.shutdown()
    thread.join()
with http.server.HTTPServer(("127.0.0.1", 0), Site) as server:
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    try:
        urllib.request.urlopen(f"https://localhost:{server.server_port}/", context=trusting, timeout=60)
    except urllib.error.URLError as error:
        print(type(error.reason).__name__, error.reason.reason)
    thread.join()
