# Lines, single characters and seeks mixed, over several chunks: each goes on where the last one stopped.
import io
import os
import random
import tempfile

draw = random.Random(5)


def text_of(count, ends, letters):
    return "".join("".join(draw.choices(letters, k=draw.randrange(90))) + draw.choice(ends) for _ in range(count))


def walk(file, whole):
    """Reads `file` by all the ways there are; what came out must be `whole`."""
    got = []
    while True:
        way = draw.randrange(5)
        if way == 0:
            piece = file.readline()
        elif way == 1:
            piece = next(file, "")
        elif way == 2:
            piece = file.read(draw.choice([1, 2, 7, 100, 5000]))
        elif way == 3:
            piece = file.readline(draw.randrange(1, 60))
        else:
            piece = "".join(line for _, line in zip(range(draw.randrange(1, 30)), file))
        if not piece and not (piece := file.readline()):
            break
        got.append(piece)
    return "".join(got) == whole


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "text")
    for letters in ("abc def", "aé€😀 "):
        for ends in (["\n"], ["\n", "\n\n\n"], ["\n", "\r\n", "\r"]):
            for count in (0, 1, 3, 2000, 9000):
                text = text_of(count, ends, letters) + draw.choice(["", "last"])
                with open(path, "w", encoding="utf-8", newline="") as file:
                    file.write(text)
                translated = text.replace("\r\n", "\n").replace("\r", "\n")
                for newline, whole in ((None, translated), ("", text), ("\n", text)):
                    with open(path, encoding="utf-8", newline=newline) as file:
                        assert walk(file, whole), (letters, ends, count, newline)
                    with open(path, encoding="utf-8", newline=newline) as file:
                        assert list(file) == list(io.StringIO(text, newline=newline)), (letters, ends, count, newline)
                        file.seek(0)
                        first = [file.readline() for _ in range(3)]
                        place = file.tell()
                        rest = file.readlines()
                        file.seek(place)
                        assert file.readlines() == rest and "".join(first + rest) == whole
    print("read")

    # A file that grows while it is read, and one that is read and written.
    with open(path, "w") as writer, open(path) as reader:
        for number in range(4000):
            writer.write(f"line {number}\n")
            if number % 500 == 0:
                writer.flush()
                print(number, len(reader.readlines()), end="; ")
        writer.write("no end")
        writer.flush()
        print(len(reader.readlines()))
        writer.write(" yet\nend\n")
        writer.flush()
        print(reader.readlines())
    with open(path, "r+") as file:
        print(file.readline(), end="")
        file.seek(0, 2)
        file.write("one more\n")
        file.seek(0)
        print(sum(1 for _ in file), file.readline() == "")
