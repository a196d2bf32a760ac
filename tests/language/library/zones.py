# zoneinfo: offsets on both sides of a change, hours that come twice or not at all, and years after the table ends.
from datetime import datetime, time, timedelta, timezone
import copy
import pickle
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

berlin, new_york, sydney = map(ZoneInfo, ("Europe/Berlin", "America/New_York", "Australia/Sydney"))
print(berlin, repr(berlin), berlin.key, ZoneInfo("Europe/Berlin") is berlin, ZoneInfo.no_cache("Europe/Berlin") is berlin)
for zone in berlin, new_york, sydney, ZoneInfo("Asia/Kolkata"), ZoneInfo("UTC"):
    for year in 1900, 1945, 1985, 2020, 2050:
        for month in 1, 7:
            when = datetime(year, month, 1, 12, tzinfo=zone)
            print(when.isoformat(), when.tzname(), when.dst(), end="; ")
    print()
for fold in 0, 1:
    twice = datetime(2020, 10, 25, 2, 30, tzinfo=berlin, fold=fold)
    never = datetime(2020, 3, 29, 2, 30, tzinfo=berlin, fold=fold)
    later = datetime(2060, 10, 31, 2, 30, tzinfo=berlin, fold=fold)
    print([(when.utcoffset(), when.tzname()) for when in (twice, never, later)])
start = datetime(2020, 10, 24, 23, 30, tzinfo=timezone.utc)
for hours in range(4):
    local = (start + timedelta(hours=hours)).astimezone(berlin)
    print(local, local.fold, local.astimezone(new_york), local.astimezone(timezone.utc) == start + timedelta(hours=hours))
print(datetime(2055, 7, 1, 12, tzinfo=timezone.utc).astimezone(sydney), time(12, tzinfo=berlin).utcoffset(), time(12, tzinfo=ZoneInfo("UTC")).utcoffset())
print(pickle.loads(pickle.dumps(berlin)) is berlin, copy.deepcopy(berlin) is berlin)
for key in "No/Such", "../etc/passwd", "/etc/passwd":
    try:
        ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError) as error:
        print(type(error).__name__, error)
