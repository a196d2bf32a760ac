"""Command lines: a parser is told which arguments a program takes, then reads them, and writes the help and the error
messages by itself.

An argument is an Action: it says what it is called, how many words it takes (nargs), how they are converted (type) and
what becomes of them (__call__ stores, counts, prints the help ...). Parsing goes over the words once: each is an option
('O') or not ('A'), as decided beforehand; options take the words after them, and between options the
positionals take as many words as they can, fairly (_share).
"""

import sys

__all__ = [
    "ArgumentParser", "ArgumentError", "ArgumentTypeError", "BooleanOptionalAction", "FileType", "HelpFormatter",
    "ArgumentDefaultsHelpFormatter", "RawDescriptionHelpFormatter", "RawTextHelpFormatter", "MetavarTypeHelpFormatter",
    "Namespace", "Action", "ONE_OR_MORE", "OPTIONAL", "PARSER", "REMAINDER", "SUPPRESS", "ZERO_OR_MORE",
]  # fmt: skip

SUPPRESS = "==SUPPRESS=="
OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE, PARSER, REMAINDER = "?", "*", "+", "A...", "..."
_UNRECOGNIZED = "_unrecognized_args"


class Namespace:
    """What parse_args() returns: the results as attributes."""

    def __init__(self, **kwargs):
        self.__dict__.update(kwargs)

    def __repr__(self):
        named, others = [], {}
        for name, value in self.__dict__.items():
            if name.isidentifier():
                named.append(f"{name}={value!r}")
            else:
                others[name] = value
        if others:
            named.append(f"**{others!r}")
        return f"{type(self).__name__}({', '.join(named)})"

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, Namespace) else NotImplemented

    def __contains__(self, key):
        return key in self.__dict__


class ArgumentError(Exception):
    """An argument got something it cannot take."""

    def __init__(self, argument, message):
        self.argument_name = _argument_name(argument)
        self.message = message

    def __str__(self):
        if self.argument_name is None:
            return self.message
        return f"argument {self.argument_name}: {self.message}"


class ArgumentTypeError(Exception):
    """Raised by a type function to say itself what is wrong."""


def _argument_name(argument):
    if argument is None:
        return None
    if argument.option_strings:
        return "/".join(argument.option_strings)
    if argument.metavar not in (None, SUPPRESS):
        metavar = argument.metavar
        return metavar if not isinstance(metavar, tuple) else f"{metavar[0]}[, {metavar[-1]}]"
    if argument.dest not in (None, SUPPRESS):
        return argument.dest
    if argument.choices:
        return "{" + ",".join(map(str, argument.choices)) + "}"
    return None


# --- help


class HelpFormatter:
    """Lays out usage and help."""

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        if width is None:
            width = _terminal_width() - 2
        self._prog = prog
        self._indent_increment = indent_increment
        self._max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self._width = width
        self._indent = 0
        self._longest = 0  # of the invocations, for the column the help begins in
        self._sections = [(None, [])]

    # what the parser adds

    def add_text(self, text):
        if text is not SUPPRESS and text is not None:
            self._sections[-1][1].append((self._format_text, [text]))

    def add_usage(self, usage, actions, groups, prefix=None):
        if usage is not SUPPRESS:
            self._sections[-1][1].append((self._format_usage, [usage, actions, groups, prefix]))

    def start_section(self, heading):
        self._sections.append((heading, []))

    def end_section(self):
        self._sections.append((None, []))

    def add_arguments(self, actions):
        for action in actions:
            if action.help is SUPPRESS:
                continue
            indent = self._indent_increment
            lengths = [len(self._format_action_invocation(action)) + indent]
            for sub in action._subactions():
                lengths.append(len(self._format_action_invocation(sub)) + indent * 2)
            self._longest = max(self._longest, *lengths)
            self._sections[-1][1].append((self._format_action, [action]))

    def format_help(self):
        parts = []
        for heading, items in self._sections:
            if heading is None or heading is SUPPRESS:
                parts += [function(*args) for function, args in items]
                continue
            self._indent = self._indent_increment
            text = "".join(function(*args) for function, args in items)
            self._indent = 0
            if text:
                parts.append(f"\n{heading}:\n{text}\n")
        text = "".join(part for part in parts if part and part is not SUPPRESS)
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
        return text.strip("\n") + "\n" if text else text

    # usage

    def _format_usage(self, usage, actions, groups, prefix):
        if prefix is None:
            prefix = "usage: "
        if usage is not None:
            usage = usage % {"prog": self._prog}
        elif not actions:
            usage = self._prog
        else:
            optionals = [action for action in actions if action.option_strings]
            positionals = [action for action in actions if not action.option_strings]
            option_parts = self._usage_parts(optionals, groups)
            positional_parts = self._usage_parts(positionals, groups)
            usage = " ".join([self._prog, *option_parts, *positional_parts])
            if len(prefix) + len(usage) > self._width - self._indent:
                usage = self._wrapped_usage(prefix, option_parts, positional_parts)
        return f"{prefix}{usage}\n\n"

    def _wrapped_usage(self, prefix, option_parts, positional_parts):
        text_width = self._width - self._indent

        def lines_of(parts, indent, first=None):
            lines, line = [], []
            length = (len(first) if first is not None else len(indent)) - 1
            for part in parts:
                if length + 1 + len(part) > text_width and line:
                    lines.append(indent + " ".join(line))
                    line, length = [], len(indent) - 1
                line.append(part)
                length += len(part) + 1
            if line:
                lines.append(indent + " ".join(line))
            if first is not None:
                lines[0] = lines[0][len(indent) :]
            return lines

        if len(prefix) + len(self._prog) <= 0.75 * text_width:
            indent = " " * (len(prefix) + len(self._prog) + 1)
            if option_parts:
                lines = lines_of([self._prog, *option_parts], indent, prefix)
                lines += lines_of(positional_parts, indent)
            elif positional_parts:
                lines = lines_of([self._prog, *positional_parts], indent, prefix)
            else:
                lines = [self._prog]
        else:
            indent = " " * len(prefix)
            lines = lines_of(option_parts + positional_parts, indent)
            if len(lines) > 1:
                lines = lines_of(option_parts, indent) + lines_of(positional_parts, indent)
            lines = [self._prog, *lines]
        return "\n".join(lines)

    def _usage_parts(self, actions, groups):
        """One piece of text per action; those of a mutually exclusive group joined by bars."""
        parts = []
        i = 0
        while i < len(actions):
            group = next((g for g in groups if g._group_actions and g._group_actions[0] is actions[i]
                          and actions[i : i + len(g._group_actions)] == g._group_actions), None)  # fmt: skip
            if group is None:
                text = self._usage_part(actions[i], False)
                if text:
                    parts.append(text)
                i += 1
                continue
            inside = [self._usage_part(action, True) for action in group._group_actions]
            inside = [text for text in inside if text]
            i += len(group._group_actions)
            if not inside:
                continue
            text = " | ".join(inside)
            if not group.required:
                text = f"[{text}]"
            elif len(inside) > 1:
                text = f"({text})"
            parts.append(text)
        return parts

    def _usage_part(self, action, in_group):
        if action.help is SUPPRESS:
            return None
        if not action.option_strings:
            text = self._format_args(action, self._default_metavar(action))
            if in_group and text[:1] == "[" and text[-1:] == "]":
                text = text[1:-1]
            return text
        if action.nargs == 0:
            text = action.format_usage()
        else:
            text = f"{action.option_strings[0]} {self._format_args(action, self._optional_metavar(action))}"
        return text if action.required or in_group else f"[{text}]"

    # arguments

    def _format_action(self, action):
        help_position = min(self._longest + 2, self._max_help_position)
        help_width = max(self._width - help_position, 11)
        action_width = help_position - self._indent - 2
        header = self._format_action_invocation(action)
        indent = " " * self._indent
        if not action.help:
            lines = [f"{indent}{header}\n"]
            first_column = 0
        elif len(header) <= action_width:
            lines = [f"{indent}{header:<{action_width}}  "]
            first_column = 0
        else:
            lines = [f"{indent}{header}\n"]
            first_column = help_position
        if action.help and action.help.strip():
            help_lines = self._split_lines(self._expand_help(action), help_width)
            lines.append(f"{' ' * first_column}{help_lines[0]}\n")
            lines += [f"{' ' * help_position}{line}\n" for line in help_lines[1:]]
        elif not lines[-1].endswith("\n"):
            lines.append("\n")
        self._indent += self._indent_increment
        lines += [self._format_action(sub) for sub in action._subactions()]
        self._indent -= self._indent_increment
        return "".join(lines)

    def _format_action_invocation(self, action):
        if not action.option_strings:
            return self._metavars(action, self._default_metavar(action), 1)[0]
        if action.nargs == 0:
            return ", ".join(action.option_strings)
        args = self._format_args(action, self._optional_metavar(action))
        return ", ".join(f"{option} {args}" for option in action.option_strings)

    def _default_metavar(self, action):
        return action.dest

    def _optional_metavar(self, action):
        return action.dest.upper()

    def _metavars(self, action, default, count):
        if action.metavar is not None:
            result = action.metavar
        elif action.choices is not None:
            result = "{" + ",".join(str(choice) for choice in action.choices) + "}"
        else:
            result = default
        return result if isinstance(result, tuple) else (result,) * count

    def _format_args(self, action, default):
        nargs = action.nargs
        if nargs is None:
            return self._metavars(action, default, 1)[0]
        if nargs == OPTIONAL:
            return f"[{self._metavars(action, default, 1)[0]}]"
        if nargs == ZERO_OR_MORE:
            metavar = self._metavars(action, default, 1)
            return f"[{metavar[0]} [{metavar[1]} ...]]" if len(metavar) == 2 else f"[{metavar[0]} ...]"
        if nargs == ONE_OR_MORE:
            first, second = self._metavars(action, default, 2)
            return f"{first} [{second} ...]"
        if nargs == REMAINDER:
            return "..."
        if nargs == PARSER:
            return f"{self._metavars(action, default, 1)[0]} ..."
        if nargs == SUPPRESS:
            return ""
        return " ".join(self._metavars(action, default, nargs))

    def _expand_help(self, action):
        values = {name: value for name, value in vars(action).items() if value is not SUPPRESS}
        values["prog"] = self._prog
        for name, value in values.items():
            if hasattr(value, "__name__"):
                values[name] = value.__name__
        if values.get("choices") is not None:
            values["choices"] = ", ".join(map(str, values["choices"]))
        return self._get_help_string(action) % values

    def _get_help_string(self, action):
        return action.help

    def _format_text(self, text):
        if "%(prog)" in text:
            text = text % {"prog": self._prog}
        width = max(self._width - self._indent, 11)
        return self._fill_text(text, width, " " * self._indent) + "\n\n"

    def _split_lines(self, text, width):
        import textwrap

        return textwrap.wrap(" ".join(text.split()), width) or [""]

    def _fill_text(self, text, width, indent):
        import textwrap

        return textwrap.fill(" ".join(text.split()), width, initial_indent=indent, subsequent_indent=indent)


class RawDescriptionHelpFormatter(HelpFormatter):
    """Leaves the lines of descriptions as they are."""

    def _fill_text(self, text, width, indent):
        return "".join(indent + line for line in text.splitlines(keepends=True))


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Leaves the lines of all help texts as they are."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Adds the defaults to the help."""

    def _get_help_string(self, action):
        help = action.help or ""
        if "%(default)" not in help and action.default is not SUPPRESS:
            if action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE):
                help += " (default: %(default)s)"
        return help


class MetavarTypeHelpFormatter(HelpFormatter):
    """Shows the type of an argument where its name would be."""

    def _default_metavar(self, action):
        return action.type.__name__

    _optional_metavar = _default_metavar


def _terminal_width():
    import os

    try:
        return int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        pass
    try:
        return os.get_terminal_size(1).columns or 80
    except (OSError, AttributeError, ValueError):
        return 80


# --- actions


class Action:
    """One argument. A subclass says in __call__ what to do with its values."""

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None,
                 required=False, help=None, metavar=None):  # fmt: skip
        self.option_strings = option_strings
        self.dest = dest
        self.nargs = nargs
        self.const = const
        self.default = default
        self.type = type
        self.choices = choices
        self.required = required
        self.help = help
        self.metavar = metavar

    def __repr__(self):
        names = ("option_strings", "dest", "nargs", "const", "default", "type", "choices", "required", "help", "metavar")
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    def format_usage(self):
        return self.option_strings[0]

    def _subactions(self):
        """Entries of its own in the help."""
        return ()

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError(".__call__() not defined")


class _StoreAction(Action):
    def __init__(self, option_strings, dest, nargs=None, const=None, **kwargs):
        if nargs == 0:
            raise ValueError(
                "nargs for store actions must be != 0; if you have nothing to store, actions such as store true or "
                "store const may be more appropriate"
            )
        if const is not None and nargs != OPTIONAL:
            raise ValueError(f"nargs must be {OPTIONAL!r} to supply const")
        super().__init__(option_strings, dest, nargs=nargs, const=const, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _StoreConstAction(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None):
        super().__init__(
            option_strings, dest, nargs=0, const=const, default=default, required=required, help=help
        )

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _StoreTrueAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=False, required=False, help=None):
        super().__init__(option_strings, dest, const=True, default=default, required=required, help=help)


class _StoreFalseAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=True, required=False, help=None):
        super().__init__(option_strings, dest, const=False, default=default, required=required, help=help)


class BooleanOptionalAction(Action):
    """--flag and --no-flag."""

    def __init__(self, option_strings, dest, default=None, type=None, choices=None, required=False, help=None,
                 metavar=None):  # fmt: skip
        options = []
        for option in option_strings:
            options.append(option)
            if option.startswith("--"):
                options.append("--no-" + option[2:])
        if help is not None and default is not None and default is not SUPPRESS:
            help += " (default: %(default)s)"
        super().__init__(options, dest, nargs=0, default=default, required=required, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, not option_string.startswith("--no-"))

    def format_usage(self):
        return " | ".join(self.option_strings)


def _appended(namespace, dest, new):
    items = getattr(namespace, dest, None)
    setattr(namespace, dest, [*(items or ()), *new])


class _AppendAction(_StoreAction):
    def __call__(self, parser, namespace, values, option_string=None):
        _appended(namespace, self.dest, [values])


class _ExtendAction(_StoreAction):
    def __call__(self, parser, namespace, values, option_string=None):
        _appended(namespace, self.dest, values)


class _AppendConstAction(_StoreConstAction):
    def __call__(self, parser, namespace, values, option_string=None):
        _appended(namespace, self.dest, [self.const])


class _CountAction(Action):
    def __init__(self, option_strings, dest, default=None, required=False, help=None):
        super().__init__(option_strings, dest, nargs=0, default=default, required=required, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (getattr(namespace, self.dest, None) or 0) + 1)


class _HelpAction(Action):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None):
        super().__init__(option_strings, dest, nargs=0, default=default, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _VersionAction(Action):
    def __init__(self, option_strings, version=None, dest=SUPPRESS, default=SUPPRESS,
                 help="show program's version number and exit"):  # fmt: skip
        super().__init__(option_strings, dest, nargs=0, default=default, help=help)
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        formatter = parser._get_formatter()
        formatter.add_text(self.version if self.version is not None else parser.version)
        parser._print_message(formatter.format_help(), sys.stdout)
        parser.exit()


class _SubParsersAction(Action):
    """A word that picks another parser, which reads the rest."""

    class _Choice(Action):
        """The help entry of one of them."""

        def __init__(self, name, aliases, help):
            metavar = f"{name} ({', '.join(aliases)})" if aliases else name
            super().__init__([], dest=name, help=help, metavar=metavar)

    def __init__(self, option_strings, prog, parser_class, dest=SUPPRESS, required=False, help=None, metavar=None):
        self._prog_prefix = prog
        self._parser_class = parser_class
        self._name_parser_map = {}
        self._choices_actions = []
        super().__init__(
            option_strings, dest, nargs=PARSER, choices=self._name_parser_map, required=required, help=help,
            metavar=metavar,
        )  # fmt: skip

    def add_parser(self, name, **kwargs):
        """Makes the parser for one more word."""
        if kwargs.get("prog") is None:
            kwargs["prog"] = f"{self._prog_prefix} {name}"
        aliases = kwargs.pop("aliases", ())
        if name in self._name_parser_map:
            raise ArgumentError(self, f"conflicting subparser: {name}")
        for alias in aliases:
            if alias in self._name_parser_map:
                raise ArgumentError(self, f"conflicting subparser alias: {alias}")
        if "help" in kwargs:
            self._choices_actions.append(self._Choice(name, aliases, kwargs.pop("help")))
        parser = self._parser_class(**kwargs)
        for word in (name, *aliases):
            self._name_parser_map[word] = parser
        return parser

    def _subactions(self):
        return self._choices_actions

    def __call__(self, parser, namespace, values, option_string=None):
        name, *rest = values
        if self.dest is not SUPPRESS:
            setattr(namespace, self.dest, name)
        try:
            chosen = self._name_parser_map[name]
        except KeyError:
            known = ", ".join(self._name_parser_map)
            raise ArgumentError(self, f"unknown parser {name!r} (choices: {known})") from None
        found, extra = chosen.parse_known_args(rest, None)
        for key, value in vars(found).items():
            setattr(namespace, key, value)
        if extra:
            vars(namespace).setdefault(_UNRECOGNIZED, [])
            getattr(namespace, _UNRECOGNIZED).extend(extra)


class FileType:
    """A type that opens files; '-' is standard input or output."""

    def __init__(self, mode="r", bufsize=-1, encoding=None, errors=None):
        self._mode, self._bufsize, self._encoding, self._errors = mode, bufsize, encoding, errors

    def __call__(self, string):
        if string == "-":
            if "r" in self._mode:
                return sys.stdin.buffer if "b" in self._mode else sys.stdin
            if any(c in self._mode for c in "wax"):
                return sys.stdout.buffer if "b" in self._mode else sys.stdout
            raise ValueError(f"argument \"-\" with mode {self._mode}")
        try:
            return open(string, self._mode, self._bufsize, self._encoding, self._errors)
        except OSError as error:
            raise ArgumentTypeError(f"can't open '{string}': {error}") from None

    def __repr__(self):
        args = [self._mode, *([self._bufsize] if self._bufsize != -1 else [])]
        shown = [repr(arg) for arg in args]
        shown += [f"{name}={value!r}" for name, value in (("encoding", self._encoding), ("errors", self._errors)) if value]
        return f"{type(self).__name__}({', '.join(shown)})"


_ACTIONS = {
    None: _StoreAction, "store": _StoreAction, "store_const": _StoreConstAction, "store_true": _StoreTrueAction,
    "store_false": _StoreFalseAction, "append": _AppendAction, "append_const": _AppendConstAction,
    "count": _CountAction, "help": _HelpAction, "version": _VersionAction, "parsers": _SubParsersAction,
    "extend": _ExtendAction,
}  # fmt: skip


# --- groups and the parser


class _ActionsContainer:
    """Something arguments can be added to: the parser, or a group of it, which passes them on to the parser."""

    def __init__(self, description, prefix_chars, argument_default, conflict_handler):
        self.description = description
        self.argument_default = argument_default
        self.prefix_chars = prefix_chars
        self.conflict_handler = conflict_handler
        self._registries = {"action": dict(_ACTIONS), "type": {None: lambda value: value}}
        self._actions = []
        self._option_string_actions = {}
        self._action_groups = []
        self._mutually_exclusive_groups = []
        self._defaults = {}
        self._has_negative_number_optionals = []
        if conflict_handler not in ("error", "resolve"):
            raise ValueError(f"invalid conflict_resolution value: {conflict_handler!r}")

    def register(self, registry_name, value, object):
        self._registries[registry_name][value] = object

    def _registry_get(self, registry_name, value, default=None):
        try:
            return self._registries[registry_name].get(value, default)
        except TypeError:
            return default

    def set_defaults(self, **kwargs):
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest)

    def add_argument(self, *args, **kwargs):
        """add_argument('name', ...) or add_argument('-f', '--flag', ...)"""
        chars = self.prefix_chars
        if not args or (len(args) == 1 and args[0][0] not in chars):
            if args and "dest" in kwargs:
                raise ValueError("dest supplied twice for positional argument")
            kwargs = self._positional_kwargs(*args, **kwargs)
        else:
            kwargs = self._optional_kwargs(*args, **kwargs)
        if "default" not in kwargs:
            if kwargs["dest"] in self._defaults:
                kwargs["default"] = self._defaults[kwargs["dest"]]
            elif self.argument_default is not None:
                kwargs["default"] = self.argument_default
        action_name = kwargs.pop("action", None)
        action_class = self._registry_get("action", action_name, action_name)
        if not callable(action_class):
            raise ValueError(f'unknown action "{action_class}"')
        action = action_class(**kwargs)
        type_function = self._registry_get("type", action.type, action.type)
        if not callable(type_function):
            raise ValueError(f"{type_function!r} is not callable")
        if type_function is FileType:
            raise ValueError(f"{type_function!r} is a FileType class object, instance of it must be passed")
        if isinstance(action.metavar, tuple) and isinstance(action.nargs, int) and len(action.metavar) != action.nargs:
            raise ValueError("length of metavar tuple does not match nargs")
        return self._add_action(action)

    def _positional_kwargs(self, dest=None, **kwargs):
        if dest is None:
            dest = kwargs.pop("dest", None)
        if "required" in kwargs:
            raise TypeError("'required' is an invalid argument for positionals")
        nargs = kwargs.get("nargs")
        if nargs not in (OPTIONAL, ZERO_OR_MORE, REMAINDER, SUPPRESS, 0) or (
            nargs == ZERO_OR_MORE and "default" not in kwargs
        ):
            kwargs["required"] = True
        return dict(kwargs, dest=dest, option_strings=[])

    def _optional_kwargs(self, *args, **kwargs):
        option_strings, long_options = [], []
        for option in args:
            if option[0] not in self.prefix_chars:
                raise ValueError(
                    f"invalid option string {option!r}: must start with a character {self.prefix_chars!r}"
                )
            option_strings.append(option)
            if len(option) > 1 and option[1] in self.prefix_chars:
                long_options.append(option)
        dest = kwargs.pop("dest", None)
        if dest is None:
            dest = (long_options or option_strings)[0].lstrip(self.prefix_chars)
            if not dest:
                raise ValueError(f"dest= is required for options like {option_strings[0]!r}")
            dest = dest.replace("-", "_")
        return dict(kwargs, dest=dest, option_strings=option_strings)

    def add_argument_group(self, *args, **kwargs):
        """Arguments under a heading of their own in the help."""
        group = _ArgumentGroup(self, *args, **kwargs)
        self._action_groups.append(group)
        return group

    def add_mutually_exclusive_group(self, **kwargs):
        """Arguments of which only one may be given."""
        group = _MutuallyExclusiveGroup(self, **kwargs)
        self._mutually_exclusive_groups.append(group)
        return group

    def _add_action(self, action):
        self._check_conflict(action)
        self._actions.append(action)
        action.container = self
        for option in action.option_strings:
            self._option_string_actions[option] = action
            if _is_negative_number(option) and not self._has_negative_number_optionals:
                self._has_negative_number_optionals.append(True)
        return action

    def _remove_action(self, action):
        self._actions.remove(action)

    def _check_conflict(self, action):
        conflicts = [
            (option, self._option_string_actions[option])
            for option in action.option_strings
            if option in self._option_string_actions
        ]
        if not conflicts:
            return
        if self.conflict_handler == "error":
            names = ", ".join(option for option, _ in conflicts)
            raise ArgumentError(action, f"conflicting option string{'s' if len(conflicts) > 1 else ''}: {names}")
        for option, other in conflicts:
            other.option_strings.remove(option)
            self._option_string_actions.pop(option, None)
            if not other.option_strings:
                other.container._remove_action(other)


class _ArgumentGroup(_ActionsContainer):
    def __init__(self, container, title=None, description=None, *, prefix_chars=None, argument_default=None,
                 conflict_handler=None):  # fmt: skip
        super().__init__(
            description,
            container.prefix_chars if prefix_chars is None else prefix_chars,
            container.argument_default if argument_default is None else argument_default,
            container.conflict_handler if conflict_handler is None else conflict_handler,
        )
        self.title = title
        self._group_actions = []
        # Shared with the container: only the list of the group's own actions is apart.
        for name in ("_registries", "_actions", "_option_string_actions", "_defaults", "_has_negative_number_optionals",
                     "_mutually_exclusive_groups"):  # fmt: skip
            setattr(self, name, getattr(container, name))

    def _add_action(self, action):
        action = super()._add_action(action)
        self._group_actions.append(action)
        return action

    def _remove_action(self, action):
        super()._remove_action(action)
        self._group_actions.remove(action)


class _MutuallyExclusiveGroup(_ArgumentGroup):
    def __init__(self, container, required=False):
        super().__init__(container)
        self.required = required
        self._container = container

    def _add_action(self, action):
        if action.required:
            raise ValueError("mutually exclusive arguments must be optional")
        action = self._container._add_action(action)
        self._group_actions.append(action)
        return action

    def _remove_action(self, action):
        self._container._remove_action(action)
        self._group_actions.remove(action)


def _is_negative_number(text):
    """-5, -5.5, -.5"""
    if not text.startswith("-"):
        return False
    whole, point, part = text[1:].partition(".")
    return (whole + part).isdigit() and (bool(part) if point else True) and (whole == "" or whole.isdigit())


class ArgumentParser(_ActionsContainer):
    """Reads command lines."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=(), formatter_class=HelpFormatter,
                 prefix_chars="-", fromfile_prefix_chars=None, argument_default=None, conflict_handler="error",
                 add_help=True, allow_abbrev=True, exit_on_error=True):  # fmt: skip
        super().__init__(description, prefix_chars, argument_default, conflict_handler)
        if prog is None:
            prog = sys.argv[0].rpartition("/")[2]
        self.prog = prog
        self.usage = usage
        self.epilog = epilog
        self.formatter_class = formatter_class
        self.fromfile_prefix_chars = fromfile_prefix_chars
        self.add_help = add_help
        self.allow_abbrev = allow_abbrev
        self.exit_on_error = exit_on_error
        self._positionals = self.add_argument_group("positional arguments")
        self._optionals = self.add_argument_group("options")
        self._subparsers = None
        prefix = "-" if "-" in prefix_chars else prefix_chars[0]
        if add_help:
            self.add_argument(
                prefix + "h", prefix * 2 + "help", action="help", default=SUPPRESS, help="show this help message and exit"
            )
        for parent in parents:
            self._add_parent(parent)

    def _add_parent(self, parent):
        """Takes the arguments of another parser over, its groups by title."""
        by_title = {group.title: group for group in self._action_groups}
        group_of = {}
        for group in parent._action_groups:
            if group.title not in by_title:
                by_title[group.title] = self.add_argument_group(group.title, group.description)
            for action in group._group_actions:
                group_of[action] = by_title[group.title]
        for group in parent._mutually_exclusive_groups:
            mine = self.add_mutually_exclusive_group(required=group.required)
            for action in group._group_actions:
                group_of[action] = mine
        for action in parent._actions:
            group_of.get(action, self)._add_action(action)
        self._defaults.update(parent._defaults)

    def __repr__(self):
        names = ("prog", "usage", "description", "formatter_class", "conflict_handler", "add_help")
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    def add_subparsers(self, **kwargs):
        """Lets a word pick another parser: parser.add_subparsers().add_parser('word')"""
        if self._subparsers is not None:
            self.error("cannot have multiple subparser arguments")
        kwargs.setdefault("parser_class", type(self))
        if "title" in kwargs or "description" in kwargs:
            title, description = kwargs.pop("title", "subcommands"), kwargs.pop("description", None)
            self._subparsers = self.add_argument_group(title, description)
        else:
            self._subparsers = self._positionals
        if kwargs.get("prog") is None:
            formatter = self._get_formatter()
            positionals = [action for action in self._actions if not action.option_strings]
            formatter.add_usage(self.usage, positionals, self._mutually_exclusive_groups, "")
            kwargs["prog"] = formatter.format_help().strip()
        action_class = self._registry_get("action", kwargs.pop("action", "parsers"))
        action = action_class(option_strings=[], **kwargs)
        self._subparsers._add_action(action)
        return action

    def _add_action(self, action):
        (self._optionals if action.option_strings else self._positionals)._add_action(action)
        return action

    # --- parsing

    def parse_args(self, args=None, namespace=None):
        """The results as attributes of a Namespace; an error message and exit code 2 if something is wrong."""
        args, rest = self.parse_known_args(args, namespace)
        if rest:
            message = f"unrecognized arguments: {' '.join(rest)}"
            if self.exit_on_error:
                self.error(message)
            raise ArgumentError(None, message)
        return args

    def parse_known_args(self, args=None, namespace=None):
        """The same, with what was not understood returned as a list."""
        args = list(sys.argv[1:] if args is None else args)
        if namespace is None:
            namespace = Namespace()
        for action in self._actions:
            if action.dest is not SUPPRESS and action.default is not SUPPRESS and not hasattr(namespace, action.dest):
                setattr(namespace, action.dest, action.default)
        for dest, value in self._defaults.items():
            if not hasattr(namespace, dest):
                setattr(namespace, dest, value)
        if self.exit_on_error:
            try:
                namespace, rest = self._parse(args, namespace)
            except ArgumentError as error:
                self.error(str(error))
        else:
            namespace, rest = self._parse(args, namespace)
        if hasattr(namespace, _UNRECOGNIZED):
            rest.extend(getattr(namespace, _UNRECOGNIZED))
            delattr(namespace, _UNRECOGNIZED)
        return namespace, rest

    def parse_intermixed_args(self, args=None, namespace=None):
        """Positionals may be anywhere between options."""
        positionals = [action for action in self._actions if not action.option_strings]
        saved = [(action, action.nargs, action.required, action.default) for action in positionals]
        try:
            for action in positionals:
                action.nargs, action.required, action.default = SUPPRESS, False, SUPPRESS
            namespace, rest = self.parse_known_args(args, namespace)
        finally:
            for action, nargs, required, default in saved:
                action.nargs, action.required, action.default = nargs, required, default
        options = [action for action in self._actions if action.option_strings]
        required = [(action, action.required) for action in options]
        try:
            for action in options:
                action.required = False
            return self.parse_args(rest, namespace)
        finally:
            for action, value in required:
                action.required = value

    def _parse(self, words, namespace):
        if self.fromfile_prefix_chars is not None:
            words = self._read_files(words)
        exclusive = {}  # action -> those it excludes
        for group in self._mutually_exclusive_groups:
            for i, action in enumerate(group._group_actions):
                exclusive.setdefault(action, []).extend(group._group_actions[:i] + group._group_actions[i + 1 :])

        # Which words are options?
        options_at = {}
        pattern = []
        for i, word in enumerate(words):
            if word == "--":
                pattern.append("-")
                pattern += ["A"] * (len(words) - i - 1)
                break
            found = self._parse_optional(word)
            if found is not None:
                options_at[i] = found
            pattern.append("A" if found is None else "O")
        pattern = "".join(pattern)

        seen, seen_with_value = set(), set()
        extras = []

        def take(action, words_taken, option_string=None):
            seen.add(action)
            values = self._get_values(action, words_taken)
            if values is not action.default:
                seen_with_value.add(action)
                for other in exclusive.get(action, ()):
                    if other in seen_with_value:
                        raise ArgumentError(action, f"not allowed with argument {_argument_name(other)}")
            if values is not SUPPRESS:
                action(self, namespace, values, option_string)

        def consume_option(start):
            action, option_string, explicit = options_at[start]
            taken = []
            while True:
                if action is None:
                    extras.append(words[start])
                    return start + 1
                if explicit is None:
                    begin = start + 1
                    count = self._count_words(action, pattern[begin:])
                    taken.append((action, words[begin : begin + count], option_string))
                    stop = begin + count
                    break
                count = 1 if action.nargs not in (0, SUPPRESS) and self._accepts_one(action) else 0
                if count == 1:
                    taken.append((action, [explicit], option_string))
                    stop = start + 1
                    break
                # -xyz: x takes no value, so y is the next option.
                is_short = option_string[1:2] not in self.prefix_chars and explicit != ""
                next_option = option_string[0] + explicit[0] if is_short else None
                if action.nargs == 0 and next_option in self._option_string_actions:
                    taken.append((action, [], option_string))
                    action = self._option_string_actions[next_option]
                    option_string = next_option
                    explicit = explicit[1:] or None
                    if explicit is not None and explicit.startswith("="):
                        explicit = explicit[1:]
                    continue
                raise ArgumentError(action, f"ignored explicit argument {explicit!r}")
            for action, words_taken, option_string in taken:
                take(action, words_taken, option_string)
            return stop

        positionals = [action for action in self._actions if not action.option_strings]

        def consume_positionals(start):
            rest = pattern[start:]
            counts = []
            for n in range(len(positionals), 0, -1):  # as many positionals as can all get their words
                counts = _share([action.nargs for action in positionals[:n]], rest)
                if counts is not None:
                    break
            else:
                return start
            # One that may be empty waits if there are options to come after which it may find words.
            for action, count in zip(list(positionals), counts):
                taken = words[start : start + count]
                if pattern[start : start + count].find("-") >= 0 and action.nargs not in (PARSER, REMAINDER):
                    taken.remove("--")
                start += count
                positionals.remove(action)
                take(action, taken)
            return start

        position = 0
        last_option = max(options_at, default=-1)
        while position <= last_option:
            next_option = min(i for i in options_at if i >= position)
            if position != next_option:
                after = consume_positionals(position)
                if after > position:
                    position = after
                    continue
                position = after
            if position not in options_at:
                extras += words[position:next_option]
                position = next_option
            position = consume_option(position)
        position = consume_positionals(position)
        extras += words[position:]

        missing = []
        for action in self._actions:
            if action in seen:
                continue
            if action.required:
                missing.append(_argument_name(action))
            elif (
                isinstance(action.default, str)
                and hasattr(namespace, action.dest)
                and action.default is getattr(namespace, action.dest)
            ):
                setattr(namespace, action.dest, self._get_value(action, action.default))
        if missing:
            raise ArgumentError(None, f"the following arguments are required: {', '.join(missing)}")
        for group in self._mutually_exclusive_groups:
            if group.required and not any(action in seen_with_value for action in group._group_actions):
                names = " ".join(_argument_name(action) for action in group._group_actions if action.help is not SUPPRESS)
                raise ArgumentError(None, f"one of the arguments {names} is required")
        return namespace, extras

    def _read_files(self, words):
        result = []
        for word in words:
            if not word or word[0] not in self.fromfile_prefix_chars:
                result.append(word)
                continue
            try:
                with open(word[1:]) as file:
                    lines = file.read().splitlines()
            except OSError as error:
                raise ArgumentError(None, str(error)) from None
            result += self._read_files([arg for line in lines for arg in self.convert_arg_line_to_args(line)])
        return result

    def convert_arg_line_to_args(self, arg_line):
        return [arg_line]

    def _parse_optional(self, word):
        """(action, option string, explicit value) if the word is an option; None if it is not."""
        if not word or word[0] not in self.prefix_chars:
            return None
        if word in self._option_string_actions:
            return self._option_string_actions[word], word, None
        if len(word) == 1:
            return None
        if "=" in word:
            option, explicit = word.split("=", 1)
            if option in self._option_string_actions:
                return self._option_string_actions[option], option, explicit
        matches = self._abbreviations(word)
        if len(matches) > 1:
            options = ", ".join(option for _, option, _ in matches)
            raise ArgumentError(None, f"ambiguous option: {word} could match {options}")
        if matches:
            return matches[0]
        if _is_negative_number(word) and not self._has_negative_number_optionals:
            return None
        if " " in word:
            return None
        return None, word, None

    def _abbreviations(self, word):
        chars = self.prefix_chars
        result = []
        if word[0] in chars and word[1] in chars:
            if self.allow_abbrev:
                prefix, equals, explicit = word.partition("=")
                for option, action in self._option_string_actions.items():
                    if option.startswith(prefix):
                        result.append((action, option, explicit if equals else None))
        elif word[0] in chars:
            short, explicit = word[:2], word[2:]
            for option, action in self._option_string_actions.items():
                if option == short:
                    result.append((action, option, explicit))
                elif self.allow_abbrev and option.startswith(word):
                    result.append((action, option, None))
        return result

    def _accepts_one(self, action):
        return action.nargs in (None, 1, OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE, REMAINDER, PARSER)

    def _count_words(self, action, pattern):
        """How many of the words after an option belong to it."""
        available = len(pattern) - len(pattern.lstrip("A"))
        nargs = action.nargs
        if nargs is None:
            low, high = 1, 1
        elif nargs == OPTIONAL:
            low, high = 0, 1
        elif nargs == ZERO_OR_MORE:
            low, high = 0, available
        elif nargs == ONE_OR_MORE:
            low, high = 1, available
        elif nargs in (REMAINDER, PARSER):
            return len(pattern)
        elif nargs == SUPPRESS:
            return 0
        else:
            low = high = nargs
        if available < low:
            expected = {None: "expected one argument", ONE_OR_MORE: "expected at least one argument"}.get(nargs)
            if expected is None:
                expected = f"expected {nargs} argument{'s' if nargs != 1 else ''}"
            raise ArgumentError(action, expected)
        return min(high, available)

    def _get_values(self, action, words):
        """The words of an action, converted and checked."""
        nargs = action.nargs
        if not words and nargs == OPTIONAL:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str):
                value = self._get_value(action, value)
                self._check_value(action, value)
        elif not words and nargs == ZERO_OR_MORE and not action.option_strings:
            value = action.default if action.default is not None else words
        elif len(words) == 1 and nargs in (None, OPTIONAL):
            value = self._get_value(action, words[0])
            self._check_value(action, value)
        elif nargs == REMAINDER:
            value = [self._get_value(action, word) for word in words]
        elif nargs == PARSER:
            value = [self._get_value(action, word) for word in words]
            self._check_value(action, value[0])
        elif nargs == SUPPRESS:
            value = SUPPRESS
        else:
            value = [self._get_value(action, word) for word in words]
            for item in value:
                self._check_value(action, item)
        return value

    def _get_value(self, action, word):
        function = self._registry_get("type", action.type, action.type)
        try:
            return function(word)
        except ArgumentTypeError as error:
            raise ArgumentError(action, str(error)) from None
        except (TypeError, ValueError):
            name = getattr(action.type, "__name__", repr(action.type))
            raise ArgumentError(action, f"invalid {name} value: {word!r}") from None

    def _check_value(self, action, value):
        if action.choices is not None and value not in action.choices:
            choices = ", ".join(map(repr, action.choices))
            raise ArgumentError(action, f"invalid choice: {value!r} (choose from {choices})")

    # --- help and errors

    def format_usage(self):
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        return formatter.format_help()

    def format_help(self):
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        for group in self._action_groups:
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def _get_formatter(self):
        return self.formatter_class(prog=self.prog)

    def print_usage(self, file=None):
        self._print_message(self.format_usage(), file)

    def print_help(self, file=None):
        self._print_message(self.format_help(), file)

    def _print_message(self, message, file=None):
        if message:
            (file or sys.stdout).write(message)

    def exit(self, status=0, message=None):
        if message:
            self._print_message(message, sys.stderr)
        sys.exit(status)

    def error(self, message):
        """Says what is wrong, and exits with code 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\n")


def _share(nargs_list, pattern):
    """How many words each of some positionals gets, the first as many as it can; None if there are not enough. Words
    are the As at the beginning of the pattern; a '--' among them counts with the words of whom it falls to."""
    limits = []
    for nargs in nargs_list:
        if nargs is None:
            limits.append((1, 1))
        elif nargs == OPTIONAL:
            limits.append((0, 1))
        elif nargs == ZERO_OR_MORE:
            limits.append((0, None))
        elif nargs in (ONE_OR_MORE,):
            limits.append((1, None))
        elif nargs == REMAINDER:
            limits.append((0, -1))
        elif nargs == PARSER:
            limits.append((1, -1))
        elif nargs == SUPPRESS:
            limits.append((0, 0))
        else:
            limits.append((nargs, nargs))
    available = len(pattern) - len(pattern.lstrip("A-"))
    has_dashes = "-" in pattern[:available]
    words = available - has_dashes
    needed = sum(low for low, _ in limits)
    if words < needed:
        return None
    counts = []
    for low, high in limits:
        needed -= low
        if high == -1:
            counts.append(len(pattern) - sum(counts))  # everything, options included
            words = 0
            continue
        count = words - needed if high is None else min(high, words - needed)
        words -= count
        counts.append(count)
    if has_dashes:
        # The '--' belongs to whoever takes the word behind it, else to the last one that took any.
        place = pattern.index("-")
        taken = 0
        for i, count in enumerate(counts):
            if limits[i][1] == -1:
                break
            if count and (taken + count > place):
                counts[i] += 1
                break
            taken += count
        else:
            for i in range(len(counts) - 1, -1, -1):
                if counts[i] and limits[i][1] != -1:
                    counts[i] += 1
                    break
            else:
                if counts:
                    counts[-1] += 1 if limits[-1][1] != -1 else 0
    return counts
