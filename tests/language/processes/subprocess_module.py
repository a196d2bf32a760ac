# subprocess: run and its relatives, pipes, timeouts, errors, everything that can be set for the child.
import os
import signal
import subprocess
import sys
from subprocess import DEVNULL, PIPE, STDOUT, CalledProcessError, Popen, TimeoutExpired, run


def check(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


print(run(["echo", "hello"], stdout=PIPE))
print(run("echo out; echo err >&2; exit 3", shell=True, capture_output=True, text=True))
print(run(["cat"], input=b"through the cat", stdout=PIPE).stdout)
print(run(["cat"], input="text \u20ac\n", stdout=PIPE, text=True, encoding="utf-8").stdout)
print(run(["sh", "-c", "echo both; echo of them >&2"], stdout=PIPE, stderr=STDOUT).stdout)
print(run(["true"]).check_returncode(), subprocess.call("exit 4", shell=True), subprocess.check_call(["true"]))
check(subprocess.check_call, ["false"])
check(subprocess.check_output, ["sh", "-c", "echo partial; exit 2"])
check(run, ["sh", "-c", "kill -9 $$"], check=True)
try:
    run("echo a; echo b >&2; exit 1", shell=True, check=True, capture_output=True)
except CalledProcessError as error:
    print(error.returncode, error.cmd, error.output, error.stdout, error.stderr)
check(Popen, ["/no/such/program"])
check(Popen, ["nosuchprogramanywhere"])
check(Popen, ["true"], cwd="/no/such/folder")
check(Popen, ["/"])
check(Popen, ["true"], bufsize="x")
check(run, ["true"], stdin=PIPE, input=b"x")
check(run, ["true"], stdout=PIPE, capture_output=True)
check(subprocess.check_output, ["true"], stdout=PIPE)
print(subprocess.check_output(["pwd"], cwd="/"), subprocess.check_output("echo $WHO", shell=True, env={"WHO": "me"}))
print(subprocess.getoutput("echo x; echo y"), subprocess.getstatusoutput("echo z; exit 7"))

for patience in (0.3, 3, 30):  # on a busy machine the child is late
    try:
        run(["sh", "-c", "echo early; exec sleep 100"], stdout=PIPE, timeout=patience)
    except TimeoutExpired as error:
        if error.output:
            print(str(error).replace(str(patience), "N"), error.output)
            break
p = Popen(["sleep", "10"])
print(p.poll(), p.returncode)
try:
    p.wait(timeout=0.05)
except TimeoutExpired as error:
    print(error)
p.terminate()
print(p.wait(), p.returncode, p.poll())
p.kill()  # long gone: nothing happens
p = Popen(["sleep", "10"])
p.send_signal(signal.SIGINT)
print(p.wait() == -signal.SIGINT)

# A conversation, line by line.
with Popen(["cat"], stdin=PIPE, stdout=PIPE, text=True, bufsize=1) as p:
    for word in ("one", "two"):
        p.stdin.write(word + "\n")
        p.stdin.flush()
        print(p.stdout.readline().strip())
    p.stdin.close()
print(p.returncode)

# Much in both directions at once: communicate must not get stuck.
big = b"x" * 3000000
p = Popen(["sh", "-c", "cat; echo done >&2"], stdin=PIPE, stdout=PIPE, stderr=PIPE)
out, err = p.communicate(big)
print(out == big, err, p.returncode)
p = Popen(["true"], stdin=PIPE, stdout=PIPE)  # does not want to know
print(p.communicate(b"y" * 200000), p.returncode)
gate, opener = os.pipe()
p = Popen(["sh", "-c", f"read line < /dev/fd/{gate}; echo late"], stdout=PIPE, stderr=PIPE, pass_fds=[gate])
try:
    p.communicate(timeout=0.05)
except TimeoutExpired:
    print("not yet")
os.write(opener, b"now\n")
print(p.communicate())
os.close(gate)
os.close(opener)

# What the child is given.
read, write = os.pipe()
print(run(["sh", "-c", f"echo through >&{write}"], pass_fds=[write]).returncode, os.read(read, 100))
print(run(["sh", "-c", f"echo closed >&{write}"], stderr=DEVNULL).returncode != 0)
print(run(["sh", "-c", "ps -o sid= -p $$ | tr -d ' '; echo $$"], stdout=PIPE, start_new_session=True, text=True).stdout.split()[0].isdigit())
print(run(["sh", "-c", "umask"], umask=0o77, stdout=PIPE).stdout)
print(run(["sh", "-c", "echo $X"], stdout=PIPE, env={**os.environ, "X": "1"}, preexec_fn=lambda: os.chdir("/")).stdout)
check(run, ["true"], preexec_fn=lambda: 1 / 0)
print(run(["pwd"], stdout=PIPE, preexec_fn=lambda: os.chdir("/")).stdout)
print(run(["sh", "-c", "echo $0 $1", "a", "b"], stdout=PIPE).stdout, run("echo $0 $1", shell=True, executable="/bin/sh", stdout=PIPE).returncode)
os.close(write)
os.close(read)
with open(os.devnull, "wb") as null:
    print(run(["echo", "nowhere"], stdout=null).returncode)
print(run(["cat"], stdin=DEVNULL, stdout=PIPE).stdout)
print(repr(Popen(["true"]).args), subprocess.list2cmdline(["a b", 'c"d', "e\\", ""]))
p = Popen(["true"])
p.wait()
print(p)
sys.stdout.flush()
run([sys.executable, "-c", "print('a child of the same kind')"])
print(subprocess.check_output(["tr", "a-z", "A-Z"], input="loud", text=True))
