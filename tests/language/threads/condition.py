# Condition: wait, notify, notify_all, wait_for.

import threading

condition = threading.Condition()
items, got = [], []
def consumer(n):
    for _ in range(n):
        with condition:
            while not items: condition.wait()
            got.append(items.pop(0))
consumers = [threading.Thread(target=consumer, args=(5,)) for _ in range(3)]
for t in consumers: t.start()
for i in range(15):
    with condition:
        items.append(i)
        condition.notify()
for t in consumers: t.join()
print(sorted(got), items)

with condition:
    print(condition.wait(timeout=0.01), condition.wait_for(lambda: True),
          condition.wait_for(lambda: False, timeout=0.01), condition.wait_for(lambda: 'value'))
for f in (lambda: condition.wait(), lambda: condition.notify(), lambda: condition.notify_all(),
          lambda: condition.release()):
    try: f()
    except RuntimeError as e: print(e)

ready, woken = 0, []
def waits(name):
    global ready
    with condition:
        ready += 1
        condition.notify_all()
        condition.wait_for(lambda: go)
        woken.append(name)
go = False
threads = [threading.Thread(target=waits, args=(n,)) for n in range(5)]
for t in threads: t.start()
with condition:
    condition.wait_for(lambda: ready == 5)
    go = True
    condition.notify_all()
for t in threads: t.join()
print(sorted(woken))
# ping and pong over one condition
turn, log = 'ping', []
def play(me, other):
    global turn
    for _ in range(3):
        with condition:
            condition.wait_for(lambda: turn == me)
            log.append(me)
            turn = other
            condition.notify_all()
players = [threading.Thread(target=play, args=a) for a in (('ping', 'pong'), ('pong', 'ping'))]
for p in players: p.start()
for p in players: p.join()
print(log)
own = threading.Condition(threading.Lock())
with own: print(own.wait(0))
print(own.acquire(), own.acquire(False), own.release())
