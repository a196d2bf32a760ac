# What sys.exit, exit and quit raise.
import sys

for leave, arguments in (sys.exit, ()), (sys.exit, (None,)), (sys.exit, (3,)), (sys.exit, ("text",)), (exit, ()), (quit, (4,)):
    try:
        leave(*arguments)
    except SystemExit as error:
        print(repr(error), error.code)
sys.exit()
