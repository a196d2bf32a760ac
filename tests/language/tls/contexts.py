# ssl: contexts, sockets and certificates. (keys/ has a certificate for localhost and the authority that signed it, valid for a century.)
import errno
import os
import socket
import ssl
import threading

server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server_context.load_cert_chain("keys/server.pem")
trusting = ssl.create_default_context(cafile="keys/authority.pem")


def pair(client_context, host="localhost", serve=lambda secure: secure.sendall(secure.recv(100).upper()), server=server_context, timeout=60, **kwargs):
    """A connection whose other end is served in a thread."""
    ours, theirs = socket.socketpair()
    ours.settimeout(timeout)
    theirs.settimeout(60)

    def run():
        try:
            with server.wrap_socket(theirs, server_side=True) as secure:
                serve(secure)
        except OSError:
            pass

    thread = threading.Thread(target=run)
    thread.start()
    try:
        return client_context.wrap_socket(ours, server_hostname=host, **kwargs), thread
    except BaseException:
        ours.close()
        thread.join()
        raise


def attempt(what, function, *args, **kwargs):
    try:
        print(f"{what}:", function(*args, **kwargs))
    except Exception as error:
        text = str(error).partition(" (_ssl.c")[0]
        print(f"{what}:", [cls.__name__ for cls in type(error).__mro__ if issubclass(cls, (OSError, ValueError)) or cls is type(error)], text,
              getattr(error, "reason", None), getattr(error, "library", None), getattr(error, "verify_code", None))


# A conversation.
secure, thread = pair(trusting)
with secure:
    print(secure.version(), secure.cipher()[1:], secure.server_hostname, secure.server_side, secure.context is trusting, secure.compression())
    secure.sendall(b"hello")
    print(secure.recv(100), secure.recv(100), secure.pending())
    certificate = secure.getpeercert()
    certificate.pop("notBefore"), certificate.pop("notAfter")
    print(certificate)
    der = secure.getpeercert(True)
    print(type(der), ssl.PEM_cert_to_DER_cert(ssl.DER_cert_to_PEM_cert(der)) == der, secure.fileno() >= 0, secure.type == socket.SOCK_STREAM)
thread.join()
print(secure.fileno())

# Large data, files, buffers. (One thread reads while another writes: CPython 3.11 fails at this now and then.)
big = os.urandom(1 << 20)


def echo(secure):
    while data := secure.recv(65536):
        secure.sendall(data)


secure, thread = pair(trusting, serve=echo)
received = bytearray()


def receive():
    while len(received) < len(big):
        received.extend(secure.recv(1 << 16))


reader = threading.Thread(target=receive)
reader.start()
secure.sendall(big)
reader.join()
print(received == big)
file = secure.makefile("rwb")
file.write(b"a line\nanother\n")
file.flush()
print(file.readline(), file.readline())
buffer = bytearray(4)
secure.sendall(memoryview(b"buffer"))
print(secure.recv_into(buffer), buffer, secure.recv_into(buffer, 1), buffer, secure.read(1), secure.write(b""))
file.close()
secure.close()
thread.join()

# Whom to trust.
for what, context, host in (
    ("unknown authority", ssl.create_default_context(), "localhost"),
    ("wrong name", trusting, "example.com"),
    ("wildcard", trusting, "any.test.example"),
    ("no deeper wildcard", trusting, "a.b.test.example"),
    ("address", trusting, "127.0.0.1"),
    ("address 6", trusting, "::1"),
    ("wrong address", trusting, "127.0.0.2"),
    ("anybody", ssl._create_unverified_context(), "example.com"),
):
    def converse():
        secure, thread = pair(context, host)
        with secure:
            secure.sendall(b"x")
            result = secure.recv(10), bool(secure.getpeercert()), secure.getpeercert(True) is not None
        thread.join()
        return result

    attempt(what, converse)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
with open("keys/authority.pem") as file:
    context.load_verify_locations(cadata=file.read())
secure, thread = pair(context)
print("from memory:", secure.version())
secure.close()
thread.join()

# Our own certificate.
asking = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
asking.load_cert_chain("keys/server.pem")
asking.verify_mode = ssl.CERT_REQUIRED
asking.load_verify_locations("keys/authority.pem")
known = ssl.create_default_context(cafile="keys/authority.pem")
known.load_cert_chain("keys/server.pem")
secure, thread = pair(known, server=asking, serve=lambda secure: secure.sendall(repr(secure.getpeercert()["subject"]).encode()))
print(secure.recv(1000))
secure.close()
thread.join()

# Versions that do not meet, and what is not TLS.
old = ssl.create_default_context(cafile="keys/authority.pem")
old.maximum_version = ssl.TLSVersion.TLSv1_2
secure, thread = pair(old)
print(secure.version(), secure.cipher()[1])
secure.close()
thread.join()
new = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
new.load_cert_chain("keys/server.pem")
new.minimum_version = ssl.TLSVersion.TLSv1_3
attempt("no common version", pair, old, server=new)


def talk_to(answer):
    ours, theirs = socket.socketpair()
    with theirs:
        if answer is not None:
            theirs.sendall(answer)
            theirs.shutdown(socket.SHUT_WR)
        ours.settimeout(0.05)
        with ours:
            return trusting.wrap_socket(ours, server_hostname="localhost")


attempt("no TLS", talk_to, b"HTTP/1.1 400 Bad Request\r\n\r\n")
attempt("gone", talk_to, b"")
try:
    talk_to(None)
except TimeoutError as error:
    print("handshake timed out", type(error).__name__)

# Ends: with a word, and without.
secure, thread = pair(trusting, serve=lambda secure: secure.unwrap().sendall(b"in the clear"))
print(secure.recv(10))
plain = secure.unwrap()
print(plain.recv(100))
plain.close()
thread.join()
for suppress in (True, False):
    secure, thread = pair(trusting, serve=lambda secure: socket.socket.shutdown(secure, socket.SHUT_RDWR), suppress_ragged_eofs=suppress)
    attempt("without a word", secure.recv, 10)
    secure.close()
    thread.join()

# Not waiting.
secure, thread = pair(trusting, serve=lambda secure: (secure.recv(1), secure.sendall(b"now")))
secure.setblocking(False)
try:
    secure.recv(10)
except ssl.SSLWantReadError as error:
    print(type(error).__name__, error.errno, isinstance(error, BlockingIOError))
secure.setblocking(True)
secure.sendall(b"x")
print(secure.recv(10))
secure.settimeout(0.02)
secure, thread = secure, thread
secure.close()
thread.join()
secure, thread = pair(trusting, serve=lambda secure: secure.recv(1))
secure.settimeout(0.02)
attempt("read timeout", secure.recv, 10)
secure.close()
thread.join()

# Settings.
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
print(context.verify_mode, context.check_hostname, context.protocol, context.maximum_version)


def unverified():
    context.verify_mode = ssl.CERT_NONE


attempt("mode", unverified)
context.check_hostname = False
unverified()
print(context.verify_mode, ssl.create_default_context().verify_mode, ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).verify_mode)
attempt("ciphers", context.set_ciphers, "NONSENSE")
attempt("no file", context.load_verify_locations, "keys/nothing.pem")
attempt("no key", context.load_cert_chain, "keys/authority.pem")
attempt("nothing", context.load_verify_locations)
attempt("no name", trusting.wrap_socket, socket.socketpair()[0])
attempt("constructor", ssl.SSLSocket)
attempt("datagrams", context.wrap_socket, socket.socket(type=socket.SOCK_DGRAM))
attempt("not connected", lambda: context.wrap_socket(socket.socket()).getpeercert())
print(ssl.cert_time_to_seconds("Jan  5 09:34:43 2018 GMT"), ssl.CertificateError is ssl.SSLCertVerificationError, issubclass(ssl.SSLError, OSError))
print(ssl.TLSVersion.TLSv1_3, ssl.CERT_REQUIRED, ssl.PROTOCOL_TLS_CLIENT, ssl.HAS_SNI, ssl.OPENSSL_VERSION.split()[0])
