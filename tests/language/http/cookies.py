# http.cookies and http.cookiejar: what servers set, and what goes back to which of them.
import datetime
import email.message
import http.cookiejar
import http.cookies
import os
import pickle
import tempfile
import time
import urllib.request

# --- http.cookies
cookie = http.cookies.SimpleCookie()
cookie["one"] = "1"
cookie["two"] = 'with "quotes"; and \\ and \xe9 and \u20ac'[:-4]
cookie["one"]["path"] = "/there"
cookie["one"]["max-age"] = 100
cookie["one"]["secure"] = True
cookie["one"]["httponly"] = True
cookie["one"]["samesite"] = "Strict"
print(cookie.output(sep="\n"), str(cookie).count("\r\n"))
print(cookie.output(header="Cookie:", sep="|"))
print(cookie.output(attrs=["path"], sep="\n"))
print(repr(cookie), cookie["one"].OutputString(), cookie["two"].value, cookie["two"].coded_value)
print(cookie.js_output()[:40].split())
print(cookie["one"] == cookie["one"].copy(), cookie["one"] == cookie["two"], dict(cookie["one"]))
for text in ('a=1; b="two; \\"three\\""; c=', "a=1; $Path=/x; b=2", "a=b=c", 'a="\\303\\251"', "Set=x; expires=Thu, 01 Jan 1970 00:00:00 GMT; httponly",
             "a", "a=1; b", "=x", "a=1;;b=2", "a=[]; b={}", "  a = 1 ;b=  2"):
    loaded = http.cookies.SimpleCookie(text)
    print(text, {name: (morsel.value, {k: v for k, v in morsel.items() if v}) for name, morsel in loaded.items()})
for action in (lambda: cookie.__setitem__("a b", "1"), lambda: cookie["one"].__setitem__("nothing", 1),
               lambda: cookie.__setitem__("path", "x"), lambda: http.cookies.Morsel().set("expires", "x", "x")):
    try:
        action()
        print("fine")
    except http.cookies.CookieError as error:
        print(type(error).__name__, error)
print(pickle.loads(pickle.dumps(cookie))["one"]["path"], http.cookies.SimpleCookie({"a": "b"}))

# --- http.cookiejar


class Answer:
    def __init__(self, *lines):
        self.message = email.message.Message()
        for line in lines:
            self.message["Set-Cookie"] = line

    def info(self):
        return self.message


def show(jar):
    for c in sorted(jar, key=lambda c: (c.domain, c.path, c.name)):
        print("  ", c.domain, c.domain_specified, c.path, c.path_specified, c.name, c.value, c.port, c.secure, c.discard, c.expires,
              c.has_nonstandard_attr("HttpOnly"))


def sent(jar, url):
    request = urllib.request.Request(url)
    jar.add_cookie_header(request)
    return request.get_header("Cookie")


jar = http.cookiejar.CookieJar()
jar.extract_cookies(Answer("plain=1", "deep=2; Path=/deep", "whole=3; Domain=example.com", "old=4; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
                           "far=5; expires=Wed, 01-Jan-2098 00:00:00 GMT", "safe=6; Secure; HttpOnly", 'quoted="7 8"; Version=1', "empty=",
                           "alien=9; Domain=other.org", "top=10; Domain=.com", "up=11; Path=/../x", "noval"),
                    urllib.request.Request("http://www.example.com/some/page.html"))
show(jar)
for url in ("http://www.example.com/some/", "http://www.example.com/", "http://www.example.com/deep/er", "https://www.example.com/some/x",
            "http://example.com/some/", "http://a.example.com/some/", "http://other.org/", "http://badexample.com/"):
    print(url, "->", sent(jar, url))
print(len(jar), [c.name for c in jar.make_cookies(Answer("x=1"), urllib.request.Request("http://h/"))])
jar.extract_cookies(Answer("plain=changed; Path=/some", "whole=gone; Domain=example.com; Max-Age=0; path=/some"),
                    urllib.request.Request("http://www.example.com/some/page.html"))
show(jar)
jar.clear("www.example.com", "/deep", "deep")
jar.clear_session_cookies()
show(jar)
try:
    jar.clear("nowhere")
except KeyError as error:
    print("KeyError", error)
jar.clear()
print(len(jar), repr(jar))
print(repr(http.cookiejar.Cookie(0, "n", "v", None, False, "d", True, False, "/", True, False, None, True, None, None, {}))[:60])

# Policies.
policy = http.cookiejar.DefaultCookiePolicy(blocked_domains=["blocked.org", ".bad.org"], allowed_domains=None)
jar = http.cookiejar.CookieJar(policy)
for host in ("blocked.org", "www.bad.org", "fine.org"):
    jar.extract_cookies(Answer("a=1"), urllib.request.Request(f"http://{host}/"))
show(jar)
print(policy.is_blocked("blocked.org"), policy.is_blocked("x.bad.org"), policy.is_not_allowed("fine.org"), policy.blocked_domains())

# Dates and files.
for text in ("Wed, 09 Feb 1994 22:23:32 GMT", "Wednesday, 09-Feb-94 22:23:32 GMT", "09 Feb 1994 22:23:32", "1994-02-09 22:23:32Z",
             "Wed Feb  9 22:23:32 1994", "nonsense", "09-Feb-1994"):
    print(text, http.cookiejar.http2time(text))
print(http.cookiejar.time2netscape(0), http.cookiejar.time2isoz(0))

scratch = tempfile.TemporaryDirectory()
name = os.path.join(scratch.name, "cookies.txt")
jar = http.cookiejar.MozillaCookieJar(name)
jar.extract_cookies(Answer("a=1; expires=Wed, 01-Jan-2098 00:00:00 GMT", "session=2", "b=3; Domain=.example.com; Secure; expires=Wed, 01-Jan-2098 00:00:00 GMT"),
                    urllib.request.Request("https://www.example.com/"))
jar.save()
print(open(name).read())
jar.save(ignore_discard=True)
other = http.cookiejar.MozillaCookieJar(name)
other.load(ignore_discard=True)
show(other)
with open(name, "w") as file:
    file.write("something else\n")
try:
    other.load()
except http.cookiejar.LoadError as error:
    print(type(error).__name__, isinstance(error, OSError), str(error).replace(name, "NAME"))
try:
    http.cookiejar.MozillaCookieJar().save()
except ValueError as error:
    print(error)
