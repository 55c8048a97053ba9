#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The feed against the grammar of RFC 5545, by a reader that forgives nothing.

usage: check_ics.py ICS_SAMPLE_PROGRAM"""
import datetime
import re
import subprocess
import sys

NAME = re.compile(r"[A-Z0-9-]+")
TITLES = {"ru": "Срок", "uk": "Строк", "be": "Тэрмін", "en": "Deadline", "de": "Frist"}
KNOWN = {
    "VCALENDAR": {"VERSION", "PRODID", "CALSCALE", "METHOD", "X-WR-CALNAME", "REFRESH-INTERVAL"},
    "VEVENT": {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "CLASS", "TRANSP"},
    "VALARM": {"ACTION", "DESCRIPTION", "TRIGGER"},
}


def content_lines(data):
    assert data.endswith(b"\r\n") and b"\r\n\r\n" not in data
    assert b"\n" not in data.replace(b"\r\n", b""), "a bare line end"
    raw = data[:-2].split(b"\r\n")
    for line in raw:
        assert len(line) <= 75, f"{len(line)} bytes"
        line.decode("utf-8")
    unfolded = []
    for line in raw:
        if line.startswith((b" ", b"\t")):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    for line in unfolded:
        head, colon, value = line.decode("utf-8").partition(":")
        assert colon, line
        name, *params = head.split(";")
        assert NAME.fullmatch(name) and all("=" in p for p in params), line
        yield name, dict(p.split("=", 1) for p in params), value


def unescape(text):
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", text), f"not escaped: {text}"
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "N": "\n"}.get(m[1], m[1]), text)


def components(lines):
    """(kind, properties, children) of the one component."""
    stack = [("", {}, [])]
    for name, params, value in lines:
        if name == "BEGIN":
            stack.append((value, {}, []))
        elif name == "END":
            done = stack.pop()
            assert done[0] == value, f"{done[0]} ends as {value}"
            stack[-1][2].append(done)
        else:
            kind, properties, _ = stack[-1]
            assert name in KNOWN[kind], f"{name} in {kind}"
            assert name not in properties, f"{name} twice"
            properties[name] = (params, value)
    assert len(stack) == 1 and len(stack[0][2]) == 1
    return stack[0][2][0]


def moment(text):
    return datetime.datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)


def check(program, lang):
    data = subprocess.run([program, lang], capture_output=True, check=True, timeout=30).stdout
    kind, calendar, events = components(content_lines(data))
    assert kind == "VCALENDAR" and calendar["VERSION"][1] == "2.0" and calendar["PRODID"][1]
    uids = {e[1]["UID"][1] for e in events}
    assert len(events) == len(uids) == 40
    for i, (kind, p, alarms) in enumerate(events):
        assert kind == "VEVENT" and set(p) == KNOWN["VEVENT"]
        start, end = moment(p["DTSTART"][1]), moment(p["DTEND"][1])
        assert end - start == datetime.timedelta(hours=1)
        assert end.timestamp() == 1773522000 + i * 86400 * 400
        assert moment(p["DTSTAMP"][1]).timestamp() == 1770000000
        assert int(p["SEQUENCE"][1]) == i
        assert unescape(p["SUMMARY"][1]) == f"{TITLES[lang]} {4100 + i}", p["SUMMARY"]
        assert len(alarms) == 4
        for kind, a, inner in alarms:
            assert kind == "VALARM" and not inner and set(a) == KNOWN["VALARM"]
            assert a["TRIGGER"][0] == {"RELATED": "END"} and re.fullmatch(r"-P(\d+D|T\d+H)", a["TRIGGER"][1])
            assert a["DESCRIPTION"][1] == p["SUMMARY"][1]
    return len(data)


if __name__ == "__main__":
    sizes = {lang: check(sys.argv[1], lang) for lang in TITLES}
    print(f"40 dates in five languages: {sizes}")
