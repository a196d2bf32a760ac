# exec without arguments, and of what isn't there; the sets that say what os supports.
import os

for arguments in [], ["a"]:
    try:
        os.execv("/no/such/program", arguments)
    except (ValueError, OSError) as error:
        print(type(error).__name__, error)
print(type(os.supports_fd), os.stat in os.supports_follow_symlinks)
