"""One test: a method of a class, run on an instance of its own, with assertions to use in it."""

import sys
from collections import namedtuple

__unittest = True  # frames of this module are left out of the tracebacks of failures


class SkipTest(Exception):
    """Raised in a test that cannot be run."""


class _ShouldStop(Exception):
    pass


# --- decorators


def skip(reason):
    """Does not run a test, or all of a class."""

    def decorator(test_item):
        if not isinstance(test_item, type):
            from functools import wraps

            original = test_item

            @wraps(original)
            def test_item(*args, **kwargs):
                raise SkipTest(reason)

        test_item.__unittest_skip__ = True
        test_item.__unittest_skip_why__ = reason
        return test_item

    if callable(reason):  # @skip without a reason
        item, reason = reason, ""
        return decorator(item)
    return decorator


def skipIf(condition, reason):
    return skip(reason) if condition else lambda item: item


def skipUnless(condition, reason):
    return lambda item: item if condition else skip(reason)(item)


def expectedFailure(test_item):
    """A test that is known to fail."""
    test_item.__unittest_expecting_failure__ = True
    return test_item


_module_cleanups = []


def addModuleCleanup(function, /, *args, **kwargs):
    _module_cleanups.append((function, args, kwargs))


def enterModuleContext(cm):
    return _enter(cm, addModuleCleanup)


def doModuleCleanups():
    while _module_cleanups:
        function, args, kwargs = _module_cleanups.pop()
        function(*args, **kwargs)


def _enter(cm, add_cleanup):
    result = type(cm).__enter__(cm)
    add_cleanup(type(cm).__exit__, cm, None, None, None)
    return result


# --- contexts of assertRaises and the like


class _AssertRaisesContext:
    """What assertRaises returns for a with statement."""

    method, base, allowed = "assertRaises", BaseException, "an exception type or tuple of exception types"

    def __init__(self, expected, test_case, pattern=None):
        self.expected = expected
        self.test_case = test_case
        self.pattern = pattern
        self.msg = None
        self.caller = ""  # " by" the function that is called, if there is one

    def _name(self):
        if isinstance(self.expected, tuple):
            return str(self.expected)
        return self.expected.__name__

    def handle(self, args, kwargs):
        given = self.expected if isinstance(self.expected, tuple) else (self.expected,)
        if not all(isinstance(cls, type) and issubclass(cls, self.base) for cls in given):
            raise TypeError(f"{self.method}() arg 1 must be {self.allowed}")
        if not args:
            self.msg = kwargs.pop("msg", None)
            return self
        function, *args = args
        self.caller = f" by {getattr(function, '__name__', function)}"
        with self:
            function(*args, **kwargs)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, tb):
        if exc_type is None:
            raise self.test_case.failureException(
                self.test_case._formatMessage(self.msg, f"{self._name()} not raised{self.caller}")
            )
        if not issubclass(exc_type, self.expected):
            return False
        self.exception = exc_value.with_traceback(None)
        if self.pattern is not None and not _search(self.pattern, str(exc_value)):
            raise self.test_case.failureException(
                self.test_case._formatMessage(
                    self.msg, f'"{_pattern_text(self.pattern)}" does not match "{exc_value}"'
                )
            )
        return True


def _search(pattern, text):
    if isinstance(pattern, str):
        import re

        return re.search(pattern, text)
    return pattern.search(text)


def _pattern_text(pattern):
    return pattern if isinstance(pattern, str) else pattern.pattern


class _AssertWarnsContext(_AssertRaisesContext):
    method, base, allowed = "assertWarns", Warning, "an exception type or tuple of exception types"

    def __enter__(self):
        import warnings

        self._catcher = warnings.catch_warnings(record=True)
        self.warnings = self._catcher.__enter__()
        warnings.simplefilter("always", self.expected if isinstance(self.expected, type) else Warning)
        return self

    def __exit__(self, exc_type, exc_value, tb):
        self._catcher.__exit__(exc_type, exc_value, tb)
        if exc_type is not None:
            return
        first = None
        for found in self.warnings:
            if not isinstance(found.message, self.expected):
                continue
            first = first or found.message
            if self.pattern is not None and not _search(self.pattern, str(found.message)):
                continue
            self.warning, self.filename, self.lineno = found.message, found.filename, found.lineno
            return
        if first is not None:
            problem = f'"{_pattern_text(self.pattern)}" does not match "{first}"'
        else:
            problem = f"{self._name()} not triggered{self.caller}"
        raise self.test_case.failureException(self.test_case._formatMessage(self.msg, problem))


_Watched = namedtuple("_LoggingWatcher", ("records", "output"))


class _AssertLogsContext:
    """Collects what a logger is told inside a with statement; the logger has no other handler meanwhile."""

    def __init__(self, test_case, logger, level, wanted):
        import logging

        self.test_case = test_case
        self.logger = logger if isinstance(logger, logging.Logger) else logging.getLogger(logger)
        self.level = logging.getLevelNamesMapping().get(level, level) if level else logging.INFO
        self.wanted = wanted
        self.msg = None

    def __enter__(self):
        import logging

        watched = _Watched([], [])
        formatter = logging.Formatter("%(levelname)s:%(name)s:%(message)s")

        class Collector(logging.Handler):
            def emit(self, record):
                watched.records.append(record)
                watched.output.append(formatter.format(record))

        logger = self.logger
        self._kept = logger.handlers[:], logger.level, logger.propagate
        logger.handlers = [Collector(self.level)]
        logger.setLevel(self.level)
        logger.propagate = False
        self._watched = watched
        return watched if self.wanted else None

    def __exit__(self, exc_type, exc_value, tb):
        import logging

        level = self.logger.level
        self.logger.handlers, old_level, self.logger.propagate = self._kept
        self.logger.setLevel(old_level)
        if exc_type is not None:
            return False
        problem = None
        if self.wanted and not self._watched.records:
            problem = f"no logs of level {logging.getLevelName(level)} or higher triggered on {self.logger.name}"
        elif not self.wanted and self._watched.records:
            problem = f"Unexpected logs found: {self._watched.output!r}"
        if problem:
            raise self.test_case.failureException(self.test_case._formatMessage(self.msg, problem))


class _SubTest:
    """One round of a loop of tests, as it is reported."""

    def __init__(self, test_case, message, params):
        self.test_case = test_case
        self.failureException = test_case.failureException
        parts = []
        if message is not _missing:
            parts.append(f"[{message}]")
        if params:
            parts.append(f"({', '.join(f'{name}={value!r}' for name, value in params.items())})")
        self._description = " ".join(parts) or "(<subtest>)"

    def id(self):
        return f"{self.test_case.id()} {self._description}"

    def shortDescription(self):
        return self.test_case.shortDescription()

    def __str__(self):
        return f"{self.test_case} {self._description}"


_missing = object()


def _shown(value):
    try:
        return repr(value)
    except Exception:
        return object.__repr__(value)


def _cut(text, begin, end):
    """The beginning and the end of a text, if it is worth saying how much was left out between them."""
    left_out = len(text) - begin - end
    return text if left_out <= 12 else f"{text[:begin]}[{left_out} chars]{text[len(text) - end:]}"


def _shown_pair(first, second):
    """Both in about 80 characters each: the end of what they begin with in common, and the beginning of what differs."""
    texts = [_shown(first), _shown(second)]
    longest = max(map(len, texts))
    if longest <= 80:
        return texts
    from os.path import commonprefix

    common = commonprefix(texts)
    rests = [text[len(common):] for text in texts]
    room = 80 - (longest - len(common)) - 5 - 12
    if room > 5:
        return [_cut(common, 5, room) + rest for rest in rests]
    return [_cut(common, 5, 5) + _cut(rest, 41, 5) for rest in rests]


# --- test cases


class TestCase:
    """A subclass defines methods named test*; setUp() runs before each, tearDown() after it."""

    failureException = AssertionError
    longMessage = True
    maxDiff = 80 * 8
    _class_cleanups = []

    def __init_subclass__(cls, *args, **kwargs):
        cls._class_cleanups = []
        super().__init_subclass__(*args, **kwargs)

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        self._cleanups = []
        self._subtest_params = {}
        self._result = None
        try:
            method = getattr(self, methodName)
        except AttributeError:
            if methodName != "runTest":
                raise ValueError(f"no such test method in {self.__class__}: {methodName}") from None
            self._testMethodDoc = None
        else:
            self._testMethodDoc = method.__doc__
        self._type_equality_funcs = {
            dict: "assertDictEqual", list: "assertListEqual", tuple: "assertTupleEqual", set: "assertSetEqual",
            frozenset: "assertSetEqual", str: "assertMultiLineEqual",
        }  # fmt: skip

    def addTypeEqualityFunc(self, typeobj, function):
        self._type_equality_funcs[typeobj] = function

    def setUp(self):
        pass

    def tearDown(self):
        pass

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def addCleanup(self, function, /, *args, **kwargs):
        """Has a function called after tearDown(), the last added first."""
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        return _enter(cm, self.addCleanup)

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        cls._class_cleanups.append((function, args, kwargs))

    @classmethod
    def enterClassContext(cls, cm):
        return _enter(cm, cls.addClassCleanup)

    @classmethod
    def doClassCleanups(cls):
        while cls._class_cleanups:
            function, args, kwargs = cls._class_cleanups.pop()
            function(*args, **kwargs)

    def doCleanups(self):
        good = True
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            good &= self._guarded(lambda: function(*args, **kwargs))
        return good

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        from unittest import TestResult

        return TestResult()

    def shortDescription(self):
        doc = self._testMethodDoc
        return doc.strip().split("\n")[0].strip() if doc else None

    def id(self):
        cls = self.__class__
        return f"{cls.__module__}.{cls.__qualname__}.{self._testMethodName}"

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __str__(self):
        cls = self.__class__
        return f"{self._testMethodName} ({cls.__module__}.{cls.__qualname__}.{self._testMethodName})"

    def __repr__(self):
        cls = self.__class__
        return f"<{cls.__module__}.{cls.__qualname__} testMethod={self._testMethodName}>"

    # --- running

    def run(self, result=None):
        """Runs the test and tells the result what became of it."""
        if result is None:
            result = self.defaultTestResult()
        self._result = result
        result.startTest(self)
        try:
            method = getattr(self, self._testMethodName)
            for item in (self.__class__, method):
                if getattr(item, "__unittest_skip__", False):
                    result.addSkip(self, getattr(item, "__unittest_skip_why__", ""))
                    return result
            expecting_failure = getattr(self, "__unittest_expecting_failure__", False) or getattr(
                method, "__unittest_expecting_failure__", False
            )
            self._expecting = expecting_failure
            self._expected_failure = None
            self._good = True
            if self._guarded(self.setUp):
                self._guarded(lambda: self._callTestMethod(method))
                self._guarded(self.tearDown)
            self.doCleanups()
            if self._good:
                if expecting_failure:
                    if self._expected_failure is not None:
                        result.addExpectedFailure(self, self._expected_failure)
                    else:
                        result.addUnexpectedSuccess(self)
                else:
                    result.addSuccess(self)
            return result
        finally:
            self._expected_failure = None
            result.stopTest(self)

    def _callTestMethod(self, method):
        if method() is not None:
            import warnings

            warnings.warn(
                f"It is deprecated to return a value that is not None from a test case ({method})", DeprecationWarning
            )

    def _guarded(self, step):
        """Calls one step of the test; False if it failed, which is reported."""
        try:
            step()
            return True
        except KeyboardInterrupt:
            raise
        except SkipTest as error:
            self._good = False
            self._result.addSkip(self, str(error))
        except _ShouldStop:
            self._good = False
        except:
            info = sys.exc_info()
            if self._expecting:
                self._expected_failure = info
            else:
                self._good = False
                if issubclass(info[0], self.failureException):
                    self._result.addFailure(self, info)
                else:
                    self._result.addError(self, info)
        return False

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Runs the test without catching anything."""
        self.setUp()
        getattr(self, self._testMethodName)()
        self.tearDown()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            function(*args, **kwargs)

    def skipTest(self, reason):
        raise SkipTest(reason)

    def subTest(self, msg=_missing, **params):
        """A with statement around one round of a loop: a failure is reported with the parameters, and the loop goes on."""
        return _SubTestContext(self, msg, params)

    # --- assertions

    def fail(self, msg=None):
        raise self.failureException(msg)

    def _formatMessage(self, msg, standardMsg):
        if not self.longMessage:
            return msg or standardMsg
        return standardMsg if msg is None else f"{standardMsg} : {msg}"

    def _fail_unless(self, condition, msg, standard):
        if not condition:
            raise self.failureException(self._formatMessage(msg, standard()))

    def assertTrue(self, expr, msg=None):
        self._fail_unless(expr, msg, lambda: f"{_shown(expr)} is not true")

    def assertFalse(self, expr, msg=None):
        self._fail_unless(not expr, msg, lambda: f"{_shown(expr)} is not false")

    def assertIs(self, expr1, expr2, msg=None):
        self._fail_unless(expr1 is expr2, msg, lambda: f"{_shown(expr1)} is not {_shown(expr2)}")

    def assertIsNot(self, expr1, expr2, msg=None):
        self._fail_unless(expr1 is not expr2, msg, lambda: f"unexpectedly identical: {_shown(expr1)}")

    def assertIsNone(self, obj, msg=None):
        self._fail_unless(obj is None, msg, lambda: f"{_shown(obj)} is not None")

    def assertIsNotNone(self, obj, msg=None):
        self._fail_unless(obj is not None, msg, lambda: "unexpectedly None")

    def assertIn(self, member, container, msg=None):
        self._fail_unless(member in container, msg, lambda: f"{_shown(member)} not found in {_shown(container)}")

    def assertNotIn(self, member, container, msg=None):
        self._fail_unless(
            member not in container, msg, lambda: f"{_shown(member)} unexpectedly found in {_shown(container)}"
        )

    def assertIsInstance(self, obj, cls, msg=None):
        self._fail_unless(isinstance(obj, cls), msg, lambda: f"{_shown(obj)} is not an instance of {cls!r}")

    def assertNotIsInstance(self, obj, cls, msg=None):
        self._fail_unless(not isinstance(obj, cls), msg, lambda: f"{_shown(obj)} is an instance of {cls!r}")

    def assertEqual(self, first, second, msg=None):
        if type(first) is type(second):
            function = self._type_equality_funcs.get(type(first))
            if function is not None:
                function = getattr(self, function) if isinstance(function, str) else function
                function(first, second, msg=msg)
                return
        self._fail_unless(first == second, msg, lambda: " != ".join(_shown_pair(first, second)))

    def assertNotEqual(self, first, second, msg=None):
        self._fail_unless(first != second, msg, lambda: f"{_shown(first)} == {_shown(second)}")

    def assertLess(self, a, b, msg=None):
        self._fail_unless(a < b, msg, lambda: f"{_shown(a)} not less than {_shown(b)}")

    def assertLessEqual(self, a, b, msg=None):
        self._fail_unless(a <= b, msg, lambda: f"{_shown(a)} not less than or equal to {_shown(b)}")

    def assertGreater(self, a, b, msg=None):
        self._fail_unless(a > b, msg, lambda: f"{_shown(a)} not greater than {_shown(b)}")

    def assertGreaterEqual(self, a, b, msg=None):
        self._fail_unless(a >= b, msg, lambda: f"{_shown(a)} not greater than or equal to {_shown(b)}")

    def _nearly(self, first, second, places, delta):
        """(whether they are, their difference, what that was measured by)."""
        if delta is not None and places is not None:
            raise TypeError("specify delta or places not both")
        difference = abs(first - second)
        if delta is not None:
            return difference <= delta, difference, f"{_shown(delta)} delta"
        places = 7 if places is None else places
        return round(difference, places) == 0, difference, f"{places!r} places"

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        if first == second:
            return
        good, difference, by = self._nearly(first, second, places, delta)
        self._fail_unless(
            good, msg,
            lambda: f"{_shown(first)} != {_shown(second)} within {by} ({_shown(difference)} difference)",
        )  # fmt: skip

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        good, difference, by = self._nearly(first, second, places, delta)
        self._fail_unless(
            not (first == second or good), msg,
            lambda: f"{_shown(first)} == {_shown(second)} within {by}"
            + (f" ({_shown(difference)} difference)" if delta is not None else ""),
        )  # fmt: skip

    def _diff(self, first, second, header):
        """What is different, line by line, if that is not too much."""
        import difflib

        text = "\n" + "\n".join(difflib.ndiff(first, second))
        if self.maxDiff is None or len(text) <= self.maxDiff:
            return header + text
        return f"{header}\nDiff is {len(text)} characters long. Set self.maxDiff to None to see it."

    def assertMultiLineEqual(self, first, second, msg=None):
        self.assertIsInstance(first, str, "First argument is not a string")
        self.assertIsInstance(second, str, "Second argument is not a string")
        if first == second:
            return

        def standard():
            header = " != ".join(_shown_pair(first, second))
            if len(first) > 2**16 or len(second) > 2**16:
                return header
            a, b = first, second
            if a and b and "\n" not in a and "\n" not in b:
                a, b = a + "\n", b + "\n"
            import difflib

            text = "\n" + "".join(difflib.ndiff(a.splitlines(keepends=True), b.splitlines(keepends=True)))
            if self.maxDiff is None or len(text) <= self.maxDiff:
                return header + text
            return f"{header}\nDiff is {len(text)} characters long. Set self.maxDiff to None to see it."

        self._fail_unless(False, msg, standard)

    def assertSequenceEqual(self, first, second, msg=None, seq_type=None):
        name = seq_type.__name__ if seq_type is not None else "sequence"
        if seq_type is not None:
            for which, value in (("First", first), ("Second", second)):
                if not isinstance(value, seq_type):
                    raise self.failureException(f"{which} sequence is not a {name}: {_shown(value)}")
        if first == second:
            return

        def standard():
            import pprint

            header = f"{name.capitalize()}s differ: {' != '.join(_shown_pair(first, second))}\n"
            for i in range(min(len(first), len(second))):
                if first[i] != second[i]:
                    header += f"\nFirst differing element {i}:\n{_shown(first[i])}\n{_shown(second[i])}\n"
                    break
            else:
                if len(first) == len(second) and seq_type is None and type(first) is not type(second):
                    return header
            if len(first) != len(second):
                longer, which = (first, "First") if len(first) > len(second) else (second, "Second")
                shorter = min(len(first), len(second))
                header += (
                    f"\n{which} {name} contains {len(longer) - shorter} additional elements.\n"
                    f"First extra element {shorter}:\n{_shown(longer[shorter])}\n"
                )
            return self._diff(pprint.pformat(first).splitlines(), pprint.pformat(second).splitlines(), header)

        self._fail_unless(False, msg, standard)

    def assertListEqual(self, list1, list2, msg=None):
        self.assertSequenceEqual(list1, list2, msg, seq_type=list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        self.assertSequenceEqual(tuple1, tuple2, msg, seq_type=tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        only_first, only_second = set1.difference(set2), set2.difference(set1)
        if not only_first and not only_second:
            return
        lines = []
        for which, items in (("first", only_first), ("second", only_second)):
            if items:
                lines.append(f"Items in the {which} set but not the {'second' if which == 'first' else 'first'}:")
                lines += map(repr, items)
        self._fail_unless(False, msg, lambda: "\n".join(lines))

    def assertDictEqual(self, d1, d2, msg=None):
        self.assertIsInstance(d1, dict, "First argument is not a dictionary")
        self.assertIsInstance(d2, dict, "Second argument is not a dictionary")
        if d1 != d2:
            import pprint

            header = " != ".join(_shown_pair(d1, d2))
            self._fail_unless(
                False, msg, lambda: self._diff(pprint.pformat(d1).splitlines(), pprint.pformat(d2).splitlines(), header)
            )

    def assertDictContainsSubset(self, subset, dictionary, msg=None):
        import warnings

        warnings.warn("assertDictContainsSubset is deprecated", DeprecationWarning)
        missing = [_shown(key) for key in subset if key not in dictionary]
        different = [
            f"{_shown(key)}, expected: {_shown(value)}, actual: {_shown(dictionary[key])}"
            for key, value in subset.items()
            if key in dictionary and value != dictionary[key]
        ]
        problems = []
        if missing:
            problems.append(f"Missing: {','.join(missing)}")
        if different:
            problems.append(f"Mismatched values: {','.join(different)}")
        self._fail_unless(not problems, msg, lambda: "; ".join(problems))

    def assertCountEqual(self, first, second, msg=None):
        """The same items equally often, in any order."""
        first, second = list(first), list(second)
        differences = []
        seen = []
        for item in first + second:
            if item in seen:
                continue
            seen.append(item)
            a, b = first.count(item), second.count(item)
            if a != b:
                differences.append(f"First has {a}, Second has {b}:  {item!r}")
        if differences:
            self._fail_unless(False, msg, lambda: "\n".join(["Element counts were not equal:", *differences]))

    def assertRaises(self, expected_exception, *args, **kwargs):
        """With a function and its arguments, or as a with statement."""
        return _AssertRaisesContext(expected_exception, self).handle(args, kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        return _AssertRaisesContext(expected_exception, self, expected_regex).handle(args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        return _AssertWarnsContext(expected_warning, self).handle(args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        return _AssertWarnsContext(expected_warning, self, expected_regex).handle(args, kwargs)

    def assertLogs(self, logger=None, level=None):
        """A with statement in which something is logged; what comes after `as` holds .records and .output."""
        return _AssertLogsContext(self, logger, level, True)

    def assertNoLogs(self, logger=None, level=None):
        return _AssertLogsContext(self, logger, level, False)

    def assertRegex(self, text, expected_regex, msg=None):
        self._fail_unless(
            _search(expected_regex, text), msg,
            lambda: f"Regex didn't match: {_pattern_text(expected_regex)!r} not found in {text!r}",
        )  # fmt: skip

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        match = _search(unexpected_regex, text)
        self._fail_unless(
            not match, msg,
            lambda: f"Regex matched: {text[match.start():match.end()]!r} matches {_pattern_text(unexpected_regex)!r} in {text!r}",
        )  # fmt: skip


class _SubTestContext:
    def __init__(self, test_case, message, params):
        self.test_case = test_case
        self.message, self.params = message, params

    def __enter__(self):
        self.outer = self.test_case._subtest_params
        self.test_case._subtest_params = {**self.outer, **self.params}

    def __exit__(self, exc_type, exc_value, tb):
        case = self.test_case
        params, case._subtest_params = case._subtest_params, self.outer
        result = case._result
        if exc_type is None or result is None or not issubclass(exc_type, Exception) or exc_type is _ShouldStop:
            return False
        subtest = _SubTest(case, self.message, params)
        if issubclass(exc_type, SkipTest):
            result.addSkip(subtest, str(exc_value))
        elif case._expecting:
            case._expected_failure = (exc_type, exc_value, tb)
        else:
            case._good = False
            result.addSubTest(case, subtest, (exc_type, exc_value, tb))
            if result.failfast:
                raise _ShouldStop
        return True


class FunctionTestCase(TestCase):
    """A plain function as a test."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._functions = testFunc, setUp, tearDown
        self._description = description

    def setUp(self):
        if self._functions[1] is not None:
            self._functions[1]()

    def tearDown(self):
        if self._functions[2] is not None:
            self._functions[2]()

    def runTest(self):
        self._functions[0]()

    def id(self):
        return self._functions[0].__name__

    def __str__(self):
        return f"unittest.case.FunctionTestCase ({self.id()})"

    def shortDescription(self):
        return self._description or super().shortDescription()
