"""What CPython adds to sys.path at start. Here nothing is: these are the answers that programs ask for."""

import os
import sys

PREFIXES = [sys.prefix, sys.exec_prefix]
ENABLE_USER_SITE = False


def getsitepackages(prefixes=None):
    version = "python%d.%d" % sys.version_info[:2]
    return [os.path.join(prefix, "lib", version, "site-packages") for prefix in dict.fromkeys(prefixes or PREFIXES)]


def getuserbase():
    return os.path.join(os.path.expanduser("~"), ".local")


def getusersitepackages():
    return os.path.join(getuserbase(), "lib", "python%d.%d" % sys.version_info[:2], "site-packages")


USER_BASE = getuserbase()
USER_SITE = getusersitepackages()


def addsitedir(sitedir, known_paths=None):
    if sitedir not in sys.path:
        sys.path.append(sitedir)


def main():
    pass
