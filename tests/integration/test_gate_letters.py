#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters behind a real hub, as a browser without script meets them: each page is the whole draft.
usage: GATE_PROGRAM=... test_gate_letters.py UNDERSTORY_HUB [TEST...]"""
import html
import pathlib
import re

import hubkit
from gatekit import LANGS, Browser, Network
from hubkit import Hub, Place

CONTENT = pathlib.Path(__file__).resolve().parents[2] / "content"
QUESTION, DONE = 14000, 30000  # pages are filled up to these
NAMES = ("alternative", "refusal", "board", "detention", "search", "casefile", "asylum")
HOSTILE = "</textarea><script>alert(1)</script>\"'&{name}{to} \u202eabc\u0007 zlodej"


class LetterNetwork(Network):
    """The network with the letters of content/."""

    def __init__(self):
        super().__init__()
        files = [CONTENT / "letters/shared.letter",
                 *sorted(f for f in (CONTENT / "letters").glob("*.letter") if f.stem != "shared")]
        self.pages["data/letters"] = b"\n".join(f.read_bytes() for f in files)
        for page, name in {"law": "letters/law", "authorities": "letters/authorities", "clocks": "deadlines/rules",
                           "channels": "letters/channels", "competence": "letters/competence"}.items():
            self.pages[f"data/{page}.csv"] = (CONTENT / f"{name}.csv").read_bytes()


class Running:
    """with Running(program) as (hub, folder)"""

    def __init__(self, program):
        self.program = program

    def __enter__(self):
        self.place = Place()
        folder = self.place.__enter__()
        network = LetterNetwork()
        network.write(folder)
        self.hub = Hub(self.program, folder, network).start()
        return self.hub, folder

    def __exit__(self, kind, *_):
        code = self.hub.stop()
        self.place.__exit__()
        assert kind is not None or code == 0, f"the hub ended with {code}"


def fields_of(page):
    """What a browser would send of the form as it is shown."""
    form = re.search(r"<form.*?</form>", page, re.S)[0]
    values = {n: html.unescape(v) for n, v in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)}
    values.update((n, html.unescape(v)) for n, v in re.findall(r'type="text"[^>]* name="([^"]+)"[^>]* value="([^"]*)"', form))
    area = re.search(r'<textarea[^>]* name="v"[^>]*>(.*?)</textarea>', form, re.S)
    chosen = re.search(r'type="radio" name="v" value="([^"]*)" checked', form)
    if area or chosen:
        values["v"] = html.unescape((area or chosen)[1])
    return values


def choices(page):
    return re.findall(r'type="radio" name="v" value="([^"]*)"', page)


class Writer:
    """A person with one letter."""

    def __init__(self, hub, letter, lang="ru"):
        self.person, self.page, self.status = Browser(hub, lang), None, 0
        self.send(act="letter", f=letter, go="next")

    def send(self, **values):
        self.status, self.page = self.person.post(**values)

    def step(self, go="next", **changed):
        values = fields_of(self.page)
        values.pop("l")
        self.send(**{**values, "go": go, **changed})

    @property
    def at(self):
        return fields_of(self.page)["at"]

    @property
    def done(self):
        return 'class="paper"' in self.page

    def answer(self, text, option=0):
        """Answer what is asked, whatever it is."""
        found = [c for c in choices(self.page) if c]
        if found:
            self.step(v=found[option % len(found)])
        elif 'name="d"' in self.page:
            self.step(d="1", m="12", y="2026")
        else:
            self.step(v=text)

    def finish(self, text="Ответ", option=0):
        for _ in range(30):
            if self.done:
                return self
            assert self.status == 200, (self.at, self.status)
            assert len(self.page.encode()) % QUESTION == 0, len(self.page.encode())
            self.answer(text, option)
        raise AssertionError("no end")

    def paper(self):
        """The letter alone, as it is copied."""
        block = re.search(r'<div class="paper".*?</div>', self.page, re.S)[0]
        block = re.sub(r'<p class="gloss.*?</p>', "", block, flags=re.S)
        return html.unescape("\n".join(re.findall(r"<p[^>]*>(.*?)</p>", block, re.S)))


def test_every_letter_in_every_language(program):
    with Running(program) as (hub, _):
        for name in NAMES:
            papers = set()
            for n, lang in enumerate(LANGS):
                w = Writer(hub, name, lang).finish("Слова kanarek", n)
                assert len(w.page.encode()) == DONE, (name, lang, len(w.page.encode()))
                assert "{" not in re.sub(r"<style>.*?</style>", "", w.page, flags=re.S)
                assert "Слова kanarek" in w.paper()
                assert ('class="gloss' in w.page) == (lang != "ru" and name != "asylum")
                w2 = Writer(hub, name, lang).finish("Слова kanarek", 0)
                papers.add(w2.paper())
            assert len(papers) == (5 if name == "asylum" else 1), "the paper is the same whoever reads the page"


def test_nothing_answered_is_a_letter_to_fill_in(program):
    with Running(program) as (hub, _):
        for name in NAMES:
            w = Writer(hub, name)
            for _ in range(30):
                if not w.done:
                    w.step()
            assert w.done and "____" in w.paper() and "Впишите от руки" in w.page


def test_own_words_are_asked_for_in_the_language_of_the_paper(program):
    with Running(program) as (hub, _):
        assert "Русский" in Writer(hub, "board", "de").page
        assert "на мове ведамства: Русский" in Writer(hub, "board", "be").page
        assert "Русский" not in Writer(hub, "board", "ru").page
        assert "Русский" not in Writer(hub, "asylum", "de").page


def test_back_and_forward_lose_nothing(program):
    with Running(program) as (hub, _):
        w = Writer(hub, "board")
        assert w.at == "name" and 'value="back"' not in w.page
        w.step(v="Анна Пример")
        w.step(d="7", m="8", y="1999")
        w.step(v="Улица 1")
        assert w.at == "contact"
        w.step(go="back", v="half a wo")
        assert w.at == "address" and fields_of(w.page)["v"] == "Улица 1"
        w.step(go="back")
        assert w.at == "born" and [fields_of(w.page)[k] for k in "dmy"] == ["7", "8", "1999"]
        w.step(go="back", d="7", m="", y="")  # an unfinished date goes back too, without a complaint
        assert w.status == 200 and w.at == "name" and fields_of(w.page)["v"] == "Анна Пример"
        w.step()
        assert w.at == "born" and [fields_of(w.page)[k] for k in "dmy"] == ["7", "", ""]
        w.step(d="7", m="8", y="1999")
        w.step()
        assert w.at == "contact" and fields_of(w.page)["v"] == "half a wo"
        w.step()
        w.finish("Причина")
        assert "half a wo" in w.paper() and "7 августа 1999" in w.paper() and "Анна Пример" in w.paper()
        w.step(go="back")
        assert w.at == "to" and fields_of(w.page)["a-name"] == "Анна Пример"
        w.step(v="court")
        assert w.done and "Кому: В районный суд" in w.paper()


def test_wrong_answers_come_back_as_typed(program):
    with Running(program) as (hub, _):
        w = Writer(hub, "board")
        w.step(v="x" * 91)
        assert w.status == 422 and w.at == "name" and fields_of(w.page)["v"] == "x" * 91 and 'role="alert"' in w.page
        w.step(v="Анна")
        for day in (("31", "2", "2026"), ("a", "b", "c"), ("1", "", ""), ("123456789", "1", "1")):
            w.step(**dict(zip("dmy", day)))
            assert w.status == 422 and w.at == "born", (day, w.status)
            assert tuple(fields_of(w.page)[k] for k in "dmy") == day
        w.step(d="1", m="1", y="2000")
        assert w.status == 200 and w.at == "address"
        while w.at != "reasons":
            w.answer("да")
        w.step(v="ж" * 1501)
        assert w.status == 422 and "ж" * 1501 in w.page and "1 знак" in w.page
        w.step(v='"' * 1500)  # few characters, and many bytes in a page
        assert w.status == 422 and "Все ответы вместе" in w.page
        w.step(v="Причина")
        while not w.done:
            w.step()
        assert "Причина" in w.paper()


def test_all_there_may_be_stays_within_the_weight(program):
    with Running(program) as (hub, _):
        for name in NAMES:
            for lang in LANGS:
                w = Writer(hub, name, lang)
                while not w.done:
                    w.answer("ж" * 85)
                    if w.status == 422:
                        w.step(v="")
                left = re.sub(r"\s+$", "", w.page)
                assert len(left.encode()) <= DONE and len(w.page.encode()) == DONE, (name, lang, len(left.encode()))
                w.step(go="back")
                while w.at != "name":
                    w.step(go="back")
                while not w.done:  # the longest texts that are taken
                    if "<textarea" in w.page:
                        for n in (1500, 1000, 700, 400, 200, 100, 0):
                            w.step(v="ж" * n)
                            if w.status == 200:
                                break
                    else:
                        w.step()
                left = re.sub(r"\s+$", "", w.page)
                assert len(left.encode()) <= DONE, (name, lang, len(left.encode()))


def test_hostile_texts_stay_texts(program):
    with Running(program) as (hub, folder):
        for lang in ("ru", "de"):
            w = Writer(hub, "detention", lang)
            while not w.done:
                w.answer(HOSTILE)
                assert "<script" not in w.page and "\u202e" not in w.page and "\u0007" not in w.page
            assert "<script>alert(1)</script>\"'&{name}{to} abc zlodej" in w.paper()
        body = b"act=letter&l=ru&f=board&at=name&go=next&v=%ff%fe+Anna%"
        status, _, page = hub.ask("POST", "/", body, {"Content-Type": "application/x-www-form-urlencoded"})
        assert status == 422 and "Anna" in page.decode()
        person = Browser(hub)
        for fields, wanted in (({"f": "nothing"}, 404), ({"f": "board", "at": "nothing", "go": "next"}, 200),
                               ({"f": "board", "at": "to", "v": "x" * 500, "go": "next"}, 200),
                               ({"f": "board", "at": "-", "go": "next", "a-decided": "99.99.99"}, 422),
                               ({"f": "board", "at": "-", "go": "next", "a-name": "y" * 60000}, 422),
                               ({"f": "board", "at": "-", "go": "next", "a-what": "y" * 60000}, 200),
                               ({"f": "board", "at": "name", "go": "what", "v": "z"}, 200)):
            assert person.post(act="letter", **fields)[0] == wanted, fields
        assert person.post(act="letter", f="board", l="xx")[0] in (200, 400, 404)


def test_nothing_is_stored(program):
    with Running(program) as (hub, folder):
        Writer(hub, "detention").finish("Сорока soroka-kanarek")
        Writer(hub, "search").step(v="soroka-kanarek")
        for f in pathlib.Path(folder).rglob("*"):
            if f.is_file():
                content = f.read_bytes()
                assert b"soroka" not in content and "Сорока".encode() not in content, f
        assert not hub.lane()[2]


def test_an_edition_without_letters(program):
    with Place() as folder:
        network = Network()
        network.write(folder)
        hub = Hub(program, folder, network).start()
        try:
            assert Browser(hub).post(act="letter", f="board")[0] == 404
        finally:
            hub.stop()


if __name__ == "__main__":
    hubkit.run_tests(globals())
