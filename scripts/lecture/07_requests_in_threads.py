# Six requests to a slow server: one after another, then in six threads.
#
# A program that asks a server mostly waits. The GIL is let go while it waits, so six threads wait together: six requests take as
# long as one.
#
# Watch for: the speed-up, close to 6 whether the GIL is on or off and however few cores there are. Compare
# 06_picture_of_the_gil.py, where four threads that compute gain nothing.
#
# The server is in this program: it answers every request after 0.3 s, each in a thread of its own. Without the requests library
# (it is built into gilt) urllib does it.

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

try:
    import requests

    def read_url(url):
        return requests.get(url).text
except ImportError:
    from urllib.request import urlopen

    def read_url(url):
        with urlopen(url) as response:
            return response.read().decode()


class SlowHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.3)
        body = 'This is {}'.format(self.path).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'text/plain; charset=utf-8')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        pass  # no line for every request


server = ThreadingHTTPServer(('127.0.0.1', 0), SlowHandler)
threading.Thread(target=server.serve_forever, daemon=True).start()
urls = ['http://127.0.0.1:{}/page/{}'.format(server.server_port, number) for number in range(6)]

begin = time.perf_counter()
for url in urls:
    print(read_url(url))
one_by_one = time.perf_counter() - begin
print('one after another: {:.2f} s'.format(one_by_one))

begin = time.perf_counter()
threads = [threading.Thread(target=read_url, args=(url,)) for url in urls]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
together = time.perf_counter() - begin
print('six threads: {:.2f} s, speed-up {:.2f}'.format(together, one_by_one / together))
server.shutdown()
