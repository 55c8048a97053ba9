#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Trouble: a hub that is down, a desk clock two days off, a full disk, forged files.  A clear sentence or
a refused start that says what to do; nothing is lost.  usage: test_job_trouble.py BUILD"""
import pathlib
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import running  # noqa: E402
import seeker  # noqa: E402
import tap  # noqa: E402


def shim():
    """The library that shifts a program's clock."""
    return str(pathlib.Path(sys.argv[1]).resolve() / "tests/integration/libclock_shim.so")


class Trouble(running.Running):
    def restart(self, program, conf=None, env=None):
        program.stop()
        if conf is not None:
            self.net.hub_conf.update(conf)
            self.net.write_confs()
        program.start(env)
        program.wait_ready()

    def wait_for(self, test, what, timeout=30):
        end = time.monotonic() + timeout
        while not test():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.3)

    def test_hub_down(self):
        """The desk says so, keeps working, and sends what was answered meanwhile when the hub is back."""
        person = self.person()
        words = seeker.words_of(person.write("Перед отключением vorher0"))
        member = self.member(0)
        number = member.find("vorher0")
        self.assertEqual("", alarm(member))
        self.net.hub.stop()
        self.wait_for(lambda: alarm(member) != "", "the status page to say that the hub is down")
        member.reply(number, "Ответ во время отключения waehrend0")
        self.assertIn("waehrend0", member.thread(number))
        self.net.hub.start()
        self.net.hub.wait_ready()
        person.read_until(words, "waehrend0")
        self.person().write("После отключения nachher0")
        member.find("nachher0")

    def test_clock_two_days_off(self):
        """The hub refuses what is signed with a wrong time; the desk says that its clock is wrong."""
        program = self.net.desks[1]
        right = self.person("en")
        words = seeker.words_of(right.write("Written while the clock was wrong uhr0"))
        for off in (-172800, 172800):
            self.restart(program, env={"LD_PRELOAD": shim(), "CLOCK_OFF_S": str(off),
                                       "ASAN_OPTIONS": "verify_asan_link_order=0"})
            member = self.member(1, 1)      # reads English
            self.wait_for(lambda m=member: re.search(r"(?i)clock", alarm(m)), "the status page to tell of the clock")
        self.restart(program)
        member = self.member(1)
        member.reply(member.find("uhr0"), "The clock is right again uhr1")
        right.read_until(words, "uhr1")

    def test_full_store(self):
        """No room: the page says so and keeps the text; answers can still be read; later it works."""
        person = self.person()
        first = seeker.words_of(person.write("Пока есть место platz0"))
        self.restart(self.net.hub, {"disk": "16K"})
        try:
            for i in range(6):
                page = self.person().open_form()
                late = self.person()
                late.opened = time.monotonic()
                late.wait_ticket()
                page = late.submit(page, page.form(act="send"), text=f"Места может не быть {i} voll0")
                if page.status == 503:
                    break
            self.assertEqual(503, page.status)
            form = page.form(act="send")
            self.assertIn("voll0", next(f.value for f in form.fields if f.name == "text"))
            self.assertEqual([], person.read(first))
        finally:
            self.restart(self.net.hub, {"disk": "4G"})
        sent = late.submit(page, form)
        if sent.status == 422:      # the form is of before the restart: it says so and keeps the text
            late.opened = time.monotonic()
            late.wait_ticket()
            sent = late.submit(sent, sent.form(act="send"))
        self.assertEqual(12, len(seeker.words_of(sent)), sent.visible()[:300])

    def refused(self, command, *want):
        """A start that fails, and one sentence that says what to do."""
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        said = done.stdout + done.stderr
        self.assertNotEqual(0, done.returncode, said)
        self.assertTrue(any(w in said for w in want), f"{want} is not in: {said}")

    def damaged(self, path, command, *want):
        """Flip a byte in the middle of a file's text; the program must refuse it."""
        whole = path.read_bytes()
        at = len(whole) // 3
        try:
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
            self.refused(command, *want)
            path.write_bytes(whole[:len(whole) // 2])
            self.refused(command, *want)
        finally:
            path.write_bytes(whole)

    def test_forged_files_of_a_hub(self):
        hub = self.net.at("hub")
        check = [self.net.program("understory-hub"), "--check", str(hub / "hub.conf")]
        self.assertEqual(0, subprocess.run(check, capture_output=True, timeout=60, check=False).returncode)
        self.damaged(hub / "edition/note", check, "edition")
        self.damaged(hub / "root", check, "root")
        self.damaged(hub / "cards", check, "card")
        page = max((hub / "edition/pages").iterdir(), key=lambda p: p.stat().st_size)
        self.damaged(page, check, "edition", "page")
        self.net.hub.stop()
        try:
            self.damaged(hub / "edition/note", self.net.hub.command, "edition")
        finally:
            self.net.hub.start()
            self.net.hub.wait_ready()

    def test_forged_files_of_a_desk(self):
        program = self.net.desks[1]
        folder = self.net.at("desk-2")
        program.stop()
        try:
            self.damaged(folder / "root", program.command, "root")
            self.damaged(folder / "card", program.command, "card")
            self.damaged(folder / "roster", program.command, "roster")
            self.refused([program.command[0], str(folder / "desk.conf"), "poll=fast"], "poll")
            (folder / "card").rename(folder / "card.away")
            self.refused(program.command, "card")
            (folder / "card.away").rename(folder / "card")
        finally:
            program.start()
            program.wait_ready()

    def test_unknown_setting(self):
        conf = self.net.at("hub/hub.conf")
        self.refused([self.net.program("understory-hub"), "--check", str(conf), "colour=red"], "colour")
        self.refused([self.net.program("understory-hub"), "--check", str(conf), "batch=1"], "batch")
        self.refused([self.net.program("understory-hub"), "--check", str(self.net.at("nothing.conf"))], "nothing.conf")


def alarm(member):
    """What the page of the desk's state says of its hub when something is wrong; else nothing."""
    page = member.get("/status")
    row = page.read.within("td")
    return "" if page.read.within("span", "ok") else row[0].strip()


if __name__ == "__main__":
    tap.main()
