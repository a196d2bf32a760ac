# f(**d) while other threads change d: it sees d as it was at one moment.
import threading
def f(*args, **kwargs): return len(kwargs)
class C:
    def m(self, a=0, b=0, c=0, **rest): return a
shared = {"a": 1, "b": 2, "c": 3}
stop = False
def change():
    i = 0
    while not stop:
        shared["x%d" % (i % 50)] = i; shared.pop("x%d" % ((i * 7) % 50), None); i += 1
def call():
    c = C()
    for _ in range(3000): f(1, **shared); c.m(**shared)
t = [threading.Thread(target=change) for _ in range(2)]
u = [threading.Thread(target=call) for _ in range(2)]
for x in t + u: x.start()
for x in u: x.join()
stop = True
for x in t: x.join()
print("done")
