import helpers.circular_a
b = 'b'
def both(): return helpers.circular_a.a, b
