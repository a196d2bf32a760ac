# select, poll, epoll and selectors.
import os
import select
import selectors
import socket
import time

a, b = socket.socketpair()
print(select.select([a], [], [], 0), [len(part) for part in select.select([a], [a], [a], 0)])
b.send(b"x")
ready = select.select([a, b.fileno()], [b], [], 1)
print(ready[0] == [a], ready[1] == [b])
begin = time.monotonic()
print(select.select([], [], [], 0.02), time.monotonic() - begin >= 0.02)
for wrong in (lambda: select.select(["x"], [], []), lambda: select.select([-1], [], []), lambda: select.select(1, 2, 3),
              lambda: select.select([], [], [], -1), lambda: select.select([], [], [], "x")):
    try:
        wrong()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
poll = select.poll()
poll.register(a, select.POLLIN)
poll.register(b)
found = dict(poll.poll(1000))
print(found[a.fileno()] == select.POLLIN, found[b.fileno()] == select.POLLOUT)
poll.modify(b, 0)
print(len(poll.poll(0)))
poll.unregister(b)
for wrong in (lambda: poll.unregister(b), lambda: poll.modify(12345, 1)):
    try:
        wrong()
    except (KeyError, FileNotFoundError) as error:
        print(type(error).__name__)
with select.epoll() as epoll:
    epoll.register(a.fileno(), select.EPOLLIN)
    print(epoll.poll(1) == [(a.fileno(), select.EPOLLIN)], epoll.closed, epoll.fileno() > 2)
    epoll.modify(a, select.EPOLLOUT)
    print(epoll.poll(1, 5) == [(a.fileno(), select.EPOLLOUT)])
    epoll.unregister(a)
    print(epoll.poll(0.01))
    for wrong in (lambda: epoll.unregister(a), lambda: epoll.register(b) or epoll.register(b)):
        try:
            wrong()
        except OSError as error:
            print(type(error).__name__)
print(epoll.closed)
try:
    epoll.poll()
except ValueError as error:
    print(error)
for kind in (selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector, selectors.DefaultSelector):
    with kind() as selector:
        key = selector.register(a, selectors.EVENT_READ, "data")
        print(key.fd == a.fileno(), key.events, key.data, len(selector.get_map()), selector.get_key(a) is key)
        print([(key.data, events) for key, events in selector.select(1)])
        selector.modify(a, selectors.EVENT_READ | selectors.EVENT_WRITE, "both")
        print([(key.data, events) for key, events in selector.select(1)])
        for wrong in (lambda: selector.register(a, 1), lambda: selector.register(b, 0), lambda: selector.unregister(b),
                      lambda: selector.register("x", 1), lambda: selector.get_key(b)):
            try:
                wrong()
            except (KeyError, ValueError) as error:
                print(type(error).__name__)
        selector.unregister(a)
        print(selector.select(0.001), len(selector.get_map()))
    print(selector.get_map())
a.close()
b.close()
