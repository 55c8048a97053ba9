#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""formc takes good forms, and names file, line and way out for every bad one."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tools"))
import formc  # noqa: E402

HEAD = 'form 1 demo "Demo"\nin case\n'
GOOD = HEAD + """many "Demos"
about "What it is for."
one
by duty_lead lawyer
# a comment
field 1 name text "Name"
  required
  hint "A hint with \\"quotes\\"."
  max 30
field 2 why choice "Why"
  choice 1 first "First"
  choice 2 second "Second" retired
field 3 where country "Where"
  several
field 4 like choice "Like"
  from colours
field 5 count number "Count"
  least -3
  most 7
field 6 other item "Other"
  of demo
field 7 when date "When"
  exact
field 8 private long "Private"
  secret legal
"""
LISTS = 'list colours\n  choice 1 red "Red"\n  choice 9 blue "Blue"\n'
FIELD = HEAD + 'field 1 a text "A"\n'

BAD = {
    "demo.form:1: unknown word: frm": "frm 1 demo",
    "demo.form:1: expected the form's number, a number from 1 to 999": 'form x demo "Demo"',
    "demo.form:1: expected the form's name: small letters, digits and _": 'form 1 Demo "Demo"',
    "demo.form:1: expected a title in double quotes": "form 1 demo Demo",
    "demo.form:1: the form other stands in a file of its own, other.form": 'form 1 other "Demo"',
    "demo.form:1: nothing more may stand here: twice": 'form 1 demo "Demo" twice',
    "demo.form:1: in stands below a form": "in case",
    "demo.form:2: a form is filled in a case or in the book: in case, in book": 'form 1 demo "D"\nin drawer',
    "demo.form:1: a form says where it is filled (in case, in book) and has fields": 'form 1 demo "D"\n',
    "demo.form:3: unknown kind of field: txt; there are ": HEAD + 'field 1 a txt "A"',
    "demo.form:4: the field 1 a is there already": FIELD + 'field 1 b text "B"',
    "demo.form:4: the field 1 a is there already ": FIELD + 'field 2 a text "B"',
    "demo.form:3: required stands below a field": HEAD + "required",
    "demo.form:4: max is for text and long": HEAD + 'field 1 a date "A"\nmax 3',
    "demo.form:4: expected how many letters, a number from 1 to 6000": FIELD + "max 9000",
    "demo.form:4: least is for number": FIELD + "least 1",
    "demo.form:3: exact is for date": FIELD + "exact",
    "demo.form:3: several is for country, language, member": FIELD + "several",
    "demo.form:3: a field of kind choice has at least one choice, or from": HEAD + 'field 1 a choice "A"',
    "demo.form:3: a field of kind text has no choices": FIELD + 'choice 1 x "X"',
    "demo.form:5: the choice 1 x is there already": HEAD + 'field 1 a choice "A"\nchoice 1 x "X"\nchoice 1 y "Y"',
    "demo.form:3: there is no list shades": HEAD + 'field 1 a choice "A"\nfrom shades',
    "demo.form:3: there is no form nowhere": HEAD + 'field 1 a item "A"\nof nowhere',
    "demo.form:3: a field of kind item, and no other, says of which form: of FORM": HEAD + 'field 1 a item "A"',
    "demo.form:4: secret names the vaults that show the field": FIELD + "secret",
    "demo.form:3: what is retired is asked of nobody: take required away": FIELD + "required\nretired",
    "demo.form:4: expected a role": FIELD + "by",
    "demo.form:1: too large: its fields may take 24008 bytes together, a record holds 16000":
        HEAD + 'field 1 a long "A"\nmax 6000\nfield 2 b long "B"\nmax 6000',
}


class Forms(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        self.numbers = self.root / "numbers.txt"

    def tearDown(self):
        self.folder.cleanup()

    def compile(self, text, update=True, lists=LISTS):
        (self.root / "demo.form").write_text(text, encoding="utf-8")
        (self.root / "lists.form").write_text(lists, encoding="utf-8")
        return formc.compile_forms(self.root.glob("*.form"), self.numbers, update)

    def refused(self, text, update=False):
        with self.assertRaises(formc.Bad) as caught:
            self.compile(text, update)
        return str(caught.exception).replace(str(self.root) + "/", "")

    def test_a_good_form(self):
        form = self.compile(GOOD).forms[0]
        self.assertEqual([f.code for f in form.fields],
                         ["name", "why", "where", "like", "count", "other", "when", "private"])
        self.assertTrue(form.one and form.fields[0].required and form.fields[2].several and form.fields[6].exact)
        self.assertEqual(form.fields[0].hint, 'A hint with "quotes".')
        self.assertEqual((form.fields[4].least, form.fields[4].most), (-3, 7))
        self.assertEqual([c.code for c in form.fields[3].choices], ["red", "blue"])
        self.assertTrue(form.fields[1].choices[1].retired)

    def test_bad_forms_name_file_line_and_way_out(self):
        for message, text in BAD.items():
            self.numbers.unlink(missing_ok=True)
            with self.assertRaises(formc.Bad, msg=message) as caught:
                self.compile(text)
            said = str(caught.exception).replace(str(self.root) + "/", "")
            self.assertTrue(said.startswith(message.strip()), f"{said!r} is not {message!r}")

    def test_two_forms_of_one_number(self):
        (self.root / "other.form").write_text('form 1 other "O"\nin case\nfield 1 a text "A"\n', encoding="utf-8")
        self.assertIn("number 1 belongs to the form demo", self.refused(GOOD, True))

    def test_numbers_never_change_meaning(self):
        self.assertIn("form 1 is new: write it down with tools/formc.py --update", self.refused(FIELD).replace(
            "list colours 1", "form 1"))
        self.compile(GOOD)
        self.compile(GOOD, update=False)
        renamed = GOOD.replace("field 1 name text", "field 1 nickname text")
        self.assertIn("form 1 field 1 has been 'name text' before: numbers never change meaning; take a new one",
                      self.refused(renamed))
        retyped = GOOD.replace("field 7 when date", "field 7 when moment").replace("  exact\n", "")
        self.assertIn("form 1 field 7 has been 'when date' before", self.refused(retyped, update=True))
        gone = GOOD.replace('  choice 2 second "Second" retired\n', "")
        self.assertIn("form 1 field 2 choice 2 (second) is gone: records may hold it; keep it and mark it retired",
                      self.refused(gone))

    def test_the_forms_of_the_desk_compile(self):
        out = self.root / "forms.gen.c"
        done = subprocess.run([sys.executable, ROOT / "tools/formc.py", "--header", self.root / "forms.gen.h", "--c", out],
                              capture_output=True, text=True, timeout=20, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("form_defs", out.read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
