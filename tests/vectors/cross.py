#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Random envelopes sealed in C and opened in JavaScript, and the other way: cross.py CROSS [COUNT]
CROSS is the compiled cross.c; COUNT envelopes in all, 500 unless told (10000 for the long run)."""
import pathlib
import subprocess
import sys

SCRIPT = pathlib.Path(__file__).resolve().parent / "cross.mjs"


def there(seal, open_, count):
    sealed = subprocess.run([*seal, "seal", str(count)], check=True, capture_output=True, timeout=900).stdout
    opened = subprocess.run([*open_, "open"], input=sealed, check=True, capture_output=True, timeout=900).stdout
    if int(opened) != count:
        sys.exit(f"cross: {seal[0]} sealed {count}, {open_[0]} opened {int(opened)}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    total = int(sys.argv[2]) if len(sys.argv) == 3 else 500
    c, js = [sys.argv[1]], ["node", SCRIPT]
    there(c, js, total // 2)
    there(js, c, total - total // 2)
    print(f"{total} envelopes opened on the other side")
