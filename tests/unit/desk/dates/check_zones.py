#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of time zones against the tz database of this machine, where it has one.

usage: check_zones.py DATES_ZONES_PROGRAM"""
import datetime
import random
import subprocess
import sys
import zoneinfo

UTC = datetime.timezone.utc
DAY = 86400
LAST = 4133894400  # 2100-12-31


def ask(program, lines):
    out = subprocess.run([program], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True, timeout=60)
    return out.stdout.splitlines()


def offset(zone, at):
    return int(zone.utcoffset(datetime.datetime.fromtimestamp(at, UTC).astimezone(zone)).total_seconds())


def local_truth(zone, day, minute):
    """The first moment that shows this time, whether it is the only one; None for a time that never was."""
    naive = datetime.datetime(1970, 1, 1) + datetime.timedelta(days=day, minutes=minute)
    moments = sorted({int(naive.replace(tzinfo=zone, fold=f).timestamp()) for f in (0, 1)})
    real = [m for m in moments if datetime.datetime.fromtimestamp(m, zone).replace(tzinfo=None) == naive]
    return (real[0], 2 if len(real) > 1 else 0) if real else (None, 1)


def main():
    program = sys.argv[1]
    names = ask(program, ["names"])[0].split()
    try:
        zones = {n: zoneinfo.ZoneInfo(n) for n in names}
    except zoneinfo.ZoneInfoNotFoundError:
        print("no tz database here")
        sys.exit(77)
    random.seed(4127)
    moments = [(n, random.randrange(0, LAST)) for n in names for _ in range(300)]
    wrong = []
    for (name, at), got in zip(moments, ask(program, [f"{n} {at}" for n, at in moments])):
        # Offsets with seconds ended before 1973; the table has whole minutes.
        if abs(int(got) - offset(zones[name], at)) >= 60:
            wrong.append(f"{name} {at}: {got}, not {offset(zones[name], at)}")
    # Every half hour around the days on which clocks moved, and some others.
    times = []
    for n in names:
        days = [random.randrange(730, 47800) for _ in range(30)]
        for day in range(1000, 47800):
            if n in ("Europe/Kyiv", "Europe/Berlin", "Europe/Moscow", "Europe/Istanbul", "Asia/Almaty") and \
                    offset(zones[n], day * DAY) != offset(zones[n], (day + 1) * DAY):
                days += [day - 1, day, day + 1]
        times += [(n, d, m) for d in days for m in range(0, 1440, 30)]
    for (name, day, minute), got in zip(times, ask(program, [f"{n} {d} {m}" for n, d, m in times])):
        want, fit = local_truth(zones[name], day, minute)
        at, got_fit = map(int, got.split())
        if got_fit != fit or (want is not None and at != want):
            wrong.append(f"{name} {day} {minute}: {got}, not {want} {fit}")
        if want is None and offset(zones[name], at) == offset(zones[name], at - 1):
            wrong.append(f"{name} {day} {minute}: {at} is not the moment of the jump")
    print(f"{len(moments)} moments and {len(times)} times of day in {len(names)} zones")
    print("\n".join(wrong[:20]))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
