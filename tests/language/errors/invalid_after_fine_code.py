# Nothing runs when the file has an error anywhere.
print('never printed')
def f(:
    pass
