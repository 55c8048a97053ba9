#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""countryc: names of countries as a C table, from content/countries.csv (code and one column a language).

usage: countryc.py OUT.c COUNTRIES.csv"""
import csv
import re
import sys

LANGS = ("ru", "uk", "be", "en", "de")


def c_text(s):
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main():
    out, path = sys.argv[1:]
    with open(path, encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(line for line in f if not line.startswith("#")))
    for r in rows:
        if not re.fullmatch("[A-Z]{2}", r["code"]) or not all(r[l] for l in LANGS):
            sys.exit(f"{path}: not a whole row: {r}")
    with open(out, "w", encoding="utf-8") as c:
        c.write('/* Made by tools/countryc.py. */\n#include "desk/pages/countries.h"\n\nconst struct country countries[] = {\n')
        for r in rows:
            names = ", ".join(f"[LANG_{l.upper()}] = {c_text(r[l])}" for l in LANGS)
            c.write(f"    {{ {c_text(r['code'])}, {{ {names} }} }},\n")
        c.write(f"}};\n\nconst size_t n_countries = {len(rows)};\n")


if __name__ == "__main__":
    main()
