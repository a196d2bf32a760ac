# The room that comprehensions make is given back like any other: lists that are dropped at once do not pile up.
import resource

# Megabytes. AddressSanitizer keeps shadow memory also of what a list might have grown to: up to 128 MB.
with open('/proc/self/maps') as maps:
    most = 300 if 'libasan' in maps.read() else 150


def peak_megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def grows_by(function, times):
    function()
    before = peak_megabytes()
    for _ in range(times):
        function()
    return peak_megabytes() - before


source = list(range(50000))
print(grows_by(lambda: [i for i in source], 1500) < most)
print(grows_by(lambda: [i for i in range(300000)], 250) < most)
print(grows_by(lambda: [i for i in range(2000)], 30000) < most)
print(grows_by(lambda: [1 for i in range(2000000)], 20) < most)


def some_of_many():
    try:
        return [1 // (100 - i) for i in range(40000)]
    except ZeroDivisionError:
        pass


print(grows_by(some_of_many, 5000) < most)


# Neither do those that grew item by item.
def appended(count, piece=1):
    items = []
    for i in range(count // piece):
        if piece == 1:
            items.append(i)
        else:
            items.extend([i] * piece)
    return items


print(grows_by(lambda: appended(30000), 300) < most)
print(grows_by(lambda: appended(400000, 100), 60) < most)
print(len(appended(100000)), appended(100000)[::25000], len(appended(3000000, 1000)), sum(appended(10000, 7)))
