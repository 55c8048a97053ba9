#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""deadlinec refuses what must not get into the tables.

usage: check_data.py ROOT"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

BROKEN = [  # file, old, new, what is complained of
    ("rules.csv", "by-appeals,unconfirmed", ",unconfirmed", "without a source"),
    ("rules.csv", "by-appeals,unconfirmed", "no-such-text,unconfirmed", "no row in names.csv"),
    ("rules.csv", "by-appeals,unconfirmed", "by-appeals,", "say who confirmed it"),
    ("rules.csv", "2014-04-11,2019-12-23", "2014-04-11,2019-12-24", "overlap"),
    ("rules.csv", "2014-04-11,2019-12-23", "2014-04-11,2014-04-10", "ends before it begins"),
    ("rules.csv", "2014-04-11,2019-12-23", "1969-12-31,2019-12-23", "before 1970"),
    ("rules.csv", ",15,days,,next,next,day,yes", ",15,moons,,next,next,day,yes", "moons"),
    ("rules.csv", "am-provisional-arrest,AM", "am-provisional-arrest,ZZ", "no such country"),
    ("holidays.csv", "RU,02-23", "RU,02-30", "day is out of range"),
    ("holidays.csv", "RU,2025-05-02", "RU,2101-05-02", "after 2100"),
    ("holidays.csv", "Labour code Art. 112,unconfirmed", ",unconfirmed", "without a source"),
    ("service.csv", "DE,post", "DE,pigeon", "pigeon"),
    ("places.csv", "Europe/Moscow", "Europe/Atlantis", "no such country or zone"),
    ("stages.csv", "am-provisional-arrest", "am-nothing", "no such country or rule"),
    ("names.csv", "явка по повестке", "", "missing in a language"),
    ("zones.csv", "Europe/Berlin,1996-03-31", "Europe/Berlin,1990-03-31", "order of time"),
]


def run(root, folder):
    with tempfile.NamedTemporaryFile(suffix=".c") as out:
        return subprocess.run([root / "tools/deadlinec.py", out.name, folder], capture_output=True, text=True, timeout=60)


def main():
    root = pathlib.Path(sys.argv[1])
    good = root / "content/deadlines"
    failed = [] if run(root, good).returncode == 0 else ["the real tables are refused"]
    for name, old, new, words in BROKEN:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(good, folder, dirs_exist_ok=True)
            file = pathlib.Path(folder) / name
            text = file.read_text(encoding="utf-8")
            if old not in text:
                failed.append(f"{name}: {old} is not there to break")
                continue
            file.write_text(text.replace(old, new, 1), encoding="utf-8")
            done = run(root, folder)
            if done.returncode == 0 or words not in done.stderr:
                failed.append(f"{name}: {new!r} gave {done.stderr.strip()!r}")
    print("\n".join(failed) or f"{len(BROKEN)} broken tables were refused")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
