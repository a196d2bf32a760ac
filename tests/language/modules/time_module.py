# time: clocks go forward, sleep waits, structures have their fields.

import time
a = time.time(); b = time.monotonic(); c = time.perf_counter(); d = time.process_time(); e = time.thread_time()
time.sleep(0.1)
print(time.time() - a >= 0.099, time.monotonic() - b >= 0.1, time.perf_counter() - c >= 0.1,
      time.process_time() - d < 0.1, time.thread_time() - e < 0.1)
print(type(time.time()).__name__, type(time.time_ns()).__name__, type(time.perf_counter_ns()).__name__,
      time.time() > 1.6e9, time.monotonic_ns() > 0)
t = time.gmtime(0)
print(t.tm_year, t.tm_mon, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec, t.tm_wday, t.tm_yday, t.tm_isdst, t[0],
      len(t), tuple(t))
print(t)
print(time.strftime('%Y-%m-%d %H:%M:%S %j %a %b', t), time.strftime('%X %%', time.gmtime(3661)), time.asctime(t),
      time.gmtime(86400 * 365).tm_year)
print(time.sleep(0), time.strftime('%Y') >= '2024', time.localtime().tm_year >= 2024,
      time.mktime(time.localtime(1000000)) == 1000000, len(time.ctime(0)), type(time.timezone).__name__)
for f in (lambda: time.sleep(-1), lambda: time.sleep('a'), lambda: time.sleep(), lambda: time.gmtime('a'),
          lambda: time.strftime(5), lambda: time.nothing):
    try: f()
    except Exception as error: print(type(error).__name__, error)
print(time.struct_time(range(9)).tm_hour, time.gmtime(1e9).tm_year,
      time.strftime('%d/%m/%y', (2024, 2, 29, 0, 0, 0, 3, 60, 0)))
