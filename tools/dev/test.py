#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Run every test of both builds and end with the line "N passed, N failed".

The checked build (sanitizers) runs everything but the suite `plain`; the plain build runs the suite
`plain`: the scans of process memory, which sanitizers would spoil.  Counts come from the JUnit files,
so that every case counts, not every program."""
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as xml

RUNS = (("checked", ["--no-suite", "plain"]), ("plain", ["--suite", "plain"]))


def run(build, suites):
    at_once = str(max(4, 2 * (os.cpu_count() or 1)))  # most tests wait for one another's clocks, not for a processor
    command = ["meson", "test", "-C", f"build/{build}", "--no-rebuild", "--print-errorlogs", "--num-processes", at_once,
               *suites]
    started = time.monotonic()
    code = subprocess.run(command, check=False).returncode
    print(f"{build}: {time.monotonic() - started:.0f} s", flush=True)
    return code


def count(build):
    passed, failed = 0, []
    for case in xml.parse(f"build/{build}/meson-logs/testlog.junit.xml").iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed.append(f"{build}: {case.get('classname')} {case.get('name')}")
        elif case.find("skipped") is None:
            passed += 1
    return passed, failed


def main():
    passed, failed = 0, []
    for build, suites in RUNS:
        code = run(build, suites)
        n, bad = count(build)
        passed += n
        failed += bad or ([f"{build}: meson test ended with {code}"] if code else [])
    for line in failed:
        print("failed:", line)
    print(f"{passed} passed, {len(failed)} failed", flush=True)
    return bool(failed) or passed == 0


if __name__ == "__main__":
    sys.exit(main())
