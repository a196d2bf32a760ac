# The main program as a module, and sys.path beginning with its folder.

import os
import sys

def main():
    print('main runs')
    return 0

print(__name__, sys.modules['__main__'].main is main, __file__.endswith('main_check.py'))
print(os.path.basename(sys.path[0]), __doc__, __spec__, __package__)
print(len(sys.argv), sys.argv[0])
if __name__ == '__main__':
    sys.exit(main())
