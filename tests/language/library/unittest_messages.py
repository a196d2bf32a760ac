# What failed assertions say of long values, of logs and of calls that raised nothing; the lines of a verbose run.
import io
import logging
import unittest
import warnings


class Messages(unittest.TestCase):
    maxDiff = None

    def test_common_beginning(self):
        self.assertEqual("same" * 40 + "end", "same" * 40 + "END")

    def test_nothing_in_common(self):
        self.assertEqual("p" * 120, "q" * 140)

    def test_long_lists(self):
        self.assertEqual(list(range(60)), list(range(61)))

    def test_long_numbers(self):
        self.assertEqual(7**120, 7**119)

    def test_counts(self):
        self.assertCountEqual([4, 1, 2, 2], [2, 5, 1, 1])

    def test_counts_of_lists(self):
        self.assertCountEqual([[1], [2]], [[2], [3]])

    def test_call_that_raises_nothing(self):
        self.assertRaises(KeyError, len, "")

    def test_several_expected(self):
        self.assertRaises((KeyError, OSError), len, "")

    def test_no_exception_class(self):
        self.assertRaises(3, len, "")

    def test_no_warning(self):
        self.assertWarns(UserWarning, len, "")

    def test_logged(self):
        with self.assertLogs("shop", level="INFO") as seen:
            logging.getLogger("shop").debug("too quiet")
            logging.getLogger("shop.till").warning("sold %d", 3)
        print(seen.output, [record.levelno for record in seen.records])

    def test_nothing_logged(self):
        with self.assertLogs("shop", "ERROR"):
            logging.getLogger("shop").info("ignored")

    def test_unexpectedly_logged(self):
        with self.assertNoLogs() as nothing:
            print(nothing)
            logging.error("alas")

    def test_subset(self):
        self.assertDictContainsSubset({"a": 1, "b": 2}, {"a": 3})


class Broken(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise ValueError("not today")

    def test_never_run(self):
        pass


class Rounds(unittest.TestCase):
    def test_rounds(self):
        for i in range(3):
            with self.subTest("round", i=i):
                self.assertNotEqual(i, 1)

    def tearDown(self):
        raise OSError("at the end")


warnings.simplefilter("ignore")
suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromTestCase(cls) for cls in (Messages, Broken, Rounds))
out = io.StringIO()
result = unittest.TextTestRunner(stream=out, verbosity=2, warnings="ignore").run(suite)
print(out.getvalue().split("\n=====")[0])
for test, text in result.failures + result.errors:
    start = text.rindex("Error: ")
    print(test, "|", text[text.rindex("\n", 0, start) + 1 :])
