"""What the program runs on."""

import os
import re
import sys
from collections import namedtuple

__version__ = "1.0.8"

uname_result = namedtuple("uname_result", "system node release version machine processor")
uname_result.__module__ = "platform"


def uname():
    info = os.uname()
    return uname_result(info.sysname, info.nodename, info.release, info.version, info.machine, processor())


def system():
    return os.uname().sysname


def node():
    return os.uname().nodename


def release():
    return os.uname().release


def version():
    return os.uname().version


def machine():
    return os.uname().machine


def processor():
    return ""


def architecture(executable=sys.executable, bits="", linkage=""):
    return bits or ("64bit" if sys.maxsize > 2**32 else "32bit"), linkage or "ELF"


def libc_ver(executable=None, lib="", version="", chunksize=16384):
    return "glibc", "2.36"


def platform(aliased=False, terse=False):
    """One line about the system."""
    info = uname()
    libc, libc_version = libc_ver()
    if terse:
        return f"{info.system}-{info.release}-with-{libc}{libc_version}"
    return f"{info.system}-{info.release}-{info.machine}-with-{libc}{libc_version}"


def system_alias(system, release, version):
    return system, release, version


def freedesktop_os_release():
    """The entries of /etc/os-release."""
    result = {"NAME": "Linux", "ID": "linux", "PRETTY_NAME": "Linux"}
    for path in ("/etc/os-release", "/usr/lib/os-release"):
        try:
            with open(path, encoding="utf-8") as file:
                for line in file:
                    found = re.match(r"(?P<name>[a-zA-Z0-9_]+)=(?P<quote>[\"']?)(?P<value>.*)(?P=quote)$", line)
                    if found:
                        result[found["name"]] = re.sub(r"\\([\\$\"'`])", r"\1", found["value"])
            return result
        except OSError:
            continue
    raise OSError("Unable to read files /etc/os-release, /usr/lib/os-release")


def python_implementation():
    return "CPython" if sys.implementation.name == "cpython" else sys.implementation.name


def python_version():
    return "{0.major}.{0.minor}.{0.micro}".format(sys.version_info)


def python_version_tuple():
    return tuple(python_version().split("."))


def python_branch():
    return ""


def python_revision():
    return ""


def python_build():
    return "main", "Jan  1 2024 00:00:00"


def python_compiler():
    return "GCC 12.2.0"


def java_ver(release="", vendor="", vminfo=("", "", ""), osinfo=("", "", "")):
    return release, vendor, vminfo, osinfo


def win32_ver(release="", version="", csd="", ptype=""):
    return release, version, csd, ptype


def win32_edition():
    return None


def win32_is_iot():
    return False


def mac_ver(release="", versioninfo=("", "", ""), machine=""):
    return release, versioninfo, machine
