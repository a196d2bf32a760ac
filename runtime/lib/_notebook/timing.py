"""Durations, as IPython words them."""

import math
import resource
import time

_UNITS = (("s", 1.0), ("ms", 1e3), ("µs", 1e6), ("ns", 1e9))


def worded(seconds, digits=3):
    """`844 ms`, `1min 4s`: up to a minute with `digits` significant digits in the unit that fits."""
    if seconds >= 60:
        parts = []
        whole = int(seconds)
        for unit, size in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
            count, whole = divmod(whole, size)
            if count:
                parts.append(f"{count}{unit}")
        return " ".join(parts)
    step = min(-(math.floor(math.log10(seconds)) // 3), 3) if seconds > 0 else 3
    name, scale = _UNITS[max(step, 0)]
    return f"{seconds * scale:.{digits}g} {name}"


class Clock:
    """CPU and wall time since it was made."""

    def __init__(self):
        self._cpu = resource.getrusage(resource.RUSAGE_SELF)
        self._wall = time.perf_counter()

    def read(self):
        """(user, system, wall) in seconds."""
        wall = time.perf_counter() - self._wall
        cpu = resource.getrusage(resource.RUSAGE_SELF)
        return cpu.ru_utime - self._cpu.ru_utime, cpu.ru_stime - self._cpu.ru_stime, wall

    def report(self):
        user, system, wall = self.read()
        return (f"CPU times: user {worded(user)}, sys: {worded(system)}, total: {worded(user + system)}\n"
                f"Wall time: {worded(wall)}")


def repeated(times, loops):
    """What %timeit says about the times, in seconds, of runs of `loops` loops each."""
    each = [seconds / loops for seconds in times]
    mean = math.fsum(each) / len(each)
    deviation = math.sqrt(math.fsum((seconds - mean) ** 2 for seconds in each) / len(each))
    runs, rounds = ("run" if len(each) == 1 else "runs"), ("loop" if loops == 1 else "loops")
    return (f"{worded(mean)} ± {worded(deviation)} per loop (mean ± std. dev. of {len(each)} {runs}, "
            f"{loops:,} {rounds} each)")
