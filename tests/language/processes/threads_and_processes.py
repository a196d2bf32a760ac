# Processes started from threads, threads started in processes, several at once; connections sent over connections.
import multiprocessing as mp
import subprocess
import sys
import threading


def threads_in_child(q):
    threads = [threading.Thread(target=q.put, args=(i,)) for i in range(3)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def use_sent(q, conn):
    got = conn.recv()
    got.send("through a connection that was sent")
    q.put("done")


def spin(stop):
    while not stop.is_set():
        sum(range(100))


if __name__ == "__main__":
    for method in ("fork", "spawn"):
        ctx = mp.get_context(method)
        q = ctx.Queue()
        p = ctx.Process(target=threads_in_child, args=(q,))
        p.start()
        print(sorted(q.get() for _ in range(3)))
        p.join()

        a, b = ctx.Pipe()
        c, d = ctx.Pipe()
        p = ctx.Process(target=use_sent, args=(q, b))
        p.start()
        a.send(d)
        print(c.recv(), q.get())
        p.join()

        # Other threads compute, and come and go, while four threads start processes.
        stop = threading.Event()
        spinners = [threading.Thread(target=spin, args=(stop,)) for _ in range(2)]
        codes = []

        def start_processes(count):
            for i in range(count):
                p = ctx.Process(target=q.put, args=(i,))
                p.start()
                p.join()
                codes.append(p.exitcode)

        count = 5 if method == "fork" else 1
        starters = [threading.Thread(target=start_processes, args=(count,)) for _ in range(4)]
        for t in spinners + starters:
            t.start()
        print(sorted(q.get() for _ in range(4 * count)))
        for t in starters:
            t.join()
        stop.set()
        for t in spinners:
            t.join()
        print(set(codes), len(codes))

    lines = []
    threads = [threading.Thread(target=lambda i=i: lines.append(subprocess.check_output(["echo", str(i)]))) for i in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print(sorted(lines))
    # A signal handler runs while the main thread waits for a process.
    import signal

    ours, theirs = mp.Pipe()

    def handler(number, frame):
        print("handler")
        ours.send("you may end")

    signal.signal(signal.SIGALRM, handler)
    p = mp.Process(target=theirs.recv)
    p.start()
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    p.join()
    print(p.exitcode)
