# One = where two are meant.
if x = 5:
    pass
