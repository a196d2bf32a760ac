from helpers.circular_to import needed
value = 1
