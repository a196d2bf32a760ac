# A starred name alone.
*a = [1]
