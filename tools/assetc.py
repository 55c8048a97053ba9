#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""assetc: put style sheets and scripts into the program, each under a path that holds its hash, so that
browsers may keep them for ever.  Style sheets lose their comments and blanks; scripts stay as they are.

usage: assetc.py OUT.c OUT.h FILE..."""
import hashlib
import pathlib
import re
import sys

TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


def tight_css(css):
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    return re.sub(r":\s+", ":", css).replace(";}", "}").strip()


def c_lines(text):
    for line in text.splitlines(keepends=True):
        for i in range(0, len(line), 400):
            piece = line[i:i + 400]
            yield '    "' + piece.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def main():
    c_path, h_path, *paths = sys.argv[1:]
    names = []
    with open(c_path, "w", encoding="utf-8") as c:
        c.write(f'/* Made by tools/assetc.py. */\n#include "{pathlib.Path(h_path).name}"\n')
        for path in map(pathlib.Path, paths):
            text = path.read_text(encoding="utf-8")
            text = tight_css(text) if path.suffix == ".css" else text
            name = path.name.replace(".", "_").replace("-", "_")
            names.append(name)
            mark = hashlib.sha256(text.encode()).hexdigest()[:16]
            c.write(f'\nconst struct asset asset_{name} = {{ "/{path.stem}-{mark}{path.suffix}", "{mark}",\n'
                    f'    "{TYPES[path.suffix]}", {len(text.encode())},\n' + "\n".join(c_lines(text)) + " };\n")
    with open(h_path, "w", encoding="utf-8") as h:
        h.write("/* Made by tools/assetc.py. */\n#ifndef ASSETS_GEN_H\n#define ASSETS_GEN_H\n#include <stddef.h>\n\n"
                "struct asset {\n    const char *path, *mark, *type;\n    size_t n;\n    const char *text;\n};\n\n"
                + "".join(f"extern const struct asset asset_{n};\n" for n in names) + "\n#endif\n")


if __name__ == "__main__":
    main()
