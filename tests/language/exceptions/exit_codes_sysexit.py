# sys.exit inside nested blocks: finally runs, the code is kept.

import sys
try:
    try:
        sys.exit(5)
    finally:
        print('cleaning')
except ValueError:
    print('never')
