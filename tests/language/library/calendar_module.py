# calendar, fnmatch, sched, timeit, secrets
import calendar
import fnmatch
import sched
import secrets
import timeit

print(calendar.month(2024, 2), calendar.calendar(2023), sep="\n")
print(calendar.monthcalendar(2024, 9), calendar.monthrange(2024, 2), calendar.leapdays(1900, 2001), calendar.isleap(2100))
print(calendar.weekday(2024, 2, 29), calendar.timegm((2024, 2, 29, 1, 2, 3)), calendar.day_name[0], list(calendar.month_abbr))
print(calendar.HTMLCalendar(6).formatmonth(2024, 3), calendar.TextCalendar(6).formatmonth(2024, 12, 4, 2))
print(list(calendar.Calendar(6).itermonthdates(2024, 12))[:3], list(calendar.Calendar().itermonthdays4(2023, 2))[-3:])
try:
    calendar.monthrange(2024, 13)
except calendar.IllegalMonthError as error:
    print(error)

for name, pattern in (
    ("a.py", "*.py"), ("abc", "a?c"), ("abc", "[!a]bc"), ("a]c", "a[]]c"), ("x-y", "x[a-]y"), ("", "*"), ("abcabc", "*abc"),
    ("aXbXc", "a*b*c"), ("A", "a"), ("a[", "a["), (".x", "*"), ("abc", "[a-c][a-c][!a-b]"),
):  # fmt: skip
    print(name, pattern, fnmatch.fnmatch(name, pattern))
print(fnmatch.filter(["a.txt", "b.py"], "*.py"))

s = sched.scheduler()
s.enter(0.02, 1, print, ("second",))
s.enter(0.01, 1, print, ("first",), {"end": "!\n"})
cancelled = s.enter(0.01, 0, print, ("cancelled",))
s.cancel(cancelled)
print(len(s.queue))
s.run()
print(s.empty())

print(timeit.timeit("x=1", number=10) < 1, len(timeit.repeat(lambda: None, repeat=3, number=2)))
print(timeit.timeit("f()", "def f():\n  return 1", number=3) < 1, timeit.timeit("y + 1", globals={"y": 5}, number=5) < 1)
print(len(secrets.token_hex(8)), len(secrets.token_urlsafe(9)), secrets.randbelow(3) < 3, secrets.compare_digest("a", "a"), secrets.choice("a"))
