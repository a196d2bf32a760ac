# unittest: what a run reports, the time it took aside.
import sys
import unittest


class Things(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        print("setUpClass")

    @classmethod
    def tearDownClass(cls):
        print("tearDownClass")

    def setUp(self):
        self.addCleanup(self.log.append, "cleanup")
        self.log.append("setUp")

    def tearDown(self):
        self.log.append("tearDown")

    log = []

    def test_equal(self):
        self.assertEqual(1, 1)

    def test_list(self):
        self.assertEqual([1, 2, 3], [1, 2, 4])

    def test_error(self):
        {}["x"]

    def test_text(self):
        self.assertEqual("abc\ndef", "abd\ndef")

    def test_dict(self):
        self.assertEqual({"a": 1}, {"a": 2}, "message")

    def test_subtests(self):
        for i in range(4):
            with self.subTest(i=i):
                self.assertTrue(i % 2 == 0)

    def test_raises(self):
        with self.assertRaises(ValueError) as caught:
            raise ValueError("boo")
        self.assertEqual(str(caught.exception), "boo")
        self.assertRaises(KeyError, lambda: {}["q"])
        with self.assertRaises(ValueError):
            pass

    @unittest.skip("why not")
    def test_skipped(self):
        pass

    @unittest.expectedFailure
    def test_expected_failure(self):
        self.assertTrue(False)

    @unittest.expectedFailure
    def test_unexpected_success(self):
        pass

    def test_almost(self):
        self.assertAlmostEqual(1.0, 1.1)

    def test_in(self):
        self.assertIn(5, [1, 2])

    def test_set(self):
        self.assertEqual({1, 2}, {1, 3})

    def test_count(self):
        self.assertCountEqual([1, 1, 2], [1, 2, 2])

    def test_message(self):
        self.assertIsNone(5, "oops")

    def test_greater(self):
        self.assertGreater(1, 2)

    def test_lengths(self):
        self.assertEqual([1], [1, 2])


class Stream:
    def write(self, text):
        if not text.startswith("Ran "):
            sys.stdout.write(text)

    def flush(self):
        pass


for verbosity in (1, 2):
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(Things)
    result = unittest.TextTestRunner(stream=Stream(), verbosity=verbosity).run(suite)
    print(result.testsRun, len(result.failures), len(result.errors), result.wasSuccessful(), Things.log[:6])
