#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Check the word lists: wordcheck.py content/words [tools/words_denied.txt]

One line for each problem and exit status 1, or one line that all is well and 0.
The rules and their reasons stand in docs/words.md.
"""

import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

COUNT = 2048
SHORTEST, LONGEST = 4, 8
PREFIX = 4
DENIED = Path(__file__).with_name("words_denied.txt")

ALPHABETS = {
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдежзійклмнопрстуўфхцчшыьэюя",
    "en": "abcdefghijklmnopqrstuvwxyz",
    "de": "abcdefghijklmnopqrstuvwxyzäöü",
}

# What a reader's keyboard or hand leaves out: the same word must still be found.
FOLDS = {
    "ru": str.maketrans("ё", "е"),
    "uk": str.maketrans("їґ", "іг"),
    "be": str.maketrans("ё", "е"),
    "en": {},
    "de": str.maketrans("äöü", "aou"),
}

# Letters that a Russian keyboard lacks or that are taken for each other; prefixes only.
MIXED_UP = {
    "uk": str.maketrans("иїґ", "ііг"),
    "be": str.maketrans("иїёў", "ііеу"),
}


def fold(lang, word):
    return word.translate(FOLDS[lang])


def one_slip_apart(a, b):
    """True if one insertion, deletion, substitution or swap of neighbours turns a into b."""
    if a == b:
        return True
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > 1:
        return False
    start = 0
    while start < len(a) and a[start] == b[start]:
        start += 1
    if len(a) < len(b):
        return a[start:] == b[start + 1:]
    if a[start + 1:] == b[start + 1:]:
        return True
    return (a[start:start + 2] == b[start:start + 2][::-1]
            and a[start + 2:] == b[start + 2:])


def slip_pairs(lang, words):
    """Every pair that one slip joins: two such words share a form with one letter left out."""
    shared = defaultdict(set)
    for word in words:
        folded = fold(lang, word)
        shared[folded].add(word)
        for i in range(len(folded)):
            shared[folded[:i] + folded[i + 1:]].add(word)
    found = set()
    for group in shared.values():
        ordered = sorted(group)
        for i, a in enumerate(ordered):
            for b in ordered[i + 1:]:
                if one_slip_apart(fold(lang, a), fold(lang, b)):
                    found.add((a, b))
    return sorted(found)


def word_problems(lang, word):
    if word == "":
        return ["empty line"]
    problems = []
    if unicodedata.normalize("NFC", word) != word:
        problems.append("not NFC")
    if word.lower() != word:
        problems.append("not lower case")
    if not SHORTEST <= len(word) <= LONGEST:
        problems.append(f"{len(word)} letters, must be {SHORTEST} to {LONGEST}")
    odd = sorted(set(word.lower()) - set(ALPHABETS[lang]))
    if odd:
        problems.append("not of the alphabet: " + " ".join(f"U+{ord(c):04X}" for c in odd))
    return problems


def shared_prefixes(words, table):
    """Pairs (first word with that prefix, later word) after the letters are mapped."""
    seen = {}
    for word in words:
        first = seen.setdefault(word.translate(table)[:PREFIX], word)
        if first != word:
            yield first, word


def spelled_out(word):
    """What "ae for ä" makes of a word's prefix: written so, and read so where ae is just ae."""
    written = word.translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"}))
    read = fold("de", word)
    for vowel in "aou":
        read = read.replace(vowel + "e", vowel)
    return {written[:PREFIX], read[:PREFIX]} - {fold("de", word)[:PREFIX]}


def umlaut_clashes(words):
    """Pairs (word, other): one's prefix with an umlaut spelled out is the other's prefix."""
    plain = {fold("de", word)[:PREFIX]: word for word in words}
    for word in words:
        for prefix in spelled_out(word) & plain.keys():
            if plain[prefix] != word:
                yield plain[prefix], word


def list_problems(lang, words):
    if len(words) != COUNT:
        yield f"{len(words)} words, must be {COUNT}"
    for a, b in zip(words, words[1:]):
        if a == b:
            yield f"{b}: stands twice"
        elif a > b:
            yield f"{b}: out of order after {a}"
    for a, b in shared_prefixes(words, FOLDS[lang]):
        yield f"{b}: same first {PREFIX} letters as {a}"
    if lang in MIXED_UP:
        known = set(shared_prefixes(words, FOLDS[lang]))
        for a, b in shared_prefixes(words, MIXED_UP[lang]):
            if (a, b) not in known:
                yield f"{b}: same first {PREFIX} letters as {a} when letters are mixed up"
    if lang == "de":
        for a, b in umlaut_clashes(words):
            yield f"{b}: same first {PREFIX} letters as {a} when an umlaut is spelled out"
    for a, b in slip_pairs(lang, words):
        yield f"{b}: one slip from {a}"


def read_words(data):
    """The words of a file, and what is wrong with the file as a whole."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as e:
        return [], [f"not UTF-8 at byte {e.start}"]
    problems = []
    if text.startswith("\ufeff"):
        problems.append("begins with a byte order mark")
        text = text[1:]
    if "\r" in text:
        problems.append("has carriage returns")
        text = text.replace("\r", "")
    if not text.endswith("\n"):
        problems.append("does not end with a newline")
        text += "\n"
    return text[:-1].split("\n"), problems


def read_denied(path):
    """{lang: (stems, whole words)} of lines 'ru stem' and 'ru =word', and what is wrong there."""
    denied = {lang: ([], set()) for lang in ALPHABETS}
    if not path.is_file():
        return denied, [f"{path.name}: missing"]
    problems = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fields = line.split("#")[0].split()
        if not fields:
            continue
        lang = fields[0]
        for stem in fields[1:]:
            if lang not in ALPHABETS or set(stem.lstrip("=")) - set(ALPHABETS[lang]):
                problems.append(f"{path.name}:{number}: cannot match: {lang} {stem}")
            elif stem.startswith("="):
                denied[lang][1].add(stem[1:])
            else:
                denied[lang][0].append(stem)
    problems += [f"{path.name}: nothing for {lang}" for lang, sets in denied.items()
                 if not any(sets)]
    return denied, problems


def denied_problems(words, denied):
    stems, whole = denied
    for word in words:
        stem = next((s for s in stems if word.startswith(s)), None)
        if stem or word in whole:
            yield f"{word}: denied ({stem or '=' + word})"


def check(folder, denied_path=DENIED):
    """Every problem of the five lists in a folder, as lines."""
    denied, problems = read_denied(denied_path)
    for path in sorted(folder.glob("*")):
        if path.name not in {f"{lang}.txt" for lang in ALPHABETS}:
            problems.append(f"{path.name}: not one of the lists")
    for lang in ALPHABETS:
        path = folder / f"{lang}.txt"
        if not path.is_file():
            problems.append(f"{path.name}: missing")
            continue
        words, found = read_words(path.read_bytes())
        for number, word in enumerate(words, 1):
            found += [f"line {number}: {word}: {p}" for p in word_problems(lang, word)]
        found += list_problems(lang, words)
        found += denied_problems(words, denied[lang])
        problems += [f"{path.name}: {p}" for p in found]
    return problems


def main(args):
    if len(args) not in (1, 2) or not Path(args[0]).is_dir():
        print("usage: wordcheck.py FOLDER [DENIED]", file=sys.stderr)
        return 2
    problems = check(Path(args[0]), *map(Path, args[1:]))
    if problems:
        print("\n".join(problems))
        return 1
    print(f"{len(ALPHABETS)} lists of {COUNT} words hold the rules")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
