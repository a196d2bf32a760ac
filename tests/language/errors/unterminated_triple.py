# A long string without its end.
text = """no end
more
