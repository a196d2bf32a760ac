"""Files and folders as wholes: copied, moved, removed, measured, found."""

import collections
import errno
import fnmatch
import os
import stat
import sys

__all__ = ["copyfileobj", "copyfile", "copymode", "copystat", "copy", "copy2", "copytree", "move", "rmtree", "Error",
           "SpecialFileError", "ExecError", "make_archive", "get_archive_formats", "register_archive_format",
           "unregister_archive_format", "get_unpack_formats", "register_unpack_format", "unregister_unpack_format",
           "unpack_archive", "ignore_patterns", "chown", "which", "get_terminal_size", "SameFileError", "disk_usage"]

COPY_BUFSIZE = 64 * 1024


class Error(OSError):
    pass


class SameFileError(Error):
    """Source and destination are one file."""


class SpecialFileError(OSError):
    """A file that cannot be copied: a named pipe."""


class ExecError(OSError):
    pass


class ReadError(OSError):
    pass


class RegistryError(Exception):
    pass


# ------------------------------------------------------------------ one file

def copyfileobj(fsrc, fdst, length=0):
    """What is left to read of one file object into another."""
    length = length or COPY_BUFSIZE
    while data := fsrc.read(length):
        fdst.write(data)


def _is_same(src, dst):
    try:
        return os.path.samefile(src, dst)
    except OSError:
        return False


def copyfile(src, dst, *, follow_symlinks=True):
    """The contents of a file, under another name."""
    sys.audit("shutil.copyfile", src, dst)
    if _is_same(src, dst):
        raise SameFileError("{!r} and {!r} are the same file".format(src, dst))
    for path in (src, dst):
        try:
            mode = os.stat(path).st_mode
        except OSError:
            continue
        if stat.S_ISFIFO(mode):
            raise SpecialFileError("`%s` is a named pipe" % os.fspath(path))
    if not follow_symlinks and os.path.islink(src):
        os.symlink(os.readlink(src), dst)
        return dst
    with open(src, "rb") as source:
        try:
            with open(dst, "wb") as target:
                copyfileobj(source, target)
        except IsADirectoryError as e:
            if not os.path.exists(dst):
                raise FileNotFoundError(f"Directory does not exist: {dst}") from e
            raise
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    if not follow_symlinks and os.path.islink(src) and os.path.islink(dst):
        return
    os.chmod(dst, stat.S_IMODE(os.stat(src).st_mode))


def copystat(src, dst, *, follow_symlinks=True):
    """Permissions and times."""
    sys.audit("shutil.copystat", src, dst)
    follow = follow_symlinks or not (os.path.islink(src) and os.path.islink(dst))
    status = os.stat(src, follow_symlinks=follow)
    if follow:
        os.utime(dst, ns=(status.st_atime_ns, status.st_mtime_ns))
        os.chmod(dst, stat.S_IMODE(status.st_mode))


def _into(src, dst):
    """Where a copy goes: into dst if that is a folder."""
    return os.path.join(dst, os.path.basename(src)) if os.path.isdir(dst) else dst


def copy(src, dst, *, follow_symlinks=True):
    """Contents and permissions."""
    dst = _into(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copymode(src, dst, follow_symlinks=follow_symlinks)
    return dst


def copy2(src, dst, *, follow_symlinks=True):
    """Contents, permissions and times."""
    dst = _into(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copystat(src, dst, follow_symlinks=follow_symlinks)
    return dst


# ------------------------------------------------------------------ folders

def ignore_patterns(*patterns):
    """For copytree(ignore=...): names that fit one of the patterns are left out."""
    def ignored(path, names):
        found = set()
        for pattern in patterns:
            found.update(fnmatch.filter(names, pattern))
        return found
    return ignored


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2, ignore_dangling_symlinks=False,
             dirs_exist_ok=False):
    """A folder and all below it. What could not be copied is reported at the end, in one Error."""
    sys.audit("shutil.copytree", src, dst)
    with os.scandir(src) as found:
        entries = list(found)
    ignored = ignore(os.fspath(src), [entry.name for entry in entries]) if ignore is not None else ()
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    errors = []
    for entry in entries:
        if entry.name in ignored:
            continue
        source = os.path.join(src, entry.name)
        target = os.path.join(dst, entry.name)
        # A copy function of the caller's is given paths; ours are content with the entry's.
        try:
            if entry.is_symlink():
                link = os.readlink(source)
                if symlinks:
                    os.symlink(link, target)
                    continue
                if not os.path.exists(source) and ignore_dangling_symlinks:
                    continue
            if entry.is_dir():
                copytree(source, target, symlinks, ignore, copy_function, ignore_dangling_symlinks, dirs_exist_ok)
            else:
                copy_function(source, target)
        except Error as e:
            errors.extend(e.args[0])
        except OSError as why:
            errors.append((source, target, str(why)))
    try:
        copystat(src, dst)
    except OSError as why:
        errors.append((src, dst, str(why)))
    if errors:
        raise Error(errors)
    return dst


def rmtree(path, ignore_errors=False, onerror=None, *, dir_fd=None):
    """Removes a folder and all below it, not going through symbolic links."""
    sys.audit("shutil.rmtree", path, dir_fd)
    if ignore_errors:
        def onerror(*args):
            pass
    elif onerror is None:
        def onerror(*args):
            raise
    try:
        if os.path.islink(path):
            raise OSError("Cannot call rmtree on a symbolic link")
    except OSError:
        onerror(os.path.islink, path, sys.exc_info())
        return
    try:
        os.lstat(path)
    except OSError:
        onerror(os.lstat, path, sys.exc_info())
        return
    _remove_tree(path, onerror)


def _remove_tree(path, onerror):
    try:
        with os.scandir(path) as found:
            entries = list(found)
    except OSError:
        onerror(os.scandir, path, sys.exc_info())
        entries = []
    for entry in entries:
        full = os.path.join(path, entry.name)
        try:
            is_folder = entry.is_dir(follow_symlinks=False)
        except OSError:
            is_folder = False
        if is_folder:
            _remove_tree(full, onerror)
            continue
        try:
            os.unlink(full)
        except OSError:
            onerror(os.unlink, full, sys.exc_info())
    try:
        os.rmdir(path)
    except OSError:
        onerror(os.rmdir, path, sys.exc_info())


rmtree.avoids_symlink_attacks = False


def move(src, dst, copy_function=copy2):
    """Moves a file or folder; into dst if that is a folder. Across file systems it is copied and removed."""
    sys.audit("shutil.move", src, dst)
    target = dst
    if os.path.isdir(dst):
        if _is_same(src, dst) and not os.path.islink(src):
            os.rename(src, dst)
            return None
        target = os.path.join(dst, os.path.basename(os.fspath(src).rstrip(os.path.sep)))
        if os.path.exists(target):
            raise Error("Destination path '%s' already exists" % target)
    try:
        os.rename(src, target)
    except OSError:
        if os.path.islink(src):
            os.symlink(os.readlink(src), target)
            os.unlink(src)
        elif os.path.isdir(src):
            if _is_inside(src, dst):
                raise Error("Cannot move a directory '%s' into itself '%s'." % (src, dst))
            copytree(src, target, copy_function=copy_function, symlinks=True)
            rmtree(src)
        else:
            copy_function(src, target)
            os.unlink(src)
    return target


def _is_inside(outer, inner):
    outer = os.path.abspath(outer).rstrip(os.path.sep) + os.path.sep
    inner = os.path.abspath(inner).rstrip(os.path.sep) + os.path.sep
    return inner.startswith(outer)


# ------------------------------------------------------------------ the system

usage = collections.namedtuple("usage", "total used free")
usage.__module__ = "shutil"


def disk_usage(path):
    """Bytes in all, used and free, of the file system the path is on."""
    status = os.statvfs(path)
    total = status.f_blocks * status.f_frsize
    return usage(total, (status.f_blocks - status.f_bfree) * status.f_frsize, status.f_bavail * status.f_frsize)


def chown(path, user=None, group=None):
    sys.audit("shutil.chown", path, user, group)
    if user is None and group is None:
        raise ValueError("user and/or group must be set")
    uid = gid = -1
    if isinstance(user, str):
        import pwd
        try:
            uid = pwd.getpwnam(user)[2]
        except KeyError:
            raise LookupError("no such user: {!r}".format(user)) from None
    elif user is not None:
        uid = user
    if isinstance(group, str):
        import grp
        try:
            gid = grp.getgrnam(group)[2]
        except KeyError:
            raise LookupError("no such group: {!r}".format(group)) from None
    elif group is not None:
        gid = group
    os.chown(path, uid, gid)


def get_terminal_size(fallback=(80, 24)):
    """Columns and lines: from the environment, the terminal, or the fallback."""
    def of_environment(name):
        try:
            return int(os.environ[name])
        except (KeyError, ValueError):
            return 0

    columns, lines = of_environment("COLUMNS"), of_environment("LINES")
    if columns <= 0 or lines <= 0:
        try:
            size = os.get_terminal_size(sys.__stdout__.fileno())
        except (AttributeError, ValueError, OSError):
            size = os.terminal_size(fallback)
        columns = columns if columns > 0 else size.columns or fallback[0]
        lines = lines if lines > 0 else size.lines or fallback[1]
    return os.terminal_size((columns, lines))


def which(cmd, mode=os.F_OK | os.X_OK, path=None):
    """The file that would run if the command were typed, or None."""
    def fits(file):
        return os.path.exists(file) and os.access(file, mode) and not os.path.isdir(file)

    if os.path.dirname(cmd):
        return cmd if fits(cmd) else None
    if path is None:
        path = os.environ.get("PATH", None)
        if path is None:
            path = os.defpath
    if not path:
        return None
    is_bytes = isinstance(cmd, bytes)
    if is_bytes:
        path = os.fsencode(path)
    seen = set()
    for folder in path.split(os.fsencode(os.pathsep) if is_bytes else os.pathsep):
        if folder not in seen:
            seen.add(folder)
            name = os.path.join(folder, cmd)
            if fits(name):
                return name
    return None


# ------------------------------------------------------------------ archives

def _make_tar(base_name, base_dir, mode, suffix, dry_run):
    import tarfile
    name = base_name + ".tar" + suffix
    if not dry_run:
        with tarfile.open(name, "w|" + mode) as tar:
            tar.add(base_dir)
    return name


def _make_zip(base_name, base_dir, dry_run):
    import zipfile
    name = base_name + ".zip"
    if not dry_run:
        with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
            if base_dir != os.curdir:
                archive.write(base_dir, os.path.normpath(base_dir))
            for folder, folders, files in os.walk(base_dir):
                for each in sorted(folders) + files:
                    path = os.path.normpath(os.path.join(folder, each))
                    archive.write(path, path)
    return name


_ARCHIVE_FORMATS = {
    "tar": (lambda name, base, dry_run=False, **_: _make_tar(name, base, "", "", dry_run), [], "uncompressed tar file"),
    "gztar": (lambda name, base, dry_run=False, **_: _make_tar(name, base, "gz", ".gz", dry_run), [], "gzip'ed tar-file"),
    "zip": (lambda name, base, dry_run=False, **_: _make_zip(name, base, dry_run), [], "ZIP file"),
}


def get_archive_formats():
    return sorted((name, entry[2]) for name, entry in _ARCHIVE_FORMATS.items())


def register_archive_format(name, function, extra_args=None, description=""):
    if not callable(function):
        raise TypeError("The %s object is not callable" % function)
    _ARCHIVE_FORMATS[name] = (function, extra_args or [], description)


def unregister_archive_format(name):
    del _ARCHIVE_FORMATS[name]


def make_archive(base_name, format, root_dir=None, base_dir=None, verbose=0, dry_run=0, owner=None, group=None,
                 logger=None):
    """An archive of base_dir, with names as seen from root_dir: the path of the new file."""
    try:
        function, extra_args, _ = _ARCHIVE_FORMATS[format]
    except KeyError:
        raise ValueError("unknown archive format '%s'" % format) from None
    base_name = os.path.abspath(base_name)
    old = os.getcwd()
    if root_dir is not None:
        os.chdir(root_dir)
    try:
        return function(base_name, base_dir or os.curdir, dry_run=dry_run, **dict(extra_args))
    finally:
        if root_dir is not None:
            os.chdir(old)


def _unpack_zip(filename, extract_dir):
    import zipfile
    if not zipfile.is_zipfile(filename):
        raise ReadError("%s is not a zip file" % filename)
    with zipfile.ZipFile(filename) as archive:
        archive.extractall(extract_dir)


def _unpack_tar(filename, extract_dir, *, filter=None):
    import tarfile
    try:
        archive = tarfile.open(filename)
    except tarfile.TarError:
        raise ReadError("%s is not a compressed or uncompressed tar file" % filename) from None
    with archive:
        archive.extractall(extract_dir)


_UNPACK_FORMATS = {
    "tar": ([".tar"], _unpack_tar, [], "uncompressed tar file"),
    "gztar": ([".tar.gz", ".tgz"], _unpack_tar, [], "gzip'ed tar-file"),
    "zip": ([".zip"], _unpack_zip, [], "ZIP file"),
}


def get_unpack_formats():
    return sorted((name, entry[0], entry[3]) for name, entry in _UNPACK_FORMATS.items())


def register_unpack_format(name, extensions, function, extra_args=None, description=""):
    for known, entry in _UNPACK_FORMATS.items():
        for extension in extensions:
            if extension in entry[0]:
                raise RegistryError('%s is already registered for "%s"' % (extension, known))
    if not callable(function):
        raise TypeError("The registered function must be a callable")
    _UNPACK_FORMATS[name] = (extensions, function, extra_args or [], description)


def unregister_unpack_format(name):
    del _UNPACK_FORMATS[name]


def unpack_archive(filename, extract_dir=None, format=None, *, filter=None):
    """The opposite of make_archive()."""
    extract_dir = os.fspath(os.getcwd() if extract_dir is None else extract_dir)
    filename = os.fspath(filename)
    if format is None:
        for extensions, function, extra_args, _ in _UNPACK_FORMATS.values():
            if any(filename.endswith(extension) for extension in extensions):
                break
        else:
            raise ReadError("Unknown archive format '{0}'".format(filename))
    else:
        try:
            _, function, extra_args, _ = _UNPACK_FORMATS[format]
        except KeyError:
            raise ValueError("Unknown unpack format '{0}'".format(format)) from None
    function(filename, extract_dir, **dict(extra_args))
