"""The lecture's section on HTTP: its cells, with only the hosts of the URLs replaced by a server here that takes 0.3 s to answer.

Used by run. What the cells show is seen by the server: one after another there is one request at a time, with threads there are six;
and the ratio of the two times is near six.
"""

import re
import subprocess
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

SECTION = ["http_urls", "http_def", "http_sequential", "http_threads"]
SECONDS = 0.3


class SlowServer(ThreadingHTTPServer):
    """Knows which paths were asked for, and how many requests there were at once at most."""

    request_queue_size = 64

    def __init__(self, seconds=SECONDS):
        super().__init__(("127.0.0.1", 0), SlowHandler)
        self.seconds = seconds
        self.lock = threading.Lock()
        self.forget()

    def forget(self):
        self.paths, self.now, self.most = [], 0, 0


class SlowHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        with server.lock:
            server.paths.append(self.path)
            server.now += 1
            server.most = max(server.most, server.now)
        time.sleep(server.seconds)
        with server.lock:
            server.now -= 1
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write("<p>страница".encode())

    def log_message(self, format, *args):
        pass


def program(cells, port):
    text = "import threading, time as _time\n"
    for name in SECTION:
        code = re.sub(r"^%%time\n", "", cells[name], flags=re.MULTILINE)
        if name == "http_urls":
            code = re.sub(r"https?://[^/'\"]+", f"http://127.0.0.1:{port}", code)
        text += f"_begin = _time.perf_counter()\n{code}\nprint('{name}', _time.perf_counter() - _begin, flush=True)\ninput()\n"
    return text


def run_once(command, cells, seconds):
    """(exit code, standard error, cell name -> the paths it asked for and how many at once, cell name -> its time or None)."""
    with SlowServer(seconds) as server, tempfile.TemporaryDirectory() as folder:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        (Path(folder) / "cells.py").write_text(program(cells, server.server_port), "utf-8")
        with subprocess.Popen([*command, "cells.py"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True) as process:
            seen, took = {}, {}
            for name in SECTION:
                words = process.stdout.readline().split()
                seen[name] = (sorted(server.paths), server.most)
                took[name] = float(words[1]) if words[:1] == [name] else None
                server.forget()
                if took[name] is None:
                    break
                process.stdin.write("\n")
                process.stdin.flush()
            process.stdin.close()
            err = process.stderr.read()
            code = process.wait()
        server.shutdown()
        thread.join()
    return code, err, seen, took


def check(report, what, command, cells):
    # On a busy machine six threads may need longer to begin than a request takes: then once more, with slower answers.
    for seconds in (SECONDS, 3 * SECONDS, 10 * SECONDS):
        code, err, seen, took = run_once(command, cells, seconds)
        if code or err or None in took.values():
            report.fail(what, f"ended with {code}\n{err}")
            return
        in_threads, one_by_one = took["http_threads"], took["http_sequential"]
        if seen["http_threads"][1] == 6 and one_by_one >= 4 * in_threads:
            break
    asked, at_once = seen["http_sequential"]
    for good, why in (
        (at_once == 1 and len(asked) == 6, f"one after another: {at_once} at once, {asked}"),
        (seen["http_threads"] == (asked, 6), f"six threads: {seen['http_threads']}"),
        (all(path.isascii() for path in asked) and any(not unquote(path).isascii() for path in asked), f"paths: {asked}"),
        (one_by_one >= 4 * in_threads, f"took {took}"),
    ):
        if good:
            report.ok()
        else:
            report.fail(what, why)
