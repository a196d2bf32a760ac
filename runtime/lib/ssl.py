"""TLS: sockets whose other side is known, and whose contents nobody else reads.

    context = ssl.create_default_context()
    with socket.create_connection((host, 443)) as plain, context.wrap_socket(plain, server_hostname=host) as secure:
        secure.sendall(...)

OpenSSL does the work between two buffers (runtime/modules/ssl_module.cpp); an SSLSocket moves what is in them through its socket:
each operation is tried, what it has to say is sent, and if it needs to hear more, the socket waits as any other does.

Clients are complete as far as HTTPS goes, with certificates of their own and ALPN; a server can be made, too. Not there: SSLObject
and MemoryBIO, session objects, callbacks for server names and passwords, PSK.
"""

import _ssl
import errno
import os
import socket as _socket
import threading
from collections import namedtuple
from enum import IntEnum, IntFlag
from socket import AF_INET, SOCK_STREAM, SO_TYPE, SOL_SOCKET, create_connection, socket

OPENSSL_VERSION = _ssl.OPENSSL_VERSION
HAS_SNI = HAS_ALPN = HAS_TLSv1_2 = HAS_TLSv1_3 = True
HAS_NPN = HAS_SSLv2 = HAS_SSLv3 = HAS_TLSv1 = HAS_TLSv1_1 = False
_DEFAULT_CIPHERS = "@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM"
CHANNEL_BINDING_TYPES = []


class VerifyMode(IntEnum):
    CERT_NONE, CERT_OPTIONAL, CERT_REQUIRED = range(3)


class _SSLMethod(IntEnum):
    PROTOCOL_TLS = 2
    PROTOCOL_SSLv23 = 2
    PROTOCOL_TLS_CLIENT = 16
    PROTOCOL_TLS_SERVER = 17


class TLSVersion(IntEnum):
    MINIMUM_SUPPORTED = -2
    MAXIMUM_SUPPORTED = -1
    SSLv3 = 0x300
    TLSv1 = 0x301
    TLSv1_1 = 0x302
    TLSv1_2 = 0x303
    TLSv1_3 = 0x304


class Options(IntFlag):
    OP_NO_COMPRESSION = 1 << 17
    OP_CIPHER_SERVER_PREFERENCE = 1 << 22
    OP_NO_TICKET = 1 << 14
    OP_NO_RENEGOTIATION = 1 << 30
    OP_IGNORE_UNEXPECTED_EOF = 1 << 7
    OP_NO_SSLv3 = 1 << 25
    OP_NO_TLSv1 = 1 << 26
    OP_NO_TLSv1_1 = 1 << 28
    OP_NO_TLSv1_2 = 1 << 27
    OP_NO_TLSv1_3 = 1 << 29
    OP_ALL = 0x80000050


class SSLErrorNumber(IntEnum):
    SSL_ERROR_SSL = 1
    SSL_ERROR_WANT_READ = 2
    SSL_ERROR_WANT_WRITE = 3
    SSL_ERROR_SYSCALL = 5
    SSL_ERROR_ZERO_RETURN = 6
    SSL_ERROR_EOF = 8


for _names in (VerifyMode, _SSLMethod, Options, SSLErrorNumber):
    globals().update(_names.__members__)

_ASN1Object = namedtuple("_ASN1Object", "nid shortname longname oid")


class Purpose(_ASN1Object):
    """What a certificate is for."""


Purpose.SERVER_AUTH = Purpose(129, "serverAuth", "TLS Web Server Authentication", "1.3.6.1.5.5.7.3.1")
Purpose.CLIENT_AUTH = Purpose(130, "clientAuth", "TLS Web Client Authentication", "1.3.6.1.5.5.7.3.2")

DefaultVerifyPaths = namedtuple("DefaultVerifyPaths", "cafile capath openssl_cafile_env openssl_cafile openssl_capath_env "
                                                      "openssl_capath")


def get_default_verify_paths():
    """Where the system keeps the authorities it trusts."""
    file = os.environ.get("SSL_CERT_FILE", "/usr/lib/ssl/cert.pem")
    folder = os.environ.get("SSL_CERT_DIR", "/usr/lib/ssl/certs")
    return DefaultVerifyPaths(file if os.path.isfile(file) else None, folder if os.path.isdir(folder) else None,
                              "SSL_CERT_FILE", "/usr/lib/ssl/cert.pem", "SSL_CERT_DIR", "/usr/lib/ssl/certs")


# --- what goes wrong

class SSLError(OSError):
    """Something in TLS went wrong; `reason` and `library` are OpenSSL's words for it."""

    library = reason = None

    def __str__(self):
        return self.strerror if isinstance(self.strerror, str) else str(self.args)


class SSLZeroReturnError(SSLError):
    """The other side has closed the connection, in order."""


class SSLWantReadError(SSLError):
    """The socket does not wait, and there is nothing to read yet."""


class SSLWantWriteError(SSLError):
    """The socket does not wait, and there is no room to write."""


class SSLSyscallError(SSLError):
    """The system failed."""


class SSLEOFError(SSLError):
    """The other side has gone without a word."""


class SSLCertVerificationError(SSLError, ValueError):
    """The certificate is not one to trust."""

    verify_code = verify_message = None


CertificateError = SSLCertVerificationError
socket_error = OSError


_MISMATCH = {62: "Hostname mismatch, certificate is not valid for '{}'.", 64: "IP address mismatch, certificate is not valid for '{}'."}


def _translate(error, host=None):
    """An error of _ssl as one of ours."""
    kind, library, reason, verify_code, verify_message = error.args
    if kind == SSL_ERROR_ZERO_RETURN:
        return SSLZeroReturnError(SSL_ERROR_ZERO_RETURN, "TLS/SSL connection has been closed (EOF)")
    if reason == "unexpected eof while reading" or kind == SSL_ERROR_SYSCALL and not reason:
        return SSLEOFError(SSL_ERROR_EOF, "EOF occurred in violation of protocol")
    if library == "system library":
        return OSError(errno.ENOENT, os.strerror(errno.ENOENT))
    short = {"SSL routines": "SSL", "PEM routines": "PEM", "x509 certificate routines": "X509"}.get(library, library or "SSL")
    name = reason.upper().replace(" ", "_") or "UNKNOWN"
    if reason.endswith(" lib"):  # another part of OpenSSL failed
        name = None
    text = f"[{short}: {name}] {reason}" if name else f"[{short}] {reason}"
    if name == "CERTIFICATE_VERIFY_FAILED":
        verify_message = _MISMATCH.get(verify_code, verify_message).format(host)
        result = SSLCertVerificationError(SSL_ERROR_SSL, f"{text}: {verify_message}")
        result.verify_code, result.verify_message = verify_code, verify_message
    else:
        result = SSLError(SSL_ERROR_SSL, text)
    result.library, result.reason = short, name
    return result


# --- contexts

def _encoded_path(path):
    return None if path is None else os.fsencode(path)


def _look_for(*paths):
    """FileNotFoundError, where OpenSSL would only hint at it."""
    for path in paths:
        if path is not None and not os.path.exists(path):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))


class SSLContext:
    """What connections have in common: versions, ciphers, whom to trust, who we are."""

    sslsocket_class = None  # set below

    def __init__(self, protocol=None):
        if protocol is None:
            import warnings

            warnings.warn("ssl.SSLContext() without protocol argument is deprecated.", category=DeprecationWarning, stacklevel=2)
            protocol = PROTOCOL_TLS
        self.protocol = _SSLMethod(protocol)
        self._native = _ssl.context(protocol == PROTOCOL_TLS_SERVER)
        self._verify_mode, self._check_hostname = CERT_NONE, False
        self._least, self._most = TLSVersion.TLSv1_2, TLSVersion.MAXIMUM_SUPPORTED
        self._apply_versions()
        self._native.set_ciphers(_DEFAULT_CIPHERS.encode())
        self.options |= OP_ALL | OP_NO_COMPRESSION | OP_CIPHER_SERVER_PREFERENCE | OP_IGNORE_UNEXPECTED_EOF
        self.post_handshake_auth = False
        self.verify_flags = 0x8000
        self.hostname_checks_common_name = True
        self.keylog_filename = None
        if protocol == PROTOCOL_TLS_CLIENT:
            self.verify_mode = CERT_REQUIRED
            self.check_hostname = True

    @property
    def verify_mode(self):
        return self._verify_mode

    @verify_mode.setter
    def verify_mode(self, mode):
        mode = VerifyMode(mode)
        if mode == CERT_NONE and self._check_hostname:
            raise ValueError("Cannot set verify_mode to CERT_NONE when check_hostname is enabled.")
        self._native.set_verify(mode)
        self._verify_mode = mode

    @property
    def check_hostname(self):
        return self._check_hostname

    @check_hostname.setter
    def check_hostname(self, value):
        self._check_hostname = bool(value)
        if value and self._verify_mode == CERT_NONE:
            self.verify_mode = CERT_REQUIRED

    @property
    def options(self):
        return Options(self._native.options())

    @options.setter
    def options(self, value):
        self._native.options(int(value))

    @property
    def minimum_version(self):
        return self._least

    @minimum_version.setter
    def minimum_version(self, version):
        self._least = TLSVersion(version)
        self._apply_versions()

    @property
    def maximum_version(self):
        return self._most

    @maximum_version.setter
    def maximum_version(self, version):
        self._most = TLSVersion(version)
        self._apply_versions()

    def _apply_versions(self):
        self._native.set_versions(max(0, self._least), max(0, self._most))

    def _ask(self, function, *args):
        try:
            return function(*args)
        except _ssl.error as error:
            raise _translate(error) from None

    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        """Trusts the authorities in a file, a folder, or in memory (PEM as str, DER as bytes)."""
        if cafile is None and capath is None and cadata is None:
            raise TypeError("cafile, capath and cadata cannot be all omitted")
        if cadata is not None:
            self._ask(self._native.add_authorities, cadata.encode("ascii") if isinstance(cadata, str) else bytes(cadata))
        _look_for(cafile, capath)
        if cafile is not None or capath is not None:
            self._ask(self._native.load_verify, _encoded_path(cafile), _encoded_path(capath))

    def load_default_certs(self, purpose=Purpose.SERVER_AUTH):
        """Trusts the system's authorities."""
        self.set_default_verify_paths()

    def set_default_verify_paths(self):
        self._ask(self._native.load_default_verify)

    def load_cert_chain(self, certfile, keyfile=None, password=None):
        """Our own certificate, those it rests on, and its key."""
        _look_for(certfile, keyfile)
        if callable(password):
            password = password()
        if isinstance(password, str):
            password = password.encode()
        self._ask(self._native.load_chain, _encoded_path(certfile), _encoded_path(keyfile), password)

    def set_ciphers(self, ciphers):
        try:
            self._native.set_ciphers(ciphers.encode("ascii"))
        except _ssl.error:
            raise SSLError("No cipher can be selected.") from None

    def set_alpn_protocols(self, alpn_protocols):
        """The protocols to speak inside, the one we like best first."""
        wire = b""
        for protocol in alpn_protocols:
            encoded = protocol.encode("ascii")
            if not 0 < len(encoded) < 256:
                raise SSLError("ALPN protocols must be 1 to 255 bytes long")
            wire += bytes([len(encoded)]) + encoded
        self._ask(self._native.set_alpn, wire)

    def wrap_socket(self, sock, server_side=False, do_handshake_on_connect=True, suppress_ragged_eofs=True,
                    server_hostname=None, session=None):
        """Makes an SSLSocket of a socket, which is then of no use itself."""
        return self.sslsocket_class._create(sock, self, server_side, do_handshake_on_connect, suppress_ragged_eofs, server_hostname)


def create_default_context(purpose=Purpose.SERVER_AUTH, *, cafile=None, capath=None, cadata=None):
    """A context with what is thought safe today; by default it trusts whom the system trusts."""
    if not isinstance(purpose, _ASN1Object):
        raise TypeError(purpose)
    context = SSLContext(PROTOCOL_TLS_CLIENT if purpose == Purpose.SERVER_AUTH else PROTOCOL_TLS_SERVER)
    if cafile or capath or cadata:
        context.load_verify_locations(cafile, capath, cadata)
    elif context.verify_mode != CERT_NONE:
        context.load_default_certs(purpose)
    return context


def _create_unverified_context(protocol=None, *, cert_reqs=CERT_NONE, check_hostname=False, purpose=Purpose.SERVER_AUTH,
                               certfile=None, keyfile=None, cafile=None, capath=None, cadata=None):
    """One that trusts everybody."""
    context = SSLContext(PROTOCOL_TLS_CLIENT if purpose == Purpose.SERVER_AUTH else PROTOCOL_TLS_SERVER)
    context.check_hostname = check_hostname
    context.verify_mode = cert_reqs
    if certfile:
        context.load_cert_chain(certfile, keyfile)
    if cafile or capath or cadata:
        context.load_verify_locations(cafile, capath, cadata)
    return context


_create_default_https_context = create_default_context
_create_stdlib_context = _create_unverified_context


# --- sockets

_length = len  # read() has an argument of this name


def _is_address(host):
    for family in (_socket.AF_INET, _socket.AF_INET6):
        try:
            _socket.inet_pton(family, host)
            return True
        except OSError:
            pass
    return False


class SSLSocket(socket):
    """A socket with TLS on it. Made by SSLContext.wrap_socket()."""

    def __init__(self, *args, **kwargs):
        raise TypeError(f"{self.__class__.__name__} does not have a public constructor. Instances are returned by "
                        "SSLContext.wrap_socket().")

    @classmethod
    def _create(cls, sock, context, server_side, do_handshake_on_connect, suppress_ragged_eofs, server_hostname):
        if sock.getsockopt(SOL_SOCKET, SO_TYPE) != SOCK_STREAM:
            raise NotImplementedError("only stream sockets are supported")
        if server_side and server_hostname:
            raise ValueError("server_hostname can only be specified in client mode")
        if context.check_hostname and not server_hostname and not server_side:
            raise ValueError("check_hostname requires server_hostname")
        self = cls.__new__(cls)
        timeout = sock.gettimeout()
        socket.__init__(self, family=sock.family, type=sock.type, proto=sock.proto, fileno=sock.fileno())
        sock.detach()
        self.settimeout(timeout)
        self._context = context
        self._server_side = server_side
        self.server_hostname = server_hostname
        self.do_handshake_on_connect = do_handshake_on_connect
        self.suppress_ragged_eofs = suppress_ragged_eofs
        self._native = None
        self._unsent = b""  # what the socket had no room for
        self._sending = threading.Lock()  # records go out in the order they were made
        try:
            self.getpeername()
        except OSError as error:
            if error.errno != errno.ENOTCONN:
                self.close()
                raise
            return self  # listens, or is going to connect
        try:
            self._begin()
            if do_handshake_on_connect:
                if timeout == 0.0:
                    raise ValueError("do_handshake_on_connect should not be specified for non-blocking sockets")
                self.do_handshake()
        except BaseException:
            self.close()
            raise
        return self

    def _begin(self):
        host = self.server_hostname
        try:
            encoded = None if host is None else host.encode("ascii") if host.isascii() else host.encode("idna")
            self._native = self._context._native.connect(self._server_side, encoded, host is not None and _is_address(host),
                                                         self._context.check_hostname)
        except _ssl.error as error:
            raise _translate(error) from None

    # --- moving what is in the buffers

    def _flush(self, waits=False):
        """Sends what there is to send. If another thread is at it, that one sends ours as well: who reads must not wait for it, for it
        may be waiting for somebody to read."""
        while self._unsent or self._native.has_output():
            if not self._sending.acquire(blocking=waits):
                return
            try:
                data = self._unsent + self._native.take()
                self._unsent = b""
                if self.gettimeout() != 0:
                    socket.sendall(self, data)
                    continue
                try:
                    self._unsent = data[socket.send(self, data):]
                except BlockingIOError:
                    self._unsent = data
                if self._unsent:
                    raise SSLWantWriteError(SSL_ERROR_WANT_WRITE, "The operation did not complete (write)")
            finally:
                self._sending.release()

    def _drive(self, operation, *args):
        """Does an operation, with as much sending and receiving as it takes."""
        native = self._native
        if native is None:
            raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))
        while True:
            try:
                result = operation(*args)
            except _ssl.error as error:
                translated = _translate(error, self.server_hostname)
                try:
                    self._flush()  # tells the other side why
                except OSError:
                    pass
                raise translated from None
            self._flush(waits=operation == native.write)
            if result is not None:
                return result
            try:
                data = socket.recv(self, 32768)
            except BlockingIOError:
                raise SSLWantReadError(SSL_ERROR_WANT_READ, "The operation did not complete (read)") from None
            except TimeoutError:
                raise TimeoutError(f"The {operation.__name__} operation timed out") from None
            native.feed(data)

    def do_handshake(self, block=False):
        """Agrees with the other side on keys, and looks at its certificate."""
        timeout = self.gettimeout()
        try:
            if timeout == 0.0 and block:
                self.settimeout(None)
            self._drive(self._native.handshake)
        finally:
            if timeout == 0.0 and block:
                self.settimeout(timeout)

    # --- reading and writing

    def read(self, len=1024, buffer=None):
        """Some bytes; b"" at the end."""
        try:
            data = self._drive(self._native.read, len)
        except SSLEOFError:
            if not self.suppress_ragged_eofs:
                raise
            data = b""
        if buffer is None:
            return data
        memoryview(buffer).cast("B")[:_length(data)] = data
        return _length(data)

    def write(self, data):
        """Sends some of the data; gives how much."""
        return self._drive(self._native.write, data)

    def _plain(self):
        return self._native is None

    def recv(self, buflen=1024, flags=0):
        if self._plain():
            return socket.recv(self, buflen, flags)
        if flags:
            raise ValueError(f"non-zero flags not allowed in calls to recv() on {self.__class__}")
        return self.read(buflen) if buflen else b""

    def recv_into(self, buffer, nbytes=None, flags=0):
        if self._plain():
            return socket.recv_into(self, buffer, nbytes or 0, flags)
        if flags:
            raise ValueError(f"non-zero flags not allowed in calls to recv_into() on {self.__class__}")
        size = nbytes or memoryview(buffer).nbytes
        return self.read(size, buffer) if size else 0

    def send(self, data, flags=0):
        if self._plain():
            return socket.send(self, data, flags)
        if flags:
            raise ValueError(f"non-zero flags not allowed in calls to send() on {self.__class__}")
        return self.write(data)

    def sendall(self, data, flags=0):
        if self._plain():
            return socket.sendall(self, data, flags)
        if flags:
            raise ValueError(f"non-zero flags not allowed in calls to sendall() on {self.__class__}")
        with memoryview(data) as view, view.cast("B") as rest:
            sent = 0
            while sent < len(rest):
                sent += self.write(rest[sent:])

    def sendfile(self, file, offset=0, count=None):
        if self._plain():
            return socket.sendfile(self, file, offset, count)
        return self._sendfile_by_reading(file, offset, count)

    def _refuse(self, name):
        raise ValueError(f"{name} not allowed on instances of {self.__class__}")

    def recvfrom(self, buflen=1024, flags=0):
        return socket.recvfrom(self, buflen, flags) if self._plain() else self._refuse("recvfrom")

    def sendto(self, data, *args):
        return socket.sendto(self, data, *args) if self._plain() else self._refuse("sendto")

    def recvmsg(self, *args):
        raise NotImplementedError(f"recvmsg not allowed on instances of {self.__class__}")

    def sendmsg(self, *args):
        raise NotImplementedError(f"sendmsg not allowed on instances of {self.__class__}")

    def dup(self):
        raise NotImplementedError(f"Can't dup() {self.__class__.__name__} instances")

    def pending(self):
        """Bytes that can be read at once."""
        return 0 if self._plain() else self._native.pending()

    # --- connecting and ending

    def connect(self, addr):
        self._connect(addr, socket.connect)

    def connect_ex(self, addr):
        return self._connect(addr, socket.connect_ex)

    def _connect(self, address, connect):
        if self._server_side:
            raise ValueError("can't connect in server-side mode")
        if self._native is not None:
            raise ValueError("attempt to connect already-connected SSLSocket!")
        result = connect(self, address)
        if not result:
            self._begin()
            if self.do_handshake_on_connect:
                self.do_handshake()
        return result

    def accept(self):
        """Waits for a connection; gives (SSLSocket, address)."""
        plain, address = socket.accept(self)
        return self._context.wrap_socket(plain, True, self.do_handshake_on_connect, self.suppress_ragged_eofs), address

    def unwrap(self):
        """Says goodbye, waits until the other side has done so, and gives the plain socket."""
        if self._plain():
            raise ValueError(f"No SSL wrapper around {self}")
        def shutdown():
            return self._native.shutdown() or None

        self._drive(shutdown)
        self._native = None
        return self

    def shutdown(self, how):
        self._native = None
        socket.shutdown(self, how)

    # --- what was agreed upon

    @property
    def context(self):
        return self._context

    @property
    def server_side(self):
        return self._server_side

    @property
    def session_reused(self):
        return False

    def version(self):
        """"TLSv1.3" and the like; None before the handshake."""
        return None if self._plain() else self._native.describe()[0]

    def cipher(self):
        """(name, version of the protocol that brought it, bits)"""
        return None if self._plain() else self._native.describe()[1]

    def selected_alpn_protocol(self):
        return None if self._plain() else self._native.describe()[2]

    def compression(self):
        return None

    def getpeercert(self, binary_form=False):
        """The other side's certificate: what it says, if it was verified; or all of it, in DER."""
        if self._plain():
            raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))
        if self.version() is None:
            raise ValueError("handshake not done yet")
        parts = self._native.certificate()
        if parts is None:
            return None
        if binary_form:
            return parts[0]
        if self._context.verify_mode == CERT_NONE:
            return {}
        found = dict(zip(("subject", "issuer", "version", "serialNumber", "notBefore", "notAfter", "subjectAltName"), parts[1:]))
        if not found["subjectAltName"]:
            del found["subjectAltName"]
        return found


SSLContext.sslsocket_class = SSLSocket


# --- certificates as text

_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


def DER_cert_to_PEM_cert(der_cert_bytes):
    """Bytes as text."""
    import base64

    text = base64.standard_b64encode(der_cert_bytes).decode("ascii")
    return "\n".join([_BEGIN, *(text[at:at + 64] for at in range(0, len(text), 64)), _END]) + "\n"


def PEM_cert_to_DER_cert(pem_cert_string):
    """The opposite."""
    import base64

    text = pem_cert_string.strip()
    if not text.startswith(_BEGIN):
        raise ValueError(f"Invalid PEM encoding; must start with {_BEGIN}")
    if not text.endswith(_END):
        raise ValueError(f"Invalid PEM encoding; must end with {_END}")
    return base64.decodebytes(text[len(_BEGIN):-len(_END)].encode("ascii"))


def cert_time_to_seconds(cert_time):
    """Seconds since 1970 for a certificate's date: "Jan  5 09:34:43 2018 GMT"."""
    from calendar import timegm
    from time import strptime

    month, *_ = cert_time.split()
    try:
        return timegm(strptime(cert_time, "%b %d %H:%M:%S %Y GMT"))
    except ValueError:
        raise ValueError(f"time data {cert_time!r} does not match format \"%b %d %H:%M:%S %Y GMT\"") from None


def get_server_certificate(addr, ssl_version=PROTOCOL_TLS_CLIENT, ca_certs=None, timeout=None):
    """The certificate of a server, in PEM; verified only if told whom to trust."""
    context = _create_unverified_context(cert_reqs=CERT_NONE if ca_certs is None else CERT_REQUIRED, cafile=ca_certs)
    with create_connection(addr, timeout=timeout) as sock, context.wrap_socket(sock, server_hostname=addr[0]) as secure:
        return DER_cert_to_PEM_cert(secure.getpeercert(True))
