# email as far as HTTP needs it: messages, parsing, dates, addresses; mimetypes; HTTPStatus and HTTPMethod.
import datetime
import email
import email.message
import email.parser
import email.utils
import http
import io
import mimetypes

text = """Content-Type: text/html; charset="UTF-8"; format=flowed
Subject: several
 lines
X-Many: 1
x-many: 2

the body
two lines
"""
message = email.message_from_string(text)
print(message.keys(), message["subject"], message.get_all("X-MANY"), message.get("none"), message.get("none", 5), "x-many" in message, len(message))
print(message.get_content_type(), message.get_content_maintype(), message.get_content_subtype(), message.get_content_charset(), message.get_param("format"),
      message.get_params(), message.get_charsets())
print(repr(message.get_payload()), message.is_multipart(), message.get_boundary(), message.get_filename(), message.defects)
print(message.as_string() == text, bytes(message) == text.encode())
message["New"] = "value"
message.replace_header("X-Many", "replaced")
del message["Subject"]
message.add_header("Content-Disposition", "attachment", filename="a b.txt", size="5")
message.set_param("charset", "latin-1")
message.del_param("format")
print(message.items(), message.get_filename(), message.get_content_disposition())
message.set_type("text/plain")
print(message["content-type"], message.values())
try:
    message.replace_header("nope", "x")
except KeyError as error:
    print("KeyError", error)
parts = email.message_from_bytes(b"""MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="sep"

preamble
--sep
Content-Type: text/plain
Content-Transfer-Encoding: base64

aGVsbG8=
--sep
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

a=3Db=C3=A9
--sep--
epilogue
""")
print(parts.is_multipart(), [part.get_content_type() for part in parts.walk()], [part.get_payload(decode=True) for part in parts.get_payload()])
print(repr(parts.preamble), repr(parts.epilogue), parts.get_boundary(), parts.get_payload(0).get_payload())
made = email.message.Message()
made["A"] = "1"
made.set_payload("text")
print(str(made), email.parser.Parser().parse(io.StringIO(text), headersonly=True).get_content_type())
print(email.message_from_string("no header\nbody").get_payload(), email.message_from_string("").keys())

for stamp in (0, 1_000_000_000.5):
    print(email.utils.formatdate(stamp), email.utils.formatdate(stamp, usegmt=True))
for text in ("Fri, 09 Nov 2001 01:08:47 -0000", "Fri, 09 Nov 2001 01:08:47 GMT", "9 Nov 2001 01:08:47 +0130", "Fri, 9 Nov 01 01:08 EST", "Fri Nov  9 01:08:47 2001",
             "Friday, 09-Nov-01 01:08:47 GMT", "nonsense", ""):
    print(repr(text), email.utils.parsedate_tz(text), email.utils.parsedate(text))
print(email.utils.parsedate_to_datetime("Fri, 09 Nov 2001 01:08:47 +0100"), email.utils.mktime_tz(email.utils.parsedate_tz("Fri, 09 Nov 2001 01:08:47 +0100")))
print(email.utils.format_datetime(datetime.datetime(2001, 11, 9, 1, 8, 47)), email.utils.format_datetime(datetime.datetime(2001, 11, 9, tzinfo=datetime.timezone.utc), usegmt=True))
for text in ("a@b.c", "Name <a@b.c>", '"Last, First" <a@b.c>', "a@b.c (Comment)", "", "Name <a@b.c>, Other <d@e.f>"):
    print(email.utils.parseaddr(text), email.utils.getaddresses([text]))
print(email.utils.formataddr(("Name", "a@b")), email.utils.formataddr(('A "B", C', "a@b")), email.utils.formataddr((None, "a@b")))
print(email.utils.quote('a"b\\c'), email.utils.unquote('"a\\"b"'), email.utils.unquote("<a>"))

types = mimetypes.MimeTypes()  # without the lists of this machine
for name in ("a.html", "a.HTM", "a.txt", "a.tar.gz", "a.tgz", "a.py", "a.json", "a.js", "a.css", "a.png", "a.JPG", "a.jpeg", "a.svg", "a.gif", "a.pdf", "a.zip", "a.csv", "a.xml",
             "a.mp3", "a.mp4", "a.wasm", "a.ico", "a.webp", "a.md", "a.bin", "a.exe", "a", ".gz", "a.gz", "a.bz2", "a.unknown", "data:image/png;base64,xx", "http://h/x.html?y"):
    print(name, types.guess_type(name), end="; ")
print()
for kind in ("text/html", "image/jpeg", "application/json", "text/plain", "nothing/there"):
    print(kind, types.guess_extension(kind), sorted(types.guess_all_extensions(kind)))
types.add_type("own/type", ".own")
print(types.guess_type("x.own"), types.guess_extension("own/type"), types.types_map[True][".html"], types.encodings_map, types.suffix_map[".tgz"])

for status in http.HTTPStatus:
    print(int(status), status.name, status.phrase, status.description)
print(http.HTTPStatus(404) is http.HTTPStatus.NOT_FOUND, http.HTTPStatus.OK == 200, repr(http.HTTPStatus.OK), http.HTTPStatus.OK, f"{http.HTTPStatus.OK}",
      list(http.HTTPMethod), http.HTTPMethod.GET == "GET", http.HTTPMethod.GET.description, repr(http.HTTPMethod.PUT))
