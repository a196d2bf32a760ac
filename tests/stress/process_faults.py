# What goes wrong between processes, and what must happen then: nobody hangs, nothing is left behind. These programs have no
# recorded output, because CPython hangs or leaves processes behind in most of them.
import multiprocessing as mp
import multiprocessing.pool
import os
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.abspath(__file__)


def square(x):
    return x * x


def die(how):
    if how < 0:
        os.kill(os.getpid(), -how)
    os._exit(how)


def sleep(x=30):
    time.sleep(x)


def dying_workers(ctx):
    with ctx.Pool(2) as pool:
        for how, named in ((3, "exit code 3"), (-signal.SIGKILL, "exit code -9"), (0, "exit code 0")):
            for call in (lambda: pool.apply(die, (how,)), lambda: pool.map(die, [how] * 3), lambda: next(pool.imap(die, [how]))):
                begin = time.monotonic()
                try:
                    call()
                except mp.pool.WorkerDied as error:
                    assert named in str(error), error
                else:
                    raise AssertionError("no error")
                assert time.monotonic() - begin < 40  # a hang, and not a slow build on a busy machine
        assert pool.map(square, range(10)) == [x * x for x in range(10)]  # others have taken their place
    # The initializer fails each time: the pool gives up.
    with ctx.Pool(1, die, (5,)) as pool:
        try:
            pool.apply(square, (1,))
        except mp.pool.WorkerDied as error:
            assert "exit code 5" in str(error), error
        except ValueError:
            pass  # it gave up before the call
        else:
            raise AssertionError("no error")


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(condition, what):
    end = time.monotonic() + 25  # those that nobody ends go on for 30
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.01)


# Run as `process_faults.py child WHAT METHOD`: prints the numbers of its children, then works for half a minute.
def child(what, method):
    ctx = mp.get_context(method)
    if what == "pool":
        pool = ctx.Pool(2)
        print(*[process.pid for process in pool._pool], flush=True)
        pool.map(sleep, [30] * 4)
    elif what == "process":
        processes = [ctx.Process(target=sleep) for _ in range(2)]
        for process in processes:
            process.start()
        print(*[process.pid for process in processes], flush=True)
        for process in processes:
            process.join()
    elif what == "executor":
        from concurrent.futures import ProcessPoolExecutor

        with ProcessPoolExecutor(2, mp_context=ctx) as executor:
            futures = [executor.submit(sleep) for _ in range(4)]
            print(*executor._processes, flush=True)
            futures[0].result()
    elif what == "manager":
        manager = ctx.Manager()
        print(manager._process.pid, flush=True)
        sleep()


def ended_from_outside(what, method, number):
    process = subprocess.Popen([sys.executable, HERE, "child", what, method], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, start_new_session=True)  # fmt: skip
    children = [int(word) for word in process.stdout.readline().split()]
    assert children and all(alive(pid) for pid in children), (what, method, children)
    time.sleep(0.1)
    process.send_signal(number)
    wait_until(lambda: process.poll() is not None, f"{what} {method}: the parent goes on after signal {number}")
    wait_until(lambda: not any(alive(pid) for pid in children), f"{what} {method}: children left after signal {number}")
    err = process.communicate()[1]
    if number == signal.SIGINT:
        assert process.returncode == -signal.SIGINT, (what, method, process.returncode)
        assert err.count("KeyboardInterrupt") == 1, err
    else:
        assert err == "", err


UNGUARDED = """
import multiprocessing as mp
def f(x): return x
mp.set_start_method("spawn", force=True)
with mp.Pool(2) as pool:
    print(pool.map(f, range(3)))
"""


def unguarded_main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "unguarded.py")
        with open(path, "w") as file:
            file.write(UNGUARDED)
        done = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=60)
        assert done.returncode == 1 and "if __name__ == '__main__':" in done.stderr, done


def many_workers(ctx):
    with ctx.Pool(200) as pool:
        assert sum(pool.map(square, range(1000), 1)) == sum(x * x for x in range(1000))


def main():
    for method in ("fork", "spawn"):
        dying_workers(mp.get_context(method))
        for what in ("pool", "process", "executor", "manager"):
            for number in (signal.SIGINT, signal.SIGKILL):
                ended_from_outside(what, method, number)
    unguarded_main()
    many_workers(mp.get_context("fork"))
    wait_until(lambda: not mp.active_children(), "children left")
    return True


if __name__ == "__main__":
    if sys.argv[1] == "child":
        child(sys.argv[2], sys.argv[3])
    else:
        print(main())
