#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole job in Firefox ESR with what Tor Browser sets at its level "Safest": no script, no SVG, no
MathML, no fonts from the network; and once with script on, sealed and opened in the browser.
usage: test_firefox.py BUILD"""
import os
import pathlib
import shutil
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "lib"), str(HERE.parent / "memory")]
import desk  # noqa: E402
import marionette  # noqa: E402
import network  # noqa: E402
import spell  # noqa: E402
import tap  # noqa: E402
import test_scan  # noqa: E402

TEXTS = {
    "ru": "Мне пришла повестка, оружие не возьму по убеждениям. Что делать?",
    "uk": "Мені прийшла повістка, зброї не візьму. Куди звернутися?",
    "be": "Мне прыйшла позва, зброі не вазьму. Куды звярнуцца?",
    "en": "I have been called up and will not carry a weapon. What now?",
    "de": "Ich bin einberufen und verweigere den Dienst. Was kann ich tun?",
}


class Firefox(unittest.TestCase):
    prefs = {}

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="understory-firefox-"))
        cls.net = network.Network(cls.folder / "net", sys.argv[1], hub={"rate": "0"}).make()
        cls.net.start()
        cls.firefox = marionette.Firefox(cls.folder / "profile", cls.prefs)
        cls.firefox.call("WebDriver:SetWindowRect", width=500, height=900)

    @classmethod
    def tearDownClass(cls):
        cls.firefox.quit()
        cls.net.stop()
        shutil.rmtree(cls.folder, ignore_errors=True)

    def counsellor(self, lang):
        n = 0 if lang in ("ru", "be") else 1
        member = desk.Member(self.net.desk_urls[n])
        who = self.net.members(n)[0]
        member.login(who["name"], who["passphrase"])
        return member

    def fits(self):
        """Nothing stands out at the right of the window."""
        window = self.firefox.call("WebDriver:GetWindowRect")["width"]
        for css in ("main", "header", "h1", "textarea", "ol.words", "p.said", ".btn"):
            for element in self.firefox.find_all(css):
                rect = self.firefox.call("WebDriver:GetElementRect", id=element)
                self.assertLessEqual(rect["x"] + rect["width"], window, f"{css} at {self.firefox.url}")


class SafestFirefox(Firefox):
    def job(self, lang):
        f, hub = self.firefox, self.net.hub_url
        f.open(f"{hub}/{lang}/")
        self.fits()
        f.click("main a[href^='/" + lang + "/']")
        f.open(f"{hub}/{lang}/w")
        self.fits()
        text = f"{TEXTS[lang]} fuchs{lang}"
        f.type("textarea[name=text]", text)
        time.sleep(2.2)
        f.click("#send")
        f.wait(lambda: "/w/" in f.url, "the page of the words")
        self.fits()
        words = f.texts("ol.words li")[:12]
        self.assertEqual(12, len([w for w in words if w]), words)
        for name, i in (("w3", 2), ("w7", 6), ("w10", 9)):
            f.type(f"input[name={name}]", words[i])
        before = f.url
        f.click("#check button")
        f.wait(lambda: f.url != before, "the checked words")
        self.assertEqual([], f.find_all(".errsum"))
        member = self.counsellor(lang)
        number = member.find(f"fuchs{lang}")
        member.reply(number, f"Antwort {TEXTS[lang]} ruf{lang}")
        self.read(lang, words, f"ruf{lang}")
        time.sleep(2.2)
        f.type("form textarea[name=text]", f"und mehr fuchs{lang}-zwei")
        before = f.url
        f.click("form textarea[name=text] ~ button, form button.btn")
        f.wait(lambda: "/w/" in f.url and f.url != before, "the words of a further message")
        self.assertEqual(number, member.find(f"fuchs{lang}-zwei"))
        self.assertEqual([], f.cookies)

    def read(self, lang, words, want):
        f = self.firefox
        for _ in range(40):
            f.open(f"{self.net.hub_url}/{lang}/r")
            f.type("textarea[name=words]", " ".join(words))
            f.click("main form button")
            f.wait(lambda: "/t/" in f.url, "the answers")
            if any(want in t for t in f.texts("p.said")):
                self.fits()
                return
            time.sleep(0.5)
        self.fail("no answer came: " + f.source[:500])


@unittest.skipUnless((pathlib.Path(sys.argv[1]) / "kit/kit.js").exists(), "this build has no kit")
class ScriptFirefox(Firefox):
    prefs = {"javascript.enabled": True}

    def form(self, page, level="#level"):
        self.firefox.open(f"{self.net.hub_url}/uk/{page}")
        self.firefox.wait(lambda: self.firefox.find_all(level), "the kit")
        self.fits()

    def test_job_with_the_kit(self):
        f, rng = self.firefox, spell.rng_of()
        text, reply = spell.random_text(rng), spell.random_text(rng).rstrip("?.")
        self.form("w")
        f.type("textarea[name=text]", f"{TEXTS['uk']} {text} fuchs-mit-skript")
        f.click("#send")
        f.wait(lambda: f.find_all("ol.words"), "the words")
        self.fits()
        words = f.texts("ol.words li")[:12]
        self.assertEqual(12, len([w for w in words if w]), words)
        self.assertTrue(f.url.endswith("/uk/w"), f.url)
        member = self.counsellor("uk")
        number = member.find("fuchs-mit-skript")
        member.reply(number, reply)
        for _ in range(40):
            self.form("r")
            f.type("textarea[name=words]", " ".join(words))
            f.click("main form button")
            f.wait(lambda: f.find_all("#further"), "the answers")
            if f.find_all("article"):
                break
            time.sleep(0.5)
        self.assertEqual([reply], f.texts("p.said"))
        f.type("#further textarea", "und mehr fuchs-zwei")
        f.click("#further button")
        f.wait(lambda: f.find_all("ol.words"), "the words of a further message")
        self.assertEqual(number, member.find("fuchs-zwei"))
        self.assertEqual([], f.cookies)
        self.seized([text, reply], " ".join(words))

    def seized(self, texts, words):
        """Nothing of it is in the hub's memory or on its disk; where that cannot be looked at, on its disk."""
        needles = spell.needles(texts) + spell.needles([words], 24)
        sees = os.geteuid() == 0 and not network.is_sanitized(sys.argv[1])
        places = [*test_scan.files(self.net.at("hub"), self.net.at("log")), *(self.net.hub.pids() if sees else [])]
        self.assertEqual([], test_scan.scan(needles, places))


for code in TEXTS:
    setattr(SafestFirefox, f"test_job_{code}", lambda self, lang=code: self.job(lang))

if __name__ == "__main__":
    tap.main()
