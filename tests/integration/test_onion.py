#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`understory desk onion`: the files Tor wants, checked with independent code.
usage: test_onion.py BUILD-FOLDER"""
import base64
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lib"))
import tap  # noqa: E402

PROGRAM = pathlib.Path(sys.argv[1]) / "src" / "understory"


def run(*words):
    return subprocess.run([PROGRAM, "desk", "onion", *words], capture_output=True, text=True, timeout=60)


def unbase32(text):
    return base64.b32decode(text + "=" * (-len(text) % 8))


def public_of(secret):
    raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes(*raw)


class Onion(unittest.TestCase):
    def test_keys_and_files(self):
        with tempfile.TemporaryDirectory() as folder:
            done = run(folder, "--listen", "127.0.0.1:8401", "--member", "Olga", "Ivan Ivanov")
            self.assertEqual(done.returncode, 0, done.stderr)
            onion = pathlib.Path(folder) / "onion"
            lines = done.stdout.splitlines()
            self.assertEqual([l.split(": ")[0] for l in lines], ["Olga", "Ivan Ivanov"])
            for i, line in enumerate(lines):
                kept = (onion / "authorized_clients" / f"{i + 1}.auth").read_text()
                self.assertRegex(kept, r"^descriptor:x25519:[A-Z2-7]{52}\n$")
                self.assertEqual(public_of(unbase32(line.split(": ")[1])), unbase32(kept.strip().split(":")[2]))
                self.assertNotIn(line.split(": ")[1], kept)
            torrc = (onion / "torrc.part").read_text()
            self.assertIn(f"HiddenServiceDir {onion}\n", torrc)
            self.assertIn("HiddenServicePort 80 127.0.0.1:8401\n", torrc)
            for path in (folder, onion, onion / "authorized_clients"):
                self.assertEqual(pathlib.Path(path).stat().st_mode & 0o077, 0, path)
            self.assertFalse(re.search("Olga|Ivan", torrc))
            again = run(folder, "--listen", "127.0.0.1:8401", "--member", "Olga")
            self.assertEqual(again.returncode, 1)
            self.assertIn("there are keys already", again.stderr)

    def test_bad_words(self):
        for words in ([], ["x"], ["/tmp/x"], ["/tmp/x", "--listen", "127.0.0.1:8401"],
                      ["relative", "--listen", "127.0.0.1:8401", "--member", "a"],
                      ["/tmp/x", "--listen", "8401", "--member", "a"],
                      ["/tmp/x", "--listen", "a:0", "--member", "a"],
                      ["/tmp/x", "--listen", "a\nb:1", "--member", "a"]):
            self.assertEqual(run(*words).returncode, 2, words)


tap.main()
