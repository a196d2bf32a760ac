print('counted is executed')
count = 0
def up():
    global count
    count += 1
    return count
_under = 1
public = 2
