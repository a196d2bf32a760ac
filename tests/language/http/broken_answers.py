# http.client and what a server may get wrong: answers cut short, too long, or none.
import http.client

from servers import saying

OK = b"HTTP/1.1 200 OK\r\n"
answers = {
    "nothing": b"",
    "no HTTP": b"SSH-2.0\r\n\r\n",
    "no number": b"HTTP/1.1 abc OK\r\n\r\n",
    "number too small": b"HTTP/1.1 42 OK\r\n\r\n",
    "other version": b"HTTP/3 200 OK\r\n\r\n",
    "no reason": b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nab",
    "version 1.0": b"HTTP/1.0 200 OK\r\n\r\nuntil the end",
    "version 1.0, kept": b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nabrest",
    "short body": OK + b"Content-Length: 10\r\n\r\nabc",
    "no length": OK + b"\r\nall of it",
    "wrong length": OK + b"Content-Length: x\r\n\r\nall of it",
    "negative length": OK + b"Content-Length: -5\r\n\r\nall of it",
    "short chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
    "no last chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
    "wrong chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nxyz\r\n",
    "no content": b"HTTP/1.1 204 No Content\r\n\r\n",
    "not modified": b"HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n",
    "after continue": b"HTTP/1.1 100 Continue\r\nX: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab",
    "long status": b"HTTP/1.1 200 " + b"x" * 70000 + b"\r\n\r\n",
    "long header": OK + b"X: " + b"x" * 70000 + b"\r\n\r\n",
    "many headers": OK + b"X: 1\r\n" * 150 + b"\r\n",
    "long chunk size": OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"0" * 70000 + b"\r\n",
    "lines end in LF": b"HTTP/1.1 200 OK\nContent-Length: 2\n\nab",
    "continued header": OK + b"X: one\r\n two\r\nContent-Length: 0\r\n\r\n",
    "strange headers": OK + b"Caf\xe9: \xe9\r\nX:\r\nX: 2\r\nX:3  \r\nContent-Length: 0\r\n\r\n",
    "headers cut short": OK + b"X: 1\r\nContent-Le",
}
with saying(*answers.values()) as port:
    for name in answers:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", "/")
            response = connection.getresponse()
            print(f"{name}:", response.status, response.reason, response.version, response.getheaders())
            print("   ", response.read())
        except Exception as error:
            shown = repr(error)
            print(f"{name}:", shown if len(shown) < 200 else shown[:40] + "...", [c.__name__ for c in type(error).__mro__[1:3]])
            if isinstance(error, http.client.IncompleteRead):
                print("   ", error.partial, error.expected, str(error))
        finally:
            connection.close()

# HEAD has no body, whatever the headers say; and pieces of a short body do not raise.
with saying(OK + b"Content-Length: 10\r\n\r\n", OK + b"Content-Length: 10\r\n\r\nabc") as port:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("HEAD", "/")
    print(connection.getresponse().read())
    connection.close()
    connection.request("GET", "/")
    response = connection.getresponse()
    print(response.read(5), response.read(5))
    connection.close()

# A server that keeps us waiting.
with saying(lambda connection: connection.recv(1)) as port:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=0.05)
    connection.request("GET", "/")
    try:
        connection.getresponse()
    except TimeoutError as error:
        print(repr(error))
    connection.close()
