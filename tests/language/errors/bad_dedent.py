# An indentation that was never opened.
if True:
        x = 1
    y = 2
