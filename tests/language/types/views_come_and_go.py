# A view that was dropped forbids nothing, however often that happens at the same place; one that is kept forbids resizing every time.
from array import array

for whole in (bytearray(b"x"), array("i", [1])):
    for _ in range(200):
        view = memoryview(whole)
        del view
        whole.append(1)
    print(len(whole))

kept = memoryview(whole)
refused = 0
for _ in range(50):
    try:
        whole.append(1)
    except BufferError:
        refused += 1
print(refused > 0, len(whole) + refused)
kept.release()
whole.append(1)
