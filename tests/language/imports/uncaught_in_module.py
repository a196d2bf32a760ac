# A traceback through an imported module.

print('importing')
import helpers.broken
