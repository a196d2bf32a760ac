# The resolver and its kin, numbers and names.
import socket

print(socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM))
print(socket.getaddrinfo("::1", "http", socket.AF_INET6, socket.SOCK_STREAM))
print(sorted(info[4][0] for info in socket.getaddrinfo(None, 80, socket.AF_INET, socket.SOCK_STREAM)))
for wrong in (("no.such.host.invalid", 80), ("127.0.0.1", "no-such-service")):
    try:
        socket.getaddrinfo(*wrong, flags=socket.AI_NUMERICHOST)
    except socket.gaierror as error:
        print(type(error).__name__, error.errno in (socket.EAI_NONAME, socket.EAI_SERVICE), isinstance(error, OSError))
print(socket.gethostbyname("127.0.0.1"), socket.getnameinfo(("127.0.0.1", 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV))
print(socket.inet_aton("1.2.3.4"), socket.inet_ntoa(b"\x7f\0\0\1"), socket.inet_pton(socket.AF_INET6, "::1"),
      socket.inet_ntop(socket.AF_INET6, b"\0" * 15 + b"\1"))
for wrong in (lambda: socket.inet_aton("x"), lambda: socket.inet_pton(socket.AF_INET, "1.2.3"), lambda: socket.inet_ntoa(b"1")):
    try:
        wrong()
    except OSError as error:
        print(error)
print(socket.htons(1), socket.ntohs(256), socket.htonl(1), socket.ntohl(socket.htonl(5)))
for wrong in (-1, 1 << 20):
    try:
        socket.htons(wrong)
    except OverflowError as error:
        print(type(error).__name__)
print(socket.AF_INET, repr(socket.AF_INET), socket.SOCK_STREAM, repr(socket.MSG_PEEK), socket.SOL_SOCKET, socket.has_ipv6)
print(socket.getdefaulttimeout(), socket.gethostname() != "", socket.getservbyname("http", "tcp"), socket.getprotobyname("tcp"))
socket.setdefaulttimeout(1.5)
with socket.socket() as s:
    print(s.gettimeout())
socket.setdefaulttimeout(None)
try:
    socket.socket(9999)
except OSError as error:
    print(type(error).__name__)
print(any(name == "lo" for _, name in socket.if_nameindex()), socket.if_indextoname(socket.if_nametoindex("lo")))
print(socket.CMSG_LEN(4), socket.CMSG_SPACE(4), issubclass(socket.herror, OSError), socket.error is OSError)
