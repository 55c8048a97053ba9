#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bad input at every form of the hub: a clear sentence, nothing typed is lost, nothing guessed.
usage: test_job_bad.py BUILD"""
import base64
import pathlib
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import running  # noqa: E402
import seeker  # noqa: E402
import tap  # noqa: E402


def field(page, name, **want):
    return next(f.value for f in page.form(**want).fields if f.name == name)


class Bad(running.Running):
    def refused(self, page, status=None):
        self.assertTrue(400 <= page.status < 600 if status is None else page.status == status,
                        f"{page.status} {page.visible()[:300]}")
        self.assertGreater(len(page.visible()), 30, "a sentence, not a bare status")
        return page

    def send(self, person=None, **values):
        person = person or self.person()
        page = person.open_form()
        person.wait_ticket()
        return person.submit(page, page.form(act="send"), **values)

    def test_empty_text(self):
        for text in ("", "   ", "\n\n"):
            page = self.refused(self.send(text=text, d="7"), 422)
            self.assertEqual("7", field(page, "d", act="send"), "what was typed is kept")

    def test_too_long_text(self):
        text = "я" * 9000
        page = self.refused(self.send(text=text), 422)
        self.assertEqual(text, field(page, "text", act="send"), "what was typed is kept")

    def test_bad_dates(self):
        for d, m, y in (("31", "2", "2027"), ("0", "1", "2027"), ("x", "1", "2027"), ("1", "13", "2027")):
            page = self.refused(self.send(text="Есть дата", d=d, m=m, y=y), 422)
            self.assertEqual(["Есть дата", d, m, y], [field(page, k, act="send") for k in ("text", "d", "m", "y")])

    def test_markup_is_shown_as_text(self):
        text = '</textarea><script>alert(1)</script>"\'&amp;\n\nвторая строка'
        page = self.refused(self.send(text=text, d="99"), 422)
        self.assertEqual(text, field(page, "text", act="send"))
        self.assertNotIn("<script", page.text)

    def test_words_in_the_text(self):
        person = self.person()
        words = seeker.words_of(person.write("Сначала обычное письмо"))
        page = self.refused(self.send(text="Мои слова " + " ".join(words)), 422)
        self.assertIn(words[3], field(page, "text", act="send"))

    def test_unknown_organisation(self):
        person = self.person()
        page = person.open_form()
        person.wait_ticket()
        fields = [(k, "ab" * 16 if k == "org" else v) for k, v in page.form(act="send").filled({"text": "Кому-то"})]
        self.refused(person.post("/", fields), 422)

    def test_old_or_forged_ticket(self):
        """The form of before a restart: the text stays, and pressing Send again works."""
        person = self.person()
        page = person.open_form()
        form = page.form(act="send")
        fields = [(k, "A" * 48 if k == "tok" else v) for k, v in form.filled({"text": "Старая форма altform"})]
        page = self.refused(person.post("/", fields), 422)
        self.assertIn("altform", field(page, "text", act="send"))
        person.opened += 5
        person.wait_ticket()
        sent = person.carry(person.submit(page, page.form(act="send")))
        self.assertEqual(12, len(seeker.words_of(sent)))

    def test_too_early(self):
        person = self.person()
        page = person.open_form()
        page = person.submit(page, page.form(act="send"), text="Слишком рано zufrueh")
        self.assertTrue(page.has_form(act="carry"))
        self.assertNotIn("zufrueh", page.text, "the sealed envelope is carried, never the text")
        self.assertEqual(12, len(seeker.words_of(person.carry(page))))

    def test_carried_envelopes_cut_or_forged(self):
        person = self.person()
        page = person.open_form()
        page = person.submit(page, page.form(act="send"), text="Конверт")
        fields = dict(page.form(act="carry").filled({}))
        env = fields["env"]
        raw = base64.urlsafe_b64decode(env + "=" * (-len(env) % 4))
        bad = [env[:-4], "", "!" * 40, base64.urlsafe_b64encode(b"\x09" + raw[1:]).decode().rstrip("="),
               base64.urlsafe_b64encode(raw * 5).decode().rstrip("=")]
        for value in bad:
            self.refused(person.post("/", {**fields, "env": value}))
        for st in ("", "A" * len(fields["st"]), fields["st"][:-3] + "AAA"):
            self.refused(person.post("/", {**fields, "st": st}), 410)

    def test_wrong_utf8(self):
        person = self.person()
        for body in (b"act=send&l=ru&text=%ff%fe", b"act=send&l=ru&text=\xff\xfe", b"act=send&l=ru&text=%zz",
                     b"act=send&l=ru&text=a%00b", b"act=read&l=ru&words=%c3%28"):
            self.refused(person.post("/", body))

    def test_other_bodies(self):
        person = self.person()
        self.refused(person.post("/", b""))
        self.refused(person.post("/", b"act=dance&l=ru"))
        self.refused(person.post("/", b"a=1&" * 200 + b"act=send"))
        self.refused(person.request("POST", "/", b"x" * 300000, {"Content-Type": "application/x-www-form-urlencoded"}), 413)

    def test_methods_and_paths(self):
        person = self.person()
        for method, path, status in (("DELETE", "/", 405), ("POST", "/ru/w", (404, 405)), ("PUT", "/ru/w", (404, 405)),
                                     ("PATCH", "/ru/", 405), ("GET", "/ru/nothing", 404), ("GET", "/l/0?after=0", (401, 403)),
                                     ("GET", "/%ff", (400, 404)), ("GET", "/ru/../../etc/passwd", (400, 404)),
                                     ("PUT", "/d/8/1", (401, 403, 405)), ("GET", "/w/", (404, 410)), ("GET", "/t/", (404, 410))):
            page = person.request(method, path, b"" if method in ("POST", "PUT", "PATCH") else None)
            self.assertIn(page.status, (status,) if isinstance(status, int) else status, f"{method} {path}")

    def test_errors_in_the_language_of_the_path(self):
        seen = {self.person().get(f"/{lang}/nothing").visible() for lang in running.LANGS}
        self.assertEqual(5, len(seen))

    def test_wrong_words(self):
        person = self.person()
        words = seeker.words_of(person.write("Проверка слов"))
        swapped = words[:]
        swapped[2] = next(w for w in words if w != words[2])
        for typed in (" ".join(words[:11]), " ".join(words + ["лишнее"]), " ".join(words[:6] + ["фыва"] + words[7:]),
                      " ".join(swapped), "", "123", "1" * 40, "слово " * 3000):
            page = self.refused(person.read_page(typed))
            if len(typed) < 1000:
                self.assertEqual(typed.strip(), field(page, "words", act="read").strip(), "what was typed is kept")

    def test_words_in_other_spellings(self):
        person = self.person()
        words = seeker.words_of(person.write("Слова по-разному"))
        for typed in (" ".join(words).upper(), "\n".join(f"{i + 1}. {w}" for i, w in enumerate(words)),
                      " ".join(w[:4] for w in words), "  ".join(words).replace("е", "ё")):
            page = person.read_page(typed)
            self.assertEqual(200, page.status, typed)
            self.assertIn("/t/", page.url)

    def test_old_cut_and_forged_passes(self):
        person = self.person()
        page = person.write("Пропуск")
        path = urllib.parse.urlsplit(page.url).path
        flipped = path[:-5] + ("A" if path[-5] != "A" else "B") + path[-4:]
        for bad in (path[:-1], path + "A", flipped, path.replace("/w/", "/t/"), "/t/" + "A" * 100, "/w/" + "A" * 399):
            self.refused(person.get(bad), 410)

    def test_two_content_types(self):
        person = self.person()
        page = person.request("POST", "/", b'{"act":"send"}', {"Content-Type": "application/json"})
        self.refused(page)


if __name__ == "__main__":
    tap.main()
