# list(), tuple(), sorted() and join() of a dict, its views or a set that another thread goes on changing: what they
# take, they take at once.
import threading

shared, members = {}, set()
stop = False


def change():
    number = 0
    while not stop:
        number += 1
        key = str(number % 500)
        shared[key] = number
        members.add(number % 300)
        if number % 3 == 0:
            shared.pop(str(number * 7 % 500), None)
            members.discard(number * 5 % 300)


changers = [threading.Thread(target=change) for _ in range(2)]
for changer in changers:
    changer.start()
problems = []
for _ in range(300):
    try:
        keys, pairs, values = list(shared), list(shared.items()), tuple(shared.values())
        text = ",".join(shared.keys())
        numbers = sorted(members)
        if len(keys) != len(set(keys)) or any(len(pair) != 2 for pair in pairs) or numbers != sorted(set(numbers)):
            problems.append("not one moment's content")
        if text and not all(part.isdigit() for part in text.split(",")):
            problems.append(text)
    except RuntimeError as error:
        problems.append(str(error))
stop = True
for changer in changers:
    changer.join()
print(problems[:3], len(shared) <= 500, len(members) <= 300)
ordered = {"b": 1, "a": 2}
print(list(ordered), tuple(ordered.items()), [*ordered.values()], ",".join(ordered), "-".join({"x"}), list({}), list(set()), list({}.items()))
