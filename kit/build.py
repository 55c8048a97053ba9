#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bundle the kit into one file without inline script.  usage: build.py ESBUILD OUT.js
The same sources give the same bytes wherever they lie: nothing of the machine, the folder or the day goes in."""
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def build(esbuild, out):
    subprocess.run([esbuild, "main.js", "--bundle", "--minify", "--format=iife", "--target=es2020", "--charset=ascii",
                    "--legal-comments=eof", "--log-level=warning", f"--outfile={pathlib.Path(out).resolve()}"],
                   cwd=HERE, check=True, timeout=120)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    build(*sys.argv[1:])
