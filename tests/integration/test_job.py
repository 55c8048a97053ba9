#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole job over HTTP: a request reaches a counsellor sealed, the answer comes back by twelve words.
usage: test_job.py BUILD"""
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import desk  # noqa: E402
import running  # noqa: E402
import seeker  # noqa: E402
import tap  # noqa: E402

TEXTS = {
    "ru": "Мне пришла повестка, явка через три дня. Оружие не возьму по убеждениям.",
    "uk": "Мені прийшла повістка, я віруючий і зброї не візьму. Куди звернутися?",
    "be": "Мне прыйшла позва, я не вазьму ў рукі зброю. Што мне рабіць, куды звярнуцца?",
    "en": "I have been called up and I will not carry a weapon, for reasons of conscience.",
    "de": "Ich habe einen Einberufungsbescheid bekommen und verweigere aus Gewissensgründen.",
}


class Job(running.Running):
    def job(self, lang):
        person = self.person(lang)
        page = person.write(f"{TEXTS[lang]} erst{lang}")
        words = seeker.words_of(page)
        self.assertEqual(16384, len(page.body), "the page of the words has one size")
        self.assertIn("no-store", page.header("Cache-Control"))
        digits = seeker.digits_of(page)
        self.assertRegex(digits, r"^\d{10} \d{10} \d{10} \d{10}$")
        wrong = person.check(page, words[:6] + [words[0]] + words[7:])
        self.assertIn('class="errsum"', wrong.text)
        self.assertEqual(words, seeker.words_of(wrong), "a wrong word shows the words once more")
        self.assertNotIn('class="errsum"', person.check(wrong, words).text)
        self.assertEqual([], person.read(words), "nobody has answered yet")

        member = self.member(self.desk_of(lang))
        number = member.find(f"erst{lang}")
        self.assertIn(TEXTS[lang], member.thread(number))
        member.note(number, f"intern{lang} nicht senden")
        member.reply(number, f"Erste Antwort {TEXTS[lang]} eins{lang}")
        thread = person.read_until(words, f"eins{lang}")
        self.assertEqual(16384, len(thread.body), "the page of the answers has one size")
        self.assertNotIn(f"intern{lang}", thread.text, "a note never leaves the desk")

        again = person.again(thread, f"Noch etwas zwei{lang}")
        self.assertEqual(words, seeker.words_of(again), "the words stay the same")
        self.wait_for(lambda: f"zwei{lang}" in member.thread(number), "the further message in the same case")
        member.reply(number, f"Zweite Antwort drei{lang}")
        person.read_until(digits, f"drei{lang}")
        answers = person.read(words)
        self.assertEqual([True, True], [f"drei{lang}" in answers[0], f"eins{lang}" in answers[1]], "newest first")
        self.assertEqual({}, person.cookies)

    def wait_for(self, test, what, timeout=30):
        end = time.monotonic() + timeout
        while not test():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.3)

    def test_once(self):
        """Pressing Send twice, or reloading, stores once and shows the same words."""
        person = self.person()
        form = person.open_form()
        person.wait_ticket()
        text = "Дважды нажато zweimal."
        first = person.send(form, text=text)
        second = person.send(form, text=text)
        self.assertEqual(seeker.words_of(first), seeker.words_of(second))
        member = self.member()
        number = member.find("zweimal")
        time.sleep(4)
        self.assertEqual([number], member.having("zweimal"))
        self.assertEqual(1, member.thread(number).count("Дважды нажато zweimal"))

    def test_edited_text_under_one_form(self):
        """Back, a word changed, Send again: both texts arrive, in one case, under the same words."""
        person = self.person()
        form = person.open_form()
        person.wait_ticket()
        first = person.send(form, text="Первый вариант editfirst")
        second = person.send(form, text="Второй вариант editsecond")
        self.assertEqual(seeker.words_of(first), seeker.words_of(second))
        member = self.member()
        number = member.find("editfirst")
        self.wait_for(lambda: "editsecond" in member.thread(number), "the edited text in the same case")

    def test_two_desks(self):
        """What was written to one organisation is not at the other, and neither sees its answer."""
        person = self.person("ru")
        page = person.write("Пишу второй организации nurzwei", org=self.net.org(1))
        words = seeker.words_of(page)
        second, first = self.member(1), self.member(0)
        number = second.find("nurzwei")
        second.reply(number, "Ответ второй vonzwei")
        person.read_until(words, "vonzwei")
        self.assertEqual([], first.having("nurzwei"))

    def test_long_text_and_long_answer(self):
        """Texts of several envelopes arrive whole, both ways."""
        text = "начало " + "Это длинный рассказ, по порядку. " * 240 + "конецdlin"
        self.assertGreater(len(text.encode()), 3 * 3900)
        person = self.person()
        words = seeker.words_of(person.write(text))
        member = self.member()
        number = member.find("конецdlin")
        self.assertIn(text, member.thread(number))
        answer = "ответ " + "Мы отвечаем подробно и по пунктам. " * 210 + "конецotvet"
        member.reply(number, answer)
        person.read_until(words, "ответ Мы")
        self.wait_for(lambda: "конецotvet" in " ".join(person.read(words)), "the long answer")
        got = "".join(person.read(words))
        self.assertIn("конецotvet", got)
        self.assertEqual(answer.count("подробно"), got.count("подробно"))

    def test_locked_desk_files_and_rings(self):
        """While locked the number waiting and the loudest bell stand on the locked page."""
        member = self.member(1)
        member.lock()
        before = member.get("/login").visible()
        person = self.person("en")
        form = person.open_form()
        danger = next(f.value for f in form.form(act="send").fields if f.name == "danger")     # now
        person.wait_ticket()
        person.send(form, text="They come for me tonight, ringing", danger=danger)
        self.wait_for(lambda: member.get("/login").visible() != before, "the locked page to tell of it")
        self.assertNotIn("ringing", member.get("/login").text)
        self.member(1).find("ringing")

    def test_links(self):
        """Every link on every public page leads somewhere on this hub, and nothing comes from elsewhere."""
        person = self.person()
        seen, queue = set(), ["/"]
        while queue:
            path = queue.pop()
            if path in seen or path.startswith("/x"):
                continue
            seen.add(path)
            page = person.get(path)
            self.assertEqual(200, page.status, path)
            self.assertIn("default-src 'none'", page.header("Content-Security-Policy"), path)
            self.assertEqual("no-referrer", page.header("Referrer-Policy"), path)
            self.assertIsNone(page.header("Set-Cookie"), path)
            self.assertIsNone(page.header("Server"), path)
            scripts = [attrs for tag, attrs in page.read.tags if tag == "script"]
            self.assertLessEqual(len(scripts), 1 if path.endswith(("/w", "/r")) else 0, path)
            for attrs in scripts:       # the kit, from this hub, with the hash that it must have
                self.assertEqual({"src", "integrity"}, set(attrs), path)
                self.assertRegex(attrs["src"], r"^/js/[0-9a-f]{8}$")
                program = person.get(attrs["src"])
                self.assertEqual((200, "text/javascript; charset=utf-8"), (program.status, program.header("Content-Type")))
            for tag, attrs in page.read.tags:
                if tag == "script":
                    continue
                self.assertNotIn(tag, ("img", "iframe", "link", "svg", "object"), path)
                self.assertNotIn("src", attrs, path)
            for link in page.read.links:
                if link.startswith("/"):
                    queue.append(link.split("#")[0])
                elif not link.startswith(("#", "tel:", "https:")):
                    queue.append(path.rsplit("/", 1)[0] + "/" + link)
        self.assertGreater(len(seen), 60)

    def test_exit(self):
        for path in ("/x", "/x/ru"):
            page = self.person().request("GET", path)
            self.assertEqual(303, page.status)
            self.assertIn('"', page.header("Clear-Site-Data"))
            self.assertTrue(page.header("Location").startswith("https://"))

    def test_desk_refuses_strangers(self):
        stranger = desk.Member(self.net.desk_urls[0])
        for path in ("/", "/c/1", "/search?q=a", "/settings", "/status", "/live.json"):
            page = stranger.get(path)
            self.assertTrue(page.status in (401, 403) or page.has_form(passphrase=True), path)
        name = self.net.members(0)[0]["name"]
        for who, what in ((name, "wrong words here"), ("Nobody", "wrong words here"), (name, "")):
            with self.assertRaises(desk.Refused):
                stranger.login(who, what)

    def test_desk_refuses_forged_posts(self):
        """Without the token of the session, or from another site, nothing is done."""
        person = self.person()
        person.write("Подделка csrf")
        member = self.member()
        number = member.find("csrf")
        page = member.case(number)
        form = page.form_to(f"/c/{number}/reply")
        fields = [(k, "gefälscht" if k == "text" else v) for k, v in form.filled({})]
        hidden = [f.name for f in form.fields if f.kind == "hidden"]
        for name in hidden:
            bad = [(k, ("A" * len(v) if k == name and len(v) > 20 else v)) for k, v in fields]
            if bad != fields:
                self.assertGreaterEqual(member.post(form.action, bad).status, 400, name)
        other = member.post(form.action, fields, headers={"Origin": "https://elsewhere.example.org"})
        self.assertGreaterEqual(other.status, 400)
        self.assertNotIn("gefälscht", member.thread(number))


for code in TEXTS:
    setattr(Job, f"test_job_{code}", lambda self, lang=code: self.job(lang))

if __name__ == "__main__":
    tap.main()
