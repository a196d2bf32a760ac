# datetime
import copy
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


# timedelta
T = timedelta
for t in (T(), T(1), T(days=-1, hours=5), T(weeks=1, minutes=90), T(0.5), T(seconds=1.5), T(microseconds=1), T(milliseconds=1500), T(hours=-1), T(days=1.1, seconds=0.3, microseconds=0.7), T(1, 86400, 1000000), T(seconds=0.0000005), T(seconds=0.0000015)):
    print(repr(t), "|", t, "|", t.total_seconds(), t.days, t.seconds, t.microseconds)
a, b = T(hours=5), T(minutes=90)
print(a + b, a - b, -a, abs(-a), a * 2, 2 * a, a * 1.5, a / 2, a / b, a // b, a % b, divmod(a, b), a // 7, a / 0.3, a > b, a == T(minutes=300), bool(T()), hash(a) == hash(T(hours=5)))
print(attempt(T, "x"), attempt(T, 10**9), attempt(lambda: a / 0), attempt(lambda: a / T()), T.max, T.min, repr(T.resolution), sum([a, b], T()), max(a, b), sep="\n")

# date
d = date(2024, 2, 29)
print(d, repr(d), d.year, d.month, d.day, d.weekday(), d.isoweekday(), d.isocalendar(), d.toordinal(), d.timetuple(), d.ctime(), sep="\n")
print(d + T(1), d - T(60), date(2024, 3, 1) - d, d < date(2025, 1, 1), d.replace(year=2023, day=1), date.fromordinal(738000), date.fromisoformat("2020-01-05"), date.fromisoformat("20200105"), date.fromisoformat("2020-W01-3"), date.fromisocalendar(2020, 53, 5))
for bad in ((2023, 2, 29), (0, 1, 1), (10000, 1, 1), (2023, 13, 1), (2023, 1, 0)):
    print(attempt(date, *bad))
print(attempt(date, "x", 1, 1), attempt(date.fromisoformat, "2020-1-5"), attempt(date.fromisoformat, "x"), attempt(date.fromisocalendar, 2021, 53, 1), attempt(lambda: date.max + T(1)), d == 5, date.min, date.max, MINYEAR, MAXYEAR, sep="\n")
print(d.strftime("%Y/%m/%d %a %A %b %B %j %U %W %w %y %% %d"), f"{d:%d.%m.%Y}", f"{d}", [date(y, 1, 1).isocalendar()[1] for y in range(2015, 2025)], [date.fromordinal(n).isoformat() for n in (1, 365, 366, 146097, 146098, 3652059)])

# time
t = time(13, 5, 9, 250)
print(t, repr(t), repr(time(1)), repr(time(1, 2, 3)), time(1, 2).isoformat("seconds"), t.isoformat("milliseconds"), t.isoformat("hours"), t.replace(hour=0), t < time(14), t.strftime("%H-%M-%S-%f %p %I"), time.fromisoformat("04:23:01.5"), time.fromisoformat("T0423"), time.fromisoformat("04:23Z"), repr(time.fromisoformat("04:23:01+05:30")))
print(attempt(time, 24), attempt(time, 1, 60), attempt(time, 1, fold=2), attempt(time.fromisoformat, "4:23"), attempt(lambda: time(1) < time(1, tzinfo=UTC)), time(1) == time(1, tzinfo=UTC), bool(time()), time.min, time.max, sep="\n")

# datetime
x = datetime(2024, 12, 31, 23, 59, 58, 999999)
print(x, repr(x), repr(datetime(2020, 1, 1)), repr(datetime(2020, 1, 1, 1, 1, 1)), x.date(), x.time(), x + T(seconds=2), x - T(days=366), x - datetime(2024, 1, 1), x.isoformat(" ", "minutes"), x.ctime(), x.timetuple()[:6], x.isocalendar(), sep="\n")
print(datetime.combine(date(2020, 1, 2), time(3, 4)), x.replace(year=2000, microsecond=0), x > datetime(2024, 1, 1), x == datetime(2024, 12, 31), x.strftime("%Y-%m-%dT%H:%M:%S.%f %z %Z|"), f"{x:%H:%M}", datetime.min, datetime.max, date(2024, 12, 31) == x, attempt(lambda: x < date(2024, 1, 1)), isinstance(x, date))
for text in ("2020-01-02", "2020-01-02T03:04", "2020-01-02 03:04:05", "2020-01-02T03:04:05.123", "2020-01-02T03:04:05.123456+01:00", "20200102T030405Z", "2020-W01-3T10:00", "2020-01-02T03:04:05-00:30", "2020-01-02T03", "2020-1-2", "2020-01-02T25:00", "x", "2020-01-02T03:04:05+24:00", "2020-01-02T030405.5"):
    print(text, attempt(lambda: repr(datetime.fromisoformat(text))))

# zones
plus2 = timezone(T(hours=2))
named = timezone(T(hours=-5), "EST")
for zone in (UTC, plus2, named, timezone(T(hours=5, minutes=30)), timezone(-T(minutes=1)), timezone(T(0), "zero")):
    print(zone, repr(zone), zone.utcoffset(None), zone.tzname(None))
aware = datetime(2024, 6, 1, 12, tzinfo=plus2)
print(aware, repr(aware), aware.astimezone(UTC), aware.astimezone(named), aware.utcoffset(), aware.tzname(), aware.dst(), aware == datetime(2024, 6, 1, 10, tzinfo=UTC), aware - datetime(2024, 6, 1, 10, tzinfo=UTC), hash(aware) == hash(aware.astimezone(named)), aware.timestamp(), aware.isoformat(), aware.utctimetuple()[:6], sep="\n")
print(attempt(lambda: aware < x), aware == x, attempt(lambda: aware - x), attempt(timezone, T(1)), attempt(timezone, 5), aware.strftime("%z %Z"), aware.replace(tzinfo=None), aware.timetz(), aware.time(), sep="\n")
print(datetime.fromtimestamp(0, UTC), datetime.fromtimestamp(1e9, plus2), datetime.fromtimestamp(1.5, UTC), datetime.utcfromtimestamp(1234567890.123456), datetime.fromtimestamp(-1, UTC), datetime(1970, 1, 2, tzinfo=UTC).timestamp(), datetime.fromtimestamp(0.9999999, UTC))


class Summer(tzinfo):
    def utcoffset(self, dt):
        return T(hours=1) + self.dst(dt)

    def dst(self, dt):
        return T(hours=1) if dt is not None and 4 <= dt.month <= 9 else T(0)

    def tzname(self, dt):
        return "SUM" if self.dst(dt) else "WIN"


s = Summer()
print(datetime(2024, 7, 1, tzinfo=s), datetime(2024, 1, 1, tzinfo=s).tzname(), datetime(2024, 7, 1, tzinfo=UTC).astimezone(s), datetime(2024, 7, 1, tzinfo=s).timetuple().tm_isdst)

# strptime
for text, format in (
    ("2024-02-29 13:05:09", "%Y-%m-%d %H:%M:%S"), ("29/Feb/24", "%d/%b/%y"), ("Thursday, 29 February 2024", "%A, %d %B %Y"),
    ("1:05 PM", "%I:%M %p"), ("12:00 am", "%I:%M %p"), ("2024-060", "%Y-%j"), ("2024-01-01T00:00:00.5+0130", "%Y-%m-%dT%H:%M:%S.%f%z"),
    ("10:20 -05:00", "%H:%M %z"), ("2024 10 1", "%Y %W %w"), ("2024-W09-4", "%G-W%V-%u"), ("1 1 1", "%d %m %S"), ("20240229", "%Y%m%d"),
    ("69", "%y"), ("68", "%y"), ("x", "%Y"), ("2024-02-30", "%Y-%m-%d"), ("2024", "%Y-%m"), ("2024-01-01 extra", "%Y-%m-%d"), ("5", "%Q"), ("a%b", "a%%b"), ("UTC", "%Z"),
):  # fmt: skip
    print(text, "|", attempt(lambda: repr(datetime.strptime(text, format))))
print(copy.deepcopy(x) == x, copy.copy(d) == d, copy.deepcopy(aware) == aware, copy.deepcopy(a) == a)
print(sorted([x, datetime(2020, 1, 1), datetime.max]), {d: 1}[date(2024, 2, 29)], max(date(2020, 1, 1), d))


class Day(date):
    def shout(self):
        return f"{self}!"


print(Day(2020, 1, 1).shout(), (Day(2020, 1, 1) + T(1)).shout(), repr(Day.fromisoformat("2020-01-01")), type(Day.today()).__name__)
print(abs(datetime.now() - datetime.fromtimestamp(__import__("time").time())) < T(seconds=5), abs(datetime.now(UTC) - datetime.now().astimezone()) < T(seconds=5), datetime(2024, 1, 1).astimezone(UTC).tzinfo)
