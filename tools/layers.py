#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""layers: check every #include under src/ against src/LAYERS (the architecture, in one file).
usage: layers.py SRC"""
import pathlib
import re
import sys

INCLUDE = re.compile(r'\s*#\s*include\s+(["<])([^">]+)')


def read_rules(path):
    order, rules, guarded = [], {}, {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, allowed = (part.strip() for part in line.partition(":"))
        unknown = [a for a in allowed.split() if a not in order]
        if unknown:
            sys.exit(f"LAYERS: {name} names {unknown}, which stands below it or nowhere: no cycles")
        if name.startswith("<"):
            guarded[name.strip("<>")] = set(allowed.split())
        else:
            order.append(name)
            rules[name] = {name, *allowed.split()}
    return order, rules, guarded


def problems_of(root):
    order, rules, guarded = read_rules(root / "LAYERS")

    def folder_of(path):
        inside = (f for f in sorted(order, key=len, reverse=True) if path.startswith(f + "/"))
        return next(inside, None)

    for f in sorted(p for p in root.rglob("*") if p.suffix in (".c", ".h", ".html")):
        here = folder_of(str(f.relative_to(root)))
        if here is None:
            yield f"{f}: in no layer"
            continue
        for n, line in enumerate(f.read_text(encoding="utf-8").splitlines(), 1):
            m = INCLUDE.match(line)
            if not m:
                continue
            generated = m[1] == '"' and "/" not in m[2] and ".gen." in m[2]
            own = m[1] == '"' and folder_of(m[2]) in rules[here]
            foreign = m[1] == "<" and here in guarded.get(m[2], {here})
            if not (generated or own or foreign):
                yield f"{f}:{n}: {here} may not include {m[2]}"


if __name__ == "__main__":
    found = list(problems_of(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or "every include is allowed by LAYERS")
    sys.exit(bool(found))
