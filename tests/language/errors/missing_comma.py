# Two values side by side.
x = [1 2]
