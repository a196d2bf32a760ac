# Sockets and what goes wrong with them: refused, reset, timed out, gone, closed; and nothing stays open.
import errno
import gc
import io
import os
import select
import socket
import threading
import time


def attempt(what, function, *args):
    try:
        result = function(*args)
        print(f"{what}:", result if isinstance(result, (int, bytes, str, bool, type(None))) else type(result).__name__)
    except Exception as error:
        print(f"{what}:", type(error).__name__, error)


def descriptors():
    gc.collect()
    return len(os.listdir("/proc/self/fd"))


before = descriptors()

# Nobody there.
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    place = free.getsockname()
    attempt("refused", socket.create_connection, place)
    attempt("refused, with a timeout", socket.create_connection, place, 60)
    with socket.socket() as client:
        print("connect_ex:", errno.errorcode[client.connect_ex(place)])
    with socket.socket() as client:
        client.settimeout(60)
        print("connect_ex with a timeout:", errno.errorcode[client.connect_ex(place)])
    try:
        socket.create_connection(place, all_errors=True)
    except ExceptionGroup as group:
        print("all errors:", [type(error).__name__ for error in group.exceptions])
try:
    socket.create_connection(("no-such-host.invalid", 80), 5)
except socket.gaierror as error:
    print("gaierror", isinstance(error, OSError), error.errno in (socket.EAI_NONAME, socket.EAI_AGAIN))
attempt("no such service", socket.getaddrinfo, "localhost", "no-such-service")
attempt("unix, nobody", lambda: socket.socket(socket.AF_UNIX).connect("/no/such/socket"))
attempt("unix, long", lambda: socket.socket(socket.AF_UNIX).connect("x" * 200))
attempt("address", lambda: socket.socket().connect("a string"))
attempt("port", lambda: socket.socket().connect(("127.0.0.1", 70000)))
attempt("port's type", lambda: socket.socket().connect(("127.0.0.1", "80")))
attempt("host's type", lambda: socket.socket().connect((1, 80)))

# In use.
with socket.create_server(("127.0.0.1", 0)) as server:
    attempt("taken", lambda: socket.socket().bind(server.getsockname()))
    server.settimeout(0.01)
    attempt("accept timed out", server.accept)
    server.setblocking(False)
    attempt("accept would block", server.accept)
    attempt("listening is no connection", server.recv, 1)

# Time is up.
a, b = socket.socketpair()
a.settimeout(0.01)
attempt("recv timed out", a.recv, 1)
attempt("recv_into timed out", a.recv_into, bytearray(1))
attempt("sendall timed out", a.sendall, b"x" * 10_000_000)
file = a.makefile("rb")
attempt("file timed out", file.read, 1)
attempt("file after that", file.read, 1)
file.close()
a.setblocking(False)
attempt("recv would block", a.recv, 1)
attempt("negative", a.settimeout, -1)
attempt("no number", a.settimeout, "1")
attempt("default", socket.setdefaulttimeout, -2)
a.close()
b.close()

# Gone.
a, b = socket.socketpair()
b.close()
attempt("send to nobody", a.send, b"x")
attempt("recv from nobody", a.recv, 1)
a.close()
with socket.create_server(("127.0.0.1", 0)) as server:
    client = socket.create_connection(server.getsockname())
    accepted, _ = server.accept()
    client.sendall(b"unread")
    time.sleep(0.01)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    client.close()  # a reset
    time.sleep(0.01)
    attempt("reset", lambda: (accepted.recv(100), accepted.recv(100)))
    accepted.close()
    client = socket.create_connection(server.getsockname())
    accepted, _ = server.accept()
    accepted.shutdown(socket.SHUT_WR)
    attempt("half closed", client.recv, 1)
    client.sendall(b"still")
    attempt("the other way", accepted.recv, 10)
    attempt("shut twice", accepted.shutdown, socket.SHUT_WR)
    client.close()
    accepted.close()
attempt("shutdown unconnected", lambda: socket.socket().shutdown(socket.SHUT_RD))
attempt("getpeername unconnected", lambda: socket.socket().getpeername())

# Closed.
closed = socket.socket()
closed.close()
closed.close()
for name, args in (("recv", (1,)), ("send", (b"x",)), ("connect", (place,)), ("bind", (place,)), ("listen", ()), ("accept", ()), ("getsockname", ()), ("shutdown", (0,)),
                   ("setblocking", (True,)), ("settimeout", (1,)), ("getsockopt", (socket.SOL_SOCKET, socket.SO_TYPE))):
    attempt(f"closed, {name}", getattr(closed, name), *args)
print(closed.fileno(), closed, closed.gettimeout())
attempt("select closed", select.select, [closed], [], [], 0)
detached = socket.socket()
os.close(detached.detach())
attempt("detached", detached.recv, 1)
with socket.socket() as managed:
    file = managed.makefile()
print(managed.fileno() >= 0, managed._closed)
file.close()
print(managed.fileno())

# Wrong arguments.
a, b = socket.socketpair()
attempt("negative size", a.recv, -1)
attempt("text", a.send, "text")
attempt("read-only", a.recv_into, b"x")
attempt("small buffer", a.recv_into, bytearray(1), 5)
attempt("mode", a.makefile, "x")
attempt("unbuffered text", lambda: a.makefile("r", buffering=0))
attempt("option", lambda: a.setsockopt(socket.SOL_SOCKET, 12345, 1))
attempt("family", socket.socket, 12345)
attempt("descriptor", lambda: socket.socket(fileno=-1))
attempt("descriptor that is none", lambda: socket.socket(fileno=999))
with open(__file__) as text, open(__file__, "rb") as binary:
    attempt("sendfile text", a.sendfile, text)
    attempt("sendfile count", a.sendfile, binary, 0, -1)
    print("sendfile:", a.sendfile(binary, 2, 10), b.recv(100), binary.tell())
    print("sendfile of memory:", a.sendfile(io.BytesIO(b"0123456789"), 3, 4), b.recv(100))
reader = a.makefile("rb")
attempt("write to a reader", reader.write, b"x")
reader.close()
attempt("read closed", reader.read)
a.close()
b.close()

# Several threads write, one reads: nothing is lost.
a, b = socket.socketpair()
writers = [threading.Thread(target=lambda: [a.sendall(b"x" * 1000) for _ in range(50)]) for _ in range(4)]
for writer in writers:
    writer.start()
received = 0
while received < 200_000:
    received += len(b.recv(5000))
for writer in writers:
    writer.join()
a.close()
b.close()
print(received, "left open:", descriptors() - before)
