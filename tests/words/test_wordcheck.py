#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rule of tools/wordcheck.py has a list that breaks it and is reported."""

import itertools
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "wordcheck.py"
sys.path.insert(0, str(ROOT / "tools"))
import wordcheck  # noqa: E402

# Thirteen letters a language that no fold touches and that sort by code point.
LETTERS = {
    "ru": "абвгдежзклмно",
    "uk": "абвгдежзклмно",
    "be": "абвгдежзклмно",
    "en": "abcdefghijklm",
    "de": "bcdefghijklmn",
}


def good_list(lang):
    """2,048 six-letter strings, unlike in the first four, each pair two or more slips apart.

    Four free digits (base 13) and two check digits; enough candidates are tried, in order,
    and those too near to an earlier one are passed over.
    """
    letters = LETTERS[lang]
    words = []
    for digits in itertools.product(range(13), repeat=4):
        checks = (sum(digits) % 13, sum((i + 2) * d for i, d in enumerate(digits)) % 13)
        word = "".join(letters[d] for d in digits + checks)
        words.append(word)
    near = {b for _, b in wordcheck.slip_pairs(lang, words)}
    words = [w for w in words if w not in near]
    return sorted(words[:wordcheck.COUNT])


GOOD = {lang: good_list(lang) for lang in wordcheck.ALPHABETS}


class Checker(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name) / "words"
        self.folder.mkdir()
        self.denied = Path(holder.name) / "denied.txt"
        self.deny({lang: "=zz" if lang in ("en", "de") else "=жж" for lang in GOOD})
        for lang, words in GOOD.items():
            self.write(lang, words)

    def deny(self, stems):
        self.denied.write_text("".join(f"{k} {v}\n" for k, v in stems.items()), encoding="utf-8")

    def write(self, lang, words):
        (self.folder / f"{lang}.txt").write_bytes("".join(w + "\n" for w in words).encode())

    def problems(self):
        return wordcheck.check(self.folder, self.denied)

    def replace(self, lang, *new):
        """Put new words in the place of the last ones, in order."""
        words = [w for w in GOOD[lang] if w not in new]
        self.write(lang, sorted(words[:wordcheck.COUNT - len(new)] + list(new)))

    def assert_only(self, *parts):
        """Each problem names one of the parts, and each part is named."""
        found = self.problems()
        for part in parts:
            self.assertTrue(any(part in p for p in found), f"{part!r} not in {found}")
        stray = [p for p in found if not any(part in p for part in parts)]
        self.assertEqual(stray, [])


class WholeFiles(Checker):
    def test_good_lists_hold(self):
        self.assertEqual(self.problems(), [])

    def test_missing_list(self):
        (self.folder / "be.txt").unlink()
        self.assertEqual(self.problems(), ["be.txt: missing"])

    def test_stray_file(self):
        (self.folder / "fr.txt").write_text("x\n", encoding="utf-8")
        self.assertEqual(self.problems(), ["fr.txt: not one of the lists"])

    def test_count(self):
        self.write("en", GOOD["en"][:-1])
        self.assertEqual(self.problems(), ["en.txt: 2047 words, must be 2048"])

    def test_one_too_many(self):
        self.write("en", GOOD["en"] + ["zebra"])
        self.assertEqual(self.problems(), ["en.txt: 2049 words, must be 2048"])

    def test_bytes(self):
        good = (self.folder / "ru.txt").read_bytes()
        for data, words in (
            (b"\xff\n" + good, "not UTF-8 at byte 0"),
            (b"\xef\xbb\xbf" + good, "begins with a byte order mark"),
            (good.replace(b"\n", b"\r\n"), "has carriage returns"),
            (good[:-1], "does not end with a newline"),
            (good + b"\n", "empty line"),
        ):
            with self.subTest(words):
                (self.folder / "ru.txt").write_bytes(data)
                self.assertTrue(any(words in p for p in self.problems()))

    def test_order(self):
        words = list(GOOD["uk"])
        words[5], words[6] = words[6], words[5]
        self.write("uk", words)
        self.assert_only(f"{words[6]}: out of order after {words[5]}")

    def test_twice(self):
        words = list(GOOD["uk"])
        words[6] = words[5]
        self.write("uk", words)
        self.assert_only(f"{words[5]}: stands twice")


class Words(Checker):
    def test_length(self):
        self.replace("en", "zoo")
        self.assert_only("zoo: 3 letters")
        self.replace("en", "zookeeper")
        self.assert_only("zookeeper: 9 letters")
        self.replace("en", "zebrafis", "zulu")
        self.assert_only()

    def test_letters_outside_the_alphabet(self):
        for lang, word in (
            ("ru", "ёлка"), ("ru", "вiтер"), ("ru", "вітер"), ("uk", "ґанок"), ("uk", "пʼята"),
            ("uk", "яёрш"), ("uk", "сыры"), ("be", "ёлка"), ("be", "щука"), ("be", "п'ята"),
            ("en", "zürich"), ("en", "x-ray"), ("en", "an owl"), ("de", "straße"),
        ):
            with self.subTest(word):
                self.setUp()
                self.replace(lang, word)
                self.assert_only(f"{word}: not of the alphabet")

    def test_letters_inside_the_alphabet(self):
        for lang, word in (("ru", "съемка"), ("uk", "щїєи"),
                           ("be", "ўэыі"), ("de", "öüäz")):
            with self.subTest(word):
                self.replace(lang, word)
                self.assert_only()

    def test_upper_case(self):
        self.replace("de", "Zebra")
        self.assert_only("Zebra: not lower case")

    def test_nfc(self):
        self.replace("ru", "и\u0306стр")
        self.assert_only("not NFC", "not of the alphabet")


class Pairs(Checker):
    def test_same_prefix(self):
        self.replace("en", "zebra", "zebrines")
        self.assert_only("zebrines: same first 4 letters as zebra")

    def test_same_prefix_after_folding(self):
        self.replace("de", "zahnvoll", "zähneort")
        self.assert_only("zähneort: same first 4 letters as zahnvoll")
        self.write("de", GOOD["de"])
        self.replace("uk", "щіїрств", "щїіряпфц")
        self.assert_only("щїіряпфц: same first 4 letters as щіїрств")

    def test_prefix_when_letters_are_mixed_up(self):
        self.replace("uk", "щикрств", "щікряпфц")
        self.assert_only("щікряпфц: same first 4 letters as щикрств when letters are mixed up")
        self.setUp()
        self.replace("be", "чаўрств", "чаурцыпф")
        self.assert_only("чаўрств: same first 4 letters as чаурцыпф when letters are mixed up")

    def test_prefix_when_an_umlaut_is_spelled_out(self):
        for umlaut, literal, said in (
            ("zäcker", "zaecopqu", "zäcker: same first 4 letters as zaecopqu"),
            ("zqürpt", "zquerost", "zquerost: same first 4 letters as zqürpt"),
            ("zäfigxpt", "zäferqro", None),
        ):
            with self.subTest(umlaut):
                self.setUp()
                self.replace("de", umlaut, literal)
                if said is None:
                    self.assert_only()
                else:
                    self.assert_only(said + " when an umlaut is spelled out", umlaut)

    def test_slips(self):
        for kind, a, b in (
            ("deletion", "zorse", "zore"), ("substitution", "zebra", "zobra"),
            ("swap", "zebra", "zbera"), ("first letter", "zebra", "xebra"),
            ("insertion in front", "zebra", "ozebra"),
        ):
            with self.subTest(kind):
                self.setUp()
                self.replace("en", a, b)
                self.assert_only("one slip from")
                self.assertEqual(len(self.problems()), 1)

    def test_slip_after_folding(self):
        self.replace("de", "zuhör", "xühor")
        self.assert_only("zuhör: one slip from xühor")
        self.write("de", GOOD["de"])
        self.replace("uk", "щуїхор", "хуіхор")
        self.assert_only("щуїхор: one slip from хуіхор")

    def test_two_slips_are_allowed(self):
        self.replace("en", "zebra", "zobro")
        self.assert_only()

    def test_slip_pairs_agree_with_the_definition(self):
        letters = "abc"
        words = ["".join(w) for n in (3, 4) for w in itertools.product(letters, repeat=n)]
        slow = {(a, b) for a, b in itertools.combinations(sorted(words), 2) if b in slips(a)
                or a in slips(b)}
        self.assertEqual(set(wordcheck.slip_pairs("en", words)), slow)


def slips(word, letters="abc"):
    """Everything one slip makes of a word, by the definition itself."""
    cut = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    return ({a + b[1:] for a, b in cut if b} | {a + c + b[1:] for a, b in cut if b for c in letters}
            | {a + c + b for a, b in cut for c in letters}
            | {a + b[1] + b[0] + b[2:] for a, b in cut if len(b) > 1}) - {word}


class Denied(Checker):
    def test_stem_and_whole_word(self):
        self.replace("en", "zebra", "xylofone")
        self.deny({"ru": "жж", "uk": "жж", "be": "жж", "en": "zeb =xylo", "de": "zz"})
        self.assertEqual(self.problems(), ["en.txt: zebra: denied (zeb)"])
        self.deny({"ru": "жж", "uk": "жж", "be": "жж", "en": "=zebr =xylofone", "de": "zz"})
        self.assertEqual(self.problems(), ["en.txt: xylofone: denied (=xylofone)"])

    def test_bad_deny_list(self):
        self.deny({"ru": "жж", "uk": "жж", "be": "жж", "en": "жж", "de": "zz"})
        self.assertEqual(self.problems(), ["denied.txt:4: cannot match: en жж",
                                           "denied.txt: nothing for en"])
        self.deny({"fr": "zz"})
        self.assertIn("denied.txt:1: cannot match: fr zz", self.problems())
        self.denied.unlink()
        self.assertEqual(self.problems(), ["denied.txt: missing"])


class CommandLine(Checker):
    def run_tool(self, *args):
        return subprocess.run([sys.executable, TOOL, *args], capture_output=True, text=True,
                              timeout=60, check=False)

    def test_exit_status_and_output(self):
        done = self.run_tool(self.folder, self.denied)
        self.assertEqual(done.stdout, "5 lists of 2048 words hold the rules\n")
        self.assertEqual(done.returncode, 0)
        (self.folder / "de.txt").unlink()
        done = self.run_tool(self.folder, self.denied)
        self.assertEqual((done.returncode, done.stdout), (1, "de.txt: missing\n"))
        self.assertEqual(self.run_tool().returncode, 2)


if __name__ == "__main__":
    unittest.main()
