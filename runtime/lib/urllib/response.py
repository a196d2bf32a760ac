"""Answers as files that know their headers and URL."""

__all__ = ["addbase", "addclosehook", "addinfo", "addinfourl"]


class addbase:
    """A file around a file: what it does not know itself is the inner one's."""

    def __init__(self, fp):
        self.fp = self.file = fp

    def __getattr__(self, name):
        if name in ("file", "fp"):
            raise AttributeError(name)
        return getattr(self.file, name)

    def __repr__(self):
        return f"<{self.__class__.__name__} at {id(self)!r} whose fp = {self.file!r}>"

    def __iter__(self):
        return iter(self.file)

    def __next__(self):
        return next(self.file)

    def __enter__(self):
        if self.file.closed:
            raise ValueError("I/O operation on closed file")
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        self.file.close()


class addclosehook(addbase):
    """Calls a function when it is closed."""

    def __init__(self, fp, closehook, *hookargs):
        super().__init__(fp)
        self.closehook = closehook
        self.hookargs = hookargs

    def close(self):
        hook, self.closehook = self.closehook, None
        try:
            if hook:
                hook(*self.hookargs)
        finally:
            super().close()


class addinfo(addbase):
    """Has headers."""

    def __init__(self, fp, headers):
        super().__init__(fp)
        self.headers = headers

    def info(self):
        return self.headers


class addinfourl(addinfo):
    """Has headers, a URL and a code."""

    def __init__(self, fp, headers, url, code=None):
        super().__init__(fp, headers)
        self.url = url
        self.code = code

    @property
    def status(self):
        return self.code

    def getcode(self):
        return self.code

    def geturl(self):
        return self.url
