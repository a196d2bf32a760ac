# A literal is no target.
1 = x
