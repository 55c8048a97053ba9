#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Turn vectors.json into C arrays: vectors_h.py IN.json OUT.h
request.envelope becomes v_request_envelope; a text also ends in NUL, which its size counts."""
import json
import pathlib
import sys


def array(section, key, value):
    name = f"v_{section}_{key}"
    if key.endswith("_number"):
        return f"enum {{ {name} = {value} }};"
    raw = value.encode() + b"\0" if key.endswith("_text") else bytes.fromhex(value)
    kind = "char" if key.endswith("_text") else "uint8_t"
    body = ",".join(str(b) if kind == "uint8_t" or b < 128 else str(b - 256) for b in raw)
    return f"static const {kind} {name}[{len(raw)}] __attribute__((unused)) = {{{body}}};"


if __name__ == "__main__":
    data = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    lines = ["/* Made by tests/vectors/vectors_h.py; do not edit. */", "#include <stdint.h>"]
    lines += [array(section, key, value) for section, part in data.items() for key, value in part.items()]
    pathlib.Path(sys.argv[2]).write_text("\n".join(lines) + "\n", encoding="utf-8")
