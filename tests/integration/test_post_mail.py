#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mail against real servers: fetched while the desk is locked, nothing lost, nothing twice, answered.
usage: test_post_mail.py BUILD"""
import base64
import datetime
import email
import email.policy
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import zoneinfo

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import desk  # noqa: E402
import mailservers  # noqa: E402
import network  # noqa: E402
import tap  # noqa: E402


def mail(text, sender="Ivan <ivan@example.org>", subject="Повестка", charset="utf-8", more=""):
    body = base64.encodebytes(text.encode(charset)).decode()
    subject = "=?utf-8?B?" + base64.b64encode(subject.encode()).decode() + "?="
    return (f"From: {sender}\r\nTo: {mailservers.ADDRESS}\r\nSubject: {subject}\r\nMessage-ID: <{time.time_ns()}@example.org>\r\n"
            f"Date: Sun, 22 Nov 2026 10:00:00 +0300\r\n{more}MIME-Version: 1.0\r\n"
            f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}").encode()


class PostMail(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="understory-test-"))
        os.chmod(cls.folder, 0o755)
        cls.mail = mailservers.Mail(cls.folder / "mail")
        cls.net = network.Network(cls.folder / "net", sys.argv[1], orgs=network.ORGS[:1],
                                  desk={"idle": "60m", "retry": "200ms", "ring": "2s"})
        try:
            cls.mail.start()
            cls.net.make()
            cls.add_channel()
            cls.net.desks[0].start()
            cls.net.desks[0].wait_ready()
        except Exception:
            cls.tearDownClass()
            raise

    @classmethod
    def add_channel(cls):
        m = cls.mail
        print("# " + cls.net.cli(
            "desk", "channel", "add", "mail", cls.net.at("desk-1"), "--imap", f"imaps://localhost:{m.imap_port}", "--smtp",
            f"smtps://localhost:{m.smtp_port}", "--user", mailservers.USER, "--address", mailservers.ADDRESS, "--ca", m.ca,
            "--poll", "30", "--name", "Post", *([] if m.is_root else ["--untested"]), stdin=mailservers.PASSWORD + "\n").strip())

    @classmethod
    def tearDownClass(cls):
        if cls.net.hub:
            cls.net.stop()
        cls.mail.stop()
        shutil.rmtree(cls.folder, ignore_errors=True)

    at_desk = None                   # logged in, until the desk ends

    def member(self):
        if self.at_desk:
            return self.at_desk
        m = desk.Member(self.net.desk_urls[0], timeout=60)
        at = self.net.members(0)[0]
        m.headers = {"Accept-Language": "en"}
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
            time.sleep(0.3)

    def arrived(self, box, text):
        """The mail in a box that holds this text."""
        for _, raw in self.mail.all(box):
            m = email.message_from_bytes(raw, policy=email.policy.default)
            if not m.is_multipart() and text in m.get_content():
                return m
        return None

    def test_1_command(self):
        """Set-up by command: the channel is tried, and no secret is ever printed."""
        out = self.net.cli("desk", "channel", "list", self.net.at("desk-1"))
        self.assertIn("1 mail " + mailservers.ADDRESS, out)
        self.assertNotIn(mailservers.PASSWORD, out)
        if self.mail.is_root:
            self.assertIn("works", self.net.cli("desk", "channel", "test", self.net.at("desk-1"), "--slot", "1"))

    def tried(self, *words, stdin=""):
        """Exit code and all that is said of a command that may fail."""
        run = subprocess.run([self.net.program("understory"), "desk", "channel", *map(str, words)], input=stdin,
                             capture_output=True, text=True, timeout=120, check=False)
        return run.returncode, run.stdout + run.stderr

    def test_1_newcomer(self):
        """A mailbox is set up with one command; what is wrong is said in the reader's language, with what to do."""
        m, at = self.mail, self.folder / "newcomer"
        self.net.cli("desk", "init", at, *[x for who in network.ORGS[1]["members"] for x in ("--member", who)])

        def add(lang="en", imap=None, password=mailservers.PASSWORD, ca=("--ca", str(m.ca))):
            return self.tried("add", "mail", at, "--imap", imap or f"imaps://localhost:{m.imap_port}",
                              "--smtp", f"smtps://localhost:{m.smtp_port}", "--user", mailservers.USER,
                              "--address", mailservers.ADDRESS, *ca, "--lang", lang, stdin=password + "\n")
        for lang, more, words, advice, all_the_same in (
                ("ru", {"password": "falsch"}, "сервер не принимает пароль", "отдельный пароль для программ",
                 "Канал 1 всё равно настроен"),
                ("en", {"imap": "imaps://no-such-host.invalid:993"}, "the server cannot be reached", "Check names and ports",
                 "Channel 1 is set up all the same"),
                ("de", {"imap": f"imaps://0.0.0.0:{m.imap_port}"}, "Zertifikat des Servers", "genau den Namen",
                 "Kanal 1 ist trotzdem eingerichtet"),
                ("en", {"ca": ()}, "certificate does not check", "--ca FILE", "channel change FOLDER --slot 1")):
            code, out = add(lang, **more)
            self.assertEqual(code, 1, out)
            for text in (words, advice, all_the_same):
                self.assertIn(text, out)
            self.assertNotIn(more.get("password", mailservers.PASSWORD), out)
            code, out = add(lang="en")
            self.assertEqual(code, 1, "the same address again")
            self.assertIn("Nothing was set up or changed: channel 1 is this address", out)
            self.assertEqual(len(self.net.cli("desk", "channel", "list", at).splitlines()), 1)
            self.assertIn("Channel 1 is removed", self.net.cli("desk", "channel", "remove", at, "--slot", "1", "--lang", "en"))
        self.assertEqual(add(password="falsch")[0], 1)
        if m.is_root:
            out = self.net.cli("desk", "channel", "change", at, "--slot", "1", "--password", "--name", "Neu", "--lang", "ru",
                               stdin=mailservers.PASSWORD + "\n")
            self.assertIn("работает", out)
            self.assertIn("Канал 1 изменён", out)
        self.assertIn("PUBLIC KEY", self.net.cli("desk", "channel", "key", at, "--slot", "1"))
        self.net.cli("desk", "channel", "remove", at, "--slot", "1")

    def test_1_usage(self):
        for words in (("--help",), ("add", "mail", "--help")):
            code, out = self.tried(*words)
            self.assertEqual(code, 0, out)
            self.assertIn("add mail FOLDER --imap imaps://HOST:993", out)

    def test_2_locked(self):
        """A locked desk files sealed; only then is the mail marked as read; unlocked it is a case."""
        canary = "канарейкаодин"
        self.mail.put(mail(f"Меня держат в подвале и бьют, помогите срочно. {canary}", charset="koi8-r",
                           more="Autocrypt: addr=ivan@example.org; keydata=AAAA\r\n"))
        self.mail.wait_seen()
        for name in ("records.db", "records.db-wal", "keys.db"):
            path = self.net.at("desk-1") / name
            content = path.read_bytes() if path.exists() else b""
            for text in (canary, "ivan@example.org", "подвале"):
                for charset in ("utf-8", "koi8-r", "utf-16-le"):
                    self.assertNotIn(text.encode(charset), content, f"{text} in {name}")
        locked = desk.Member(self.net.desk_urls[0]).get("/login?l=en")
        self.assertIn("1 new request waits. At least one says: danger now.", locked.visible())
        m = self.member()
        n = m.find(canary)
        page = m.case(n)
        self.assertIn("e-mail", page.visible())
        self.assertIn("Повестка", page.visible())
        self.assertIn("U1", page.visible())
        self.assertIn("ivan@example.org", page.visible())
        self.assertIn("Answer to the person by e-mail", page.visible())

    def test_3_at_once(self):
        """The server tells of new mail (IDLE): it is at the desk within seconds, though it is asked every half minute only."""
        m = self.member()
        for i in range(3):
            time.sleep(0.5)
            began = time.monotonic()
            self.mail.put(mail(f"Письмо сразу, слово sofort{i}.", sender=f"sofort{i}@example.org"))
            self.mail.wait_seen(timeout=20)
            m.find(f"слово sofort{i}", timeout=10)
            print(f"# at the desk after {time.monotonic() - began:.1f} s", flush=True)
            self.assertLess(time.monotonic() - began, 15)

    def test_3_answer(self):
        m = self.member()
        self.mail.put(mail("Первое письмо, вопрос один.", sender="Olga <duty@example.org>", subject="Вопрос"))
        n = m.find("вопрос один")
        m.reply(n, "Ответ два: напишите нам ещё.\n.\nстрока с точкой")
        if not self.mail.is_root:
            self.skipTest("OpenSMTPD runs as root only")
        sent = self.wait(lambda: self.arrived("duty", "Ответ два"), "the answer in the mailbox")
        self.assertEqual(sent["From"], mailservers.ADDRESS)
        self.assertEqual(sent["Subject"], "Re: Вопрос")
        self.assertRegex(sent["In-Reply-To"], r"^<\d+@example.org>$")
        self.assertIn("строка с точкой", sent.get_content())
        raw = sent.as_string().lower()
        for word in ("understory", "libcurl", "user-agent", "x-mailer", os.uname().nodename.lower() + "."):
            self.assertNotIn(word, raw)
        self.assertTrue(all("[127.0.0.1]" in h for h in self.mail.front.hellos), self.mail.front.hellos)
        self.wait(lambda: "The server took it" in m.case(n).visible(), "the answer shows as sent")
        reply = mail("Спасибо, вопрос три.", sender="olga <DUTY@example.org>", subject="Re: Вопрос",
                     more=f"In-Reply-To: {sent['Message-ID']}\r\n")
        self.mail.put(reply)
        self.wait(lambda: "вопрос три" in m.thread(n), "the same sender, the same case")
        self.mail.put(mail("Автоответ.", sender="duty@example.org", more="Auto-Submitted: auto-replied\r\n"))
        self.wait(lambda: "written by a machine" in m.case(n).visible(), "machines are shown as such")

    def test_4_not_twice(self):
        m = self.member()
        raw = mail("Только один раз, слово eins.", sender="once@example.org")
        self.mail.put(raw)
        n = m.find("слово eins")
        self.mail.wait_seen()
        self.mail.put(raw)          # the same bytes once more, unread
        self.mail.wait_seen()
        time.sleep(1)
        self.assertEqual(1, m.thread(n).count("слово eins"))
        self.assertEqual([n], m.having("слово eins"))

    def test_5_hostile(self):
        """What strangers send is kept, shown as far as it can be, and breaks nothing."""
        m = self.member()
        deep = b"From: deep@example.org\nContent-Type: multipart/mixed; boundary=a\n\n" + b"".join(
            b"--a\nContent-Type: multipart/mixed; boundary=a%d\n\n--a%d\n" % (i, i) for i in range(20000))
        self.mail.put(deep)
        giant = 2_000_000 if network.is_sanitized(sys.argv[1]) else 10_000_000     # there everything takes longer
        self.mail.put(b"From: big@example.org\nSubject: big\nX-Big: " + b"h" * giant + b"\n\nhallo riesenkopf\n")
        self.mail.put(b"From: long@example.org\nSubject: long\n\nhallo riesentext " + b"wort " * 2_000_000)
        self.mail.put(b"From: web@example.org\nSubject: web\nContent-Type: text/html; charset=windows-1251\n\n<p>"
                      + "Страница текст".encode("cp1251") + b"<script>alert(1)</script><img src=x onerror=y></p>")
        self.mail.put(b"\0\0\0\xff\xfe no mail at all")
        self.mail.put(b"From: many@example.org\nSubject: many\nContent-Type: multipart/mixed; boundary=x\n\n"
                      + b"--x\nContent-Type: text/plain\n\nhallo tausendteile\n" + b"".join(
                          b"--x\nContent-Type: application/octet-stream; name=\"f%d\"\n\nteil %d\n" % (i, i) for i in range(1000)) + b"--x--\n")
        self.mail.put(b"From: lie@example.org\nSubject: lie\nContent-Type: text/plain; charset=utf-8\n\n"
                      + "Это было в cp1251, wort falschzeichen\n".encode("cp1251"))
        self.mail.put(b"From: unknown@example.org\nSubject: =?x-none?B?/////w==?=\nContent-Type: text/plain; charset=x-none\n\nwort unbekannt\xff\n")
        self.mail.put(b"From: head@example.org\n" + b"".join(b"X-H%d: v\n" % i for i in range(50000)) + b"Subject: k\n\nwort kopfzeilen\n")
        self.mail.put(b"From: nul@example.org\nSubject: n\n\nnullwort\0nach\n")
        self.mail.put(b"From: cal@example.org\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n"
                      + b"BEGIN:VEVENT\nRRULE:FREQ=SECONDLY\nEND:VEVENT\n" * 20000)
        self.mail.wait_seen(timeout=90)
        n = m.find("Страница текст", timeout=60)
        self.assertNotIn("alert(1)", m.thread(n))
        m.find("hallo riesenkopf")
        self.assertIn("more files than fit", m.case(m.find("hallo tausendteile")).visible())
        m.find("falschzeichen")
        m.find("wort unbekannt")
        m.find("wort kopfzeilen")
        self.assertIn("the whole is a file", m.case(m.find("hallo riesentext")).visible())
        m.find("nullwort")
        status = m.get("/status").visible()
        self.assertRegex(status, r"e-mail Post.*works")

    def test_6_unsafe(self):
        """A form says that the person must not be written to: nothing leaves, the text stays."""
        m = self.member()
        self.mail.put(mail("Не пишите мне, слово unsafe.", sender="unsafe@example.org"))
        n = m.find("слово unsafe")
        page = m.get(f"/c/{n}/form/8")
        form = page.form_to("/form/8")
        name = next(x.name for x in form.fields if x.kind in ("radio", "select"))
        page = m.submit(page, form, **{name: "2"})
        self.assertEqual(200, page.status, page.visible()[:500])
        page = m.case(n)
        self.assertIn("may not write to this person", page.visible())
        page = m.submit(page, page.form_to(f"/c/{n}/reply"), text="diese antwort geht nicht")
        self.assertEqual(409, page.status)
        self.assertIn("diese antwort geht nicht", page.text)
        self.assertIn("Nothing was sent", page.visible())
        time.sleep(2)
        self.assertIsNone(self.arrived("ivan", "diese antwort"))

    def fill_safe(self, m, n, **values):
        page = m.get(f"/c/{n}/form/8")
        form = page.form_to("/form/8")
        page = m.submit(page, form, **values)
        self.assertEqual(200, page.status, page.visible()[:500])

    def test_6_when_and_as_whom(self):
        """Outside her hours an answer waits and can be taken back; mails bear the name she asked for; other ways refuse."""
        m = self.member()
        self.mail.put(mail("Муж видит телефон, слово hours.", sender="duty@example.org", subject="Дезертир"))
        n = m.find("слово hours")
        now = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Kyiv"))
        at = [(now + datetime.timedelta(minutes=k)).strftime("%H:%M") for k in (-30, 60, 120)]
        self.fill_safe(m, n, f1="1", f7=at[1], f7u=at[2], f7z="Europe/Kyiv", f8="Marina", f9="1", f3="Саша", f5="как погода")
        page = m.case(n)
        self.assertIn(f"{at[1]}–{at[2]}", page.visible())
        form = page.form_to(f"/c/{n}/reply")
        text = next(x.value for x in form.fields if x.name == "text")
        self.assertEqual(["Саша,", "как погода"], text.split("\n\n")[:2])
        page = m.submit(page, form)
        self.assertEqual(422, page.status, "the greeting alone is no answer")
        m.reply(n, "Саша, ждёт вечера")
        self.assertIn("It waits for the hours that are safe", m.case(n).visible())
        time.sleep(3)
        self.assertIsNone(self.arrived("duty", "ждёт вечера"))
        page = m.case(n)
        page = m.submit(page, page.form_to(f"/c/{n}/back"))
        self.assertIn("It was not sent", page.visible())
        self.assertIn("Taken back before it left", page.visible())
        form = page.form_to(f"/c/{n}/reply")
        self.assertEqual("Саша, ждёт вечера", next(x.value for x in form.fields if x.name == "text"))
        m.reply(n, "Саша, снова ждёт")
        item = re.search(rf"/c/{n}/item/[0-9a-f]+", m.case(n).text)[0]
        page = m.get(item + "/edit")
        page = m.submit(page, page.form_to(item), f7=at[0], f7u=at[1], f7z="Europe/Kyiv")
        self.assertEqual(200, page.status, page.visible()[:500])
        self.assertEqual(2, m.case(n).visible().count("Taken back before it left"), "a change takes back what waits")
        m.reply(n, "Саша, теперь можно")
        if self.mail.is_root:
            sent = self.wait(lambda: self.arrived("duty", "теперь можно"), "within the hours it leaves")
            self.assertEqual("Marina <help@desk.example.org>", sent["From"])
            self.assertEqual("Re:", sent["Subject"])
        page = m.get(item + "/edit")
        page = m.submit(page, page.form_to(item), f2="1")
        self.assertEqual(200, page.status, page.visible()[:500])
        page = m.case(n)
        page = m.submit(page, page.form_to(f"/c/{n}/reply"), text="auf unsicherem weg")
        self.assertEqual(403, page.status)
        self.assertIn("auf unsicherem weg", page.text)
        self.assertIn("does not name this way", page.visible())

    def test_7_down(self):
        """A channel that is down shows, and comes back by itself; an answer waits meanwhile."""
        if not self.mail.is_root:
            self.skipTest("OpenSMTPD runs as root only")
        m = self.member()
        self.mail.put(mail("Вопрос, слово down.", sender="ivan@example.org"))
        n = m.find("слово down")
        self.mail.front.busy = b"451 later\r\n"
        m.reply(n, "Antwort zurueck, spaeter")
        self.wait(lambda: "the server asks to wait" in m.case(n).visible(), "it is shown that it waits")
        self.mail.front.busy = None
        self.wait(lambda: self.arrived("ivan", "Antwort zurueck"), "the answer leaves later", 60)
        self.mail.imap.stop()
        self.wait(lambda: "the server cannot be reached" in m.get("/status").visible(), "the status says so")
        self.mail.imap.start()
        self.mail.put(mail("Снова работает, слово wieder.", sender="ivan@example.org"))
        self.wait(lambda: "слово wieder" in m.thread(n), "it comes back", 90)

    def test_7_encrypted(self):
        """The other side's key came with the mail: the answer is encrypted to it, or does not leave at all."""
        if not self.mail.is_root:
            self.skipTest("OpenSMTPD runs as root only")
        home = self.folder / "gnupg"
        home.mkdir(mode=0o700, exist_ok=True)
        gpg = ["gpg", "--homedir", str(home), "--batch", "--quiet"]
        subprocess.run([*gpg, "--passphrase", "", "--quick-gen-key", "<key@example.org>", "default", "default", "never"],
                       check=True, capture_output=True, timeout=120)
        key = subprocess.run([*gpg, "--export"], check=True, capture_output=True, timeout=30).stdout
        m = self.member()
        for sender, data in (("key", key), ("junk", b"\x99\x01" + bytes(200))):
            header = f"Autocrypt: addr={sender}@example.org; prefer-encrypt=mutual; keydata={base64.b64encode(data).decode()}\r\n"
            self.mail.put(mail(f"Вопрос с ключом, слово {sender}k.", sender=f"{sender}@example.org", more=header))
        n = m.find("слово keyk")
        self.assertIn("encrypted to it", m.case(n).visible())
        m.reply(n, "geheime antwort ключ")
        raw = self.wait(lambda: next((r for _, r in self.mail.all("key") if b"multipart/encrypted" in r), None), "it arrives")
        self.assertNotIn(b"geheime", raw)
        sent = email.message_from_bytes(raw, policy=email.policy.default)
        self.assertEqual("...", sent["Subject"])
        armour = list(sent.iter_parts())[1].get_payload(decode=True)
        inner = subprocess.run([*gpg, "-d"], input=armour, check=True, capture_output=True, timeout=60).stdout
        self.assertEqual("geheime antwort ключ", email.message_from_bytes(inner, policy=email.policy.default).get_content().strip())
        n = m.find("слово junkk")
        m.reply(n, "darf nicht offen hinaus")
        self.wait(lambda: "is not sent open" in m.case(n).visible(), "it is not sent open")
        self.assertEqual([], self.mail.all("junk"))
        subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False, timeout=30)

    def pgp_mail(self, to_key, text, sender, subject="...", act=("--encrypt",)):
        """A mail as mail programs encrypt it (RFC 3156), to the key in this file, with a file inside."""
        inside = (f"Content-Type: multipart/mixed; boundary=i; protected-headers=v1\r\nSubject: {subject}\r\n\r\n"
                  f"--i\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n--i\r\nContent-Type: image/png\r\n"
                  "Content-Disposition: attachment; filename=bild.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K\r\n--i--\r\n")
        armour = subprocess.run(["gpg", "--homedir", str(self.folder / "gnupg"), "--batch", "--quiet", "--trust-model", "always",
                                 "--armor", "--recipient-file", str(to_key), *act], input=inside.encode(), check=True,
                                capture_output=True, timeout=60).stdout.decode()
        return (f"From: <{sender}>\r\nTo: {mailservers.ADDRESS}\r\nSubject: ...\r\nMIME-Version: 1.0\r\n"
                "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=o\r\n\r\n"
                "--o\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--o\r\n"
                f"Content-Type: application/octet-stream; name=encrypted.asc\r\n\r\n{armour}\r\n--o--\r\n").encode()

    def test_7_encrypted_to_us(self):
        """Our key goes out with every mail; what is encrypted to it is opened by an unlocked desk only; what is not, is kept."""
        (self.folder / "gnupg").mkdir(mode=0o700, exist_ok=True)
        m = self.member()
        key = self.folder / "ours.asc"
        key.write_text(self.net.cli("desk", "channel", "key", self.net.at("desk-1"), "--slot", "1"))
        if self.mail.is_root:
            self.mail.put(mail("Вопрос, слово schluessel.", sender="ivan@example.org"))
            n = m.find("слово schluessel")
            m.reply(n, "antwort mit schluessel")
            sent = self.wait(lambda: self.arrived("ivan", "antwort mit schluessel"), "the answer")
            addr, _, data = sent["Autocrypt"].replace(" ", "").split(";")
            self.assertEqual("addr=" + mailservers.ADDRESS, addr)
            key = self.folder / "ours.pgp"
            key.write_bytes(base64.b64decode(data.partition("=")[2]))
        self.mail.put(self.pgp_mail(key, "Меня забирают завтра, слово verschluesselt.", "pgp@example.org", "Geheimer Betreff"))
        n = m.find("слово verschluesselt")
        page = m.case(n)
        self.assertIn("was opened here", page.visible())
        self.assertIn("Geheimer Betreff", page.visible())
        self.assertIn("bild.png", page.visible())
        self.assertNotIn("encrypted.asc", page.visible())
        inline = subprocess.run(["gpg", "--homedir", str(self.folder / "gnupg"), "--batch", "--quiet", "--trust-model", "always",
                                 "--armor", "--recipient-file", str(key), "--encrypt"], input="von hand, слово inline".encode(),
                                check=True, capture_output=True, timeout=60).stdout
        self.mail.put(b"From: inline@example.org\nSubject: i\n\n" + inline)
        self.assertIn("was opened here", m.case(m.find("слово inline")).visible())
        other = self.folder / "other.pgp"
        gpg = ["gpg", "--homedir", str(self.folder / "gnupg"), "--batch", "--quiet"]
        subprocess.run([*gpg, "--passphrase", "", "--quick-gen-key", "<other@example.org>", "future-default", "default", "never"],
                       check=True, capture_output=True, timeout=120)
        signed = ("--local-user", "other@example.org", "--sign")
        self.mail.put(self.pgp_mail(key, "unterschrieben, слово signiert.", "sig@example.org", act=(*signed, "--encrypt")))
        self.assertIn("was opened here", m.case(m.find("слово signiert")).visible())
        self.mail.put(self.pgp_mail(key, "nur unterschrieben", "nursig@example.org", act=signed))
        self.mail.put(self.pgp_mail(key, "a\r\n" * 6_000_000, "bombe@example.org"))
        other.write_bytes(subprocess.run([*gpg, "--export", "other@example.org"], check=True, capture_output=True, timeout=30).stdout)
        self.mail.put(self.pgp_mail(other, "nicht fuer uns", "fremd@example.org"))
        broken = self.pgp_mail(key, "kaputt", "kaputt@example.org").replace(b"\r\n=", b"\r\n=AAAA\r\n=", 1)
        self.mail.put(broken[:len(broken) - 200] + broken[len(broken) - 160:])
        self.mail.wait_seen()
        for sender in ("fremd@example.org", "kaputt@example.org", "nursig@example.org", "bombe@example.org"):
            n = self.wait(lambda who=sender: next((k for k in m.all_cases() if who in m.case(k).visible()), 0), "it is a case")
            page = m.case(n)
            self.assertIn("encrypted to a key that this desk does not have, or damaged", page.visible())
            self.assertIn("encrypted.asc", page.visible())
        content = (self.net.at("desk-1") / "keys.db").read_bytes()
        self.assertNotIn(b"PRIVATE KEY", content)
        subprocess.run(["gpgconf", "--homedir", str(self.folder / "gnupg"), "--kill", "all"], check=False, timeout=30)

    def test_8_killed(self):
        """The desk is killed at any moment: what came is there once, what was to be sent is sent."""
        m = self.member()
        for i in range(12):
            self.mail.put(mail(f"Письмо номер n{i}x.", sender=f"k{i}@example.org"))
        time.sleep(1.2)
        self.net.desks[0].kill()
        type(self).at_desk = None
        self.net.desks[0].start()
        self.net.desks[0].wait_ready()
        self.mail.wait_seen(timeout=60)
        m = self.member()
        m.find("номер n11x")
        all_said = "\n".join(m.thread(n) for n in m.all_cases())
        self.assertEqual([1] * 12, [all_said.count(f"номер n{i}x") for i in range(12)])
        with sqlite3.connect(self.net.at("desk-1") / "records.db") as db:
            self.assertEqual(0, db.execute("SELECT count(*) FROM came").fetchone()[0])
        self.assertFalse(re.search(r"post-gone", self.net.desks[0].tail(50)))


if __name__ == "__main__":
    tap.main()
