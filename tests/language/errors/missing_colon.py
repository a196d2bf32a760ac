# The colon is missing.
if True
    print('yes')
