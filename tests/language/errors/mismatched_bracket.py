# The wrong bracket closes.
values = [1, 2)
