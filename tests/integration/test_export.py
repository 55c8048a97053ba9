#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The export of a case is what docs/formats/export.schema.json says, and the schema refuses what is not.
usage: test_export.py BUILD-FOLDER"""
import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/lib"))
import schema  # noqa: E402
import tap  # noqa: E402

SCHEMA = json.loads((ROOT / "docs/formats/export.schema.json").read_text(encoding="utf-8"))


class Export(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "case.json"
            subprocess.run([BUILD / "tests/unit/desk/test_desk_keep"], env={**os.environ, "KEEP_EXPORT": str(path)},
                           stdout=subprocess.DEVNULL, check=True, timeout=200)
            cls.case = json.loads(path.read_text(encoding="utf-8"))

    def test_fits_the_schema(self):
        self.assertEqual(schema.problems(SCHEMA, self.case), [])
        kinds = [e["kind"] for e in self.case["entries"]]
        self.assertEqual(kinds, ["message", "note", "answer"])

    def test_schema_refuses(self):
        def broken(change):
            other = copy.deepcopy(self.case)
            change(other)
            return schema.problems(SCHEMA, other)

        self.assertTrue(broken(lambda c: c.pop("version")))
        self.assertTrue(broken(lambda c: c["case"].update(urgency=5)))
        self.assertTrue(broken(lambda c: c["case"].update(psk="00")))
        self.assertTrue(broken(lambda c: c["entries"][0].update(at="yesterday")))
        self.assertTrue(broken(lambda c: c["entries"][0].update(kind="secret")))
        self.assertTrue(broken(lambda c: c["entries"][0].update(number="1")))


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv[1])
    tap.main()
