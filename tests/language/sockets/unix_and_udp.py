# Unix sockets, socket pairs, datagrams, descriptors sent from one to the other.
import os
import socket
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "s")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen(1)
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(path)
            connection, address = server.accept()
            print(repr(address), client.getpeername() == path, client.send(b"hi"), connection.recv(5))
            connection.close()
    try:
        with socket.socket(socket.AF_UNIX) as s:
            s.bind("x" * 200)
    except OSError as error:
        print(error)
a, b = socket.socketpair()
print(a.family.name, a.type.name, a.sendall(b"pair"), b.recv(10), a.getsockname() == "")
with tempfile.TemporaryFile() as file:
    file.write(b"shared")
    file.flush()
    socket.send_fds(a, [b"fds"], [file.fileno()])
    data, fds, _, _ = socket.recv_fds(b, 10, 2)
    print(data, len(fds), os.pread(fds[0], 10, 0))
    os.close(fds[0])
a.close()
print(b.recv(1))
b.close()
with socket.socket(type=socket.SOCK_DGRAM) as one, socket.socket(type=socket.SOCK_DGRAM) as two:
    one.bind(("127.0.0.1", 0))
    two.bind(("127.0.0.1", 0))
    print(two.sendto(b"packet", one.getsockname()))
    data, address = one.recvfrom(100)
    print(data, address == two.getsockname())
    one.connect(two.getsockname())
    one.send(b"back")
    buffer = bytearray(10)
    print(two.recvfrom_into(buffer)[0], buffer)
    two.settimeout(0.01)
    try:
        two.recvfrom(1)
    except TimeoutError as error:
        print(error)
