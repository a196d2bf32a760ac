# A string without its end.
print('fine')
text = 'no end
