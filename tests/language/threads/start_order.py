# Who starts a thread does not overtake it: with the GIL, the new thread goes on until it blocks or its time is up.
import sys
import threading

order = []
first = 0
for _ in range(300):
    order.clear()
    thread = threading.Thread(target=order.append, args=("thread",))
    thread.start()
    order.append("starter")
    thread.join()
    first += order[0] == "thread"
has_gil = getattr(sys, "_is_gil_enabled", lambda: True)()
print(first > 250 or not has_gil)  # on a busy machine its time may be up before it has begun
