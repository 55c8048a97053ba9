#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The kit builds to the same bytes in two other folders, is light, and has nothing in it that a kit may not have.
usage: test_build.py ESBUILD KIT.js"""
import gzip
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/lib"))
import tap  # noqa: E402

LIMIT = 25_000
NEVER = ("eval(", "new Function", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "localStorage",
         "sessionStorage", "indexedDB", "document.cookie", "serviceWorker", "XMLHttpRequest", "WebSocket", "sendBeacon",
         "http://", "https://", "pushState", "replaceState", "Math.random")


class Build(unittest.TestCase):
    def built_in(self, folder):
        """Copied to another place, with what package-lock.json names."""
        shutil.copytree(ROOT / "kit", folder / "kit")
        (folder / "node_modules").symlink_to((ROOT / "node_modules").resolve())
        shutil.copy(ROOT / "package.json", folder)
        subprocess.run([sys.executable, folder / "kit/build.py", sys.argv[1], folder / "out.js"], check=True, timeout=60)
        return (folder / "out.js").read_bytes()

    def test_same_bytes_twice(self):
        ours = pathlib.Path(sys.argv[2]).read_bytes()
        for name in ("one", "another-folder/deeper"):
            with tempfile.TemporaryDirectory(prefix="understory-kit-") as scratch:
                folder = pathlib.Path(scratch) / name
                folder.mkdir(parents=True)
                self.assertEqual(ours, self.built_in(folder), name)

    def test_light(self):
        self.assertLessEqual(len(gzip.compress(pathlib.Path(sys.argv[2]).read_bytes(), 9)), LIMIT)

    def test_holds_nothing_forbidden(self):
        for source in sorted((ROOT / "kit").glob("*.js")):
            text = source.read_text(encoding="utf-8")
            self.assertEqual([], [w for w in NEVER if w in text], source.name)
        bundle = re.sub(r"/\*!.*?\*/", "", pathlib.Path(sys.argv[2]).read_text(encoding="ascii"), flags=re.S)
        self.assertEqual([], [w for w in NEVER if w in bundle and not w.startswith("http")])
        self.assertNotIn("</script", bundle)

    def test_libraries_are_pinned(self):
        """Normal dependencies, each with a hash in the lock."""
        import json
        lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
        names = set(re.findall(r'from "(@[^/]+/[^/"]+)', "".join(p.read_text() for p in (ROOT / "kit").glob("*.js"))))
        self.assertEqual({"@noble/ciphers", "@noble/curves", "@noble/hashes"}, names)
        for name in names:
            self.assertTrue(lock[f"node_modules/{name}"]["integrity"].startswith("sha512-"), name)
            self.assertNotIn("dev", lock[f"node_modules/{name}"], name)
            self.assertIn(name, lock[""]["dependencies"])


if __name__ == "__main__":
    tap.main()
