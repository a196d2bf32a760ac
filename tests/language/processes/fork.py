# os.fork and what belongs to it: waiting, statuses, pipes, hooks, buffers, threads on both sides.
import os
import random
import signal
import sys
import threading
import time


def child(function, *args):
    """Runs function in a child, which ends with its result as exit code; the decoded status."""
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            code = function(*args) or 0
            sys.stdout.flush()
        finally:
            os._exit(code)
    got, status = os.waitpid(pid, 0)
    assert got == pid
    return os.waitstatus_to_exitcode(status)


print(child(lambda: 7), child(lambda: os.kill(os.getpid(), signal.SIGKILL)))
pid = os.fork()
if pid == 0:
    os._exit(3)
status = os.waitpid(pid, 0)[1]
print(os.WIFEXITED(status), os.WEXITSTATUS(status), os.WIFSIGNALED(status), os.WIFSTOPPED(status), os.WIFCONTINUED(status))
pid = os.fork()
if pid == 0:
    time.sleep(10)
    os._exit(0)
print(os.waitpid(pid, os.WNOHANG))
os.kill(pid, signal.SIGTERM)
status = os.waitpid(pid, 0)[1]
print(os.WIFSIGNALED(status), os.WTERMSIG(status), os.WIFEXITED(status), os.WCOREDUMP(status))
try:
    os.waitpid(pid, 0)
except ChildProcessError as error:
    print(error)
parent = os.getpid()
print(child(lambda: os.getppid() != parent), child(lambda: os.getpid() == parent))
pid = os.fork()
if pid == 0:
    os._exit(5)
print(os.wait4(pid, 0)[1] >> 8, os.wait.__name__)
pid = os.fork()
if pid == 0:
    os._exit(6)
info = os.waitid(os.P_PID, pid, os.WEXITED)
print(info.si_pid == pid, info.si_status, info.si_code == os.CLD_EXITED)

# A pipe between the two; memory is not shared.
read, write = os.pipe()
box = ["parent"]


def change():
    box[0] = "child"
    os.write(write, repr(box).encode())


print(child(change), os.read(read, 100), box)
read2, write2 = os.pipe2(os.O_NONBLOCK)
try:
    os.read(read2, 1)
except BlockingIOError as error:
    print("would block")
os.dup2(write, write2)
os.write(write2, b"by another name")
print(os.read(read, 100), os.get_inheritable(read), os.get_inheritable(os.dup2(read, read2)))

# Hooks run around the fork, those before it in reverse.
log = []
os.register_at_fork(before=lambda: log.append("before 1"), after_in_parent=lambda: log.append("parent 1"), after_in_child=lambda: log.append("child 1"))
os.register_at_fork(before=lambda: log.append("before 2"), after_in_parent=lambda: log.append("parent 2"), after_in_child=lambda: log.append("child 2"))
print(child(lambda: print(log)), log)
for bad in ({}, {"before": 1}):
    try:
        os.register_at_fork(**bad)
    except TypeError as error:
        print(type(error).__name__)

# Only the forking thread is there in the child; locks of the others stay as they are, threading knows.
stop = threading.Event()
held = threading.Lock()


def hold():
    with held:
        stop.wait()


def spin():
    count = 0
    while not stop.is_set():
        count += 1


threads = [threading.Thread(target=hold), threading.Thread(target=spin), threading.Thread(target=spin, daemon=True)]
for t in threads:
    t.start()
while not held.locked():  # started is not yet arrived
    time.sleep(0.001)


def look():
    results = []
    t = threading.Thread(target=lambda: results.append(sum(range(1000))))
    t.start()
    t.join()
    print(threading.active_count(), threading.current_thread() is threading.main_thread(), [t.is_alive() for t in threads],
          held.locked(), results, child(lambda: 4))


print(child(look))
for _ in range(20):
    assert child(lambda: sum(len(str(i)) for i in range(2000)) % 100) == 90
stop.set()
for t in threads:
    t.join()


def fork_in_thread():
    print(child(lambda: print(threading.current_thread() is threading.main_thread(), threading.active_count())))


t = threading.Thread(target=fork_in_thread)
t.start()
t.join()

# Each process draws random numbers of its own.
random.seed(1)
expected = random.random()
random.seed(1)
print(child(lambda: random.random() == expected))

# An exception in the child ends the child.
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    sys.stderr = open(os.devnull, "w")
    raise ValueError("in the child")
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    sys.exit(12)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

# Starting programs.
pid = os.posix_spawn("/bin/sh", ["sh", "-c", "exit $CODE"], {"CODE": "9"})
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
pid = os.posix_spawnp("sh", ["sh", "-c", "echo spawned"], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, write, 1), (os.POSIX_SPAWN_CLOSE, read)], setsigdef=[signal.SIGPIPE], setpgroup=0)
print(os.waitpid(pid, 0)[1], os.read(read, 100))
try:
    os.posix_spawn("/no/such/thing", ["x"], {})
except FileNotFoundError as error:
    print(error)
print(child(os.execv, "/bin/sh", ["sh", "-c", "exit 8"]), child(os.execvpe, "sh", ["sh", "-c", "exit $C"], {"C": "6", "PATH": "/bin"}))
print(os.system("exit 3") >> 8, os.getpgid(0) == os.getpgrp(), os.getsid(0) > 0)
with os.popen("echo from a shell; exit 2") as pipe:
    print(pipe.read())
print("end")
