import helpers.circular_b
a = 'a'
def both(): return a, helpers.circular_b.b
