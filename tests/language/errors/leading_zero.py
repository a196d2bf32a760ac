# Leading zeros are not allowed.
x = 0123
