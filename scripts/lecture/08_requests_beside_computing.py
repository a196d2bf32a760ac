# A thread that asks a server, beside a thread that computes.
#
# Whoever lets go of the GIL to wait for an answer has to get it back afterwards, and the computing thread has it.
#
# Watch for: how many requests are answered in a second without the computing thread and beside it, and how much of its time
# the computing thread keeps.
#
# The GIL: CPython lets the computing thread go on for 5 ms each time somebody wants the GIL back; a request wants it back many
# times, and far fewer are answered. That is the convoy effect. gilt lets who has waited go first, within a quota,
# and shows CPython's way with `-X gil_policy=timeslice`. With --gil=off nobody waits for anybody.
#
# The server is a process of its own, so that it competes with nobody here for the GIL.

import multiprocessing as mp
import threading
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'  # the connection is kept
    disable_nagle_algorithm = True

    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Length', '5')
        self.end_headers()
        self.wfile.write(b'hello')

    def log_message(self, format, *args):
        pass


def serve(port):
    server = HTTPServer(('127.0.0.1', 0), Handler)
    port.put(server.server_port)
    server.serve_forever()


def ask(port, seconds):
    """The number of requests answered in a second."""
    connection = HTTPConnection('127.0.0.1', port)
    count, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < seconds:
        connection.request('GET', '/')
        connection.getresponse().read()
        count += 1
    connection.close()
    return count / seconds


def compute():
    """Counts, until told to stop."""
    global rounds
    while not stopped:
        for _ in range(1000):
            pass
        rounds += 1


if __name__ == '__main__':
    port = mp.Queue()
    server = mp.Process(target=serve, args=(port,), daemon=True)
    server.start()
    port = port.get()
    seconds = 0.5

    print('alone: {:.0f} requests a second'.format(ask(port, seconds)))

    rounds, stopped = 0, False
    thread = threading.Thread(target=compute)
    thread.start()
    time.sleep(seconds)
    alone, rounds = rounds, 0
    answered = ask(port, seconds)
    beside, stopped = rounds, True
    thread.join()
    print('beside a computing thread: {:.0f} requests a second'.format(answered))
    print('the computing thread keeps {:.0%} of its speed'.format(beside / alone))
    server.terminate()
    server.join()
