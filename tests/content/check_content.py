#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""check_content: the sample content keeps its own rules (content/README.md).
Prints one line a problem and exits 1; prints a summary and exits 0 when there is none.
usage: check_content.py [CONTENT_FOLDER]"""
import datetime
import pathlib
import re
import sys

LANGS = ("ru", "uk", "be", "en", "de")
GUIDES = range(1, 21)
LANDS = range(61, 69)  # country pages
LINKED = (*GUIDES, *LANDS)
MAX_SENTENCE_WORDS, AIM_SENTENCE_WORDS, MAX_PAGE_WORDS = 25, 15, 550
LEGAL_DAYS, OTHER_DAYS = 90, 180
GUIDE_KEYS = ["title", "heading", "guide", "lang", "countries", "situations", "reviewed_on", "review_due",
              "reviewer", "sources", "figures"]
PAGE_KEYS = ["title", "heading", "lang", "reviewed_on", "review_due", "reviewer"]
SAME_KEYS = ("guide", "countries", "situations", "leads", "letters", "reviewed_on", "review_due", "reviewer", "figures")
SITUATIONS = set("""registered summoned conscript mobilised contract at_front wounded_or_hospital awol_home
    held_by_command prosecuted alt_service abroad_documents abroad_no_documents asylum_seeker
    extradition_or_removal pow_or_civilian_detainee expelled_at_border occupied_territory activist organisation
    unclear""".split())
CRISIS_COUNTRIES = "RU UA BY AM GE KZ TR DE PL LT LV FI RS IL *".split()
CRISIS_KINDS = {"emergency", "ambulance", "police", "suicide", "torture"}
PARTS = {
    "ru": ["Сделайте сейчас", "Не делайте", "Если у вас есть дата", "Что сохранить как доказательство",
           "Кого спросить"],
    "uk": ["Зробіть зараз", "Не робіть", "Якщо у вас є дата", "Що зберегти як доказ", "Кого запитати"],
    "be": ["Зрабіце зараз", "Не рабіце", "Калі ў вас ёсць дата", "Што захаваць як доказ", "У каго спытаць"],
    "en": ["Do now", "Do not", "If you have a date", "What to keep as proof", "Whom to ask"],
    "de": ["Das tun Sie jetzt", "Das tun Sie bitte nicht", "Wenn Sie ein Datum haben",
           "Was Sie als Beweis aufheben", "Wen Sie fragen können"],
}
LAND_PARTS = {
    "ru": ["Коротко", "Кто может отказаться", "Как подать заявление и когда", "За что наказывают", "Кого спросить"],
    "uk": ["Коротко", "Хто може відмовитися", "Як подати заяву й коли", "За що карають", "Кого запитати"],
    "be": ["Коратка", "Хто можа адмовіцца", "Як падаць заяву і калі", "За што караюць", "У каго спытаць"],
    "en": ["In short", "Who may refuse", "How to apply, and by when", "What is punished", "Whom to ask"],
    "de": ["Kurz gesagt", "Wer verweigern kann", "Wie und bis wann der Antrag gestellt wird", "Was bestraft wird",
           "Wen Sie fragen können"],
}
SAMPLE = {"ru": "> **Образец:", "uk": "> **Зразок:", "be": "> **Узор:", "en": "> **Sample:", "de": "> **Muster:"}
LAWYER_ONLY = {"ru": "только с адвокатом", "uk": "лише з адвокатом", "be": "толькі з адвакатам",
               "en": "for a lawyer only", "de": "Anwältin oder einem Anwalt. Das gilt auch"}
# Names that stay in Latin letters in every language.
LATIN_NAMES = {"Tor", "Browser", "Telegram"}
FOREIGN_LETTERS = {"ru": "іїєґўІЇЄҐЎ", "uk": "ыэёъўЫЭЁЪЎ", "be": "ищъїєґИЩЪЇЄҐ"}
ADDRESS = re.compile(r"https?://\S+?(?=[)\s]|$)|\S+@\S+\.\w+|\b[\w-]+(?:\.[\w-]+)*\.(?:org|int|ru|ua|kz)\b")
FIELD = re.compile(r"\{\{(\w+)\}\}")


def split_page(text):
    """Return (list of (key, value), body); (None, text) when the front matter is not one."""
    m = re.match(r"---\n(.*?)\n---\n\n(.*)\Z", text, re.S)
    if not m:
        return None, text
    pairs = []
    for line in m[1].split("\n"):
        key, colon, value = line.partition(": ")
        pairs.append((key, value) if colon else (line, ""))
    return pairs, m[2]


def keys_in_order(pairs):
    keys = []
    for key, _ in pairs:
        if key not in keys:
            keys.append(key)
    return keys


def load_rows(path):
    """Rows of a CSV file without quoting; yields (line number, fields)."""
    for n, line in enumerate(path.read_text(encoding="utf-8").rstrip("\n").split("\n"), 1):
        yield n, line.split(",")


def load_table(path, say):
    rows = list(load_rows(path))
    head = rows[0][1]
    table = []
    for n, fields in rows[1:]:
        if len(fields) != len(head):
            say(path, n, f"{len(fields)} fields, not {len(head)}")
            continue
        if any('"' in f or f != f.strip() for f in fields):
            say(path, n, "a quote or outer blanks in a field")
        table.append((n, dict(zip(head, fields))))
    return head, table


def is_day(text):
    try:
        return str(datetime.date.fromisoformat(text)) == text
    except ValueError:
        return False


def show_figure(row, lang, months):
    """The figure as a reader of `lang` sees it."""
    if row["kind"] not in ("date", "monthday"):
        return row["value"]
    parts = [int(p) for p in row["value"].split("-")]
    day, month = parts[-1], parts[-2]
    shown = f"{day}{'.' if lang == 'de' else ''}\u00a0{months[month][lang]}"
    return f"{shown}\u00a0{parts[0]}" if len(parts) == 3 else shown


def plain_text(body):
    """Text without Markdown marks: one line a block."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", body)
    text = re.sub(r"^(#+|>|-) ", "", text, flags=re.M)
    return text.replace("**", "")


def words_of(text):
    return re.findall(r"[^\W_][\w’'‘-]*(?:\.\w+)*", text)


def sentences_of(text):
    text = ADDRESS.sub("ADDRESS", text)
    text = re.sub(r"\b(Nr|No|№)\. ?", r"\1 ", text)
    for line in text.split("\n"):
        yield from (s for s in re.split(r"(?:(?<=[.?!])|(?<=[.?!][»“”\")])) +", line) if s.strip())


def check_words(say, path, lang, heading, body):
    """Length of page and sentences; letters and words of another language.  Returns long-sentence count."""
    text = heading + "\n" + plain_text(body)
    n_words = len(words_of(text))
    if n_words > MAX_PAGE_WORDS:
        say(path, 0, f"{n_words} words (at most {MAX_PAGE_WORDS})")
    n_long = 0
    for s in sentences_of(text):
        n = len(words_of(s))
        n_long += n > AIM_SENTENCE_WORDS
        if n > MAX_SENTENCE_WORDS:
            say(path, 0, f"a sentence of {n} words (at most {MAX_SENTENCE_WORDS}): {s[:60]}")
    check_letters(say, path, lang, text)
    return n_long


def check_letters(say, path, lang, text):
    if lang not in FOREIGN_LETTERS:
        for word in re.findall(r"\w*[\u0400-\u04ff]\w*", text):
            say(path, 0, f"a Cyrillic word: {word}")
        return
    for word in re.findall(r"[A-Za-z]{2,}", ADDRESS.sub("", text)):
        if word not in LATIN_NAMES:
            say(path, 0, f"a Latin word: {word}")
    for word in re.findall(rf"\w*[{FOREIGN_LETTERS[lang]}]\w*", text):
        say(path, 0, f"a letter foreign to {lang}: {word}")
    for word in re.findall(r"(?=\w*[A-Za-z])(?=\w*[\u0400-\u04ff])\w+", text):
        say(path, 0, f"mixed alphabets in one word: {word}")
    if lang == "be":
        for m in re.finditer(r"[аеёіоуыэюя] у |[^аеёіоуыэюя\s] ў |(?:^|[.,:;?!(] )ў ", text, re.M | re.I):
            say(path, 0, f"у or ў: {text[max(0, m.start() - 12):m.end() + 12]!r}")


def check_review(say, path, meta, days):
    first, due = meta.get("reviewed_on", ""), meta.get("review_due", "")
    if not is_day(first) or not is_day(due):
        say(path, 0, "reviewed_on and review_due must be days")
        return
    if datetime.date.fromisoformat(due) - datetime.date.fromisoformat(first) != datetime.timedelta(days):
        say(path, 0, f"review_due is not {days} days after reviewed_on")


def check_sources(say, path, pairs):
    """Return what the languages must share: dates and addresses."""
    shared = []
    for key, value in pairs:
        if key != "sources":
            continue
        m = re.fullmatch(r"(\d{4}(?:-\d\d){0,2}) \| ([^|]+) \|(?: (https://[^\s|]+))?", value)
        if not m:
            say(path, 0, f"a source is not 'date | text | https address or nothing': {value}")
            continue
        shared.append((m[1], m[3]))
    return shared


def check_guide_body(say, path, n, lang, body):
    headings = re.findall(r"^(#+) (.*)$", body, re.M)
    if [t for h, t in headings if h == "##"] != (LAND_PARTS if n in LANDS else PARTS)[lang]:
        say(path, 0, "the five parts are not the five parts in their order")
    if not body.startswith(SAMPLE[lang]):
        say(path, 0, "does not begin with the sample line")
    if LAWYER_ONLY[lang] not in body:
        say(path, 0, "lacks the sentence that some things are for a lawyer only")
    bare = ADDRESS.sub("", re.sub(r"\]\([^)]*\)", "", FIELD.sub("", body)))
    for digits in re.findall(r"\d+", bare):
        say(path, 0, f"a number in the text, not a figure: {digits}")
    for target in re.findall(r"\]\(([^)]*)\)", body):
        if not target.startswith("https://") and target not in map(str, LINKED):
            say(path, 0, f"a link that leads nowhere: {target}")
    return [h for h, _ in headings]


def check_guide(say, path, n, lang, figures, months):
    """Check one guide; returns what must be equal in all languages, and the long sentences."""
    pairs, body = split_page(path.read_text(encoding="utf-8"))
    if pairs is None:
        say(path, 0, "no front matter")
        return None, 0
    meta = dict(pairs)
    if [k for k in keys_in_order(pairs) if k not in ("leads", "letters")] != GUIDE_KEYS:
        say(path, 0, f"front matter keys: {' '.join(keys_in_order(pairs))}")
    if meta.get("guide") != str(n) or meta.get("lang") != lang or not meta.get("title", "").endswith(f" {n}"):
        say(path, 0, "guide, lang or title is not that of the file")
    check_review(say, path, meta, LEGAL_DAYS)
    used = sorted(set(FIELD.findall(body)))
    if used != meta.get("figures", "").split():
        say(path, 0, f"figures names {meta.get('figures')}, the text uses {' '.join(used)}")
    for f in used:
        if f not in figures:
            say(path, 0, f"unknown figure: {f}")
    shape = check_guide_body(say, path, n, lang, body)
    shown = FIELD.sub(lambda m: show_figure(figures[m[1]], lang, months) if m[1] in figures else "?", body)
    n_long = check_words(say, path, lang, meta.get("heading", ""), shown)
    shared = {k: meta.get(k) for k in SAME_KEYS}
    shared.update(sources=check_sources(say, path, pairs), headings=shape,
                  n_points=[p.count("\n- ") for p in body.split("\n## ")])
    return shared, n_long


def check_guides(say, root, figures, months):
    n_long, situations = dict.fromkeys(LANGS, 0), {}
    for n in (*GUIDES, *LANDS):
        first = None
        for lang in LANGS:
            path = root / "guides" / lang / f"{n}.md"
            if not path.is_file():
                say(path, 0, "missing")
                continue
            shared, count = check_guide(say, path, n, lang, figures, months)
            n_long[lang] += count
            first = first or shared
            for key in shared or {}:
                if shared[key] != first[key]:
                    say(path, 0, f"{key} differs from the first language: {shared[key]}")
        if first:
            situations[n] = set((first["situations"] or "").split())
    return n_long, situations


def check_pages(say, root, folder, n_long):
    first = None
    for lang in LANGS:
        path = root / folder / f"{lang}.md"
        if not path.is_file():
            say(path, 0, "missing")
            continue
        pairs, body = split_page(path.read_text(encoding="utf-8"))
        if pairs is None or keys_in_order(pairs) != PAGE_KEYS or dict(pairs)["lang"] != lang:
            say(path, 0, "front matter is missing or wrong")
            continue
        check_review(say, path, dict(pairs), OTHER_DAYS)
        if not body.startswith(SAMPLE[lang]):
            say(path, 0, "does not begin with the sample line")
        n_long[lang] += check_words(say, path, lang, dict(pairs)["heading"], body)
        shape = (re.findall(r"^#+", body, re.M), re.findall(r"\d+", body), [p.count("\n- ") for p in body.split("\n## ")])
        first = first or shape
        if shape != first:
            say(path, 0, "headings, points or numbers differ from the first language")


def check_figures(say, root):
    path = root / "guides" / "figures.csv"
    head, table = load_table(path, say)
    if head != "field kind value source valid_from confirmed_by".split():
        say(path, 1, "columns")
    shapes = {"number": r"\d+", "text": r"\S.*", "date": r"\d{4}-\d\d-\d\d", "monthday": r"\d\d-\d\d"}
    figures = {}
    for n, row in table:
        if row["field"] in figures or not re.fullmatch(r"[a-z]\w*", row["field"]):
            say(path, n, f"field name used twice or wrong: {row['field']}")
        if not re.fullmatch(shapes.get(row["kind"], "$."), row["value"]) or not is_day(row["valid_from"]):
            say(path, n, f"kind, value or valid_from of {row['field']}")
        if not row["source"] or not row["confirmed_by"]:
            say(path, n, f"no source or confirmed_by for {row['field']}")
        figures[row["field"]] = row
    text = "".join(p.read_text(encoding="utf-8") for p in sorted(root.glob("guides/*/*.md")))
    for field in sorted(set(figures) - set(FIELD.findall(text))):
        say(path, 0, f"figure never used: {field}")
    return figures


def check_months(say, root):
    path = root / "guides" / "months.csv"
    head, table = load_table(path, say)
    if head != ["month", *LANGS] or [row["month"] for _, row in table] != [str(m) for m in range(1, 13)]:
        say(path, 0, "columns or months")
    return {int(row["month"]): row for _, row in table}


def check_countries(say, root):
    path = root / "countries.csv"
    head, table = load_table(path, say)
    codes = [row["code"] for _, row in table]
    if head != ["code", *LANGS, "origin"]:
        say(path, 1, "columns")
    for n, row in table:
        if not re.fullmatch("[A-Z]{2}", row["code"]) or codes.count(row["code"]) > 1:
            say(path, n, f"code: {row['code']}")
        if row["origin"] and row["origin"] not in codes:
            say(path, n, f"origin: {row['origin']}")
        for lang in LANGS:
            if not row[lang]:
                say(path, n, f"no {lang} name")
            elif row[lang] != "USA":
                check_letters(lambda p, _, what, n=n: say(p, n, what), path, lang, row[lang])
    return codes


def check_crisis(say, root, codes):
    path = root / "crisis.csv"
    head, table = load_table(path, say)
    if head != ["country", "kind", *LANGS, "number", "hours", "languages", "verified_on", "source"]:
        say(path, 1, "columns")
    for n, row in table:
        if row["country"] not in codes + ["*"] or row["kind"] not in CRISIS_KINDS or not is_day(row["verified_on"]):
            say(path, n, "country, kind or verified_on")
        if not all(row.values()):
            say(path, n, "an empty field")
        if not re.fullmatch(r"24/7|\d\d:\d\d-\d\d:\d\d", row["hours"]):
            say(path, n, "hours are 24/7 or 08:00-20:00: words would be in one language only")
        invented = row["source"].startswith("invented sample")
        if invented != bool(re.fullmatch(r"\+00 000 000 \d\d", row["number"])):
            say(path, n, "an invented line must have an invented number, and no other may")
        if not invented and not re.fullmatch(r"1\d\d", row["number"]):
            say(path, n, f"not a short public number: {row['number']}")
        for lang in LANGS:
            check_letters(lambda p, _, what, n=n: say(p, n, what), path, lang, row[lang])
    for c in CRISIS_COUNTRIES:
        kinds = {row["kind"] for _, row in table if row["country"] == c}
        if "suicide" not in kinds or not kinds & {"emergency", "ambulance"}:
            say(path, 0, f"{c} lacks an emergency number or a crisis line")


def load_cards(say, path):
    cards = []
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
        lines = [line for line in block.split("\n") if not line.startswith("#")]
        card = {}
        for line in lines:
            key, _, value = line.partition(" ")
            if not value or key in card:
                say(path, 0, f"a line that is empty or double: {line}")
            card[key] = value
        if card:
            cards.append(card)
    return cards


def check_situations(say, root, guide_codes):
    path = root / "situations.txt"
    cards = load_cards(say, path)
    keys = ["card", "urgent", "guide", "codes", *(f"{c}.{k}" for c in LANGS for k in ("label", "small"))]
    seen = []
    for card in cards:
        if list(card) != keys:
            say(path, 0, f"keys of card {card.get('card')}")
            continue
        seen += card["codes"].split()
        guide = int(card["guide"])
        if guide and not set(card["codes"].split()) <= guide_codes.get(guide, set()):
            say(path, 0, f"card {card['card']}: guide {guide} does not name its situations")
        for lang in LANGS:
            for kind in ("label", "small"):
                check_letters(say, path, lang, card[f"{lang}.{kind}"])
    if not 7 <= len(cards) <= 9 or [c.get("urgent") for c in cards] != ["1", "1"] + ["0"] * (len(cards) - 2):
        say(path, 0, "7 to 9 cards, the first two urgent")
    if cards[-1].get("card") != "other" or cards[-1].get("guide") != "0":
        say(path, 0, "the last card must be other, without a guide")
    if sorted(seen) != sorted(SITUATIONS):
        say(path, 0, f"situation codes not exactly once: {sorted(SITUATIONS ^ set(seen)) or 'doubled'}")


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2] / "content")
    problems = []

    def say(path, line, what):
        problems.append(f"{path.relative_to(root)}:{line}: {what}")

    figures, months = check_figures(say, root), check_months(say, root)
    n_long, guide_codes = check_guides(say, root, figures, months)
    for folder in ("safety", "about"):
        check_pages(say, root, folder, n_long)
    check_crisis(say, root, check_countries(say, root))
    check_situations(say, root, guide_codes)
    print("\n".join(problems) or f"content: {(len(GUIDES) + len(LANDS)) * len(LANGS)} guides, {len(figures)} figures, clean; sentences over "
          f"{AIM_SENTENCE_WORDS} words: " + ", ".join(f"{k} {v}" for k, v in n_long.items()))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
