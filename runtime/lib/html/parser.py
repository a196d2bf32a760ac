"""HTML taken apart: a class whose handle_... methods are called for tags, text, comments."""

import re
from html import unescape

__all__ = ["HTMLParser"]

_name_start = re.compile("[a-zA-Z]")
_tag_name = re.compile(r"([a-zA-Z][^\t\n\r\f />\x00]*)(?:\s|/(?!>))*")
_attribute = re.compile(
    r"((?<=['\"\t\n\r\f /])[^\t\n\r\f />][^\t\n\r\f /=>]*)(\s*=+\s*('[^']*'|\"[^\"]*\"|(?!['\"])[^>\t\n\r\f ]*))?"
    r"(?:\s|/(?!>))*")
_start_tag_end = re.compile(
    r"<[a-zA-Z][^\t\n\r\f />\x00]*(?:[\s/]*(?:(?<=['\"\s/])[^\s/>][^\s/=>]*(?:\s*=+\s*(?:'[^']*'|\"[^\"]*\"|(?!['\"])"
    r"[^>\s]*)(?:\s*,)*)?(?:\s|/(?!>))*)*)?\s*")
_end_tag = re.compile(r"</\s*([a-zA-Z][-.a-zA-Z0-9:_]*)\s*>")
_character_reference = re.compile("&#(?:[0-9]+|[xX][0-9a-fA-F]+)[^0-9a-fA-F]")
_entity_reference = re.compile("&([a-zA-Z][-.a-zA-Z0-9]*)[^a-zA-Z0-9]")
_incomplete = re.compile("&[a-zA-Z#]")


class HTMLParser:
    """Feed it text; it calls handle_starttag and the others as it goes."""

    CDATA_CONTENT_ELEMENTS = ("script", "style")

    def __init__(self, *, convert_charrefs=True):
        self.convert_charrefs = convert_charrefs
        self.reset()

    def reset(self):
        self.rawdata = ""
        self.lasttag = "???"
        self.cdata_elem = None
        self.interesting = None
        self.lineno = 1
        self.offset = 0
        self.__starttag_text = None

    def feed(self, data):
        self.rawdata += data
        self.goahead(False)

    def close(self):
        self.goahead(True)

    def getpos(self):
        return self.lineno, self.offset

    def get_starttag_text(self):
        return self.__starttag_text

    def updatepos(self, i, j):
        if i >= j:
            return j
        lines = self.rawdata.count("\n", i, j)
        if lines:
            self.lineno += lines
            self.offset = j - (self.rawdata.rindex("\n", i, j) + 1)
        else:
            self.offset += j - i
        return j

    def set_cdata_mode(self, elem):
        self.cdata_elem = elem.lower()
        self.interesting = re.compile(r"</%s(?=[\t\n\r\f />])" % self.cdata_elem, re.IGNORECASE)

    def clear_cdata_mode(self):
        self.cdata_elem = None
        self.interesting = None

    def goahead(self, end):
        raw = self.rawdata
        i, n = 0, len(raw)
        while i < n:
            # Text up to the next thing that may be markup.
            if self.cdata_elem:
                found = self.interesting.search(raw, i)
                j = found.start() if found else n
                if not found and not end:
                    break
            elif self.convert_charrefs:
                j = raw.find("<", i)
                if j < 0:
                    # A reference at the very end may not be complete.
                    amp = raw.rfind("&", max(i, n - 34))
                    if amp >= 0 and not re.compile(r"[\s;]").search(raw, amp) and not end:
                        break
                    j = n
            else:
                found = re.compile("[&<]").search(raw, i)
                j = found.start() if found else n
            if i < j:
                text = raw[i:j]
                self.handle_data(unescape(text) if self.convert_charrefs and not self.cdata_elem else text)
            i = self.updatepos(i, j)
            if i == n:
                break
            if raw.startswith("<", i):
                k = self._markup(i, end)
                if k < 0:
                    if not end:
                        break
                    k = raw.find(">", i + 1)
                    if k < 0:
                        k = raw.find("<", i + 1)
                        if k < 0:
                            k = i + 1
                    else:
                        k += 1
                    text = raw[i:k]
                    self.handle_data(unescape(text) if self.convert_charrefs and not self.cdata_elem else text)
                i = self.updatepos(i, k)
            else:
                k = self._reference(i, end)
                if k < 0:
                    break
                i = self.updatepos(i, k)
        if end and i < n:
            text = raw[i:n]
            self.handle_data(unescape(text) if self.convert_charrefs and not self.cdata_elem else text)
            i = self.updatepos(i, n)
        self.rawdata = raw[i:]

    def _markup(self, i, end):
        """Handles what begins with "<" at i: where it ends, -1 if that is not known yet."""
        raw = self.rawdata
        if _name_start.match(raw, i + 1):
            return self.parse_starttag(i)
        if raw.startswith("</", i):
            return self.parse_endtag(i)
        if raw.startswith("<!--", i):
            close = re.compile(r"--\s*>").search(raw, i + 4)
            if not close:
                return -1
            self.handle_comment(raw[i + 4:close.start()])
            return close.end()
        if raw.startswith("<?", i):
            close = raw.find(">", i + 2)
            if close < 0:
                return -1
            self.handle_pi(raw[i + 2:close])
            return close + 1
        if raw.startswith("<!", i):
            if raw[i:i + 9].lower() == "<!doctype":
                close = raw.find(">", i + 9)
                if close < 0:
                    return -1
                self.handle_decl(raw[i + 2:close])
                return close + 1
            if raw.startswith("<![", i):
                close = re.compile(r"\]\s*\]\s*>").search(raw, i + 3)
                if not close:
                    return -1
                self.unknown_decl(raw[i + 3:close.start()])
                return close.end()
            close = raw.find(">", i + 2)
            if close < 0:
                return -1
            self.handle_comment(raw[i + 2:close])
            return close + 1
        if i + 1 < len(raw) or end:
            self.handle_data("<")
            return i + 1
        return -1

    def _reference(self, i, end):
        raw = self.rawdata
        if raw.startswith("&#", i):
            found = _character_reference.match(raw, i)
            if found:
                self.handle_charref(found.group()[2:-1])
                k = found.end()
                return k if raw[k - 1] == ";" else k - 1
            if ";" in raw[i:]:
                self.handle_data(raw[i:i + 2])
                return i + 2
            return -1
        found = _entity_reference.match(raw, i)
        if found:
            self.handle_entityref(found.group(1))
            k = found.end()
            return k if raw[k - 1] == ";" else k - 1
        if _incomplete.match(raw, i):
            return -1
        if i + 1 < len(raw) or end:
            self.handle_data("&")
            return i + 1
        return -1

    def parse_starttag(self, i):
        self.__starttag_text = None
        raw = self.rawdata
        found = _start_tag_end.match(raw, i)
        j = found.end()
        following = raw[j:j + 1]
        if following == ">":
            j += 1
        elif following == "/":
            if raw.startswith("/>", j):
                j += 2
            elif j + 1 >= len(raw):
                return -1
            else:
                j = j + 1
        elif not following or following in "=" or following.isascii() and following.isalpha():
            return -1  # in or before the value of an attribute
        self.__starttag_text = raw[i:j]
        name = _tag_name.match(raw, i + 1)
        k = name.end()
        self.lasttag = tag = name.group(1).lower()
        attributes = []
        while k < j:
            found = _attribute.match(raw, k)
            if not found:
                break
            key, rest, value = found.group(1, 2, 3)
            if not rest:
                value = None
            elif value[:1] == value[-1:] and value[:1] in ("'", '"'):
                value = value[1:-1]
            if value:
                value = unescape(value)
            attributes.append((key.lower(), value))
            k = found.end()
        end = raw[k:j].strip()
        if end not in (">", "/>"):
            self.handle_data(raw[i:j])
            return j
        if end.endswith("/>"):
            self.handle_startendtag(tag, attributes)
        else:
            self.handle_starttag(tag, attributes)
            if tag in self.CDATA_CONTENT_ELEMENTS:
                self.set_cdata_mode(tag)
        return j

    def parse_endtag(self, i):
        raw = self.rawdata
        close = raw.find(">", i + 1)
        if close < 0:
            return -1
        found = _end_tag.match(raw, i)
        if not found:
            name = _tag_name.match(raw, i + 2)
            if not name:
                if raw[i:i + 3] == "</>":
                    return i + 3
                self.handle_comment(raw[i + 2:close])
                return close + 1
            tag = name.group(1).lower()
            close = raw.find(">", name.end())
            self.handle_endtag(tag)
            return close + 1
        tag = found.group(1).lower()
        if self.cdata_elem is not None and tag != self.cdata_elem:
            self.handle_data(raw[i:found.end()])
            return found.end()
        self.handle_endtag(tag)
        self.clear_cdata_mode()
        return found.end()

    # --- to be overridden ---

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_starttag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        pass

    def handle_charref(self, name):
        pass

    def handle_entityref(self, name):
        pass

    def handle_data(self, data):
        pass

    def handle_comment(self, data):
        pass

    def handle_decl(self, decl):
        pass

    def handle_pi(self, data):
        pass

    def unknown_decl(self, data):
        pass
