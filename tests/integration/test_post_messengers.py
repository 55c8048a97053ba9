#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telegram and Signal against stand-ins, requests written down, and who is woken at night.
usage: test_post_messengers.py BUILD"""
import os
import pathlib
import shutil
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import desk  # noqa: E402
import messengers  # noqa: E402
import network  # noqa: E402
import tap  # noqa: E402

HUB = "http://exampleexample.onion/"


class PostMessengers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="understory-test-"))
        cls.bot, cls.signal = messengers.BotServer(), messengers.SignalServer()
        cls.net = network.Network(cls.folder / "net", sys.argv[1], orgs=network.ORGS[:1],
                                  desk={"idle": "60m", "retry": "200ms", "ring": "2s"})
        cls.rang = cls.folder / "rang"
        ring = cls.folder / "ring"
        ring.write_text(f"#!/bin/sh\necho \"$1\" >> {cls.rang}\n")
        ring.chmod(0o755)
        try:
            cls.net.make()
            at = cls.net.at("desk-1")
            cls.net.cli("desk", "channel", "add", "telegram", at, "--api", cls.bot.url, "--hub", HUB,
                        stdin=messengers.TOKEN + "\n")
            cls.net.cli("desk", "channel", "add", "signal", at, "--rpc", f"127.0.0.1:{cls.signal.port}",
                        "--account", "+490000000")
            cls.net.cli("desk", "duty", "add", at, "--member", "Anna", "--way", "command", "--to", ring, "--lang", "ru")
            cls.net.cli("desk", "duty", "add", at, "--member", "Anna", "--way", "push", "--to",
                        cls.bot.url + "/topic/t1", "--place", "1", "--lang", "de")
            cls.net.cli("desk", "duty", "add", at, "--member", "Boris", "--way", "telegram", "--to", "4711")
            cls.net.desks[0].start()
            cls.net.desks[0].wait_ready()
        except Exception:
            cls.tearDownClass()
            raise

    @classmethod
    def tearDownClass(cls):
        cls.net.stop()
        cls.bot.shutdown()
        shutil.rmtree(cls.folder, ignore_errors=True)

    at_desk = None                   # logged in, until the desk ends

    def member(self):
        if self.at_desk:
            return self.at_desk
        m = desk.Member(self.net.desk_urls[0], timeout=60)
        at = self.net.members(0)[0]
        m.login(at["name"], at["passphrase"])
        page = m.get("/settings")
        m.submit(page, page.form_to("/settings"), lang="en")
        type(self).at_desk = m
        return m

    def wait(self, test, what, timeout=40):
        end = time.monotonic() + timeout
        while True:
            found = test()
            if found:
                return found
            if time.monotonic() > end:
                self.fail(what)
            time.sleep(0.2)

    def test_1_night(self):
        """Locked, at night: somebody in danger writes; those on duty are woken without a word of it."""
        self.bot.put(501, "Нас держат в подвале, бьют, завтра на штурм. слово ночь")
        self.wait(lambda: not self.bot.waiting() or self.bot.confirmed, "the update is confirmed once it is kept")
        self.wait(self.rang.exists, "the command rings", 60)
        self.wait(lambda: self.bot.pushed, "the push goes out")
        self.assertEqual("Посмотрите, пожалуйста.\n", self.rang.read_text())
        path, text, headers = self.bot.pushed[0]
        self.assertEqual(("/topic/t1", "Bitte einmal nachsehen."), (path, text))
        self.assertNotIn("nderstory", str(headers))
        for name in ("records.db", "records.db-wal", "keys.db"):
            f = self.net.at("desk-1") / name
            self.assertNotIn("слово ночь".encode(), f.read_bytes() if f.exists() else b"")
        stranger = desk.Member(self.net.desk_urls[0])
        page = stranger.get("/login?l=en")
        self.assertIn("called one after the other", page.visible())
        page = stranger.submit(page, page.form_to("/quiet"))
        self.assertIn("Nobody is called for half an hour", stranger.get("/login?quiet=1&l=en").visible())
        m = self.member()
        self.assertIn("It rings, since", m.get("/status").visible())
        n = m.find("слово ночь")
        self.assertIn("U1", m.case(n).visible())
        self.assertIn("It rings, since", m.get("/status").visible(), "to open it is not enough")
        m.act(n, "note", text="I call her")
        self.wait(lambda: "It rings, since" not in m.get("/status").visible(), "a note answers the alarm")

    def test_2_first_words(self):
        """The person is told in her language how safe it is, and of the twelve words; files are refused."""
        self.bot.put(502, "/start", lang="uk")
        first = self.wait(lambda: self.bot.to(502), "the greeting")[0]
        self.assertIn("Цей чат може прочитати", first)
        self.assertIn(HUB, first)
        self.bot.put(503, None, lang="be", document={"file_id": "x", "file_name": "passport.pdf"}, caption="мой пашпарт слово")
        told = self.wait(lambda: len(self.bot.to(503)) >= 2 and self.bot.to(503), "greeting and refusal")
        self.assertTrue(any("тут не прымаем" in t for t in told), told)
        m = self.member()
        n = m.find("мой пашпарт слово")
        self.assertIn("it was refused", m.case(n).visible())
        self.bot.put(504, "/id")
        self.wait(lambda: self.bot.to(504) == ["504"], "the number of a chat")
        self.bot.put(-100, "Группа", kind="supergroup")
        self.bot.put(505, "Hello there, question one")
        m.find("question one")
        self.assertEqual([], m.having("Группа"))
        self.assertEqual([], self.bot.to(-100))

    def test_3_answers(self):
        """Long answers in parts; errors and limits of the server are heard."""
        m = self.member()
        self.bot.put(510, "Вопрос слово limit")
        n = m.find("слово limit")
        self.bot.fail = [("sendMessage", 429, {"ok": False, "error_code": 429, "description": "Too Many Requests",
                                               "parameters": {"retry_after": 3}}),
                         ("sendMessage", 502, {"ok": False, "error_code": 502, "description": "Bad Gateway"})]
        text = "Ответ слово lang. " + "слово " * 1100
        m.reply(n, text)
        self.wait(lambda: len(self.bot.to(510)) >= 3, "the answer comes in parts", 60)
        parts = self.bot.to(510)[1:]
        self.assertEqual(text.split(), "".join(parts).split())
        self.assertTrue(all(len(p.encode("utf-16-le")) // 2 <= 4096 for p in parts))
        self.wait(lambda: "The server took it" in m.case(n).visible(), "it shows as sent")
        self.assertEqual(len(parts), len(self.bot.to(510)) - 1, "nothing twice")
        self.bot.put(666, "Вопрос слово blocked")
        n = m.find("слово blocked")
        m.reply(n, "geht nicht")
        self.wait(lambda: "does not take messages from us" in m.case(n).visible(), "blocked shows, for good")

    def test_4_trouble(self):
        """Unauthorized, a second reader, nonsense: the status says so, and it comes back by itself."""
        m = self.member()
        for body, words in (
                (("getUpdates", 409, {"ok": False, "error_code": 409, "description": "Conflict: terminated by other"}),
                 "another program reads the same channel"),
                (("getUpdates", 200, ["no", "object"]), "the server answers with an error"),
                (("getUpdates", 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}),
                 "does not take the password or token")):
            self.bot.fail = [body] * 3
            self.bot.put(520, "weiter")
            self.wait(lambda words=words: words in m.get("/status").visible(), words, 90)
            self.bot.fail = []
            self.wait(lambda: "Telegram works" in m.get("/status").visible(), "it works again", 90)

    def test_5_flood_and_kill(self):
        """Many messages, the desk killed in the middle: each is there once."""
        for i in range(60):
            self.bot.put(530, f"flut nr{i}x")
        time.sleep(0.7)
        self.net.desks[0].kill()
        type(self).at_desk = None
        self.net.desks[0].start()
        self.net.desks[0].wait_ready()
        self.wait(lambda: self.bot.confirmed >= self.bot.next_id, "all are confirmed", 60)
        m = self.member()
        n = m.find("flut nr59x")
        text = m.thread(n)
        self.assertEqual([1] * 60, [text.count(f"nr{i}x") for i in range(60)])

    def test_6_signal(self):
        m = self.member()
        self.signal.put("+491111111", "Ich werde eingezogen, wort signal", name="Max")
        n = m.find("wort signal")
        self.assertIn("Signal", m.case(n).visible())
        m.reply(n, "Antwort per Signal")
        self.wait(lambda: ("+491111111", "Antwort per Signal") in self.signal.sent, "the answer")
        self.assertIn(("subscribeReceive", {"account": "+490000000"}), self.signal.calls)
        self.signal.results["+492222222"] = "UNREGISTERED_FAILURE"
        self.signal.put("+492222222", "wort weg", attachments=[{"id": "a"}])
        n = m.find("wort weg")
        m.reply(n, "zu spaet")
        self.wait(lambda: "does not take messages from us" in m.case(n).visible(), "gone shows")
        port = self.signal.port
        self.signal.stop()
        self.wait(lambda: "Signal the server cannot be reached" in m.get("/status").visible(), "down shows", 60)
        type(self).signal = messengers.SignalServer(port)
        self.signal.put("+491111111", "wieder da, wort zurueck")
        m.find("wort zurueck", timeout=60)

    def test_7_written_down(self):
        m = self.member()
        page = m.get("/new")
        page = m.submit(page, page.form_to("/new"), text="", reach="Мария")
        self.assertEqual(422, page.status)
        page = m.submit(page, page.form_to("/new"), text="Звонила мать, сына увезли в часть. слово звонок",
                        reach="Мария, после шести", channel="4", said_lang="ru")
        self.assertIn("The request is written down", page.visible())
        self.assertIn("written down by Anna", page.visible())
        self.assertIn("You have spoken with the person", page.visible())
        self.assertEqual(1, len(m.having("слово звонок")))

    def log_in_again(self, m, page=None):
        at = self.net.members(0)[0]
        page = page or m.get("/login")
        return m.submit(page, page.form(name=True, passphrase=True), name=at["name"], passphrase=at["passphrase"])

    def test_8_typed_is_kept(self):
        """What was said on the telephone is typed once, whatever the desk does meanwhile."""
        m = self.member()
        page = m.get("/new")
        form = page.form_to("/new")
        m.lock()
        page = m.submit(page, form, text="Звонил отец, слово дважды", reach="Пётр", channel="5", said_lang="uk")
        self.assertEqual(403, page.status)
        self.assertIn("nothing is lost", page.visible())
        self.log_in_again(m)
        page = m.submit(page, page.form_to("/new"))
        self.assertIn(page.status, (403, 409))
        self.assertIn("Звонил отец, слово дважды", page.text)
        self.assertIn("Пётр", page.text)
        page = m.submit(page, page.form_to("/new"))
        self.assertIn("The request is written down", page.visible())
        self.assertIn("in person", page.visible())
        n = m.having("слово дважды")[0]
        page = m.case(n)
        page = m.submit(page, page.form_to(f"/c/{n}/spoken"), text="  ")
        self.assertEqual(422, page.status)
        self.assertIn("There is no text yet", page.visible())
        form = page.form_to(f"/c/{n}/spoken")
        m.lock()
        page = m.submit(page, form, text="Сказали ему ждать")
        self.assertEqual(403, page.status)
        page = self.log_in_again(m, page)
        form = page.form_to(f"/c/{n}/spoken")
        self.assertEqual("Сказали ему ждать", next(x.value for x in form.fields if x.name == "text"))
        page = m.submit(page, form)
        self.assertIn("Said, and written down here", page.visible())
        self.assertNotIn("back in its field", page.visible())


if __name__ == "__main__":
    tap.main()
