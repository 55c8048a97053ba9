#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""textc finds every marked text, and lets nothing through that a reader would see in English."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tools"))
import textc  # noqa: E402

CODE = """/* T("in a comment") */
#define T(msgid) text_get(lang, msgid)
a(T("one")); b(TC("menu", "one")); // T("no")
c(TN("{n} day", "{n} days", n)); const char *x = N_("two "
    "lines \\"quoted\\"");
d(TF("{1} of {2}", p, q)); NOT_T("other"); T(variable);
"""
PAGE = """<!-- T("comment") -->
%% page_x(int v)
%# T("comment too")
<p title="{{ T("in a page") }}">T("plain text")</p>
% page_y(o, T("argument"));
"""


class Tree(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        for name in ("src/a", "src/desk", "po"):
            (self.root / name).mkdir(parents=True)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, text):
        (self.root / name).write_text(text, encoding="utf-8")

    def run_tool(self, *args):
        return subprocess.run([sys.executable, ROOT / "tools" / "textc.py", self.root, *args], capture_output=True,
                              text=True, timeout=20, check=False)

    def translate(self, lang, **changes):
        """Fill every empty text of a language, with what `changes` says for some."""
        for path in textc.po_paths(self.root, lang).values():
            entries = textc.read_po(path)
            for e in entries:
                if e.msgid:
                    english = e.plural or e.msgid
                    e.texts = {n: changes.get(e.msgid.split(" ")[0], "перевод " + english) for n in e.texts}
            path.write_text("\n".join(e.write("#~ " if e.obsolete else "") for e in entries), encoding="utf-8")

    def problems(self):
        return self.run_tool("--check").stdout


class Extraction(Tree):
    def test_all_marks_and_no_more(self):
        self.write("src/a/a.c", CODE)
        self.write("src/a/p.html", PAGE)
        found = set(textc.Sources(self.root).texts)
        self.assertEqual(found, {(None, "one"), ("menu", "one"), (None, "{n} day"), (None, 'two lines "quoted"'),
                                 (None, "{1} of {2}"), (None, "in a page"), (None, "argument")})

    def test_plural_needs_two_literals(self):
        self.write("src/a/a.c", 'TN("one", many, n)')
        self.assertNotEqual(self.run_tool("--check").returncode, 0)


class Check(Tree):
    def setUp(self):
        super().setUp()
        self.write("src/a/a.c", 'T("hello there"); TN("{n} day", "{n} days", n); TF("from {1} to {2}", a, b);')
        self.run_tool("--update")
        for lang in textc.FORMS:
            self.translate(lang)

    def test_whole(self):
        done = self.run_tool("--check")
        self.assertEqual((done.returncode, done.stdout), (0, "3 texts, every one translated\n"))

    def test_missing_and_unused(self):
        self.write("src/a/a.c", 'T("hello there"); T("new one"); TF("from {1} to {2}", a, b);')
        self.assertIn('ru: missing: "new one" (src/a/a.c)', self.problems())
        self.assertIn('de: used nowhere: "{n} day"', self.problems())
        self.assertEqual(self.run_tool("--check").returncode, 1)

    def test_empty(self):
        self.translate("be", hello="")
        self.assertIn('be: empty: "hello there"', self.problems())

    def test_english_left(self):
        self.translate("uk", hello="hello there")
        self.assertIn('uk: left in English: "hello there"', self.problems())

    def test_other_places(self):
        self.translate("ru", **{"from": "из {1} в {3}"})
        self.assertIn("ru: other places", self.problems())
        self.translate("ru", **{"{n}": "день"})
        self.assertIn('"{n} day"', self.problems())

    def test_fuzzy(self):
        path = self.root / "po" / "de.po"
        path.write_text(path.read_text().replace("#: src/a/a.c\nmsgid \"hello", "#, fuzzy\nmsgid \"hello"))
        self.assertIn('de: fuzzy: "hello there"', self.problems())

    def test_update_keeps_what_is_there_and_brings_back_what_was_set_aside(self):
        before = (self.root / "po" / "ru.po").read_text()
        self.write("src/a/a.c", 'T("hello there");')
        self.run_tool("--update")
        self.assertIn('#~ msgid "{n} day"', (self.root / "po" / "ru.po").read_text())
        self.write("src/a/a.c", 'T("hello there"); TN("{n} day", "{n} days", n); TF("from {1} to {2}", a, b);')
        self.run_tool("--update")
        self.assertEqual((self.root / "po" / "ru.po").read_text(), before)

    def test_update_says_what_it_did(self):
        self.write("src/a/a.c", 'T("hello there"); TF("from {1} to {2}", a, b); T("a new one");')
        said = self.run_tool("--update").stdout.splitlines()
        for lang in textc.FORMS:
            self.assertIn(f'po/{lang}.po: new: "a new one"', said)
            self.assertIn(f'po/{lang}.po: set aside: "{{n}} day"', said)
            self.assertIn(f"po/{lang}.po: 2 changed, 1 to translate", said)
            self.assertIn(f"po/desk/{lang}.po: 0 changed, 0 to translate", said)
        again = self.run_tool("--update").stdout.splitlines()
        self.assertIn("po/ru.po: 0 changed, 1 to translate", again)

    def test_a_text_moves_between_the_files_with_its_translation(self):
        self.write("src/desk/d.c", 'T("only at the desk");')
        self.run_tool("--update")
        self.translate("ru", only="только здесь")
        self.assertIn("только здесь", (self.root / "po" / "desk" / "ru.po").read_text())
        self.write("src/a/b.c", 'T("only at the desk");')
        self.run_tool("--update")
        self.assertIn("только здесь", (self.root / "po" / "ru.po").read_text())
        self.assertNotIn("только здесь", (self.root / "po" / "desk" / "ru.po").read_text())


class Table(Tree):
    def test_what_is_not_right_is_not_compiled(self):
        self.write("src/a/a.c", 'T("hello there"); T("bye");')
        self.run_tool("--update")
        self.translate("ru", bye="пока")
        self.translate("uk", bye="бувай", hello="")
        out = self.root / "out.c"
        self.assertEqual(self.run_tool("--out", str(out), "--depfile", str(self.root / "d")).returncode, 0)
        text = out.read_text()
        self.assertIn('"пока\\0"', text)
        self.assertIn("n_catalogue = 2", text)
        self.assertIn(str(self.root / "src" / "a" / "a.c"), (self.root / "d").read_text())


if __name__ == "__main__":
    unittest.main()
