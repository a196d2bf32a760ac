# Files over sockets: what a read asks for at once, lines, both directions, text.
import socket
import threading

data = bytes(range(256)) * 4000
a, b = socket.socketpair()
sender = threading.Thread(target=lambda: (a.sendall(data), a.shutdown(socket.SHUT_WR)))
sender.start()
with b.makefile("rb") as file:
    parts = [file.read(1), file.read(100_000), file.read(0), file.read(300_000), file.readline(), file.readline(5), file.read1(7), file.peek()[:0], file.read()]
    print([len(part) for part in parts[:6]], 0 < len(parts[6]) <= 7, parts[7], b"".join(parts) == data, file.read(), file.read(5), file.readline(), file.peek())
sender.join()
a.close()
b.close()

a, b = socket.socketpair()
with a.makefile("rwb") as one, b.makefile("rw", encoding="utf-8", newline="\n") as two:
    one.write("gr\u00fc\u00dfe\nzwei\n".encode())
    one.flush()
    print(repr(two.readline()), repr(two.readline()))
    two.write("answer \u20ac\n")
    two.flush()
    print(one.readline())
    print(one.readable(), one.writable(), one.seekable(), two.encoding, one.closed)
    one.writelines([b"a\n", b"b\n"])
    one.flush()
    a.shutdown(socket.SHUT_WR)
    print(two.readlines())
print(one.closed, a.fileno() >= 0)
for action in (lambda: one.read(1), lambda: one.write(b"x")):
    try:
        action()
    except ValueError as error:
        print(type(error).__name__)
a.close()
b.close()

# Small buffers, and buffers of one's own.
a, b = socket.socketpair()
file = b.makefile("rb", buffering=4)
a.sendall(b"0123456789\nrest")
a.close()
print(file.read(2), file.peek()[:2], file.readline(), bytes(file.read1(2)), file.read())
file.close()
b.close()
a, b = socket.socketpair()
raw = b.makefile("rwb", buffering=0)
a.sendall(b"abcdef")
target = bytearray(3)
print(raw.read(2), raw.readinto(target), target, raw.write(b"xyz"), a.recv(10), type(raw).__name__)
raw.close()
a.close()
b.close()
