#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures of every page of hub and desk into ./var/shots, with a sheet of all of them: index.html.
usage: shots.py --build DIR [--out DIR]"""
import argparse
import os
import pathlib
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    parser = argparse.ArgumentParser(prog="./dev shots", description=__doc__.splitlines()[0])
    parser.add_argument("--build", default=str(ROOT / "build/plain"))
    parser.add_argument("--out", default=str(ROOT / "var/shots"))
    args = parser.parse_args()
    out = pathlib.Path(args.out).resolve()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    run = str(ROOT / "tests/e2e/run.py")
    os.execv(run, [run, args.build, "shots.mjs", str(out)])     # it alone hears Ctrl-C, and tidies up


if __name__ == "__main__":
    sys.exit(main())
