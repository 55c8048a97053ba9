#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""pagec refuses every place that is not known to be safe, and picks the escape by the place."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]

BAD = {
    "value in a script": "<script>{{ v }}</script>",
    "value in a style sheet after text": "<style>a{} {{ v }}</style>",
    "value in a comment": "<!-- {{ v }} -->",
    "value as a tag name": "<{{ v }}>",
    "value as an attribute name": "<p {{ v }}>",
    "value without quotes": "<p class={{ v }}>",
    "value in single quotes": "<p class='{{ v }}'>",
    "value in onclick": '<p onclick="{{ v }}">',
    "value in style=": '<p style="{{ v }}">',
    "value in srcdoc": '<iframe srcdoc="{{ v }}"></iframe>',
    "value in srcset": '<img srcset="{{ v }}">',
    "value in data-": '<p data-x="{{ v }}">',
    "value in an svg": "<svg>{{ v }}</svg>",
    "value in math": "<math>{{ v }}</math>",
    "value in http-equiv": '<meta http-equiv="{{ v }}">',
    "control flow inside a tag": "<p\n% if (v) {\nclass=\"x\"\n% }\n>",
    "control flow inside a value": "<p class=\"\n% if (v) {\nx\n% }\n\">",
    "any other statement": "% v = NULL;",
    "a call of something else": "% printf(v);",
    "a return": "% return;",
    "an attribute in the text": 'x checked?="{{ v }}"',
    "a page that ends inside a tag": "<p class=\"x\"",
    "a page that ends inside a comment": "<!-- x",
    "a start without a name": "%% v",
}

GOOD = {
    "<p>{{ v }}</p>": "out_text(o, v);",
    '<p class="{{ v }}">x</p>': "out_attr(o, v);",
    '<a href="{{ v }}">x</a>': "out_url(o, v);",
    '<a href="/x/{{ v }}">x</a>': "out_url_part(o, v);",
    '<a href="{{ v }}/{{ w }}">x</a>': "out_url_part(o, w);",
    '<form action="/{{ v }}"></form>': "out_url_part(o, v);",
    "<style>{{ v }}</style>": "out_style(o, v);",
    '<p aria-label="{{ v }}">x</p>': "out_attr(o, v);",
    '<input checked?="{{ v }}">': 'if (v) out_lit(o, " checked", 8);',
    "<b>a</b>{{ v }}": "out_text(o, v);",
    "<!-- x --><p>{{ v }}</p>": "out_text(o, v);",
}


class Pagec(unittest.TestCase):
    def compile(self, body):
        with tempfile.TemporaryDirectory() as folder:
            page, out = pathlib.Path(folder) / "t.html", pathlib.Path(folder) / "t.c"
            page.write_text("%% page_t(const char *v, const char *w)\n" + body + "\n", encoding="utf-8")
            done = subprocess.run([sys.executable, ROOT / "tools" / "pagec.py", out, page], capture_output=True, text=True,
                                  timeout=20, check=False)
            return done, out.read_text(encoding="utf-8") if out.exists() else ""

    def test_at_least_15_bad_pages_are_refused(self):
        self.assertGreaterEqual(len(BAD), 15)
        for what, body in BAD.items():
            with self.subTest(what):
                done, _ = self.compile(body)
                self.assertNotEqual(done.returncode, 0, what)
                self.assertRegex(done.stderr, r"t\.html:\d+: ")

    def test_the_place_picks_the_escape(self):
        for body, call in GOOD.items():
            with self.subTest(body):
                done, c = self.compile(body)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn(call, c)

    def test_errors_point_to_the_line_of_the_page(self):
        _, c = self.compile("<p>x</p>\n<p>{{ v }}</p>")
        self.assertRegex(c, r'#line 3 ".*t\.html"\nout_text\(o, v\);')


if __name__ == "__main__":
    unittest.main()
