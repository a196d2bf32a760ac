# A forked child closes its copies of sockets that other threads of the parent are in: the parent's connections stay as they are.
import os
import socket
import threading
import time

ours, theirs = socket.socketpair()
listener = socket.create_server(("127.0.0.1", 0))
got = []


def receive():
    got.append(ours.recv(100))


def accept():
    connection, _ = listener.accept()
    got.append(connection.recv(100))
    connection.close()


def until_asleep(thread):
    """Waits until a thread that was started sleeps in the system, and seems to stay there."""
    quiet = 0
    while quiet < 5:
        time.sleep(0.005)
        with open(f"/proc/self/task/{thread.native_id}/stat") as file:
            quiet = quiet + 1 if file.read().rpartition(")")[2].split()[0] == "S" else 0


threads = [threading.Thread(target=receive), threading.Thread(target=accept)]
for thread in threads:
    thread.start()
for thread in threads:
    until_asleep(thread)

pid = os.fork()
if pid == 0:
    ours.close()
    listener.close()
    os._exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
theirs.sendall(b"still there")
threads[0].join()
with socket.create_connection(listener.getsockname()) as client:
    client.sendall(b"and listening")
    threads[1].join()
print(got)

# In the child itself, closing works at once: nobody is in there any more.
thread = threading.Thread(target=ours.recv, args=(100,))
thread.start()
until_asleep(thread)
pid = os.fork()
if pid == 0:
    fd = ours.fileno()
    ours.close()
    try:
        os.fstat(fd)
    except OSError:
        os._exit(0)
    os._exit(1)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
theirs.close()
thread.join()
ours.close()
listener.close()
