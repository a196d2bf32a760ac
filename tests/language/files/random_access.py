# Reads, writes and seeks in any order, with buffers of several sizes, beside the same in memory.
import io
import os
import random
import tempfile

folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, 'file')


def compare(seed, buffering):
    choose = random.Random(seed)
    content = bytes(choose.randrange(256) for _ in range(20000))
    with open(path, 'wb') as file:
        file.write(content)
    model = io.BytesIO(content)
    with open(path, 'r+b', buffering=buffering) as file:
        for _ in range(800):
            match choose.randrange(8):
                case 0:
                    place = choose.randrange(25000)
                    results = file.seek(place), model.seek(place)
                case 1:
                    step = choose.randrange(-min(100, model.tell()), 100)
                    results = file.seek(step, 1), model.seek(step, 1)
                case 2:
                    size = choose.choice([1, 5, 100, 9000, -1])
                    results = file.read(size), model.read(size)
                case 3:
                    data = bytes([choose.randrange(256)]) * choose.choice([1, 10, 9000])
                    results = file.write(data), model.write(data)
                case 4:
                    results = file.readline(), model.readline()
                case 5:
                    results = file.tell(), model.tell()
                case 6:
                    rooms = bytearray(50), bytearray(50)
                    results = (file.readinto(rooms[0]), rooms[0]), (model.readinto(rooms[1]), rooms[1])
                case _:
                    results = file.seek(-10, 2), model.seek(-10, 2)
            if results[0] != results[1]:
                return results
            if len(model.getvalue()) > 100000:
                results = file.truncate(1000), model.truncate(1000)
                file.seek(0), model.seek(0)
    with open(path, 'rb') as file:
        return file.read() == model.getvalue()


for seed, buffering in enumerate((16, 100, 8192, -1, 1000)):
    print(buffering, compare(seed, buffering))
folder.cleanup()
