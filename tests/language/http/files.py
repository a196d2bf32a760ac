# http.server.SimpleHTTPRequestHandler: files of a folder, lists of folders, and nothing outside.
import functools
import http.client
import http.server
import os
import tempfile

from servers import Server, serving


class Files(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format, *args):
        pass


scratch = tempfile.TemporaryDirectory()
folder = scratch.name
root = os.path.join(folder, "root")
os.makedirs(os.path.join(root, "sub", "deep"))
os.makedirs(os.path.join(root, "with index"))
for name, text in (("a.txt", "text"), ("page.html", "<p>"), ("data.json", "{}"), ("x.tar.gz", "gz"), ("noending", "?"), ("B & <c>.txt", "b"),
                   ("\u00fcnicode.txt", "\u00fc"), ("with index/index.html", "the index"), ("sub/deep/file.PNG", "png")):
    with open(os.path.join(root, name), "w", encoding="utf-8") as file:
        file.write(text)
with open(os.path.join(folder, "secret"), "w") as file:
    file.write("secret")
os.symlink(os.path.join(root, "a.txt"), os.path.join(root, "sub", "link"))
os.utime(os.path.join(root, "a.txt"), (1_000_000_000, 1_000_000_000))

with serving(functools.partial(Files, directory=root), Server) as port:
    def ask(path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        kept = {name: value for name, value in response.getheaders() if name not in ("Server", "Date")}
        if path != "/a.txt":
            kept.pop("Last-Modified", None)
        print(method, path, response.status, response.reason, kept)
        print("   ", response.read().decode())
        connection.close()

    for path in ("/", "/a.txt", "/a.txt?query", "/page.html", "/data.json", "/x.tar.gz", "/noending", "/B%20%26%20%3Cc%3E.txt",
                 "/%C3%BCnicode.txt", "/with%20index/", "/with%20index", "/with%20index?a=b", "/sub/", "/sub/deep/file.PNG",
                 "/missing", "/a.txt/", "/../secret", "/sub/../../secret", "/%2e%2e/secret", "/..%2fsecret", "//sub/", "/./a.txt", "/sub/link"):
        ask(path)
    ask("/a.txt", "HEAD")
    ask("/missing", "HEAD")
    ask("/a.txt", "POST")
    ask("/a.txt", If_Modified_Since="Sun, 09 Sep 2001 01:46:40 GMT")
    ask("/a.txt", If_Modified_Since="Sun, 09 Sep 2001 01:46:39 GMT")
    ask("/a.txt", If_Modified_Since="nonsense")
    ask("/a.txt", If_Modified_Since="Sun, 09 Sep 2001 01:46:40 GMT", If_None_Match='"x"')
