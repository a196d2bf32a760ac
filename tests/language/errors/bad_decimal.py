# A name cannot begin with a digit.
x = 5abc
