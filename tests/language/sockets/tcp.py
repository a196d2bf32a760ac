# Stream sockets: connecting, sending, timeouts, options, files over sockets.
import errno
import os
import socket
import tempfile
import threading


def pair():
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname())
        connection, address = server.accept()
        assert address == client.getsockname()
        return client, connection


a, b = pair()
print(a.family, a.type, a.proto, a.gettimeout(), a.getblocking(), a.fileno() > 2)
print(a.getpeername() == b.getsockname(), a.send(b"hello"), b.recv(100), b.sendall(b"x" * 100000))
total = 0
while total < 100000:
    total += len(a.recv(65536))
print(total)
buffer = bytearray(10)
a.sendall(b"0123456789")
print(b.recv_into(buffer, 4), b.recv_into(memoryview(buffer)[4:]), buffer)
a.sendall(b"peeked")
print(b.recv(3, socket.MSG_PEEK), b.recv(10))
a.shutdown(socket.SHUT_WR)
print(b.recv(10), b.recv(10))
b.close()
a.close()
print(a.fileno(), repr(a)[:30])
for use in (lambda: a.send(b"x"), lambda: a.recv(1), a.getsockname):
    try:
        use()
    except OSError as error:
        print(error.errno == errno.EBADF)

# timeouts and non-blocking
a, b = pair()
a.settimeout(0.02)
print(a.gettimeout(), a.timeout, a.getblocking())
try:
    a.recv(1)
except TimeoutError as error:
    print(error, error is not None, socket.timeout is TimeoutError)
a.setblocking(False)
print(a.gettimeout())
try:
    a.recv(1)
except BlockingIOError as error:
    print(error.errno == errno.EAGAIN)
a.settimeout(None)
for wrong in (-1, "x", float("nan")):
    try:
        a.settimeout(wrong)
    except (ValueError, TypeError) as error:
        print(type(error).__name__)

# options
a.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
a.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
print(a.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE), a.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY),
      len(a.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)), a.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE))

# files
file = a.makefile("rwb")
file.write(b"one\ntwo\n")
file.flush()
other = b.makefile("r", encoding="ascii")
print(other.readline(), other.readline())
b.sendall(b"binary\nrest")
print(file.readline(), file.read(4))
b.close()
other.close()
print(b.fileno(), file.read(1))
a.close()
print(a.fileno() >= 0)
file.close()
print(a.fileno())



# refused, in use, nowhere
with socket.socket() as silent:  # nobody else gets this port meanwhile
    silent.bind(("127.0.0.1", 0))
    address = silent.getsockname()
    try:
        socket.create_connection(address, timeout=60)
    except ConnectionRefusedError as error:
        print(error.errno == errno.ECONNREFUSED)
    with socket.socket() as s:
        print(s.connect_ex(address) == errno.ECONNREFUSED)
with socket.create_server(("127.0.0.1", 0)) as server:
    try:
        socket.create_server(server.getsockname())
    except OSError as error:
        print(error.errno == errno.EADDRINUSE, "while attempting to bind" in str(error))
for wrong in ("text", ("127.0.0.1",), ("127.0.0.1", "x"), (1, 2)):
    try:
        with socket.socket() as s:
            s.connect(wrong)
    except TypeError as error:
        print(type(error).__name__)
try:
    with socket.socket() as s:
        s.connect(("127.0.0.1", 70000))
except OverflowError as error:
    print(error)

# sendfile, dup, detach, sendmsg
a, b = pair()
with tempfile.TemporaryFile() as file:
    file.write(b"0123456789" * 100)
    file.flush()
    print(a.sendfile(file), file.tell(), len(b.recv(2000)), a.sendfile(file, offset=5, count=3), b.recv(10))
c = a.dup()
print(c.send(b"dup"), b.recv(10), c.fileno() != a.fileno())
c.close()
fd = a.detach()
print(a.fileno())
a = socket.socket(fileno=fd)
print(a.family.name, a.type.name, a.sendmsg([b"in ", b"parts"]), b.recv(100))
print(b.send(b"message"), a.recvmsg(100)[:3])
a.close()
b.close()

# many threads
with socket.create_server(("127.0.0.1", 0)) as server:
    def serve():
        for _ in range(20):
            connection, _ = server.accept()
            with connection:
                connection.sendall(connection.recv(100).upper())

    def ask(n):
        with socket.create_connection(server.getsockname(), timeout=60) as client:
            client.sendall(b"client %d" % n)
            answers.append(client.recv(100))
    answers = []
    threads = [threading.Thread(target=serve)] + [threading.Thread(target=ask, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(sorted(answers) == sorted(b"CLIENT %d" % n for n in range(20)))
