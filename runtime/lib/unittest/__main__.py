"""python -m unittest [names]: without names, the tests of all modules test*.py below the current folder."""

import sys

import unittest

names = [word for word in sys.argv[1:] if not word.startswith("-")]
if names and names[0] != "discover":
    unittest.main(module=None)
else:
    verbose = any(word in ("-v", "--verbose") for word in sys.argv[1:])
    result = unittest.TextTestRunner(verbosity=2 if verbose else 1).run(
        unittest.defaultTestLoader.discover(names[1] if len(names) > 1 else ".")
    )
    sys.exit(not result.wasSuccessful())
