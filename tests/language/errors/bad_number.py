# A digit that does not fit its base.
x = 0b12
