#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""cssc keeps what a page can use, drops the rest, and states the right hash."""
import base64
import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tools"))
import cssc  # noqa: E402

CSS = """/* words */
:root { --paper: #FFF; --unused: #000; --via: var(--paper); }
@media (prefers-color-scheme: dark) { :root { --paper: #000; --unused: #FFF; } }
body { color: var(--via); margin: 0.5rem 0; }
.one, .two { color: red; }
.one b > i { color: blue }
h1:not(:has(#x:checked)) .one { width: calc(1rem + 2px); }
.gone { color: var(--unused); }
@media print { .gone { color: red; } }
@media print { @page { margin: 1mm; } .one { color: black; } }
@media print { @page small { margin: 2mm; } @page none { margin: 3mm; } .gone { page: none; } b { page: small; } }
"""
PAGE = '<h1 class="{{ x ? "one" : "" }}"><b><i id="x"></i></b></h1>'


class Sheets(unittest.TestCase):
    def sheet(self, page=PAGE, css=CSS):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "p.html"
            path.write_text(page, encoding="utf-8")
            return cssc.sheet(cssc.strip(css), f"s={path}")

    def test_kept_and_dropped(self):
        _, text, _ = self.sheet()
        self.assertEqual(text, ":root{--a:#FFF;--b:var(--a)}@media(prefers-color-scheme:dark){:root{--a:#000}}"
                               "body{color:var(--b);margin:.5rem 0}.one{color:red}.one b>i{color:blue}"
                               "h1:not(:has(#x:checked)) .one{width:calc(1rem + 2px)}"
                               "@media print{@page{margin:1mm}.one{color:black}}"
                               "@media print{@page small{margin:2mm}b{page:small}}")

    def test_the_hash_is_of_the_sheet(self):
        _, text, digest = self.sheet()
        self.assertEqual(digest, base64.b64encode(hashlib.sha256(text.encode()).digest()).decode())

    def test_errors(self):
        for css in ("a { color: var(--nowhere) }", "a { color: red", "a { color: red } b"):
            with self.subTest(css), self.assertRaises(SystemExit):
                self.sheet("<a><b>", css)

    def test_our_style(self):
        """The real sheets: light, nothing from elsewhere, and C can say them."""
        css = (ROOT / "src" / "seeker" / "hub.css").read_text(encoding="utf-8")
        self.assertNotRegex(css, r"url\(|@import|@font-face|animation|transition")
        with tempfile.TemporaryDirectory() as folder:
            c, h = pathlib.Path(folder) / "s.c", pathlib.Path(folder) / "s.h"
            pages = ROOT / "src" / "seeker"
            spec = f"write={pages}/frame.html,{pages}/write.html"
            subprocess.run([sys.executable, ROOT / "tools" / "cssc.py", pages / "hub.css", c, h, spec], check=True, timeout=20)
            text = re.search(r'    "(.*)",\n', c.read_text(encoding="utf-8"))[1].replace('\\"', '"')
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            self.assertIn(f"'sha256-{digest}'", h.read_text(encoding="utf-8"))
            self.assertLess(len(text), 5200)


def contrast(a, b):
    def light(c):
        parts = [int(c[i:i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = [p / 12.92 if p <= .03928 else ((p + .055) / 1.055) ** 2.4 for p in parts]
        return .2126 * r + .7152 * g + .0722 * b
    hi, lo = sorted((light(a), light(b)), reverse=True)
    return (hi + .05) / (lo + .05)


class Colours(unittest.TestCase):
    PAIRS = [("ink", "paper", 7), ("ink", "surface", 7), ("ink2", "paper", 4.5), ("ink2", "surface", 4.5), ("ink2", "danger-soft", 4.5),
             ("ink3", "surface", 4.5), ("ink3", "danger-soft", 4.5), ("accent-in", "accent", 4.5), ("accent", "paper", 4.5),
             ("link", "paper", 4.5), ("link", "surface", 4.5), ("link", "danger-soft", 4.5), ("link", "ok-soft", 4.5),
             ("link", "warn-soft", 4.5), ("ink", "accent-soft", 7), ("ink", "danger-soft", 7), ("ink", "warn-soft", 7),
             ("ink", "ok-soft", 7), ("danger", "paper", 4.5), ("danger", "surface", 4.5), ("edge", "surface", 3),
             ("edge", "paper", 3), ("paper", "ink", 7), ("focus", "ink", 3)]

    def test_contrast_light_and_dark(self):
        css = cssc.strip((ROOT / "src" / "seeker" / "hub.css").read_text(encoding="utf-8"))
        light = dict(re.findall(r"--([\w-]+): (#\w+)", css[:css.index("@media")]))
        dark = {**light, **dict(re.findall(r"--([\w-]+): (#\w+)", css[css.index("@media"):css.index("@media (prefers-contrast")]))}
        for name, tokens in (("light", light), ("dark", dark)):
            full = {k: v if len(v) == 7 else "#" + "".join(2 * c for c in v[1:]) for k, v in tokens.items()}
            for a, b, least in self.PAIRS:
                if (a, b, name) == ("focus", "ink", "dark"):
                    continue        # amber stands on dark paper there: paper ring
                with self.subTest(f"{name}: {a} on {b}"):
                    self.assertGreaterEqual(contrast(full[a], full[b]), least)


if __name__ == "__main__":
    unittest.main()
