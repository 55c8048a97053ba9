#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""zones_from_tzdata: print content/deadlines/zones.csv from the time zone files of this machine.

usage: zones_from_tzdata.py > content/deadlines/zones.csv

A maintainer runs this when a country changes its clocks, reads the difference and commits it; neither the
build nor the desk reads time zone files.  Each row: zone, the moment (UTC) from which it holds, minutes ahead
of UTC, and the summer rule that is kept from there on ("eu" or nothing)."""
import calendar
import datetime
import zoneinfo

ZONES = """UTC Europe/Moscow Europe/Kaliningrad Europe/Samara Asia/Yekaterinburg Asia/Omsk Asia/Novosibirsk
Asia/Krasnoyarsk Asia/Irkutsk Asia/Yakutsk Asia/Vladivostok Asia/Magadan Asia/Kamchatka Europe/Kyiv Europe/Minsk
Asia/Tbilisi Asia/Yerevan Asia/Almaty Asia/Aqtau Europe/Istanbul Europe/Berlin Europe/Brussels Europe/Warsaw
Europe/Vilnius Europe/Riga Europe/Tallinn Europe/Helsinki Europe/Belgrade Europe/Podgorica Europe/Chisinau
Europe/Bucharest Europe/Prague Europe/Bratislava Europe/Budapest Europe/Vienna Europe/Zurich Europe/Paris
Europe/Madrid Europe/Rome Europe/Amsterdam Europe/Stockholm Europe/Oslo Europe/London Asia/Nicosia
Asia/Jerusalem Asia/Bishkek Asia/Tashkent Asia/Dushanbe Asia/Baku Asia/Ulaanbaatar Asia/Dubai
Asia/Bangkok""".split()
FIRST, LAST = 0, 4133980800  # 1970 and 2101
DAY = 86400


def offset(zone, at):
    return int(datetime.datetime.fromtimestamp(at, zone).utcoffset().total_seconds())


def transitions(zone):
    """(moment, seconds ahead of UTC) from 1970 on."""
    found = [(FIRST, offset(zone, FIRST))]
    for day in range(FIRST, LAST, DAY):
        if offset(zone, day + DAY) == found[-1][1]:
            continue
        low, high = day, day + DAY
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(zone, middle) == found[-1][1] else (low, middle)
        found.append((high, offset(zone, high)))
    return found


def last_sunday(year, month):
    last = datetime.date(year, month, calendar.monthrange(year, month)[1])
    day = last - datetime.timedelta(days=last.isoweekday() % 7)
    return calendar.timegm((day.year, day.month, day.day, 1, 0, 0))


def is_eu(found, i):
    """From transition i (into winter) on, everything is the European rule."""
    winter = found[i][1]
    rest = [f for f in found[i + 1:]]
    year = datetime.datetime.fromtimestamp(found[i][0], datetime.timezone.utc).year
    if found[i][0] != last_sunday(year, 10) and found[i][0] != FIRST:
        return False
    wanted = [(last_sunday(y, m), winter + (3600 if m == 3 else 0)) for y in range(year + 1, 2101) for m in (3, 10)]
    return rest == wanted


def main():
    print("zone,from_utc,offset_min,summer")
    for name in ZONES:
        found = transitions(zoneinfo.ZoneInfo(name))
        for i, (at, off) in enumerate(found):
            eu = is_eu(found, i)
            when = datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
            if off % 60:  # the last zones with seconds ended before 1973; round to the minute
                off = round(off / 60) * 60
            print(f"{name},{when},{off // 60},{'eu' if eu else ''}")
            if eu:
                break


if __name__ == "__main__":
    main()
