"""The server's side of HTTP: socketserver with handlers that read a request and answer it.

    class Hello(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"hello")

    ThreadingHTTPServer(("127.0.0.1", 8000), Hello).serve_forever()

Headers are collected and written at once by end_headers(). A client may take as long as the handler's `timeout` says between two
pieces, but for a request's first line and headers together no longer than HEADER_SECONDS; a line has 64 KiB at most, headers are
a hundred at most. `python -m http.server` serves the files of a folder, to this machine alone unless --bind says more.
"""

import datetime
import email.utils
import functools
import html
import http.client
import io
import mimetypes
import os
import posixpath
import shutil
import socket
import socketserver
import sys
import time
import urllib.parse

from http import HTTPStatus

__version__ = "0.6"
__all__ = ["HTTPServer", "ThreadingHTTPServer", "BaseHTTPRequestHandler", "SimpleHTTPRequestHandler"]

DEFAULT_ERROR_MESSAGE = """\
<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: %(code)d</p>
        <p>Message: %(message)s.</p>
        <p>Error code explanation: %(code)s - %(explain)s.</p>
    </body>
</html>
"""
DEFAULT_ERROR_CONTENT_TYPE = "text/html;charset=utf-8"
HEADER_SECONDS = 60  # for the first line and headers of a request, from their first byte


class HTTPServer(socketserver.TCPServer):
    """A server that knows its name and port."""

    allow_reuse_address = 1
    # Who comes when the queue is full is not refused: the connection is made a second later. CPython's queue holds five.
    request_queue_size = 128

    def server_bind(self):
        super().server_bind()
        host, port = self.server_address[:2]
        self.server_name = socket.getfqdn(host)
        self.server_port = port


class ThreadingHTTPServer(socketserver.ThreadingMixIn, HTTPServer):
    """One with a thread for each connection."""

    daemon_threads = True


class BaseHTTPRequestHandler(socketserver.StreamRequestHandler):
    """Reads requests and calls do_GET, do_POST ...

    command, path, request_version, headers are the request; rfile gives its body, wfile takes the answer's.
    """

    server_version = "BaseHTTP/" + __version__
    sys_version = "Python/" + sys.version.split()[0]
    error_message_format = DEFAULT_ERROR_MESSAGE
    error_content_type = DEFAULT_ERROR_CONTENT_TYPE
    default_request_version = "HTTP/0.9"
    protocol_version = "HTTP/1.0"  # "HTTP/1.1": the connection is kept, and answers need a Content-Length
    # Headers and body are two packets. Without this the second would wait for the client to acknowledge the first, and clients
    # take 40 ms over that.
    disable_nagle_algorithm = True
    MessageClass = http.client.HTTPMessage
    responses = {status: (status.phrase, status.description) for status in HTTPStatus}
    weekdayname = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    monthname = [None, "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    _lines = None  # what the first line and the headers are read from

    # --- the request

    def handle(self):
        """Serves the requests of a connection."""
        self.close_connection = True
        self.handle_one_request()
        while not self.close_connection:
            self.handle_one_request()

    def handle_one_request(self):
        try:
            self._lines = self.rfile
            if isinstance(self.rfile, socket._BufferedSocket):
                self.rfile.peek(1)  # a kept connection may take its time over the next request; from its first byte the clock runs
                self._lines = _Hurried(self.rfile, self.connection)
            self.raw_requestline = self._lines.readline(65537)
            if len(self.raw_requestline) > 65536:
                self.requestline = self.request_version = self.command = ""
                self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
                return
            if not self.raw_requestline:
                self.close_connection = True
                return
            if not self.parse_request():
                return
            method = getattr(self, "do_" + self.command, None)
            if method is None:
                self.send_error(HTTPStatus.NOT_IMPLEMENTED, f"Unsupported method ({self.command!r})")
                return
            method()
            self.wfile.flush()
        except TimeoutError as error:
            self.log_error("Request timed out: %r", error)
            self.close_connection = True

    def parse_request(self):
        """Reads first line and headers. False: something was wrong, and the client has been told."""
        self.command = None
        self.request_version = version = self.default_request_version
        self.close_connection = True
        self.requestline = str(self.raw_requestline, "iso-8859-1").rstrip("\r\n")
        words = self.requestline.split()
        if not words:
            return False
        if len(words) >= 3:
            version = words[-1]
            number = self._version_number(version)
            if number is None:
                self.send_error(HTTPStatus.BAD_REQUEST, f"Bad request version ({version!r})")
                return False
            if number >= (1, 1) and self.protocol_version >= "HTTP/1.1":
                self.close_connection = False
            if number >= (2, 0):
                self.send_error(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED,
                                f"Invalid HTTP version ({version.partition('/')[2]})")
                return False
            self.request_version = version
        if not 2 <= len(words) <= 3:
            self.send_error(HTTPStatus.BAD_REQUEST, f"Bad request syntax ({self.requestline!r})")
            return False
        command, path = words[:2]
        if len(words) == 2:
            self.close_connection = True
            if command != "GET":
                self.send_error(HTTPStatus.BAD_REQUEST, f"Bad HTTP/0.9 request type ({command!r})")
                return False
        self.command = command
        self.path = "/" + path.lstrip("/") if path.startswith("//") else path  # //host/... would be another place's
        try:
            self.headers = http.client.parse_headers(self._lines or self.rfile, _class=self.MessageClass)
        except http.client.LineTooLong as error:
            self.send_error(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "Line too long", str(error))
            return False
        except http.client.HTTPException as error:
            self.send_error(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "Too many headers", str(error))
            return False
        if isinstance(self._lines, _Hurried):
            self._lines.end(self.timeout)
        connection = (self.headers.get("Connection") or "").lower()
        if connection == "close":
            self.close_connection = True
        elif connection == "keep-alive" and self.protocol_version >= "HTTP/1.1":
            self.close_connection = False
        if ((self.headers.get("Expect") or "").lower() == "100-continue" and self.protocol_version >= "HTTP/1.1"
                and self.request_version >= "HTTP/1.1"):
            return self.handle_expect_100()
        return True

    @staticmethod
    @functools.lru_cache(16)
    def _version_number(version):
        """(major, minor), or None."""
        if not version.startswith("HTTP/"):
            return None
        parts = version[5:].split(".")
        if len(parts) != 2 or not all(part.isdigit() and part.isascii() and len(part) <= 10 for part in parts):
            return None
        return int(parts[0]), int(parts[1])

    def handle_expect_100(self):
        """The client wants to hear that its body is welcome."""
        self.send_response_only(HTTPStatus.CONTINUE)
        self.end_headers()
        return True

    # --- the answer

    def send_error(self, code, message=None, explain=None):
        """Answers with an error, and closes the connection."""
        try:
            short, long = self.responses[code]
        except KeyError:
            short = long = "???"
        message = short if message is None else message
        explain = long if explain is None else explain
        self.log_error("code %d, message %s", code, message)
        self.send_response(code, message)
        self.send_header("Connection", "close")
        body = None
        if code >= 200 and code not in (HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT, HTTPStatus.NOT_MODIFIED):
            body = (self.error_message_format % {"code": code, "message": html.escape(message, quote=False),
                                                 "explain": html.escape(explain, quote=False)})
            body = body.encode("UTF-8", "replace")
            self.send_header("Content-Type", self.error_content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body and self.command != "HEAD":
            self.wfile.write(body)

    def send_response(self, code, message=None):
        """The first line, and the headers that every answer has."""
        self.log_request(code)
        self.send_response_only(code, message)
        self.send_header("Server", self.version_string())
        self.send_header("Date", self.date_time_string())

    def send_response_only(self, code, message=None):
        """The first line."""
        if self.request_version == "HTTP/0.9":
            return
        if message is None:
            message = self.responses.get(code, ("",))[0]
        self._add(f"{self.protocol_version} {int(code)} {message!s}")

    def send_header(self, keyword, value):
        """A header. It is sent by end_headers()."""
        if self.request_version != "HTTP/0.9":
            self._add(f"{keyword!s}: {value!s}")
        if keyword.lower() == "connection":
            if value.lower() == "close":
                self.close_connection = True
            elif value.lower() == "keep-alive":
                self.close_connection = False

    def _add(self, line):
        if not hasattr(self, "_headers_buffer"):
            self._headers_buffer = []
        if "\r" in line or "\n" in line:  # a header's value cannot begin another header
            line = line.replace("\r", "").replace("\n", "")
        self._headers_buffer.append(f"{line}\r\n".encode("latin-1"))

    def end_headers(self):
        """Sends the headers."""
        if self.request_version != "HTTP/0.9":
            self._headers_buffer.append(b"\r\n")
            self.flush_headers()

    def flush_headers(self):
        if hasattr(self, "_headers_buffer"):
            self.wfile.write(b"".join(self._headers_buffer))
            self._headers_buffer = []

    # --- what it says about itself

    def log_request(self, code="-", size="-"):
        if isinstance(code, HTTPStatus):
            code = code.value
        self.log_message('"%s" %s %s', self.requestline, str(code), str(size))

    def log_error(self, format, *args):
        self.log_message(format, *args)

    _control_characters = str.maketrans({code: rf"\x{code:02x}" for code in [*range(0x20), *range(0x7F, 0xA0)]}
                                        | {ord("\\"): r"\\"})

    def log_message(self, format, *args):
        """A line on standard error. What a client sent cannot steer a terminal."""
        message = format % args
        sys.stderr.write(f"{self.address_string()} - - [{self.log_date_time_string()}] "
                         f"{message.translate(self._control_characters)}\n")

    def version_string(self):
        return self.server_version + " " + self.sys_version

    def date_time_string(self, timestamp=None):
        if timestamp is not None:
            return email.utils.formatdate(timestamp, usegmt=True)
        return _date_now(int(time.time()))

    def log_date_time_string(self):
        year, month, day, hour, minute, second, *_ = time.localtime()
        return f"{day:02d}/{self.monthname[month]:>3}/{year:04d} {hour:02d}:{minute:02d}:{second:02d}"

    def address_string(self):
        return self.client_address[0]


_last_date = (0, "")  # replaced whole, read whole


def _date_now(second):
    global _last_date
    known = _last_date
    if known[0] != second:
        known = _last_date = (second, email.utils.formatdate(second, usegmt=True))
    return known[1]


class _Hurried:
    """Reads lines, all of them in HEADER_SECONDS: a client that sends a byte now and then does not keep a thread for ever."""

    def __init__(self, file, connection):
        self._file = file
        self._connection = connection
        self._deadline = None  # set when a line is not there at once, which is rare

    @property
    def _read_buffer(self):
        return self._file._read_buffer

    def read1(self, size):
        return self._file.read1(size)

    def readline(self, limit):
        file, line = self._file, b""
        while True:
            if self._deadline is None and b"\n" in file._read_buffer:
                return file.readline(limit)
            if self._deadline is None:
                self._deadline = time.monotonic() + HEADER_SECONDS
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            own = self._connection.gettimeout()
            self._connection.settimeout(left if own is None else min(left, own))
            there = file.peek(1)  # receives once, if nothing is there
            end = there.find(b"\n") + 1
            line += file.read1(min(end or len(there), limit - len(line)))
            if end or not there or len(line) >= limit:
                return line

    def end(self, timeout):
        """The headers are there: what follows may take its time."""
        if self._deadline is not None:
            self._connection.settimeout(timeout)


class SimpleHTTPRequestHandler(BaseHTTPRequestHandler):
    """Serves the files below a folder, and lists folders without an index.html."""

    server_version = "SimpleHTTP/" + __version__
    index_pages = ("index.html", "index.htm")
    extensions_map = _encodings_map_default = {".gz": "application/gzip", ".Z": "application/octet-stream",
                                               ".bz2": "application/x-bzip2", ".xz": "application/x-xz"}

    def __init__(self, *args, directory=None, **kwargs):
        self.directory = os.fspath(os.getcwd() if directory is None else directory)
        super().__init__(*args, **kwargs)

    def do_GET(self):
        file = self.send_head()
        if file:
            with file:
                self.copyfile(file, self.wfile)

    def do_HEAD(self):
        file = self.send_head()
        if file:
            file.close()

    def send_head(self):
        """Sends the headers. Gives a file with the body, or None."""
        path = self.translate_path(self.path)
        if os.path.isdir(path):
            parts = urllib.parse.urlsplit(self.path)
            if not parts.path.endswith("/"):
                self.send_response(HTTPStatus.MOVED_PERMANENTLY)
                self.send_header("Location", urllib.parse.urlunsplit(parts._replace(path=parts.path + "/")))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return None
            for name in self.index_pages:
                index = os.path.join(path, name)
                if os.path.isfile(index):
                    path = index
                    break
            else:
                return self.list_directory(path)
        kind = self.guess_type(path)
        if path.endswith("/"):
            self.send_error(HTTPStatus.NOT_FOUND, "File not found")
            return None
        try:
            file = open(path, "rb")
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND, "File not found")
            return None
        try:
            status = os.fstat(file.fileno())
            if self._is_unchanged(status.st_mtime):
                self.send_response(HTTPStatus.NOT_MODIFIED)
                self.end_headers()
                file.close()
                return None
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-type", kind)
            self.send_header("Content-Length", str(status.st_size))
            self.send_header("Last-Modified", self.date_time_string(status.st_mtime))
            self.end_headers()
            return file
        except:
            file.close()
            raise

    def _is_unchanged(self, modified):
        """Whether the client has the file as it is."""
        if "If-Modified-Since" not in self.headers or "If-None-Match" in self.headers:
            return False
        try:
            since = email.utils.parsedate_to_datetime(self.headers["If-Modified-Since"])
        except (TypeError, IndexError, OverflowError, ValueError):
            return False
        if since.tzinfo is None:
            since = since.replace(tzinfo=datetime.timezone.utc)
        if since.tzinfo != datetime.timezone.utc:
            return False
        return datetime.datetime.fromtimestamp(int(modified), datetime.timezone.utc) <= since

    def list_directory(self, path):
        """The page that lists a folder."""
        try:
            names = os.listdir(path)
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND, "No permission to list directory")
            return None
        names.sort(key=lambda name: name.lower())
        try:
            shown = urllib.parse.unquote(self.path.partition("?")[0].partition("#")[0], errors="surrogatepass")
        except UnicodeDecodeError:
            shown = urllib.parse.unquote(self.path)
        encoding = sys.getfilesystemencoding()
        title = f"Directory listing for {html.escape(shown, quote=False)}"
        lines = ["<!DOCTYPE HTML>", '<html lang="en">', "<head>", f'<meta charset="{encoding}">',
                 f"<title>{title}</title>\n</head>", f"<body>\n<h1>{title}</h1>", "<hr>\n<ul>"]
        for name in names:
            whole, label, link = os.path.join(path, name), name, name
            if os.path.isdir(whole):
                label = link = name + "/"
            if os.path.islink(whole):
                label = name + "@"
            lines.append(f'<li><a href="{urllib.parse.quote(link, errors="surrogatepass")}">'
                         f"{html.escape(label, quote=False)}</a></li>")
        lines.append("</ul>\n<hr>\n</body>\n</html>\n")
        body = "\n".join(lines).encode(encoding, "surrogateescape")
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-type", f"text/html; charset={encoding}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def translate_path(self, path):
        """The file a URL means: always one below the folder."""
        path = path.partition("?")[0].partition("#")[0]
        ends_with_slash = path.rstrip().endswith("/")
        try:
            path = urllib.parse.unquote(path, errors="surrogatepass")
        except UnicodeDecodeError:
            path = urllib.parse.unquote(path)
        result = self.directory
        for word in posixpath.normpath(path).split("/"):
            if word and not os.path.dirname(word) and word not in (os.curdir, os.pardir):
                result = os.path.join(result, word)
        return result + "/" if ends_with_slash else result

    def copyfile(self, source, outputfile):
        shutil.copyfileobj(source, outputfile)

    def guess_type(self, path):
        """The type for a file's name."""
        ending = posixpath.splitext(path)[1]
        for known in (ending, ending.lower()):
            if known in self.extensions_map:
                return self.extensions_map[known]
        kind, _ = mimetypes.guess_type(path)
        return kind or "application/octet-stream"


def _address(bind, port):
    family, _, _, _, address = next(iter(socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)))
    return family, address


def test(HandlerClass=BaseHTTPRequestHandler, ServerClass=ThreadingHTTPServer, protocol="HTTP/1.0", port=8000,
         bind="127.0.0.1"):
    """Serves until Ctrl-C."""
    ServerClass.address_family, address = _address(bind, port)
    HandlerClass.protocol_version = protocol
    with ServerClass(address, HandlerClass) as server:
        host, port = server.socket.getsockname()[:2]
        place = f"[{host}]" if ":" in host else host
        print(f"Serving HTTP on {host} port {port} (http://{place}:{port}/) ...", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("\nKeyboard interrupt received, exiting.")
            sys.exit(0)


def _main():
    import argparse

    parser = argparse.ArgumentParser(prog="server.py")
    parser.add_argument("-b", "--bind", metavar="ADDRESS", default="127.0.0.1",
                        help="bind to this address (default: 127.0.0.1, this machine alone; 0.0.0.0: everybody)")
    parser.add_argument("-d", "--directory", default=os.getcwd(), help="serve this directory (default: current directory)")
    parser.add_argument("-p", "--protocol", metavar="VERSION", default="HTTP/1.0",
                        help="conform to this HTTP version (default: HTTP/1.0)")
    parser.add_argument("port", default=8000, type=int, nargs="?", help="bind to this port (default: 8000)")
    options = parser.parse_args()

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, directory=options.directory, **kwargs)

    test(Handler, port=options.port, bind=options.bind, protocol=options.protocol)


if __name__ == "__main__":
    _main()
