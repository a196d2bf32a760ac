# requests over https: whom it trusts. (Recorded with Debian's python3-requests.)
import os
import http.server
import ssl
import threading

import requests

for name in list(os.environ):
    if name.lower().endswith("_proxy") or name.endswith("_CA_BUNDLE"):
        del os.environ[name]


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.path.encode() + (b" from " + self.connection.getpeercert()["subject"][1][0][1].encode() if asks else b""))

    def log_message(self, format, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    def get_request(self):
        plain, address = super().get_request()
        return context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request, client_address):
        pass


def attempt(what, *args, **kwargs):
    try:
        print(f"{what}:", requests.get(*args, timeout=60, **kwargs).text)
    except Exception as error:
        print(f"{what}:", type(error).__name__, isinstance(error, requests.ConnectionError), error.request is not None)


import warnings

warnings.simplefilter("ignore")
for asks in (False, True):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("keys/server.pem")
    if asks:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations("keys/authority.pem")
    with Server(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        url = f"https://localhost:{server.server_port}/"
        if asks:
            attempt("without a certificate", url, verify="keys/authority.pem")
            attempt("with one", url, verify="keys/authority.pem", cert="keys/server.pem")
            attempt("with one, twice", url, verify="keys/authority.pem", cert=("keys/server.pem", "keys/server.pem"))
        else:
            attempt("unknown authority", url)
            attempt("known authority", url, verify="keys/authority.pem")
            attempt("by address", url.replace("localhost", "127.0.0.1"), verify="keys/authority.pem")
            attempt("whoever", url, verify=False)
            with requests.Session() as session:
                session.verify = "keys/authority.pem"
                print([session.get(url + str(n)).text for n in range(3)])
            os.environ["REQUESTS_CA_BUNDLE"] = "keys/authority.pem"
            attempt("by the environment", url)
            del os.environ["REQUESTS_CA_BUNDLE"]
        server.shutdown()
        thread.join()
