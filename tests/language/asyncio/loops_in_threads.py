# Several loops in several threads, and calls from one to another.
import asyncio
import concurrent.futures
import threading


async def work(n):
    total = 0
    for i in range(50):
        await asyncio.sleep(0)
        total += i * n
    return total


results = {}
threads = [threading.Thread(target=lambda n=n: results.__setitem__(n, asyncio.run(work(n)))) for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results.items()))

# A loop in a thread; coroutines and callbacks are sent to it.
loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever)
thread.start()
futures = [asyncio.run_coroutine_threadsafe(work(n), loop) for n in range(3)]
print([f.result(60) for f in futures])


async def fails():
    raise ValueError("over there")
try:
    asyncio.run_coroutine_threadsafe(fails(), loop).result(60)
except ValueError as error:
    print(error)
sleeping = asyncio.run_coroutine_threadsafe(asyncio.sleep(100), loop)
print(sleeping.cancel(), sleeping.cancelled())
try:
    asyncio.run_coroutine_threadsafe(fails, loop)
except TypeError as error:
    print(error)

# Many threads, one loop: nothing is lost.
seen = []
done = threading.Event()


def note(item):
    seen.append(item)
    if len(seen) == 2000:
        done.set()


def send(n):
    for i in range(500):
        loop.call_soon_threadsafe(note, (n, i))
senders = [threading.Thread(target=send, args=(n,)) for n in range(4)]
for sender in senders:
    sender.start()
print(done.wait(60), len(seen), all([i for m, i in seen if m == n] == list(range(500)) for n in range(4)))
for sender in senders:
    sender.join()
loop.call_soon_threadsafe(loop.stop)
thread.join()
print(loop.is_running())
loop.close()


async def offload():
    barrier = threading.Barrier(3)
    async def meet():
        return await asyncio.to_thread(barrier.wait, 60)
    return sorted(await asyncio.gather(meet(), meet(), meet()))
print(asyncio.run(offload()))
def in_thread():
    try:
        asyncio.get_event_loop()
    except RuntimeError as error:
        print(error)
other = threading.Thread(target=in_thread, name="other")
other.start()
other.join()
