# multiprocessing.Process in both start methods: its life, its attributes, its end.
import multiprocessing as mp
import os
import signal
import sys
import time


def nothing():
    pass


def exit_with(code):
    sys.exit(code)


def hard_exit(code):
    os._exit(code)


def fail():
    sys.stderr = open(os.devnull, "w")  # the traceback is another test's
    raise ValueError("in the child")


def sleep():
    time.sleep(30)


def tell(conn, *args, **kwargs):
    me = mp.current_process()
    conn.send((args, kwargs, me.name, me.daemon, me.pid == os.getpid(), mp.parent_process().pid == os.getppid(),
               mp.parent_process().name, mp.active_children(), me.exitcode, __name__ in ("__main__", "__mp_main__")))
    conn.close()


class Derived(mp.Process):
    def __init__(self, conn):
        super().__init__()
        self.conn = conn

    def run(self):
        self.conn.send(f"run of {type(self).__name__}")


shared = ["parent"]


def append(conn):
    shared.append("child")
    conn.send(shared)


def grandchildren(ctx, conn):
    a, b = ctx.Pipe()
    p = ctx.Process(target=tell, args=(b, "grandchild"))
    p.start()
    conn.send(a.recv()[0])
    p.join()
    conn.send(p.exitcode)


def daemon_has_no_children(ctx, conn):
    try:
        ctx.Process(target=nothing).start()
    except AssertionError as error:
        conn.send(str(error))


def try_all(method):
    ctx = mp.get_context(method)
    p = ctx.Process(target=nothing)
    print(p.pid, p.exitcode, p.is_alive(), p.daemon, p.name.split("-")[0])
    try:
        p.join()
    except AssertionError as error:
        print(error)
    p.start()
    try:
        p.start()
    except AssertionError as error:
        print(error)
    p.join()
    print(p.exitcode, p.is_alive(), p.join(), p.join(0.1), p.pid > 0, p.ident == p.pid)
    p.close()
    for f in (p.is_alive, p.join, lambda: p.exitcode):
        try:
            f()
        except ValueError as error:
            print(error)

    for target, args in ((exit_with, (3,)), (exit_with, (None,)), (hard_exit, (4,)), (fail, ()), (exit_with, (0,))):
        p = ctx.Process(target=target, args=args)
        p.start()
        p.join()
        print(target.__name__, p.exitcode)

    a, b = ctx.Pipe()
    p = ctx.Process(target=tell, args=(b, 1, 2), kwargs={"x": [3]}, name="the name", daemon=True)
    print(p.name, p.daemon)
    p.start()
    print(a.recv())
    p.join()
    p = ctx.Process(target=append, args=(b,))
    p.start()
    print(a.recv(), shared)
    p.join()
    p = ctx.Process(target=grandchildren, args=(ctx, b))
    p.start()
    print(a.recv(), a.recv())
    p.join()
    p = ctx.Process(target=daemon_has_no_children, args=(ctx, b), daemon=True)
    p.start()
    print(a.recv())
    p.join()

    p = ctx.Process(target=sleep)
    p.start()
    print(p.join(0.05), p.is_alive(), p.exitcode, [c is p for c in mp.active_children()])
    try:
        p.close()
    except ValueError as error:
        print(error)
    print(mp.connection.wait([p.sentinel], 0.01))
    p.terminate()
    print(mp.connection.wait([p.sentinel]) == [p.sentinel])
    p.join()
    print(p.exitcode == -signal.SIGTERM, mp.active_children(), repr(p).split(" ")[-1])
    p = ctx.Process(target=sleep, daemon=True)
    p.start()
    p.kill()
    p.join()
    print(p.exitcode)
    p.terminate()  # it has ended: nothing happens
    text = repr(ctx.Process(target=nothing, name="n", daemon=True))
    print(text.replace(str(os.getpid()), "PID"))


if __name__ == "__main__":
    import multiprocessing.connection

    for method in ("fork", "spawn"):
        print("--", method)
        try_all(method)
    a, b = mp.Pipe()
    p = Derived(b)
    p.start()
    print(a.recv(), p.name)
    p.join()
    print(mp.get_start_method(), mp.current_process().name, mp.parent_process(), mp.current_process().daemon)
    try:
        mp.set_start_method("spawn")
    except RuntimeError as error:
        print(error)
    mp.set_start_method("spawn", force=True)
    print(mp.get_start_method(), mp.get_context() is mp.get_context("spawn"))
    try:
        mp.get_context("nonsense")
    except ValueError as error:
        print(error)
    p = mp.Process(target=nothing)
    p.start()
    p.join()
    print(p.exitcode, mp.cpu_count() == os.cpu_count())
    sleeper = mp.Process(target=sleep, daemon=True)
    sleeper.start()
    print("the daemon does not hold up the end")
