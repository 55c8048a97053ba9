#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is left of 200 random texts two seconds after the last reply: nothing, neither on the hub's disk
nor in the memory of its processes.  And what the programs do on the way.
usage: test_scan.py BUILD"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import network  # noqa: E402
import running  # noqa: E402
import seeker  # noqa: E402
import spell  # noqa: E402
import tap  # noqa: E402

N_TEXTS = 200
HOLDER = "import sys,time; text = sys.stdin.read(); print('ready', flush=True); time.sleep(60)"


def scanner(build):
    return str(pathlib.Path(build) / "tests/memory/scan")


def scan(needles, places):
    """What the scanner says; hits are lines before the last."""
    with tempfile.NamedTemporaryFile("w", suffix=".needles") as f:
        f.write(needles)
        f.flush()
        done = subprocess.run([scanner(sys.argv[1]), f.name, *map(str, places)], capture_output=True, text=True,
                              timeout=300, check=False)
    if done.returncode == 2:
        raise AssertionError("the scanner could not look everywhere: " + done.stderr)
    lines = done.stdout.splitlines()
    print("# " + lines[-1], flush=True)
    return lines[:-1]


def files(*folders):
    return [p for folder in folders for p in sorted(pathlib.Path(folder).rglob("*")) if p.is_file()]


@unittest.skipUnless(os.geteuid() == 0, "the hub's processes are not dumpable: only root can read their memory")
class Memory(running.Running):
    def write_all(self, rng):
        """200 texts by forms of five languages; some early, some wrong words, some with an answer."""
        texts, phrases = [], []
        people = [self.person(running.LANGS[i % 5]) for i in range(N_TEXTS)]
        pages = [p.open_form() for p in people]
        people[-1].wait_ticket()
        for i, (person, page) in enumerate(zip(people, pages)):
            text = spell.random_text(rng, 60 if i % 40 == 0 else 12)
            got = person.send(page, text=text)
            words = seeker.words_of(got)
            self.assertEqual(12, len(words), got.visible()[:300])
            texts.append(text)
            phrases += [" ".join(words), "+".join(words[2:6]), seeker.digits_of(got)]
            if i % 10 == 0:
                person.check(got, words)
                person.read(words)
        for i in range(10):     # refused: the page holds the text, and nothing else may
            text = spell.random_text(rng)
            page = self.person().open_form()
            self.assertEqual(422, self.person().submit(page, page.form(act="send"), text=text, d="77").status)
            texts.append(text)
        for i in range(20):     # what is searched for is nobody's business either
            person = self.person(running.LANGS[i % 5])
            page = person.get(f"/{person.lang}/i")
            text = spell.random_text(rng)[:60]
            self.assertEqual(200, person.submit(page, page.form(act="find"), q=text).status)
            texts.append(text)
        return texts, phrases

    def answered(self, rng):
        """One answer read by its words: its text must not stay either."""
        person = self.person("ru")
        words = seeker.words_of(person.write("Вопрос " + (token := spell.random_text(rng, 1)[:6])))
        member = self.member(0)
        text = spell.random_text(rng, 20).replace("&", "und").replace("<", "(").replace(">", ")").replace('"', "'")
        member.reply(member.find(token), text)
        person.read_until(words, text[:40])
        return text

    def test_memory_and_disk(self):
        rng = spell.rng_of()
        answer = self.answered(rng)
        texts, phrases = self.write_all(rng)
        time.sleep(2)
        self.assertEqual([], [p for p in self.net.hub.pids() if not pathlib.Path(f"/proc/{p}/mem").exists()])
        needles = spell.needles(texts + [answer]) + spell.needles(phrases, 24)
        pids = self.net.hub.pids()
        self.assertGreaterEqual(len(pids), 5)
        self.assertEqual([], scan(needles, pids), "in memory")
        self.assertEqual([], scan(needles, files(self.net.at("hub"), self.net.at("log"))), "on disk")
        with subprocess.Popen([sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True) as holder:
            holder.stdin.write(texts[7])
            holder.stdin.close()
            holder.stdout.readline()
            self.assertNotEqual([], scan(needles, [holder.pid]), "the scan must find what is there")
            holder.kill()
        self.locked_desk(needles)

    def locked_desk(self, needles):
        """The folder of a locked or stopped desk holds no text, no answer, no passphrase."""
        for n, program in enumerate(self.net.desks):
            folder = self.net.at(self.net.orgs[n]["folder"])
            self.member(n).lock()
            secrets = spell.needles([m["passphrase"] for m in self.net.members(n)])
            self.assertEqual([], scan(needles + secrets, files(folder)), "running and locked")
            self.assertEqual(0, program.stop())
            self.assertEqual([], scan(needles + secrets, files(folder)), "stopped")
            program.start()
            program.wait_ready()

    def test_stored_rows(self):
        """No organisation, no key of a card and no shelf of a person stands in what the hub stores."""
        import sqlite3
        self.person().write("Строка в хранилище")
        time.sleep(2)
        cards = self.net.at("hub/cards").read_text(encoding="utf-8")
        keys = [bytes.fromhex(h) for h in re.findall(r"\b[0-9a-f]{32}(?:[0-9a-f]{32})?\b", cards)]
        self.assertGreater(len(keys), 50)
        with sqlite3.connect(f"file:{self.net.at('hub/store.db')}?mode=ro", uri=True) as db:
            tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = [value for t in tables for row in db.execute(f'SELECT * FROM "{t}"') for value in row]
        now = time.time()
        for value in rows:
            if isinstance(value, bytes):
                self.assertFalse([k for k in keys if k in value], "a key of a card in a row")
            elif isinstance(value, int):
                self.assertFalse(abs(value - now) < 1e7 or abs(value / 1000 - now) < 1e7, f"a clock time: {value}")
        self.assertTrue(any(isinstance(v, bytes) and len(v) == 4096 for v in rows))


class Binary(unittest.TestCase):
    def test_bound_at_start(self):
        """With lazy binding the resolver spills registers that hold a text: everything binds at start."""
        for name in ("understory-hub", "understory-gate", "understory-desk"):
            path = network.Network("/nowhere", sys.argv[1]).program(name)
            text = subprocess.run(["readelf", "-d", path], capture_output=True, text=True, check=True).stdout
            self.assertIn("BIND_NOW", text, name)


@unittest.skipUnless(shutil.which("strace") and os.geteuid() == 0, "strace and root are needed")
class Calls(unittest.TestCase):
    WRITES = re.compile(r"^(?:\[pid\s+)?(\d+)\]? +(write|pwrite64|writev|sendto|sendmsg|pwritev)\((\d+)")
    OPENS = re.compile(r'open(?:at|at2)?\(.*?"([^"]*)", ([^,)]*)')

    def test_no_text_is_written(self):
        """strace of a write and a read: nothing is opened for writing but the store, and a text goes
        into no call but the one that answers its own reader."""
        folder = pathlib.Path(tempfile.mkdtemp(prefix="understory-strace-"))
        net = network.Network(folder, sys.argv[1], hub={"sandbox": "off"})
        try:
            net.make()
            log = folder / "calls"
            net.hub.command = ["strace", "-f", "-qq", "-xx", "-s", "70000", "-o", str(log), "-e",
                               "trace=open,openat,creat,write,pwrite64,writev,pwritev,sendto,sendmsg", *net.hub.command]
            net.start()
            self.look(net, log)
        finally:
            net.stop()
            shutil.rmtree(folder, ignore_errors=True)

    def look(self, net, log):
        import desk
        text, reply = "Смотри какие вызовы kanarek", "Ответ виден только читателю lastochka"
        person = seeker.Seeker(net.hub_url)
        words = seeker.words_of(person.write(text))
        member = desk.Member(net.desk_urls[0])
        who = net.members(0)[0]
        member.login(who["name"], who["passphrase"])
        member.reply(member.find("kanarek"), reply)
        person.read_until(words, "lastochka")
        time.sleep(1)
        answers = 0
        opened = set()
        for line in log.read_text(errors="replace").splitlines():
            found = self.OPENS.search(line)
            if found and re.search(r"O_WRONLY|O_RDWR|O_CREAT", found[2]) and "= -1" not in line:
                opened.add(pathlib.Path(bytes.fromhex(found[1].replace("\\x", "")).decode()).name)
            data = bytes.fromhex("".join(re.findall(r"\\x([0-9a-f]{2})", line)))
            self.assertNotIn("kanarek".encode(), data, line[:200])
            if reply.encode() in data:
                answers += 1
                self.assertRegex(line, r"(sendto|sendmsg|write|writev)\(")
        self.assertGreater(answers, 0, "the trace is not alive")
        self.assertLessEqual(opened, {"store.db", "store.db-wal", "store.db-shm", "store.db-journal", "open.log",
                                      "null", "lock", "store.lock", "hub"}, "opened for writing")
        self.assertIn("open.log", opened)


if __name__ == "__main__":
    tap.main()
