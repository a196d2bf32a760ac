"""The conventions of the user's language. Only the C locale is there, with UTF-8: numbers have a point and no groups."""

import re
import sys

__all__ = ["getlocale", "getdefaultlocale", "getpreferredencoding", "Error", "setlocale", "localeconv", "strcoll",
           "strxfrm", "str", "atof", "atoi", "format_string", "currency", "normalize", "resetlocale", "getencoding",
           "delocalize", "LC_CTYPE", "LC_COLLATE", "LC_MESSAGES", "LC_TIME", "LC_MONETARY", "LC_NUMERIC", "LC_ALL",
           "CHAR_MAX", "nl_langinfo", "CODESET", "RADIXCHAR", "THOUSEP"]

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127
CODESET = 14
RADIXCHAR = 65536
THOUSEP = 65537

_text = str


class Error(Exception):
    pass


_current = {category: "C" for category in range(7)}
_current[LC_CTYPE] = "C.UTF-8"
_available = {"C", "POSIX", "C.UTF-8", "C.utf8", "C.UTF8"}


def setlocale(category, locale=None):
    """Sets and returns a locale; Error for all but those of C."""
    if not isinstance(category, int) or not 0 <= category <= 6:
        raise Error("unsupported locale setting")
    if locale is None:
        if category == LC_ALL:
            names = {_current[each] for each in range(6)}
            if len(names) == 1:
                return names.pop()
            labels = ("LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES")
            return ";".join(f"{label}={_current[i]}" for i, label in enumerate(labels)) + (
                ";LC_PAPER=C;LC_NAME=C;LC_ADDRESS=C;LC_TELEPHONE=C;LC_MEASUREMENT=C;LC_IDENTIFICATION=C")
        return _current[category]
    if not isinstance(locale, _text):
        locale = normalize(_build(locale))
    if locale == "":
        locale = _of_environment(category)
    if locale not in _available:
        raise Error("unsupported locale setting")
    locale = "C" if locale == "POSIX" else locale
    for each in range(7) if category == LC_ALL else (category,):
        _current[each] = locale
    return locale


def _of_environment(category):
    import os
    names = ("LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES", "LC_ALL")
    for name in ("LC_ALL", names[category], "LANG"):
        if os.environ.get(name):
            return os.environ[name]
    return "C"


def localeconv():
    return {"int_curr_symbol": "", "currency_symbol": "", "mon_decimal_point": "", "mon_thousands_sep": "",
            "mon_grouping": [], "positive_sign": "", "negative_sign": "", "int_frac_digits": 127, "frac_digits": 127,
            "p_cs_precedes": 127, "p_sep_by_space": 127, "n_cs_precedes": 127, "n_sep_by_space": 127,
            "p_sign_posn": 127, "n_sign_posn": 127, "decimal_point": ".", "thousands_sep": "", "grouping": []}


def strcoll(string1, string2, /):
    return (string1 > string2) - (string1 < string2)


def strxfrm(string, /):
    return string


def nl_langinfo(key, /):
    return {CODESET: "UTF-8", RADIXCHAR: ".", THOUSEP: ""}.get(key, "")


_percent = re.compile(r"%(?:\((?P<key>.*?)\))?(?P<modifiers>[-#0-9 +*.hlL]*?)[eEfFgGdiouxXcrs%]")


def format_string(f, val, grouping=False, monetary=False):
    """f % val, by the conventions of the locale."""
    return f % val


def currency(val, symbol=True, grouping=False, international=False):
    raise ValueError("Currency formatting is not possible using the 'C' locale.")


def str(val):
    """A float as text."""
    return "%.12g" % val


def delocalize(string):
    return string


def localize(string, grouping=False, monetary=False):
    return string


def atof(string, func=float):
    return func(delocalize(string))


def atoi(string):
    return int(delocalize(string))


def normalize(localename):
    """The usual spelling: "en_us.utf8" is "en_US.UTF-8"."""
    name, dot, encoding = localename.partition(".")
    language, underscore, country = name.partition("_")
    if not underscore:
        if language.lower() in ("c", "posix"):
            return "C" + (".UTF-8" if encoding.lower().replace("-", "") == "utf8" else "")
        return localename
    encoding = encoding.upper().replace("UTF8", "UTF-8").replace("ISO8859-1", "ISO8859-1")
    return language.lower() + "_" + country.upper() + "." + (encoding or "ISO8859-1")


def _build(pair):
    language, encoding = pair
    return (language or "C") + ("." + encoding if encoding else "")


def _parse(localename):
    code = normalize(localename)
    if "." in code:
        language, encoding = code.split(".", 1)
        return (None if language == "C" else language), encoding
    if code == "C":
        return None, None
    raise ValueError("unknown locale: %s" % localename)


def getlocale(category=LC_CTYPE):
    if category == LC_ALL and len({_current[each] for each in range(6)}) != 1:
        raise TypeError("category LC_ALL is not supported")
    return _parse(setlocale(category))


def getdefaultlocale(envvars=("LC_ALL", "LC_CTYPE", "LANG", "LANGUAGE")):
    import os
    import warnings
    warnings.warn("Use setlocale(), getencoding() and getlocale() instead", DeprecationWarning, stacklevel=2)
    for name in envvars:
        value = os.environ.get(name)
        if value:
            return _parse(value.split(":")[0] if name == "LANGUAGE" else value)
    return None, None


def resetlocale(category=LC_ALL):
    setlocale(category, "C")


def getencoding():
    return "UTF-8"


def getpreferredencoding(do_setlocale=True):
    return "utf-8" if sys.flags.utf8_mode else "UTF-8"
