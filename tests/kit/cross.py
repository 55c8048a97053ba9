#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The kit and the C code agree: requests sealed by the kit open here, answers sealed here open in the kit, and both read what
people type as the same words.  usage: cross.py CROSS TYPED (compiled tests/vectors/cross.c and typed.c)
KIT_CROSS: how many of each, 250 unless told, 10000 for the long run."""
import os
import pathlib
import subprocess
import sys

KIT = ["node", str(pathlib.Path(__file__).resolve().parent / "cross.mjs")]


def run(command, given=b""):
    return subprocess.run(command, input=given, check=True, capture_output=True, timeout=900).stdout


def must_count(n, printed, what):
    if int(printed) != n:
        sys.exit(f"cross: {int(printed)} of {n} {what}")


def compare_typed(typed, n):
    lines = run([*KIT, "type", str(n)])
    ours, kits = run([typed], lines).splitlines(), run([*KIT, "read"], lines).splitlines()
    for line, a, b in zip(lines.splitlines(), ours, kits, strict=True):
        if a != b:
            sys.exit(f"cross: {bytes.fromhex(line.decode()).decode()!r}: C says {a.decode()}, the kit {b.decode()}")
    good = sum(len(a.split()[0]) == 30 for a in ours)
    if not n // 10 < good < n - n // 10:
        sys.exit(f"cross: {good} of {n} texts were words: the sample is not a good one")


def main():
    cross, typed = sys.argv[1:]
    n = int(os.environ.get("KIT_CROSS", "250"))
    must_count(n, run([cross, "open"], run([*KIT, "seal", str(n)])), "requests of the kit opened")
    must_count(n, run([*KIT, "open"], run([cross, "seal", str(2 * n)])), "answers opened in the kit")
    compare_typed(typed, 2 * n)
    print(f"{n} envelopes each way and {2 * n} typed texts agree")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main()
