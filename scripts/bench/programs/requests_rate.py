# Requests per second over one kept connection, to the server whose port is given: with requests where it is there, and with http.client.
import sys
import time
from http.client import HTTPConnection

PORT, COUNT = int(sys.argv[1]), 2000


def rate(request):
    for _ in range(100):
        request()
    begin = time.perf_counter()
    for _ in range(COUNT):
        request()
    return COUNT / (time.perf_counter() - begin)


def by_client():
    connection.request("GET", "/")
    connection.getresponse().read()


connection = HTTPConnection("127.0.0.1", PORT)
print("client", rate(by_client))
connection.close()
try:
    import requests
except ImportError:
    pass
else:
    url = f"http://127.0.0.1:{PORT}/"
    with requests.Session() as session:
        print("requests", rate(lambda: session.get(url).text))
