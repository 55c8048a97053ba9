#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""deadlinec: the dated records of content/deadlines as C tables.

usage: deadlinec.py OUT.c FOLDER

Refuses a row without a source, without a known name, with a span that ends before it begins, and versions of one
rule that overlap.  The format of each file is told in docs/dates.md."""
import csv
import datetime
import pathlib
import re
import sys

LANGS = ("ru", "uk", "be", "en", "de")
ALWAYS = 1 << 20
EVENTS = "served decision registered arrest learned received call_up final expiry announced".split()
KINDS = ("summons dispatch contract hearing appeal permit_expiry document_expiry reply_due data_request transfer "
         "application decision_due detention_end court_suit forwarding other").split()
UNITS = "hours days working_days weeks months years".split()
WAYS = "in_hand post registered electronic public abroad".split()
ENDS = {"day": ("END_OF_DAY", 0), "hour": ("END_SAME_HOUR", 0)}
PROCEEDINGS = "asylum extradition removal criminal alternative documents".split()


class Bad(Exception):
    pass


def c_text(s):
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"'


def day_of(text, empty):
    if not text:
        return empty
    day = (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days
    if not 0 <= day <= 47846:
        raise Bad(f"{text}: before 1970 or after 2100")
    return day


def span(row):
    first, last = day_of(row["valid_from"], 0), day_of(row["valid_to"], ALWAYS)
    if first > last:
        raise Bad("ends before it begins")
    return first, last


def number_of(names, value, prefix):
    if value not in names:
        raise Bad(f"{value!r} is none of {' '.join(names)}")
    return f"{prefix}_{value.upper()}"


def confirmed(row):
    who = row["confirmed_by"]
    if not who:
        raise Bad("say who confirmed it, or unconfirmed")
    return c_text("" if who == "unconfirmed" else who)


class Tables:
    def __init__(self, folder):
        self.folder, self.where, self.used = pathlib.Path(folder), "", set()
        self.names = {r["key"]: r for r in self.rows("names")}
        self.zones = []
        self.places = [r["country"] for r in self.rows("places")]

    def rows(self, name):
        path = self.folder / f"{name}.csv"
        with open(path, encoding="utf-8", newline="") as f:
            for n, row in enumerate(csv.DictReader(f), 2):
                self.where = f"{path}:{n}"
                if None in row or None in row.values():
                    raise Bad("not a whole row")
                if "source" in row and not row["source"].strip():
                    raise Bad("a record without a source")
                yield row

    def name(self, prefix, key):
        full = f"{prefix}{key}"
        if full not in self.names:
            raise Bad(f"{full} has no row in names.csv")
        self.used.add(full)
        return c_text(full)

    def source(self, row):
        return self.name("source-", row["source"])

    def names_c(self):
        for row in self.rows("names"):
            if not all(row[l].strip() for l in LANGS):
                raise Bad("a text is missing in a language")
        keys = sorted(self.names)
        yield "const struct date_text date_texts[] = {"
        for k in keys:
            yield f"    {{ {c_text(k)}, {{ " + ", ".join(f"[LANG_{l.upper()}] = {c_text(self.names[k][l])}" for l in LANGS) + " } },"
        yield f"}};\nconst size_t n_date_texts = {len(keys)};"

    def summers_c(self):
        self.summers = [""]
        yield "const struct summer_rule date_summers[] = {\n    { 0 },"
        for r in self.rows("summers"):
            hour, minute = map(int, r["utc_time"].split(":"))
            self.summers.append(r["name"])
            yield f"    {{ {int(r['start_month'])}, {int(r['end_month'])}, {hour * 60 + minute} }},"
        yield "};"

    def zones_c(self):
        by_zone = {}
        for r in self.rows("zones"):
            at = datetime.datetime.fromisoformat(r["from_utc"] + "+00:00").timestamp()
            rows = by_zone.setdefault(r["zone"], [])
            if rows and rows[-1][0] >= at:
                raise Bad("not in the order of time")
            rows.append((int(at), int(r["offset_min"]), self.summers.index(r["summer"])))
        self.zones = list(by_zone)
        for i, rows in enumerate(by_zone.values()):
            yield f"static const struct zone_change zone_{i}[] = {{"
            yield from (f"    {{ {at}, {off}, {summer} }}," for at, off, summer in rows)
            yield "};"
        yield "const struct zone date_zones[] = {"
        for i, (name, rows) in enumerate(by_zone.items()):
            yield f"    {{ {c_text(name)}, {len(rows)}, zone_{i} }},"
        yield f"}};\nconst size_t n_date_zones = {len(by_zone)};"

    def places_c(self):
        yield "const struct date_country date_countries[] = {"
        for r in self.rows("places"):
            if not re.fullmatch("[A-Z]{2,3}", r["country"]) or r["zone"] not in self.zones:
                raise Bad("no such country or zone")
            weekend = sum(1 << int(d) for d in r["weekend"])
            yield (f"    {{ {c_text(r['country'])}, {c_text(r['zone'])}, {weekend}, {int(r['known_from'])}, "
                   f"{int(r['known_to'])}, {c_text(r['union'])}, {c_text(r['source'])} }},")
        yield f"}};\nconst size_t n_date_countries = {len(self.places)};"

    def holiday_c(self, r):
        first, last = span(r)
        name = self.name("day-", r["name"])
        works = "true" if r["works"] == "yes" else "false"
        feast = re.fullmatch(r"(easter|pascha)([+-]\d+)", r["when"])
        how, month, day, plus, once = "HOLIDAY_YEARLY", 0, 0, 0, 0
        if feast:
            how, plus = f"HOLIDAY_{feast[1].upper()}", int(feast[2])
        elif re.fullmatch(r"\d\d-\d\d", r["when"]):
            month, day = map(int, r["when"].split("-"))
            datetime.date(2000, month, day)
        else:
            how, once = "HOLIDAY_ONCE", day_of(r["when"], None)
        if r["country"] not in self.places:
            raise Bad("no such country")
        return (f"    {{ {c_text(r['country'])}, {name}, {how}, {month}, {day}, {plus}, {once}, {first}, {last}, "
                f"{works}, {c_text(r['source'])} }},")

    def holidays_c(self):
        lines = [self.holiday_c(r) for r in self.rows("holidays") if confirmed(r)]
        yield "const struct holiday date_holidays[] = {"
        yield from lines
        yield f"}};\nconst size_t n_date_holidays = {len(lines)};"

    def services_c(self):
        lines = []
        for r in self.rows("service"):
            first, last = span(r)
            lines.append(f"    {{ {c_text(r['country'])}, {number_of(WAYS, r['way'], 'WAY')}, {int(r['amount'])}, "
                         f"{number_of(UNITS, r['unit'], 'UNIT')}, {first}, {last}, {self.source(r)} }},")
        yield "const struct service_rule service_rules[] = {"
        yield from lines
        yield f"}};\nconst size_t n_service_rules = {len(lines)};"

    def rule_c(self, r):
        first, last = span(r)
        end, minute = ENDS.get(r["end"], ("END_AT", 0))
        if end == "END_AT":
            hour, minutes = map(int, r["end"].split(":"))
            minute = hour * 60 + minutes
        self.name("rule-", r["code"])
        if r["country"] not in self.places:
            raise Bad("no such country")
        before = "true" if r["before"] == "yes" else "false"
        note = self.name("", r["note"]) if r["note"] else '""'
        return (f"    {{ {c_text(r['code'])}, {c_text(r['country'])}, {number_of(KINDS, r['kind'], 'KIND')},\n"
                f"        {number_of(EVENTS, r['event'], 'EVENT')}, {int(r['amount'])}, {number_of(UNITS, r['unit'], 'UNIT')}, {before},\n"
                f"        {dict(next='FIRST_NEXT_DAY', same='FIRST_SAME_DAY')[r['first']]}, ROLL_{r['roll'].upper()}, {end}, {minute},\n"
                f"        EFFECT_{r['effect'].upper()}, REACH_{r['reach'].upper()}, {first}, {last}, {self.source(r)}, {confirmed(r)}, {note} }},")

    def rules_c(self):
        rows, lines = [], []
        for r in self.rows("rules"):
            if rows and r["code"] < rows[-1]["code"]:
                raise Bad("rules stand in the order of their codes")
            if rows and r["code"] == rows[-1]["code"] and span(r)[0] <= span(rows[-1])[1]:
                raise Bad("two versions of a rule overlap")
            rows.append(r)
            lines.append(self.rule_c(r))
        self.rules = {r["code"] for r in rows}
        yield "const struct date_rule date_rules[] = {"
        yield from lines
        yield f"}};\nconst size_t n_date_rules = {len(lines)};"

    def regimes_c(self):
        lines = []
        for r in self.rows("regimes"):
            first, last = span(r)
            lines.append(f"    {{ {c_text(r['field'])}, {self.name('', r['value'])}, {c_text(r['country'])}, {first}, {last}, "
                         f"{self.source(r)}, {confirmed(r)} }},")
        yield "const struct date_regime date_regimes[] = {"
        yield from lines
        yield f"}};\nconst size_t n_date_regimes = {len(lines)};"

    def stages_c(self):
        lines = []
        for r in self.rows("stages"):
            first, last = span(r)
            codes = r["rules"].split()
            if r["country"] not in (*self.places, "*") or set(codes) - self.rules or len(codes) > 3:
                raise Bad("no such country or rule")
            self.name("proceeding-", r["proceeding"])
            number = number_of(PROCEEDINGS, r["proceeding"], "PROCEEDING")
            lines.append(f"    {{ {number}, {c_text(r['country'])}, {int(r['n'])}, {self.name('stage-', r['stage'])}, "
                         f"{self.name('', r['authority'])},\n        {{ {', '.join(map(c_text, codes)) or '0'} }}, EFFECT_{r['effect'].upper()}, "
                         f"{first}, {last}, {self.source(r)}, {confirmed(r)} }},")
        yield "const struct date_stage date_stages[] = {"
        yield from lines
        yield f"}};\nconst size_t n_date_stages = {len(lines)};"

    def all_c(self):
        for prefix, n in (("kind-", len(KINDS)), ("event-", len(EVENTS)), ("way-", len(WAYS))):
            for i in range(1, n + 1):
                self.name(prefix, i)
        for part in (self.names_c, self.summers_c, self.zones_c, self.places_c, self.holidays_c, self.services_c, self.rules_c,
                     self.regimes_c, self.stages_c):
            yield from part()
        unused = {n for n in self.names if not n.startswith("place-")} - self.used
        if unused:
            raise Bad(f"names that nothing uses: {' '.join(sorted(unused))}")


def main():
    out, folder = sys.argv[1:]
    tables = None
    try:
        tables = Tables(folder)
        lines = list(tables.all_c())
    except (Bad, ValueError, KeyError) as e:
        sys.exit(f"{tables.where if tables else folder}: {e}")
    with open(out, "w", encoding="utf-8") as c:
        c.write('/* Made by tools/deadlinec.py. */\n#include "desk/dates/stages.h"\n#include "desk/dates/names.h"\n\n')
        c.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
