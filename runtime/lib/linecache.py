"""The lines of source files, kept once they were read: tracebacks show the same lines again and again."""

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

cache = {}  # file name -> (size, time of change or None, lines, full name)


def getline(filename, lineno, module_globals=None):
    """Line `lineno`, with its line end; '' if there is none."""
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def getlines(filename, module_globals=None):
    """All lines; [] if the file cannot be read."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        return entry[2]
    return updatecache(filename, module_globals)


def updatecache(filename, module_globals=None):
    """Reads a file (again)."""
    lazy = cache.pop(filename, None)
    if not filename or (filename.startswith("<") and filename.endswith(">")):
        return []
    import os

    if lazy is not None and len(lazy) == 1 or lazycache(filename, module_globals):
        source = (lazy or cache.pop(filename))[0]()
        if source is not None:
            lines = source.splitlines(keepends=True)
            cache[filename] = (len(source), None, lines, filename)
            return lines
    fullname = filename
    try:
        status = os.stat(fullname)
    except OSError:
        if os.path.isabs(filename):
            return []
        import sys

        for folder in sys.path:
            try:
                fullname = os.path.join(folder, filename)
                status = os.stat(fullname)
                break
            except (OSError, TypeError):
                pass
        else:
            return []
    try:
        with open(fullname, encoding="utf-8") as file:
            lines = file.readlines()
    except (OSError, UnicodeDecodeError, SyntaxError):
        return []
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    cache[filename] = (status.st_size, status.st_mtime, lines, fullname)
    return lines


def checkcache(filename=None):
    """Forgets the files that have changed since they were read."""
    import os

    for name in list(cache) if filename is None else [filename]:
        entry = cache.get(name)
        if entry is None or len(entry) == 1 or entry[1] is None:
            continue
        try:
            status = os.stat(entry[3])
        except OSError:
            cache.pop(name, None)
            continue
        if (entry[0], entry[1]) != (status.st_size, status.st_mtime):
            cache.pop(name, None)


def clearcache():
    cache.clear()


def lazycache(filename, module_globals):
    """Notes that a module's loader can give the source, if asked; True if it can."""
    if filename in cache and len(cache[filename]) == 1:
        return True
    if not filename or (filename.startswith("<") and filename.endswith(">")) or not module_globals:
        return False
    loader = module_globals.get("__loader__")
    name = module_globals.get("__name__")
    get_source = getattr(loader, "get_source", None)
    if name is None or get_source is None:
        return False

    def source():
        try:
            return get_source(name)
        except (ImportError, OSError):
            return None

    cache[filename] = (source,)
    return True
