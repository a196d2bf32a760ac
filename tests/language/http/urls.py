# urllib.request: openers and handlers, redirects, errors, data: and file: URLs.
import base64
import http.client
import http.cookiejar
import io
import os
import tempfile
import urllib.error
import urllib.parse
import urllib.request

from servers import Handler, saying, serving

for name in list(os.environ):
    if name.lower().endswith("_proxy"):
        del os.environ[name]


class Site(Handler):
    def do_GET(self):
        path = self.path
        if path.startswith("/to/"):
            self.answer(b"moved", int(path.split("/")[2]), Location="/here?from=" + path.split("/")[2])
        elif path == "/loop":
            self.answer(b"", 302, Location="/loop")
        elif path.startswith("/many/"):
            self.answer(b"", 302, Location=f"/many/{int(path[6:]) + 1}")
        elif path == "/file":
            self.answer(b"", 302, Location="file:///etc/passwd")
        elif path == "/nowhere":
            self.answer(b"", 302)
        elif path == "/missing":
            self.answer(b"not there", 404, X_Why="gone")
        elif path == "/secret":
            if self.headers.get("Authorization") == "Basic " + base64.b64encode(b"me:pass word").decode():
                self.answer(b"the secret")
            else:
                self.answer(b"who?", 401, WWW_Authenticate='Basic realm="the realm"')
        elif path == "/cookie":
            self.answer(repr(self.headers.get("Cookie")).encode(), Set_Cookie="name=value; Path=/")
        else:
            names = {name: value for name, value in self.headers.items() if name not in ("Host", "User-Agent")}
            self.answer(repr((self.command, path, names, self.body())).encode(), Content_Type="text/plain; charset=utf-8")

    do_POST = do_PUT = do_GET


def attempt(function, *args, **kwargs):
    try:
        result = function(*args, **kwargs)
        print(result.read() if hasattr(result, "read") else result)
    except urllib.error.HTTPError as error:
        with error:
            print("HTTPError", error.code, error.reason, error.msg, error.filename == error.url, error, error.headers.get("X-Why"), error.read())
    except (OSError, ValueError, TypeError, http.client.InvalidURL) as error:
        shown = str(error)
        print(type(error).__name__, shown, [type(arg).__name__ for arg in error.args])


with serving(Site) as port:
    site = f"http://127.0.0.1:{port}"

    def open_and_show(*args, **kwargs):
        with urllib.request.urlopen(*args, **kwargs) as response:
            print(response.status, response.reason, response.msg, response.geturl().replace(site, ""), response.getcode(),
                  response.headers.get_content_charset(), response.info().get_content_type())
            print("   ", response.read().decode())

    open_and_show(site + "/a%20path?q=1#fragment")
    open_and_show(site, timeout=60)
    open_and_show(site + "/", data=b"a=1")
    open_and_show(urllib.request.Request(site + "/", data=urllib.parse.urlencode({"a": "1 2", "b": "\xe9"}).encode(), method="PUT",
                                         headers={"X-Own": "1", "content-type": "text/strange"}))
    open_and_show(urllib.request.Request(site + "/", data=io.BytesIO(b"file")))
    open_and_show(urllib.request.Request(site + "/", data=iter([b"one", b"two"])))
    open_and_show(urllib.request.Request(site + "/", method="GET", headers={"Accept-Encoding": "x"}))
    for status in (301, 302, 303, 307, 308):
        open_and_show(f"{site}/to/{status}")
        attempt(urllib.request.urlopen, urllib.request.Request(f"{site}/to/{status}", data=b"posted"))
    for path in ("/missing", "/secret", "/loop", "/many/1", "/file", "/nowhere", "/to/300"):
        try:
            urllib.request.urlopen(site + path)
        except urllib.error.HTTPError as error:
            print(path, error.code, repr(error.reason.replace(site, "")[:100]), isinstance(error, urllib.error.URLError), error.fp is not None, repr(error)[:30])
            error.close()
    attempt(urllib.request.urlopen, site + "/missing")

    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    opener.addheaders = [("X-Added", "yes")]
    for _ in range(2):
        print(opener.open(site + "/cookie").read())
    print(opener.open(site + "/").read())
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, site, "me", "pass word")
    print(passwords.find_user_password("any", site + "/below"), passwords.find_user_password("any", "http://else.where/"))
    attempt(urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(passwords)).open, site + "/secret")
    wrong = urllib.request.HTTPBasicAuthHandler()
    wrong.add_password("the realm", site, "me", "wrong")
    attempt(urllib.request.build_opener(wrong).open, site + "/secret")
    # This server as a proxy.
    proxied = urllib.request.build_opener(urllib.request.ProxyHandler({"http": f"http://user:word@127.0.0.1:{port}"}))
    print(proxied.open("http://somewhere.invalid/x?y").read())

    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args):
            return None

    attempt(urllib.request.build_opener(NoRedirect).open, site + "/to/302")

    class Upper(urllib.request.BaseHandler):
        handler_order = 400

        def http_request(self, request):
            request.add_header("X-Upper", "1")
            return request

        def strange_open(self, request):
            return io.BytesIO(b"strange " + request.full_url.encode())

    print(urllib.request.build_opener(Upper).open(site + "/").read())
    print(urllib.request.build_opener(Upper).open("strange:thing").read())

    name, headers = urllib.request.urlretrieve(site + "/kept", reporthook=lambda *numbers: print(numbers))
    print(open(name).read(), headers["Content-Length"])
    urllib.request.urlcleanup()
    print(os.path.exists(name))
    try:
        urllib.request.urlopen(site + "/", data="text")
    except TypeError as error:
        print(error)
    for url in ("/relative", "nothing", "http:///path", "unknown://x", site + "/a b", site + "/\r\nX: y", "http://"):
        attempt(urllib.request.urlopen, url.replace(site, site))

attempt(urllib.request.urlopen, site)
with saying(b"") as port:
    attempt(urllib.request.urlopen, f"http://127.0.0.1:{port}/")
with saying(lambda connection: connection.recv(1)) as port:
    attempt(urllib.request.urlopen, f"http://127.0.0.1:{port}/", timeout=0.05)
with saying(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort") as port:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/").read()
    except Exception as error:
        print(repr(error))

# data: and file:
for url in ("data:,plain%20text", "data:text/html;charset=utf-8;base64,PGI+", "data:nothing"):
    attempt(urllib.request.urlopen, url)
print(urllib.request.urlopen("data:text/x,a").headers["Content-Type"])
scratch = tempfile.TemporaryDirectory()
name = os.path.join(scratch.name, "a b.txt")
with open(name, "w") as file:
    file.write("of the file")
with urllib.request.urlopen("file://" + urllib.request.pathname2url(name)) as response:
    print(response.read(), response.headers["Content-Type"], response.headers["Content-Length"], response.status, response.url[-9:])
attempt(urllib.request.urlopen, "file:///no/such/file")
attempt(urllib.request.urlopen, "file://elsewhere.invalid/x")

# Requests.
request = urllib.request.Request("HTTP://user@Host:80/path;x?query#frag", b"data", {"content-TYPE": "x"})
print(request.full_url, request.type, request.host, request.selector, request.fragment, request.get_method(), request.data,
      request.header_items(), request.has_header("Content-type"), request.get_header("Content-type"), request.origin_req_host, request.unverifiable)
request.add_unredirected_header("once", "1")
request.data = None
request.remove_header("Content-type")
print(request.get_method(), request.header_items(), request.has_proxy())
request.set_proxy("proxy:3128", "http")
print(request.host, request.selector, request.has_proxy())
print(urllib.error.URLError("why"), repr(urllib.error.URLError(OSError(1, "what"))), urllib.error.ContentTooShortError("short", b"x").content)
