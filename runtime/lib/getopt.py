"""Command line options, as C's getopt reads them."""

import os
from gettext import gettext as _

__all__ = ["GetoptError", "error", "getopt", "gnu_getopt"]


class GetoptError(Exception):
    opt = ""
    msg = ""

    def __init__(self, msg, opt=""):
        self.msg = msg
        self.opt = opt
        super().__init__(msg, opt)

    def __str__(self):
        return self.msg


error = GetoptError


def getopt(args, shortopts, longopts=[]):
    """The options as (name, value) pairs, and the arguments from the first that is no option."""
    options = []
    longopts = [longopts] if isinstance(longopts, str) else list(longopts)
    while args and args[0].startswith("-") and args[0] != "-":
        if args[0] == "--":
            args = args[1:]
            break
        if args[0].startswith("--"):
            options, args = do_longs(options, args[0][2:], longopts, args[1:])
        else:
            options, args = do_shorts(options, args[0][1:], shortopts, args[1:])
    return options, args


def gnu_getopt(args, shortopts, longopts=[]):
    """The same, but options may come after other arguments."""
    options = []
    rest = []
    longopts = [longopts] if isinstance(longopts, str) else list(longopts)
    all_first = shortopts.startswith("+") or bool(os.environ.get("POSIXLY_CORRECT"))
    shortopts = shortopts.removeprefix("+")
    while args:
        if args[0] == "--":
            rest += args[1:]
            break
        if args[0][:2] == "--":
            options, args = do_longs(options, args[0][2:], longopts, args[1:])
        elif args[0][:1] == "-" and args[0] != "-":
            options, args = do_shorts(options, args[0][1:], shortopts, args[1:])
        elif all_first:
            rest += args
            break
        else:
            rest.append(args[0])
            args = args[1:]
    return options, rest


def do_longs(opts, opt, longopts, args):
    opt, equals, value = opt.partition("=")
    if not equals:
        value = None
    has_arg, opt = long_has_args(opt, longopts)
    if has_arg:
        if value is None:
            if not args:
                raise GetoptError(_("option --%s requires argument") % opt, opt)
            value, args = args[0], args[1:]
    elif value is not None:
        raise GetoptError(_("option --%s must not have an argument") % opt, opt)
    opts.append(("--" + opt, value or ""))
    return opts, args


def long_has_args(opt, longopts):
    """Whether the option takes an argument, and its full name, of which a beginning is enough."""
    possible = [each for each in longopts if each.startswith(opt)]
    if not possible:
        raise GetoptError(_("option --%s not recognized") % opt, opt)
    if opt in possible:
        return False, opt
    if opt + "=" in possible:
        return True, opt
    if len(possible) > 1:
        raise GetoptError(_("option --%s not a unique prefix") % opt, opt)
    return possible[0].endswith("="), possible[0].removesuffix("=")


def do_shorts(opts, optstring, shortopts, args):
    while optstring:
        opt, optstring = optstring[0], optstring[1:]
        if short_has_arg(opt, shortopts):
            if not optstring:
                if not args:
                    raise GetoptError(_("option -%s requires argument") % opt, opt)
                optstring, args = args[0], args[1:]
            value, optstring = optstring, ""
        else:
            value = ""
        opts.append(("-" + opt, value))
    return opts, args


def short_has_arg(opt, shortopts):
    for i, letter in enumerate(shortopts):
        if opt == letter != ":":
            return shortopts.startswith(":", i + 1)
    raise GetoptError(_("option -%s not recognized") % opt, opt)
