# Closing a socket that another thread waits in wakes that thread with an error. (CPython lets it wait; the expected output was
# written by hand.)
import socket
import sys
import threading
import time

if sys.implementation.name == "cpython":
    print(open("closing_wakes.out").read(), end="")
    raise SystemExit
outcomes = []


def wait(call):
    try:
        call()
    except OSError as error:
        outcomes.append(error.errno)


def until_asleep(thread):
    """Waits until a thread that was started sleeps in the system, and seems to stay there."""
    quiet = 0
    while quiet < 5:
        time.sleep(0.005)
        with open(f"/proc/self/task/{thread.native_id}/stat") as file:
            quiet = quiet + 1 if file.read().rpartition(")")[2].split()[0] == "S" else 0


a, b = socket.socketpair()
server = socket.create_server(("127.0.0.1", 0))
threads = [threading.Thread(target=wait, args=(call,)) for call in (lambda: a.recv(1), server.accept)]
for thread in threads:
    thread.start()
for thread in threads:
    until_asleep(thread)
a.close()
server.close()
for thread in threads:
    thread.join(30)
print([thread.is_alive() for thread in threads], outcomes)
