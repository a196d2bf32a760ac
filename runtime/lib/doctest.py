"""Examples in docstrings, run and compared.

An example is what a user typed after >>> (and ...) and what was printed. testmod() runs those of a module: it says nothing
about those that are right.
"""

import __future__
import difflib
import inspect
import linecache
import os
import re
import sys
import traceback
import unittest
from collections import namedtuple
from io import StringIO

__all__ = [
    "register_optionflag", "DONT_ACCEPT_TRUE_FOR_1", "DONT_ACCEPT_BLANKLINE", "NORMALIZE_WHITESPACE", "ELLIPSIS", "SKIP",
    "IGNORE_EXCEPTION_DETAIL", "COMPARISON_FLAGS", "REPORT_UDIFF", "REPORT_CDIFF", "REPORT_NDIFF",
    "REPORT_ONLY_FIRST_FAILURE", "REPORTING_FLAGS", "FAIL_FAST", "Example", "DocTest", "DocTestParser", "DocTestFinder",
    "DocTestRunner", "OutputChecker", "DocTestFailure", "UnexpectedException", "DebugRunner", "testmod", "testfile",
    "run_docstring_examples", "DocTestSuite", "DocFileSuite", "set_unittest_reportflags", "script_from_examples",
    "testsource", "debug_src", "debug",
]

TestResults = namedtuple("TestResults", "failed attempted")

OPTIONFLAGS_BY_NAME = {}


def register_optionflag(name):
    return OPTIONFLAGS_BY_NAME.setdefault(name, 1 << len(OPTIONFLAGS_BY_NAME))


DONT_ACCEPT_TRUE_FOR_1 = register_optionflag("DONT_ACCEPT_TRUE_FOR_1")
DONT_ACCEPT_BLANKLINE = register_optionflag("DONT_ACCEPT_BLANKLINE")
NORMALIZE_WHITESPACE = register_optionflag("NORMALIZE_WHITESPACE")
ELLIPSIS = register_optionflag("ELLIPSIS")
SKIP = register_optionflag("SKIP")
IGNORE_EXCEPTION_DETAIL = register_optionflag("IGNORE_EXCEPTION_DETAIL")
COMPARISON_FLAGS = (DONT_ACCEPT_TRUE_FOR_1 | DONT_ACCEPT_BLANKLINE | NORMALIZE_WHITESPACE | ELLIPSIS | SKIP
                    | IGNORE_EXCEPTION_DETAIL)
REPORT_UDIFF = register_optionflag("REPORT_UDIFF")
REPORT_CDIFF = register_optionflag("REPORT_CDIFF")
REPORT_NDIFF = register_optionflag("REPORT_NDIFF")
REPORT_ONLY_FIRST_FAILURE = register_optionflag("REPORT_ONLY_FIRST_FAILURE")
FAIL_FAST = register_optionflag("FAIL_FAST")
REPORTING_FLAGS = REPORT_UDIFF | REPORT_CDIFF | REPORT_NDIFF | REPORT_ONLY_FIRST_FAILURE | FAIL_FAST

BLANKLINE_MARKER = "<BLANKLINE>"
ELLIPSIS_MARKER = "..."


# ------------------------------------------------------------------ examples

class Example:
    """One example: source, what it should print (or the message of what it should raise), and where it stands."""

    def __init__(self, source, want, exc_msg=None, lineno=0, indent=0, options=None):
        self.source = source if source.endswith("\n") else source + "\n"
        self.want = want + "\n" if want and not want.endswith("\n") else want
        self.exc_msg = exc_msg + "\n" if exc_msg is not None and not exc_msg.endswith("\n") else exc_msg
        self.lineno = lineno
        self.indent = indent
        self.options = options or {}

    def _key(self):
        return self.source, self.want, self.lineno, self.indent, self.options, self.exc_msg

    def __eq__(self, other):
        return self._key() == other._key() if type(self) is type(other) else NotImplemented

    def __hash__(self):
        return hash((self.source, self.want, self.lineno, self.indent, self.exc_msg))


class DocTest:
    """The examples of one docstring, which share a namespace."""

    def __init__(self, examples, globs, name, filename, lineno, docstring):
        self.examples = examples
        self.docstring = docstring
        self.globs = globs.copy()
        self.name = name
        self.filename = filename
        self.lineno = lineno

    def __repr__(self):
        count = len(self.examples)
        text = "no examples" if not count else "1 example" if count == 1 else "%d examples" % count
        return "<%s %s from %s:%s (%s)>" % (self.__class__.__name__, self.name, self.filename, self.lineno, text)

    def __lt__(self, other):
        if not isinstance(other, DocTest):
            return NotImplemented
        return ((self.name, self.filename, self.lineno or 0, id(self))
                < (other.name, other.filename, other.lineno or 0, id(other)))


class DocTestParser:
    """Finds the examples in a text."""

    _EXAMPLE = re.compile(
        r"""
        (?P<source>
            (?:^(?P<indent>[ ]*) >>> .*)       # the first line
            (?:\n [ ]* \.\.\. .*)*)            # and those that continue it
        \n?
        (?P<want> (?:(?![ ]*$)                 # what is printed: up to an empty line
                     (?![ ]*>>>)               # or the next example
                     .+$\n?)*)
        """, re.MULTILINE | re.VERBOSE)
    _EXCEPTION = re.compile(
        r"""
        ^(?P<hdr> Traceback\ \( (?: most\ recent\ call\ last | innermost\ last) \) :) \s* $
        (?P<stack> .*?)                        # what is in between does not matter
        ^ (?P<msg> \w+ .*)
        """, re.VERBOSE | re.MULTILINE | re.DOTALL)
    _OPTION = re.compile(r"#\s*doctest:\s*([^\n'\"]*)$", re.MULTILINE)

    def parse(self, string, name="<string>"):
        """Texts and Examples, in turn."""
        string = string.expandtabs()
        indents = [len(found) for found in re.findall(r"^([ ]*)(?=\S)", string, re.MULTILINE)]
        least = min(indents, default=0)
        if least > 0:
            string = "\n".join(line[least:] for line in string.split("\n"))
        output = []
        at, lineno = 0, 0
        for found in self._EXAMPLE.finditer(string):
            output.append(string[at:found.start()])
            lineno += string.count("\n", at, found.start())
            source, options, want, message = self._parse_example(found, name, lineno)
            if not re.match(r"^[ ]*(#.*)?$", source):
                output.append(Example(source, want, message, lineno=lineno, indent=least + len(found.group("indent")),
                                      options=options))
            lineno += string.count("\n", found.start(), found.end())
            at = found.end()
        output.append(string[at:])
        return output

    def get_doctest(self, string, globs, name, filename, lineno):
        return DocTest(self.get_examples(string, name), globs, name, filename, lineno, string)

    def get_examples(self, string, name="<string>"):
        return [each for each in self.parse(string, name) if isinstance(each, Example)]

    def _parse_example(self, found, name, lineno):
        indent = len(found.group("indent"))
        lines = found.group("source").split("\n")
        for i, line in enumerate(lines):
            if len(line) >= indent + 4 and line[indent + 3] != " ":
                raise ValueError("line %r of the docstring for %s lacks blank after %s: %r"
                                 % (lineno + i + 1, name, line[indent:indent + 3], line))
            if i and line[:indent].strip():
                raise ValueError("line %r of the docstring for %s has inconsistent leading whitespace: %r"
                                 % (lineno + i + 1, name, line))
        source = "\n".join(line[indent + 4:] for line in lines)
        want_lines = found.group("want").split("\n")
        if len(want_lines) > 1 and re.match(r" *$", want_lines[-1]):
            del want_lines[-1]
        for i, line in enumerate(want_lines):
            if line[:indent].strip():
                raise ValueError("line %r of the docstring for %s has inconsistent leading whitespace: %r"
                                 % (lineno + len(lines) + i + 1, name, line))
        want = "\n".join(line[indent:] for line in want_lines)
        exception = self._EXCEPTION.match(want)
        return source, self._options(source, name, lineno), want, exception.group("msg") if exception else None

    def _options(self, source, name, lineno):
        options = {}
        for found in self._OPTION.finditer(source):
            for option in found.group(1).replace(",", " ").split():
                if option[0] not in "+-" or option[1:] not in OPTIONFLAGS_BY_NAME:
                    raise ValueError("line %r of the doctest for %s has an invalid option: %r"
                                     % (lineno + 1, name, option))
                options[OPTIONFLAGS_BY_NAME[option[1:]]] = option[0] == "+"
        return options


class DocTestFinder:
    """Finds the docstrings of a module or class, and makes DocTests of them."""

    def __init__(self, verbose=False, parser=DocTestParser(), recurse=True, exclude_empty=True):
        self._parser = parser
        self._verbose = verbose
        self._recurse = recurse
        self._exclude_empty = exclude_empty

    def find(self, obj, name=None, module=None, globs=None, extraglobs=None):
        if name is None:
            name = getattr(obj, "__name__", None)
            if name is None:
                raise ValueError("DocTestFinder.find: name must be given when obj.__name__ doesn't exist: %r"
                                 % (type(obj),))
        if module is None:
            module = inspect.getmodule(obj)
        if globs is None:
            globs = {} if module is None or module is False else module.__dict__.copy()
        else:
            globs = globs.copy()
        if extraglobs is not None:
            globs.update(extraglobs)
        globs.setdefault("__name__", "__main__")
        tests = []
        self._find(tests, obj, name, module or None, globs, set())
        tests.sort()
        return tests

    def _belongs(self, module, obj):
        if module is None:
            return True
        if inspect.isfunction(obj):
            return module.__dict__ is obj.__globals__
        if inspect.isclass(obj) or hasattr(obj, "__module__"):
            return module.__name__ == obj.__module__
        return isinstance(obj, property)

    def _find(self, tests, obj, name, module, globs, seen):
        if id(obj) in seen:
            return
        seen.add(id(obj))
        test = self._test_of(obj, name, module, globs)
        if test is not None:
            tests.append(test)
        if not self._recurse:
            return
        if inspect.ismodule(obj):
            for each, value in obj.__dict__.items():
                if (inspect.isfunction(inspect.unwrap(value)) or inspect.isclass(value)) and self._belongs(module, value):
                    self._find(tests, value, f"{name}.{each}", module, globs, seen)
            for each, value in getattr(obj, "__test__", {}).items():
                if not isinstance(each, str):
                    raise ValueError("DocTestFinder.find: __test__ keys must be strings: %r" % (type(each),))
                self._find(tests, value, f"{name}.__test__.{each}", module, globs, seen)
        elif inspect.isclass(obj):
            for each, value in obj.__dict__.items():
                if isinstance(value, (staticmethod, classmethod)):
                    value = value.__func__
                if (inspect.isroutine(value) or inspect.isclass(value) or isinstance(value, property)) and self._belongs(
                        module, value):
                    self._find(tests, value, f"{name}.{each}", module, globs, seen)

    def _test_of(self, obj, name, module, globs):
        if isinstance(obj, str):
            docstring = obj
        else:
            docstring = getattr(obj, "__doc__", None)
            docstring = "" if docstring is None else str(docstring)
        if self._exclude_empty and not docstring:
            return None
        filename = None
        if module is not None:
            filename = getattr(module, "__file__", None) or module.__name__
        return self._parser.get_doctest(docstring, globs, name, filename, self._line_of(obj, docstring, filename))

    def _line_of(self, obj, docstring, filename):
        """The line, from 0, the docstring begins in; None if it cannot be told."""
        if inspect.ismodule(obj) and docstring:
            return 0
        lines = linecache.getlines(filename) if filename else []
        if inspect.isclass(obj):
            pattern = re.compile(r"^\s*class\s*%s\b" % re.escape(getattr(obj, "__name__", "-")))
            lineno = next((i for i, line in enumerate(lines) if pattern.match(line)), None)
        else:
            obj = inspect.unwrap(obj) if callable(obj) else obj
            code = getattr(obj, "__code__", None)
            lineno = code.co_firstlineno - 1 if code is not None else None
        if lineno is None:
            return None
        for i in range(lineno, len(lines)):
            if re.match(r"(^|.*:)\s*\w*(\"|')", lines[i]):
                return i
        return lineno if not lines else None


# ------------------------------------------------------------------ comparing

class OutputChecker:
    """Whether what was printed is what was wanted."""

    def check_output(self, want, got, optionflags):
        got = got.encode("ascii", "backslashreplace").decode("ascii")
        want = want.encode("ascii", "backslashreplace").decode("ascii")
        if got == want:
            return True
        if not optionflags & DONT_ACCEPT_TRUE_FOR_1 and (got, want) in (("True\n", "1\n"), ("False\n", "0\n")):
            return True
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            want = re.sub(r"(?m)^%s\s*?$" % re.escape(BLANKLINE_MARKER), "", want)
            got = re.sub(r"(?m)^[^\S\n]+$", "", got)
            if got == want:
                return True
        if optionflags & NORMALIZE_WHITESPACE:
            got, want = " ".join(got.split()), " ".join(want.split())
            if got == want:
                return True
        return bool(optionflags & ELLIPSIS) and _fits(want, got)

    def output_difference(self, example, got, optionflags):
        want = example.want
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            got = re.sub("(?m)^[ ]*(?=\n)", BLANKLINE_MARKER, got)
        if (optionflags & (REPORT_UDIFF | REPORT_CDIFF | REPORT_NDIFF) and want.count("\n") > 2 and got.count("\n") > 2
                or optionflags & REPORT_NDIFF):
            want_lines, got_lines = want.splitlines(keepends=True), got.splitlines(keepends=True)
            if optionflags & REPORT_UDIFF:
                diff = list(difflib.unified_diff(want_lines, got_lines, n=2))[2:]
                kind = "unified diff with -expected +actual"
            elif optionflags & REPORT_CDIFF:
                diff = list(difflib.context_diff(want_lines, got_lines, n=2))[2:]
                kind = "context diff with expected followed by actual"
            else:
                diff = list(difflib.Differ(charjunk=difflib.IS_CHARACTER_JUNK).compare(want_lines, got_lines))
                kind = "ndiff with -expected +actual"
            return "Differences (%s):\n" % kind + _indent("".join(diff))
        if want and got:
            return "Expected:\n%sGot:\n%s" % (_indent(want), _indent(got))
        if want:
            return "Expected:\n%sGot nothing\n" % _indent(want)
        return "Expected nothing\nGot:\n%s" % _indent(got) if got else "Expected nothing\nGot nothing\n"


def _indent(text, indent=4):
    return re.sub("(?m)^(?!$)", indent * " ", text)


def _fits(want, got):
    """Whether got is want with something for every "..."."""
    if ELLIPSIS_MARKER not in want:
        return want == got
    first, *middle, last = want.split(ELLIPSIS_MARKER)
    if not got.startswith(first) or not got.endswith(last) or len(first) + len(last) > len(got):
        return False
    at, end = len(first), len(got) - len(last)
    for piece in middle:
        at = got.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


# ------------------------------------------------------------------ running

class DocTestFailure(Exception):
    def __init__(self, test, example, got):
        self.test = test
        self.example = example
        self.got = got

    def __str__(self):
        return str(self.test)


class UnexpectedException(Exception):
    def __init__(self, test, example, exc_info):
        self.test = test
        self.example = example
        self.exc_info = exc_info

    def __str__(self):
        return str(self.test)


class DocTestRunner:
    """Runs DocTests and reports."""

    DIVIDER = "*" * 70

    def __init__(self, checker=None, verbose=None, optionflags=0):
        self._checker = checker or OutputChecker()
        self._verbose = "-v" in sys.argv if verbose is None else verbose
        self.optionflags = optionflags
        self.original_optionflags = optionflags
        self.tries = 0
        self.failures = 0
        self._name2ft = {}

    def report_start(self, out, test, example):
        if self._verbose:
            if example.want:
                out("Trying:\n" + _indent(example.source) + "Expecting:\n" + _indent(example.want))
            else:
                out("Trying:\n" + _indent(example.source) + "Expecting nothing\n")

    def report_success(self, out, test, example, got):
        if self._verbose:
            out("ok\n")

    def report_failure(self, out, test, example, got):
        out(self._header(test, example) + self._checker.output_difference(example, got, self.optionflags))

    def report_unexpected_exception(self, out, test, example, exc_info):
        out(self._header(test, example) + "Exception raised:\n" + _indent(_exception_text(exc_info)))

    def _header(self, test, example):
        lines = [self.DIVIDER]
        if test.filename:
            lineno = test.lineno + example.lineno + 1 if test.lineno is not None and example.lineno is not None else "?"
            lines.append('File "%s", line %s, in %s' % (test.filename, lineno, test.name))
        else:
            lines.append("Line %s, in %s" % (example.lineno + 1, test.name))
        lines.append("Failed example:")
        lines.append(_indent(example.source))
        return "\n".join(lines)

    def _run(self, test, compileflags, out):
        failures = tries = 0
        original = self.optionflags
        check = self._checker.check_output
        for number, example in enumerate(test.examples):
            quiet = self.optionflags & REPORT_ONLY_FIRST_FAILURE and failures > 0
            self.optionflags = original
            for flag, on in example.options.items():
                self.optionflags = self.optionflags | flag if on else self.optionflags & ~flag
            if self.optionflags & SKIP:
                continue
            tries += 1
            if not quiet:
                self.report_start(out, test, example)
            filename = "<doctest %s[%d]>" % (test.name, number)
            linecache.cache[filename] = (len(example.source), None, example.source.splitlines(True), filename)
            exception = None
            try:
                exec(compile(example.source, filename, "single", compileflags, True), test.globs)
            except KeyboardInterrupt:
                raise
            except BaseException:
                exception = sys.exc_info()
            got = self._fakeout.getvalue()
            self._fakeout.seek(0)
            self._fakeout.truncate()
            passed = False
            if exception is None:
                passed = check(example.want, got, self.optionflags)
            else:
                message = traceback.format_exception_only(*exception[:2])[-1]
                if issubclass(exception[0], SyntaxError):
                    message = traceback.format_exception_only(*exception[:2])[-1]
                if not quiet:
                    got += _exception_text(exception)
                if example.exc_msg is None:
                    failures += 1
                    if not quiet:
                        self.report_unexpected_exception(out, test, example, exception)
                    if self.optionflags & FAIL_FAST:
                        break
                    continue
                passed = check(example.exc_msg, message, self.optionflags)
                if not passed and self.optionflags & IGNORE_EXCEPTION_DETAIL:
                    passed = check(_without_detail(example.exc_msg), _without_detail(message), self.optionflags)
            if passed:
                if not quiet:
                    self.report_success(out, test, example, got)
            else:
                if not quiet:
                    self.report_failure(out, test, example, got)
                failures += 1
            if failures and self.optionflags & FAIL_FAST:
                break
        self.optionflags = original
        old_failures, old_tries = self._name2ft.get(test.name, (0, 0))
        self._name2ft[test.name] = (old_failures + failures, old_tries + tries)
        self.failures += failures
        self.tries += tries
        return TestResults(failures, tries)

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        self.test = test
        if compileflags is None:
            compileflags = 0
            for name in __future__.all_feature_names:
                if test.globs.get(name) is getattr(__future__, name):
                    compileflags |= getattr(__future__, name).compiler_flag
        saved = sys.stdout
        if out is None:
            out = saved.write
        self._fakeout = StringIO()
        sys.stdout = self._fakeout
        saved_hook = sys.displayhook
        sys.displayhook = sys.__displayhook__
        try:
            return self._run(test, compileflags, out)
        finally:
            sys.stdout = saved
            sys.displayhook = saved_hook
            if clear_globs:
                test.globs.clear()
                import builtins
                builtins._ = None

    def summarize(self, verbose=None):
        if verbose is None:
            verbose = self._verbose
        untested, passed, failed = [], [], []
        total_tries = total_failures = 0
        for name, (failures, tries) in self._name2ft.items():
            total_tries += tries
            total_failures += failures
            if tries == 0:
                untested.append(name)
            elif failures == 0:
                passed.append((name, tries))
            else:
                failed.append((name, failures, tries))
        if verbose:
            if untested:
                print(len(untested), "items had no tests:")
                for name in sorted(untested):
                    print("   ", name)
            if passed:
                print(len(passed), "items passed all tests:")
                for name, count in sorted(passed):
                    print(" %3d tests in %s" % (count, name))
        if failed:
            print(self.DIVIDER)
            print(len(failed), "items had failures:")
            for name, failures, tries in sorted(failed):
                print(" %3d of %3d in %s" % (failures, tries, name))
        if verbose:
            print(total_tries, "tests in", len(self._name2ft), "items.")
            print(total_tries - total_failures, "passed and", total_failures, "failed.")
        if total_failures:
            print("***Test Failed***", total_failures, "failures.")
        elif verbose:
            print("Test passed.")
        return TestResults(total_failures, total_tries)

    def merge(self, other):
        for name, (failures, tries) in other._name2ft.items():
            known = self._name2ft.get(name, (0, 0))
            self._name2ft[name] = (known[0] + failures, known[1] + tries)


class DebugRunner(DocTestRunner):
    """Raises at the first failure."""

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        result = DocTestRunner.run(self, test, compileflags, out, False)
        if clear_globs:
            test.globs.clear()
        return result

    def report_unexpected_exception(self, out, test, example, exc_info):
        raise UnexpectedException(test, example, exc_info)

    def report_failure(self, out, test, example, got):
        raise DocTestFailure(test, example, got)


def _exception_text(exc_info):
    text = StringIO()
    kind, value, trace = exc_info
    traceback.print_exception(kind, value, trace, file=text)
    return text.getvalue()


def _without_detail(message):
    """The name of the exception alone, without its module and message."""
    first = message.partition("\n")[0]
    return first.partition(":")[0].rpartition(".")[2].strip() or first


# ------------------------------------------------------------------ modules and files

master = None


def _summary(runner, results):
    global master
    if master is None:
        master = runner
    else:
        master.merge(runner)
    return TestResults(runner.failures, runner.tries)


def testmod(m=None, name=None, globs=None, verbose=None, report=True, optionflags=0, extraglobs=None,
            raise_on_error=False, exclude_empty=False):
    """Runs the examples of a module; __main__ if none is given."""
    if m is None:
        m = sys.modules.get("__main__")
    if not inspect.ismodule(m):
        raise TypeError("testmod: module required; %r" % (m,))
    if name is None:
        name = m.__name__
    runner = (DebugRunner if raise_on_error else DocTestRunner)(verbose=verbose, optionflags=optionflags)
    for test in DocTestFinder(exclude_empty=exclude_empty).find(m, name, globs=globs, extraglobs=extraglobs):
        runner.run(test)
    if report:
        runner.summarize()
    return _summary(runner, None)


def testfile(filename, module_relative=True, name=None, package=None, globs=None, verbose=None, report=True,
             optionflags=0, extraglobs=None, raise_on_error=False, parser=DocTestParser(), encoding=None):
    """Runs the examples of a text file."""
    if package and not module_relative:
        raise ValueError("Package may only be specified for module-relative paths.")
    path = filename
    if module_relative and not os.path.isabs(filename):
        base = getattr(sys.modules["__main__"], "__file__", None)
        path = os.path.join(os.path.dirname(base), filename) if base else filename
    with open(path, encoding=encoding or "utf-8") as file:
        text = file.read()
    globs = {} if globs is None else globs.copy()
    globs.update(extraglobs or {})
    globs.setdefault("__name__", "__main__")
    runner = (DebugRunner if raise_on_error else DocTestRunner)(verbose=verbose, optionflags=optionflags)
    runner.run(parser.get_doctest(text, globs, name or os.path.basename(filename), path, 0))
    if report:
        runner.summarize()
    return _summary(runner, None)


def run_docstring_examples(f, globs, verbose=False, name="NoName", compileflags=None, optionflags=0):
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    for test in DocTestFinder(verbose=verbose, recurse=False).find(f, name, globs=globs):
        runner.run(test, compileflags=compileflags)


# ------------------------------------------------------------------ unittest

_unittest_reportflags = 0


def set_unittest_reportflags(flags):
    global _unittest_reportflags
    if flags & REPORTING_FLAGS != flags:
        raise ValueError("Only reporting flags allowed", flags)
    old, _unittest_reportflags = _unittest_reportflags, flags
    return old


class DocTestCase(unittest.TestCase):
    def __init__(self, test, optionflags=0, setUp=None, tearDown=None, checker=None):
        super().__init__()
        self._dt_test = test
        self._dt_optionflags = optionflags
        self._dt_checker = checker
        self._dt_setUp = setUp
        self._dt_tearDown = tearDown
        self._dt_globs = test.globs.copy()

    def setUp(self):
        if self._dt_setUp is not None:
            self._dt_setUp(self._dt_test)

    def tearDown(self):
        if self._dt_tearDown is not None:
            self._dt_tearDown(self._dt_test)
        self._dt_test.globs.clear()
        self._dt_test.globs.update(self._dt_globs)

    def runTest(self):
        new = StringIO()
        flags = self._dt_optionflags
        if not flags & REPORTING_FLAGS:
            flags |= _unittest_reportflags
        runner = DocTestRunner(optionflags=flags, checker=self._dt_checker, verbose=False)
        runner.DIVIDER = "-" * 70
        if runner.run(self._dt_test, out=new.write, clear_globs=False).failed:
            test = self._dt_test
            raise self.failureException(
                'Failed doctest test for %s\n  File "%s", line %s, in %s\n\n%s'
                % (test.name, test.filename, "unknown line number" if test.lineno is None else test.lineno,
                   test.name.split(".")[-1], new.getvalue()))

    def id(self):
        return self._dt_test.name

    def __repr__(self):
        name = self._dt_test.name.split(".")
        return "%s (%s)" % (name[-1], ".".join(name[:-1]))

    __str__ = __repr__

    def shortDescription(self):
        return "Doctest: " + self._dt_test.name


def DocTestSuite(module=None, globs=None, extraglobs=None, test_finder=None, **options):
    """The examples of a module as tests of unittest."""
    module = module if inspect.ismodule(module) else sys.modules[module or "__main__"]
    tests = (test_finder or DocTestFinder()).find(module, globs=globs, extraglobs=extraglobs)
    suite = unittest.TestSuite()
    for test in tests:
        if test.examples:
            suite.addTest(DocTestCase(test, **options))
    return suite


def DocFileSuite(*paths, **kw):
    suite = unittest.TestSuite()
    globs = kw.pop("globs", None) or {}
    for path in paths:
        with open(path, encoding=kw.get("encoding") or "utf-8") as file:
            text = file.read()
        suite.addTest(DocTestCase(DocTestParser().get_doctest(text, globs, os.path.basename(path), path, 0)))
    return suite


# ------------------------------------------------------------------ as a script

def script_from_examples(s):
    """The examples as a program; everything else as comments."""
    output = []
    for piece in DocTestParser().parse(s):
        if isinstance(piece, Example):
            output.append(piece.source[:-1])
            if piece.want:
                output.append("# Expected:")
                output += ["## " + line for line in piece.want.split("\n")[:-1]]
        else:
            output += ["# " + line if line else "#" for line in piece.split("\n")[:-1]]
    while output and output[-1] == "#":
        output.pop()
    while output and output[0] == "#":
        output.pop(0)
    return "\n".join(output) + "\n"


def testsource(module, name):
    for test in DocTestFinder().find(module):
        if test.name == name:
            return script_from_examples(test.docstring)
    raise ValueError(name, "not found in tests")


def debug_src(src, pm=False, globs=None):
    exec(script_from_examples(src), globs or {})


def debug(module, name, pm=False):
    debug_src(testsource(module, name), pm, module.__dict__)
