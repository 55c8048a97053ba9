#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""People who seal with the kit: nothing they write, read or remember is ever in the hub's memory or on its disk, not
even while the request is on its way.  usage: test_kit.py BUILD"""
import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import unittest
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "lib")]
import running  # noqa: E402
import spell  # noqa: E402
import tap  # noqa: E402
from test_scan import files, scan  # noqa: E402

N_TEXTS = 200


@unittest.skipUnless(os.geteuid() == 0, "the hub's processes are not dumpable: only root can read their memory")
class Kit(running.Running):
    def kit(self, **asked):
        done = subprocess.run(["node", str(HERE / "kit_user.mjs")], input=json.dumps({"hub": self.net.hub_url, **asked}),
                              capture_output=True, text=True, timeout=200, check=False)
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def paused(self, body):
        """A connection that has sent all of a request but its last bytes, and the rest."""
        where = urllib.parse.urlsplit(self.net.hub_url)
        s = socket.create_connection((where.hostname, where.port), timeout=20)
        head = (f"POST / HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n")
        s.sendall(head.encode() + body[:-20])
        time.sleep(1)
        return s, body[-20:]

    def hits_in_flight(self, body, needles):
        s, rest = self.paused(body)
        hits = scan(needles, [*self.net.hub.pids(), *files(self.net.at("hub"))])
        s.sendall(rest)
        return hits, s.recv(4096)

    def test_in_flight(self):
        rng = spell.rng_of()
        text = spell.random_text(rng, 40)
        needles = spell.needles([text])
        body = self.kit(lang="ru", act="seal", texts=[text])["body"].encode()
        time.sleep(2.1)
        hits, answer = self.hits_in_flight(body, needles)
        self.assertEqual([], hits)
        self.assertIn(b"stored", answer)
        page = self.person("ru").open_form()
        fields = {"act": "send", "l": "ru", "tok": next(f.value for f in page.form(act="send").fields if f.name == "tok"),
                  "text": text, "end": "x" * 40}
        hits, _ = self.hits_in_flight(urllib.parse.urlencode(fields).encode(), needles)
        self.assertNotEqual([], hits, "without the kit the text must be found while it is on its way: is the scan alive?")

    def answered(self, rng):
        """One answer that is read by its words: {asked, reply, words}."""
        asked, reply = spell.random_text(rng, 8), spell.random_text(rng, 20).replace("&", "und").replace("<", "(")
        words = " ".join(self.kit(lang="ru", act="write", texts=[asked])[0]["words"])
        member = self.member(0)
        member.reply(member.find(asked.split()[0]), reply)
        answers = []
        for _ in range(60):
            answers = answers or self.kit(lang="ru", act="read", words=words)["answers"]
            time.sleep(0 if answers else 0.5)
        self.assertEqual([reply], answers)
        return asked, reply, words

    def test_memory_and_disk(self):
        rng = spell.rng_of()
        asked, reply, words = self.answered(rng)
        texts = [spell.random_text(rng, 60 if i % 40 == 0 else 12) for i in range(N_TEXTS)]
        got = [one for i, lang in enumerate(running.LANGS) for one in self.kit(lang=lang, act="write", texts=texts[i::5])]
        phrases = [p for one in got for p in (" ".join(one["words"]), " ".join(one["digits"]))] + [words]
        time.sleep(2)
        needles = spell.needles([*texts, asked, reply]) + spell.needles(phrases, 24)
        self.assertGreaterEqual(len(self.net.hub.pids()), 5)
        self.assertEqual([], scan(needles, self.net.hub.pids()), "in memory")
        self.assertEqual([], scan(needles, files(self.net.at("hub"), self.net.at("log"))), "on disk")


if __name__ == "__main__":
    tap.main()
