"""Tests written as methods of classes.

    class TestThing(unittest.TestCase):
        def test_it(self):
            self.assertEqual(1 + 1, 2)

    if __name__ == "__main__":
        unittest.main()

case.py has TestCase and its assertions; here is what collects tests (TestLoader, TestSuite), what becomes of them
(TestResult), and what runs and reports (TextTestRunner, main).
"""

import sys
import time

from unittest.case import (FunctionTestCase, SkipTest, TestCase, addModuleCleanup, doModuleCleanups, enterModuleContext,
                           expectedFailure, skip, skipIf, skipUnless)  # fmt: skip

__all__ = [
    "TestResult", "TestCase", "TestSuite", "TextTestRunner", "TestLoader", "FunctionTestCase", "main",
    "defaultTestLoader", "SkipTest", "skip", "skipIf", "skipUnless", "expectedFailure", "TextTestResult",
    "addModuleCleanup", "doModuleCleanups", "enterModuleContext", "IsolatedAsyncioTestCase",
]  # fmt: skip


def __getattr__(name):
    if name == "IsolatedAsyncioTestCase":
        from unittest.async_case import IsolatedAsyncioTestCase

        return IsolatedAsyncioTestCase
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# --- results


class TestResult:
    """What became of the tests that ran."""

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failfast = False
        self.failures = []  # (test, traceback text)
        self.errors = []
        self.skipped = []  # (test, reason)
        self.expectedFailures = []
        self.unexpectedSuccesses = []
        self.collectedDurations = []
        self.testsRun = 0
        self.shouldStop = False
        self.buffer = False
        self.tb_locals = False

    def startTest(self, test):
        self.testsRun += 1

    def stopTest(self, test):
        pass

    def startTestRun(self):
        pass

    def stopTestRun(self):
        pass

    def _failed(self):
        if self.failfast:
            self.stop()

    def addError(self, test, err):
        self.errors.append((test, self._text(err, test)))
        self._failed()

    def addFailure(self, test, err):
        self.failures.append((test, self._text(err, test)))
        self._failed()

    def addSubTest(self, test, subtest, err):
        if err is not None:
            found = self.failures if issubclass(err[0], test.failureException) else self.errors
            found.append((subtest, self._text(err, test)))
            self._failed()

    def addSuccess(self, test):
        pass

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, self._text(err, test)))

    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)
        self._failed()

    def addDuration(self, test, elapsed):
        self.collectedDurations.append((str(test), elapsed))

    def wasSuccessful(self):
        return not (self.failures or self.errors or self.unexpectedSuccesses)

    def stop(self):
        """No more tests."""
        self.shouldStop = True

    def _text(self, err, test):
        """The traceback without the frames of this package."""
        import traceback

        exc_type, value, tb = err
        while tb is not None and "__unittest" in tb.tb_frame.f_globals:
            tb = tb.tb_next
        report = traceback.TracebackException(exc_type, value, tb, compact=True)
        if issubclass(exc_type, test.failureException):
            own = [i for i, (frame, _) in enumerate(traceback.walk_tb(tb)) if "__unittest" in frame.f_globals]
            if own:
                del report.stack[own[0] :]
        return "".join(report.format())

    def __repr__(self):
        return (
            f"<{type(self).__module__}.{type(self).__qualname__} run={self.testsRun} "
            f"errors={len(self.errors)} failures={len(self.failures)}>"
        )


class TextTestResult(TestResult):
    """Prints a character, or with verbosity > 1 a line, per test."""

    separator1 = "=" * 70
    separator2 = "-" * 70

    def __init__(self, stream, descriptions, verbosity, *, durations=None):
        super().__init__(stream, descriptions, verbosity)
        self.stream = stream
        self.show_all = verbosity > 1
        self.dots = verbosity == 1
        self.descriptions = descriptions

    def getDescription(self, test):
        first_line = test.shortDescription()
        return f"{test}\n{first_line}" if self.descriptions and first_line else str(test)

    def startTest(self, test):
        super().startTest(test)
        if self.show_all:
            self._write(self.getDescription(test) + " ... ")
            self._line_open = True

    def _write(self, text):
        self.stream.write(text)
        self.stream.flush()

    def _say(self, test, dot, word):
        if self.show_all:
            if not self._line_open:  # it was not started, or its rounds have been told
                self._write(self.getDescription(test) + " ... ")
            self._write(word + "\n")
            self._line_open = False
        elif self.dots:
            self._write(dot)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._say(test, ".", "ok")

    def addError(self, test, err):
        super().addError(test, err)
        self._say(test, "E", "ERROR")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._say(test, "F", "FAIL")

    def addSubTest(self, test, subtest, err):
        if err is not None:
            failed = issubclass(err[0], subtest.failureException)
            if self.show_all:
                if self._line_open:
                    self._write("\n")
                self._write("  ")
                self._line_open = False
            self._say(subtest, *(("F", "FAIL") if failed else ("E", "ERROR")))
        super().addSubTest(test, subtest, err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._say(test, "s", f"skipped {reason!r}")

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._say(test, "x", "expected failure")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._say(test, "u", "unexpected success")

    def printErrors(self):
        if self.dots or self.show_all:
            self._write("\n")
        for flavour, found in (("ERROR", self.errors), ("FAIL", self.failures)):
            for test, text in found:
                self._write(f"{self.separator1}\n{flavour}: {self.getDescription(test)}\n{self.separator2}\n{text}\n")
        if self.unexpectedSuccesses:
            self._write(self.separator1 + "\n")
            for test in self.unexpectedSuccesses:
                self._write(f"UNEXPECTED SUCCESS: {self.getDescription(test)}\n")


# --- suites and loading


class TestSuite:
    """Tests and suites of tests, run in order; the fixtures of classes and modules are set up and torn down on the way."""

    def __init__(self, tests=()):
        self._tests = []
        self.addTests(tests)

    def __repr__(self):
        return f"<unittest.suite.TestSuite tests={self._tests!r}>"

    def __eq__(self, other):
        return list(self) == list(other) if isinstance(other, TestSuite) else NotImplemented

    def __iter__(self):
        return iter(self._tests)

    def countTestCases(self):
        return sum(test.countTestCases() for test in self if test)

    def addTest(self, test):
        if not callable(test):
            raise TypeError(f"{test!r} is not callable")
        if isinstance(test, type) and issubclass(test, (TestCase, TestSuite)):
            raise TypeError("TestCases and TestSuites must be instantiated before passing them to addTest()")
        self._tests.append(test)

    def addTests(self, tests):
        if isinstance(tests, str):
            raise TypeError("tests must be an iterable of tests, not a string")
        for test in tests:
            self.addTest(test)

    def run(self, result, debug=False, _fixtures=None):
        outermost = _fixtures is None
        fixtures = _Fixtures(result) if outermost else _fixtures
        for test in self:
            if result.shouldStop:
                break
            if isinstance(test, TestSuite):
                test.run(result, debug, fixtures)
            elif fixtures.enter(type(test)):
                test(result)
        if outermost:
            fixtures.enter(None)
        return result

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        for test in self:
            test.debug()


class _ErrorHolder:
    """Stands for the test in an error outside of any."""

    failureException = None

    def __init__(self, description):
        self.description = description
        self.failureException = AssertionError

    def id(self):
        return self.description

    def shortDescription(self):
        return None

    def __str__(self):
        return self.description


class _Fixtures:
    """Which class and module are set up."""

    def __init__(self, result):
        self.result = result
        self.current = None
        self.failed = False

    def enter(self, cls):
        """Goes on to the tests of a class; False if they cannot run."""
        previous = self.current
        if cls is previous:
            return not self.failed
        module = getattr(cls, "__module__", None)
        previous_module = getattr(previous, "__module__", None)
        if previous is not None and not self.failed:
            self._call(previous, "tearDownClass")
        if previous is not None:
            previous.doClassCleanups() if hasattr(previous, "doClassCleanups") else None
        if module != previous_module:
            if previous_module is not None:
                self._call_module(previous_module, "tearDownModule")
                doModuleCleanups()
            if module is not None:
                self.module_failed = not self._call_module(module, "setUpModule")
        self.current = cls
        self.failed = getattr(self, "module_failed", False)
        if cls is not None and not self.failed and not getattr(cls, "__unittest_skip__", False):
            self.failed = not self._call(cls, "setUpClass")
        return not self.failed

    def _call(self, cls, name):
        return self._guarded(getattr(cls, name, None), f"{name} ({cls.__module__}.{cls.__qualname__})")

    def _call_module(self, module, name):
        return self._guarded(getattr(sys.modules.get(module), name, None), f"{name} ({module})")

    def _guarded(self, function, description):
        if function is None:
            return True
        try:
            function()
            return True
        except SkipTest as error:
            self.result.addSkip(_ErrorHolder(description), str(error))
        except Exception:
            self.result.addError(_ErrorHolder(description), sys.exc_info())
        return False


class TestLoader:
    """Finds tests: methods whose names begin with testMethodPrefix, of subclasses of TestCase."""

    testMethodPrefix = "test"
    suiteClass = TestSuite
    testNamePatterns = None

    def __init__(self):
        self.errors = []

    def sortTestMethodsUsing(self, a, b):
        return (a > b) - (a < b)

    def getTestCaseNames(self, testCaseClass):
        from functools import cmp_to_key

        names = [
            name for name in dir(testCaseClass)
            if name.startswith(self.testMethodPrefix) and callable(getattr(testCaseClass, name))
        ]  # fmt: skip
        if self.testNamePatterns:
            from fnmatch import fnmatchcase

            prefix = f"{testCaseClass.__module__}.{testCaseClass.__qualname__}."
            names = [name for name in names if any(fnmatchcase(prefix + name, p) for p in self.testNamePatterns)]
        if self.sortTestMethodsUsing:
            names.sort(key=cmp_to_key(self.sortTestMethodsUsing))
        return names

    def loadTestsFromTestCase(self, testCaseClass):
        if issubclass(testCaseClass, TestSuite):
            raise TypeError("Test cases should not be derived from TestSuite. Maybe you meant to derive from TestCase?")
        names = self.getTestCaseNames(testCaseClass)
        if not names and hasattr(testCaseClass, "runTest"):
            names = ["runTest"]
        return self.suiteClass(map(testCaseClass, names))

    def loadTestsFromModule(self, module, *, pattern=None):
        tests = [
            self.loadTestsFromTestCase(obj)
            for obj in map(lambda name: getattr(module, name), dir(module))
            if isinstance(obj, type) and issubclass(obj, TestCase) and obj not in (TestCase, FunctionTestCase)
        ]
        suite = self.suiteClass(tests)
        load_tests = getattr(module, "load_tests", None)
        return load_tests(self, suite, pattern) if load_tests is not None else suite

    def loadTestsFromName(self, name, module=None):
        """'module.Class.method', or from a module on."""
        parts = name.split(".")
        if module is None:
            for end in range(len(parts), 0, -1):
                try:
                    module = __import__(".".join(parts[:end]), fromlist=["*"])
                    parts = parts[end:]
                    break
                except ImportError:
                    if end == 1:
                        raise
        obj, parent = module, None
        for part in parts:
            parent, obj = obj, getattr(obj, part)
        if isinstance(obj, type(sys)):
            return self.loadTestsFromModule(obj)
        if isinstance(obj, type) and issubclass(obj, TestCase):
            return self.loadTestsFromTestCase(obj)
        if isinstance(parent, type) and issubclass(parent, TestCase):
            return self.suiteClass([parent(parts[-1])])
        if isinstance(obj, TestSuite):
            return obj
        if callable(obj):
            test = obj()
            if isinstance(test, TestSuite):
                return test
            if isinstance(test, TestCase):
                return self.suiteClass([test])
        raise TypeError(f"don't know how to make test from: {obj}")

    def loadTestsFromNames(self, names, module=None):
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])

    def discover(self, start_dir, pattern="test*.py", top_level_dir=None):
        """The tests of all modules below a folder whose file names fit the pattern."""
        import os
        from fnmatch import fnmatch

        top = os.path.abspath(top_level_dir or start_dir)
        if top not in sys.path:
            sys.path.insert(0, top)
        suites = []
        for folder, folders, files in os.walk(os.path.abspath(start_dir)):
            folders[:] = sorted(f for f in folders if os.path.isfile(os.path.join(folder, f, "__init__.py")))
            for file in sorted(files):
                if fnmatch(file, pattern) and file[:-3].isidentifier():
                    path = os.path.relpath(os.path.join(folder, file[:-3]), top)
                    module = __import__(path.replace(os.sep, "."), fromlist=["*"])
                    suites.append(self.loadTestsFromModule(module))
        return self.suiteClass(suites)


defaultTestLoader = TestLoader()


# --- running


TestResult.__module__ = "unittest.result"
TextTestResult.__module__ = "unittest.runner"


class TextTestRunner:
    """Runs tests and reports on standard error."""

    resultclass = TextTestResult

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False, resultclass=None,
                 warnings=None, *, tb_locals=False, durations=None):  # fmt: skip
        self.stream = sys.stderr if stream is None else stream
        self.descriptions = descriptions
        self.verbosity = verbosity
        self.failfast = failfast
        if resultclass is not None:
            self.resultclass = resultclass

    def run(self, test):
        result = self.resultclass(self.stream, self.descriptions, self.verbosity)
        result.failfast = self.failfast
        start = time.perf_counter()
        result.startTestRun()
        try:
            test(result)
        finally:
            result.stopTestRun()
        elapsed = time.perf_counter() - start
        result.printErrors()
        write = self.stream.write
        if hasattr(result, "separator2"):
            write(result.separator2 + "\n")
        write(f"Ran {result.testsRun} test{'s' if result.testsRun != 1 else ''} in {elapsed:.3f}s")
        write("\n\n")
        counts = []
        if not result.wasSuccessful():
            write("FAILED")
            counts = [f"{name}={len(found)}" for name, found in (("failures", result.failures), ("errors", result.errors)) if found]
        else:
            write("OK")
        for name, found in (("skipped", result.skipped), ("expected failures", result.expectedFailures),
                            ("unexpected successes", result.unexpectedSuccesses)):  # fmt: skip
            if found:
                counts.append(f"{name}={len(found)}")
        write(f" ({', '.join(counts)})\n" if counts else "\n")
        self.stream.flush()
        return result


class TestProgram:
    """The command: options and names of tests, then runs them and exits."""

    def __init__(self, module="__main__", defaultTest=None, argv=None, testRunner=None, testLoader=defaultTestLoader,
                 exit=True, verbosity=1, failfast=None, catchbreak=None, buffer=None, warnings=None, *, tb_locals=False):  # fmt: skip
        if isinstance(module, str):
            module = __import__(module, fromlist=["*"]) if module != "__main__" else sys.modules["__main__"]
        names = []
        loader = testLoader
        for word in (sys.argv if argv is None else argv)[1:]:
            if word in ("-v", "--verbose"):
                verbosity = 2
            elif word in ("-q", "--quiet"):
                verbosity = 0
            elif word in ("-f", "--failfast"):
                failfast = True
            elif word in ("-b", "--buffer", "-c", "--catch"):
                pass
            elif word.startswith("-k"):
                pattern = word[2:]
                loader.testNamePatterns = [pattern if "*" in pattern else f"*{pattern}*"]
            else:
                names.append(word)
        if not names and defaultTest is not None:
            names = [defaultTest] if isinstance(defaultTest, str) else list(defaultTest)
        test = loader.loadTestsFromNames(names, module) if names else loader.loadTestsFromModule(module)
        if testRunner is None:
            testRunner = TextTestRunner
        if isinstance(testRunner, type):
            testRunner = testRunner(verbosity=verbosity, failfast=bool(failfast))
        self.result = testRunner.run(test)
        if exit:
            sys.exit(not self.result.wasSuccessful())


main = TestProgram
__unittest = True
