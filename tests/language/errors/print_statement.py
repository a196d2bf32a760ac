# print as it was once written.
print 'hello'
