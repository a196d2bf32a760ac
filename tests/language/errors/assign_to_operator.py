# An expression is no target.
a + b = 5
