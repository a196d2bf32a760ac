# A bare except has to be the last.
try:
    pass
except:
    pass
except ValueError:
    pass
