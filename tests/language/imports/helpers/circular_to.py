from helpers.circular_from import value
needed = 2
