# SPDX-License-Identifier: AGPL-3.0-or-later
"""Those who write and those who answer on the day of day.py: what they say, by which way, and what a
counsellor does with it.  Everything is invented."""
import json
import pathlib
import re
import sys
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/lib"))
import desk  # noqa: E402
import network  # noqa: E402

ORG = {"folder": "desk-1",
       "members": ("Olena:en:counsellor+lead+office", "Tom:en:counsellor+lawyer", "Karla:en:counsellor+lead"),
       "profile": network.ORGS[1]["profile"].replace("languages uk en de", "languages uk en de ru be")}

# The evening before: what forty people wrote, and what they were told.
OLD = {"ru": "(Пример.) Мне прислали повестку на следующий месяц. Хочу просить об альтернативной службе. {mark}",
       "uk": "(Приклад.) Я віруючий і хочу проходити альтернативну службу. Які папери потрібні? {mark}",
       "be": "(Прыклад.) Хачу прасіць аб альтэрнатыўнай службе. З чаго пачаць? {mark}",
       "en": "(Sample.) I want to apply as a conscientious objector. Which papers do I need? {mark}",
       "de": "(Beispiel.) Ich möchte den Kriegsdienst verweigern. Welche Unterlagen brauche ich? {mark}"}
NEW = {"ru": "(Пример.) Брата забрали в военкомат, телефон выключен второй день. Куда обращаться? {mark}",
       "uk": "(Приклад.) ТЦК забрав мого чоловіка, він віруючий. Що робити? {mark}",
       "be": "(Прыклад.) Мне трэба працягнуць пашпарт за мяжой, а дома чакае позва. {mark}",
       "en": "(Sample.) My asylum interview is next week and I left my unit. What should I bring? {mark}",
       "de": "(Beispiel.) Mein Freund soll abgeschoben werden, er hat den Dienst verweigert. {mark}"}
NIGHT = "(Пример.) Нас держат в подвале и бьют, в шесть утра повезут на штурм. Помогите. {mark}"
ANSWER = {"ru": "Здравствуйте. Мы прочли и взялись за это. {promise} {mark}",
          "uk": "Вітаємо. Ми прочитали і взялися за це. {promise} {mark}",
          "be": "Вітаем. Мы прачыталі і ўзяліся за гэта. {promise} {mark}",
          "en": "Hello. We have read it and are working on it. {promise} {mark}",
          "de": "Guten Tag. Wir haben es gelesen und arbeiten daran. {promise} {mark}"}
PROMISE = {"ru": "Напишем снова не позже {day}.", "uk": "Напишемо знову не пізніше {day}.",
           "be": "Напішам зноў не пазней за {day}.", "en": "We write again by {day}.",
           "de": "Wir schreiben wieder bis {day}."}
LANGS = tuple(OLD)


class Request:
    """One matter: who wrote it, by which way, and what became of it."""

    def __init__(self, mark, lang, text, way):
        self.mark, self.lang, self.way = mark, lang, way
        self.text = text
        self.case = self.member = self.words = self.person = None
        self.answers, self.promises, self.asked = [], [], []
        self.closed = False


def old_requests(n=40):
    return [Request(f"alt{i:02}x", LANGS[i % 5], OLD[LANGS[i % 5]].format(mark=f"alt{i:02}x"), "hub") for i in range(n)]


def new_requests(ways, n=30):
    """The requests of the test data, and more until there are enough in each language."""
    lines = (ROOT / "tests/data/requests.jsonl").read_text(encoding="utf-8").splitlines()
    said = [(r["lang"], r["text"]) for r in map(json.loads, filter(str.strip, lines))]
    said += [(lang, NEW[lang].replace(" {mark}", "")) for lang in LANGS * 6][:n - len(said)]
    weights = {"hub": 12, "mail": 8, "telegram": 6, "phone": 4}
    order = [w for w in ways for _ in range(weights[w])]
    order += ["hub"] * (n - len(order))
    return [Request(f"neu{i:02}x", lang, f"{text} neu{i:02}x", order[i * 7 % n])
            for i, (lang, text) in enumerate(said[:n])]


class Meter:
    """What was asked of the desk, and how long it took as seen from the same machine."""

    def __init__(self):
        self.times, self.acts = {}, 0

    def note(self, method, path, took_s):
        at = urllib.parse.urlsplit(path)
        kind = re.sub(r"/\d+(?=/|$)", "/{n}", re.sub(r"/[0-9a-f]{32}(?=/|$)", "/{w}", at.path))
        self.times.setdefault(f"{method} {kind}", []).append(took_s)
        self.acts += method == "POST"

    def table(self):
        rows = sorted(self.times.items(), key=lambda r: -sum(r[1]))
        yield f"{'page':<30}{'times':>7}{'sum s':>9}{'p95 ms':>9}"
        for kind, t in rows:
            yield f"{kind:<30}{len(t):>7}{sum(t):>9.2f}{sorted(t)[int(len(t) * 0.95)] * 1000:>9.1f}"


class Counsellor(desk.Member):
    """A member whose pages are counted and timed."""

    def __init__(self, url, name, passphrase, meter):
        super().__init__(url, timeout=60)
        self.name, self.passphrase, self.meter = name, passphrase, meter

    def request(self, method, path, body=None, headers=None):
        began = time.monotonic()
        page = super().request(method, path, body, headers)
        self.meter.note(method, path, time.monotonic() - began)
        return page

    def come(self):
        self.cookies = {}
        self.login(self.name, self.passphrase)
        return self

    def must(self, page, status=200):
        if page.status != status:
            raise desk.Refused(page)
        return page

    def offers(self, path):
        """Is there such a page?  A desk that does not have it says 404."""
        return self.get(path).status == 200

    def where(self, mark):
        """The cases in which this word stands, by the desk's own search."""
        self.search(mark)
        return [int(m[1]) for link in self.get("/search").read.links if (m := re.fullmatch(r"/c/(\d+)(?:[?#].*)?", link))]

    def await_case(self, mark, timeout=60):
        end = time.monotonic() + timeout
        while True:
            found = sorted(set(self.where(mark)))
            if found or time.monotonic() > end:
                return found
            time.sleep(0.5)

    def take(self, n):
        return self.act(n, "assign", who=self.name)

    def decide(self, n, urgency, why):
        return self.act(n, "urgency", u=str(urgency), why=why)

    def type_date(self, n, day, what, kind="16"):
        """A date with its reason; the number it got."""
        page = self.must(self.get(f"/c/{n}/dates/new"))
        page = self.submit(page, page.form(kind=True, day=True), ("do", "type"), kind=kind, day=day, what=what,
                           why="Promised to the person, or read on the paper.")
        self.must(page)
        return self.dates_of(n)

    def rule_date(self, n, rule, day):
        page = self.must(self.get(f"/c/{n}/dates/new"))
        page = self.submit(page, page.form(rule=True, base=True), ("do", "show"), rule=rule, base=day)
        return self.must(self.submit(page, page.form(rule=True, what=True), ("do", "keep"), what="By the rule."))

    def dates_of(self, n):
        """The dates on the page of a case: numbers."""
        page = self.must(self.get(f"/c/{n}/dates"))
        return {int(m[1]) for link in page.read.links if (m := re.fullmatch(r"/dates/(\d+)", link))}

    def date_act(self, d, what):
        page = self.must(self.get(f"/dates/{d}"))
        return self.must(self.submit(page, page.form_to(f"/dates/{d}/{what}")))

    def fill_form(self, n, number, **values):
        page = self.must(self.get(f"/c/{n}/form/{number}"))
        page = self.submit(page, page.form_to(f"/c/{n}/form/{number}"), **values)
        return self.must(page)

    def close(self, n, keep_until):
        """The closure form first, then the act."""
        self.fill_form(n, 6, f1="20", f2="2", f3=keep_until)
        return self.act(n, "close", reason="1", words="")

    def hand_over(self, n, to, promise):
        """By the page of handing over where the desk has it; otherwise the lead and a note."""
        page = self.get(f"/c/{n}/handover")
        if page.status == 200:
            form = next(f for f in page.read.forms if f.action.endswith("/handover"))
            self.must(self.submit(page, form, to=to.name, **{f"p{n}": promise}))
            page = to.must(to.get(f"/c/{n}"))
            to.must(to.submit(page, page.form_to(f"/c/{n}/offer"), ("act", "take")))
            return True
        self.note(n, f"Handed over to {to.name}. Promised last: {promise}")
        self.act(n, "assign", who=to.name)
        return False

    def write_down(self, text, reach, lang):
        page = self.must(self.get("/new"))
        return self.must(self.submit(page, page.form_to("/new"), text=text, reach=reach, channel="4", said_lang=lang))
