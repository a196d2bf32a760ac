# A character no program contains.
x = 5 ? 3
