# Pipe, Connection, wait, Listener and Client: objects, bytes, limits, ends.
import multiprocessing as mp
import os
import threading
from multiprocessing.connection import Client, Listener, wait


def check(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


def echo(conn):
    for message in iter(conn.recv, "stop"):  # a forked child has the other end, too: no EOFError would come
        conn.send(message)
    conn.close()


def half_a_message(conn):
    os.write(conn.fileno(), b"\0\0\0\x10abc")
    os._exit(0)


def send_and_go(conn, data):
    conn.send(data)


def try_all(ctx):
    a, b = ctx.Pipe()
    p = ctx.Process(target=echo, args=(b,))
    p.start()
    b.close()
    for message in (1, "text", [1, [2.5, None]], {"k": (1, 2)}, b"x" * 100000, list(range(50000)), 2**100, ValueError("v")):
        a.send(message)
        got = a.recv()
        print(repr(got)[:40], repr(got) == repr(message))
    a.send("stop")
    try:
        a.recv()
    except (EOFError, ConnectionResetError):
        print("the other end is closed")
    a.close()
    p.join()
    print(p.exitcode, a.closed)

    # Bytes, limits, buffers.
    a, b = ctx.Pipe()
    a.send_bytes(b"hello")
    a.send_bytes(b"0123456789", 3, 4)
    a.send_bytes(bytearray(b"mutable"), 2)
    print(b.recv_bytes(), b.recv_bytes(), b.recv_bytes(100))
    buffer = bytearray(10)
    a.send_bytes(b"into")
    print(b.recv_bytes_into(buffer, 2), buffer)
    a.send_bytes(b"much too long for it")
    try:
        b.recv_bytes_into(buffer)
    except mp.BufferTooShort as error:
        print("too short", error.args)
    for args in ((b"abc", -1), (b"abc", 4), (b"abc", 0, -1), (b"abc", 1, 3)):
        check(a.send_bytes, *args)
    check(b.recv_bytes, -1)
    print(b.poll(), b.poll(0.01))
    a.send(1)
    print(b.poll(), b.poll(None), b.recv())
    a.send_bytes(b"x" * 50)
    check(b.recv_bytes, 10)
    a.close()
    check(a.send, 1)
    check(a.recv)
    check(a.fileno)
    b.close()

    # One direction; what the wrong end says; the end of a pipe.
    r, w = ctx.Pipe(duplex=False)
    print(r.readable, r.writable, w.readable, w.writable)
    check(r.send, 1)
    check(w.recv)
    check(w.poll)
    w.send("last words")
    w.close()
    print(r.recv(), r.poll())
    check(r.recv)
    r.close()
    r, w = ctx.Pipe(duplex=False)
    r.close()
    check(w.send, 1)
    w.close()
    a, b = ctx.Pipe()
    p = ctx.Process(target=half_a_message, args=(b,))
    p.start()
    b.close()
    check(a.recv)
    p.join()

    # More than fits into a pipe, both ways at once.
    r, w = ctx.Pipe(duplex=False)
    p = ctx.Process(target=send_and_go, args=(w, "y" * 3000000))
    p.start()
    w.close()
    print(len(r.recv()), r.poll(60))
    check(r.recv)
    p.join()

    # wait for several, sentinels among them.
    pipes = [ctx.Pipe(duplex=False) for _ in range(3)]
    processes = [ctx.Process(target=send_and_go, args=(w, i)) for i, (_, w) in enumerate(pipes)]
    for p in processes:
        p.start()
    for _, w in pipes:
        w.close()
    seen = []
    left = [r for r, _ in pipes]
    while left:
        for r in wait(left):
            try:
                seen.append(r.recv())
            except EOFError:
                left.remove(r)
                r.close()
    print(sorted(seen))
    for p in processes:
        p.join()
    print(len(wait([p.sentinel for p in processes])), wait([], 0.01))


def client(address, key):
    with Client(address, authkey=key) as conn:
        conn.send(["from the client", conn.recv()])


def listen(ctx, address, family, key):
    with Listener(address, family, authkey=key) as listener:
        p = ctx.Process(target=client, args=(listener.address, key))
        p.start()
        with listener.accept() as conn:
            conn.send("from the listener")
            print(conn.recv(), type(listener.address).__name__)
        p.join()


def wrong_key():
    listener = Listener(authkey=b"right")

    def try_it():
        try:
            Client(listener.address, authkey=b"wrong")
        except mp.AuthenticationError as error:
            print("client:", error)

    t = threading.Thread(target=try_it)
    t.start()
    try:
        listener.accept()
    except mp.AuthenticationError as error:
        t.join()
        print("listener:", error)
    listener.close()
    check(Client, "/no/such/socket")
    check(Listener, None, "AF_NOTHING")


if __name__ == "__main__":
    for method in ("fork", "spawn"):
        print("--", method)
        try_all(mp.get_context(method))
        ctx = mp.get_context(method)
        listen(ctx, None, None, b"secret")
        listen(ctx, ("localhost", 0), "AF_INET", None)
    wrong_key()
