"""A web server that takes its time: answers every request after 0.1 s, as many at once as ask. Prints its address; ends when its
standard input is closed."""

import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class SlowAnswer(BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.1)
        body = b"slowly\n" * 100
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), SlowAnswer)
print(f"127.0.0.1:{server.server_port}", flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
