#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Do both makers still write exactly the committed vectors?  compare.py"""
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def main():
    if not (HERE.parent.parent / "node_modules/@noble/curves").is_dir():
        sys.exit("compare: node_modules is missing: run `npm ci` in the top folder")
    committed = (HERE / "vectors.json").read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        for maker in (["/usr/bin/python3", "make_vectors.py"], ["node", "make_vectors.mjs"]):
            out = pathlib.Path(folder) / "out.json"
            subprocess.run([maker[0], HERE / maker[1], out], check=True, timeout=120)
            if out.read_bytes() != committed:
                sys.exit(f"compare: {maker[1]} writes something else than vectors.json")
            print(f"{maker[1]}: {len(committed)} bytes, the same")


if __name__ == "__main__":
    main()
