#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forged requests, forged answers, and what reading tells a stranger, on the running system.
usage: test_job_forged.py BUILD"""
import os
import pathlib
import sys
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import forge  # noqa: E402
import running  # noqa: E402
import seeker  # noqa: E402
import tap  # noqa: E402


class Forged(running.Running):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.network = bytes.fromhex(cls.net.state["network"])
        cards = {c.org.hex(): c for c in forge.cards(cls.net.at("hub/cards"))}
        cls.cards = [cards[cls.net.org(n)] for n in range(2)]

    # ---- requests

    def put(self, envelopes):
        """Bring envelopes to the hub in the page that a busy hub gives: the hub cannot look inside."""
        person = self.person()
        page = person.open_form()
        page = person.submit(page, page.form(act="send"), text="zu früh")
        fields = dict(page.form(act="carry").filled({}))
        person.wait_ticket()
        page = person.post("/", {**fields, "env": forge.b64url(b"".join(envelopes))})
        self.assertEqual(12, len(seeker.words_of(page)), page.visible()[:300])

    def test_forged_requests(self):
        """Only the envelope that is right in every part becomes a case; the desk goes on working."""
        card, other = self.cards
        person = forge.Seeker(os.urandom(15), self.network)
        good = forge.request(self.network, card, person, "gefälscht aber richtig echt0")
        noise = bytes([1, 1, 0, 0]) + os.urandom(4092)
        flipped = bytearray(forge.request(self.network, card, person, "Fälschung f1"))
        flipped[2000] ^= 1
        low_order = bytearray(forge.request(self.network, card, person, "Fälschung f2"))
        low_order[4:36] = bytes(32)
        moved = forge.inner_of(self.network, card, person, "Fälschung f3")
        bad = [noise, bytes(flipped), bytes(low_order),
               forge.request(self.network, card, person, "Fälschung f4", inner=moved),
               forge.request(self.network, card, person, "Fälschung f5", other_network=os.urandom(32)),
               forge.request(self.network, card, person, "Fälschung f6", org=other.org),
               forge.request(self.network, card, person, "Fälschung f7", kind=b"D"),
               forge.request(self.network, card, person, "Fälschung f8", people=other.people),
               forge.request(self.network, card, person, "Fälschung f9", door=other.people)]
        for i in range(0, len(bad), 4):
            self.put(bad[i:i + 4])
        self.put([good])
        member = self.member(0)
        member.find("echt0")
        self.person().write("Danach geht alles weiter danach0")
        member.find("danach0")
        self.assertEqual([], member.having("Fälschung"))
        self.assertEqual([], self.member(1).having("Fälschung"))

    # ---- answers

    def deposit(self, seed, envelopes, bits, shelf, **change):
        body, path = b"".join(envelopes), f"/d/{bits}/{shelf}"
        value = forge.authorization(seed, self.net.state["hub_id"], "PUT", path, body, **change)
        return self.person().request("PUT", path, body, {"Authorization": value,
                                                         "Content-Type": "application/octet-stream"})

    def test_forged_answers(self):
        """An answer without the secret that the person gave to that organisation is shown nowhere."""
        person = self.person()
        words = seeker.words_of(person.write("Wem gehört die Antwort"))
        keys = forge.Seeker(forge.seed_of(words), self.network)
        a, b = (c.org for c in self.cards)
        stranger = forge.online_seed(self.net.at("desk-2"))
        bits = forge.drop_bits(self.net.at("hub"))
        shelf = keys.shelf(bits)
        forged = [forge.answer(self.network, keys, b, os.urandom(32), "ohne Geheimnis falsch1"),
                  forge.answer(self.network, keys, b, keys.psk(a), "fremdes Geheimnis falsch2"),
                  forge.answer(self.network, keys, a, os.urandom(32), "fremder Name falsch3"),
                  forge.answer(self.network, keys, os.urandom(16), keys.psk(a), "keine Organisation falsch4"),
                  bytes([1, 1, 0, 0]) + os.urandom(4092)]
        self.assertEqual(204, self.deposit(stranger, forged, bits, shelf).status)
        right = forge.answer(self.network, keys, b, keys.psk(b), "die richtige Antwort richtig1")
        self.assertEqual(204, self.deposit(stranger, [right], bits, shelf).status)
        page = person.read_until(words, "richtig1")
        self.assertNotIn("falsch", page.text)
        self.assertEqual(1, len(person.read(words)))

    def test_deposits_that_are_refused(self):
        """Unsigned, signed by nobody known, too old, replayed, or cut: nothing is stored."""
        seed, bits = forge.online_seed(self.net.at("desk-1")), forge.drop_bits(self.net.at("hub"))
        envelope = bytes([1, 1, 0, 0]) + os.urandom(4092)
        self.assertIn(self.person().request("PUT", f"/d/{bits}/1", envelope).status, (401, 403))
        self.assertIn(self.deposit(os.urandom(32), [envelope], bits, 1).status, (401, 403))
        for off in (-172800, 172800, -200, 200):
            self.assertIn(self.deposit(seed, [envelope], bits, 1, ts=int(time.time()) + off).status, (401, 403, 410), off)
        nonce = os.urandom(16)
        self.assertEqual(204, self.deposit(seed, [envelope], bits, 1, nonce=nonce).status)
        self.assertGreaterEqual(self.deposit(seed, [envelope], bits, 1, nonce=nonce).status, 400, "replayed")
        for body in ([envelope[:-1]], [envelope + b"x"], [b""], [envelope] * 17, [b"\x09" + envelope[1:]]):
            self.assertGreaterEqual(self.deposit(seed, body, bits, 1).status, 400)

    # ---- what reading tells

    def answers_of_reading(self, words):
        person = self.person()
        form = person.get("/ru/r").form(act="read")
        fields = dict(form.filled({"words": " ".join(words)}))
        first = person.request("POST", "/", urllib.parse.urlencode(fields).encode(),
                               {"Content-Type": "application/x-www-form-urlencoded"})
        second = person.get(first.header("Location"))
        names = [[k for k, _ in page.headers if k.lower() != "date"] for page in (first, second)]
        return (first.status, len(first.body), len(first.header("Location")), second.status, len(second.body), names)

    def test_reading_looks_alike(self):
        """Unused, unanswered, answered, and a shelf full of others' answers: the same status and length."""
        answered, empty, unused = self.person(), self.person(), forge.words_of(os.urandom(15))
        words = seeker.words_of(answered.write("Wird beantwortet gleich0"))
        nothing = seeker.words_of(empty.write("Bleibt ohne Antwort"))
        member = self.member(0)
        member.reply(member.find("gleich0"), "Kurze Antwort gleich1 " * 60)
        answered.read_until(words, "gleich1")
        bits = forge.drop_bits(self.net.at("hub"))
        full = os.urandom(15)
        shelf = forge.Seeker(full, self.network).shelf(bits)
        seed = forge.online_seed(self.net.at("desk-1"))
        for _ in range(4):
            junk = [bytes([1, 1, 0, 0]) + os.urandom(4092) for _ in range(12)]
            self.assertEqual(204, self.deposit(seed, junk, bits, shelf).status)
        seen = {str(self.answers_of_reading(w)) for w in (words, nothing, unused, forge.words_of(full))}
        self.assertEqual(1, len(seen), seen)


if __name__ == "__main__":
    tap.main()
