# SPDX-License-Identifier: AGPL-3.0-or-later
"""A hub with its true gate, and both ends of it written apart: a seeker's browser, and a desk that
opens and seals with Python's own libraries.  For the tests of the gate."""
import html
import os
import pathlib
import re
import secrets
import sys
import time
import urllib.parse

import hubkit
from hubkit import b64url

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "vectors"))
from prims import ChaCha20Poly1305, blake, box_public, hpke_schedule, hpke_seal, hpke_shared, kdf, pad  # noqa: E402

DAY = hubkit.DAY
LANGS = ("ru", "uk", "be", "en", "de")
PRIVATE = 16384
DROP_BITS = 4


class Network(hubkit.Network):
    """Two organisations whose secrets are here; the second is marked in one country."""

    def __init__(self):
        super().__init__()
        for org in self.orgs:
            org["door"], org["people"] = secrets.token_bytes(32), secrets.token_bytes(32)
        checked = time.strftime("%Y-%m-%d")
        self.pages["data/site"] = "name ru Сеть\nname en Network\n".encode()
        self.pages["data/countries.csv"] = ("code,ru,uk,be,en,de,origin\nRU,Россия,Росія,Расія,Russia,Russland,RU\n"
                                            "DE,Германия,Німеччина,Германія,Germany,Deutschland,RU\n").encode()
        self.pages["data/crisis.csv"] = (
            "country,kind,ru,uk,be,en,de,number,hours,languages,verified_on,source\n"
            f"RU,emergency,Помощь,Допомога,Дапамога,Help,Hilfe,112,24/7,ru,{checked},invented\n"
            f"*,emergency,Везде,Усюди,Усюды,Everywhere,Überall,+00 000 000 99,24/7,en,{checked},invented\n").encode()
        self.pages["orgs/designations"] = (
            "org,country,kind,since,source,verified_on\n"
            f"{self.orgs[1]['id'].hex()},RU,undesirable,2024-01-01,invented,{checked}\n").encode()

    def card(self, org, signer=None):
        week = int(time.time()) // (7 * DAY)
        n = self.orgs.index(org)
        door, people = box_public(org["door"]).hex(), box_public(org["people"]).hex()
        t = f"understory/card/1\nnetwork {self.network_id.hex()}\norg {org['id'].hex()}\nversion 1\n"
        t += f"issued {int(time.time()) // DAY}\nname en {('First', 'Second')[n]}\nabout en Invented\n"
        t += f"languages {('ru uk be', 'en de')[n]}\ncountries *\n"
        t += f"auth {bytes(org['auth'].verify_key).hex()}\nreferral {people}\npeople 1 {people}\n"
        t += "".join(f"door {week + i} {door}\n" for i in range(26))
        return t, hubkit.note(t, [("org-" + org["id"].hex()[:8], signer or org["identity"])])

    def write(self, folder, **settings):
        super().write(folder, gate=os.environ["GATE_PROGRAM"], **settings)


# ---- the desk's end

def hpke_open(secret, info, aad, box):
    pk = box_public(secret)
    key, nonce = hpke_schedule(hpke_shared(secret, box[:32], box[:32], pk), info)
    return ChaCha20Poly1305(key).decrypt(nonce, box[32:], aad)


def unpad(plain):
    return plain[:plain.rstrip(b"\0").rindex(b"\x80")]


def tlvs(message):
    out, at = {}, 8
    while at < len(message):
        n = int.from_bytes(message[at + 1:at + 3], "big")
        out[message[at]] = message[at + 3:at + 3 + n]
        at += 3 + n
    return out


def desk_open(network, org, envelope):
    """(head, tlvs) of a lane envelope."""
    outer = hpke_open(org["door"], b"envl/1" + network.network_id + b"L", envelope[:4], envelope[4:])
    inner = hpke_open(org["people"], b"msg/1" + network.network_id + org["id"], outer[:8], outer[8:])
    return outer[:8], tlvs(unpad(inner))


def tlv(tag, value):
    return bytes([tag]) + len(value).to_bytes(2, "big") + value


def answer(network, org, card, psk, text, seq, hour):
    """An envelope for the drop of the card."""
    message = (secrets.token_bytes(8) + tlv(1, text.encode()) + tlv(3, psk) + tlv(7, seq.to_bytes(4, "big"))
               + tlv(12, org["id"]) + tlv(13, hour.to_bytes(4, "big")))
    plain = pad(bytes([3, 1]) + bytes(6) + message, 4044)
    head = bytes([1, 1, 0, 0])
    return head + hpke_seal(card[:32], b"envl/1" + network.network_id + b"D", head, plain, secrets.token_bytes(32))


def deposit(hub, card, envelope, org=0):
    n = int.from_bytes(card[32:34], "big") >> (16 - DROP_BITS)
    status, _, body = hub.signed("PUT", f"/d/{DROP_BITS}/{n}", envelope, org=org)
    assert status == 204, (status, body[:200])


# ---- the seeker's end

def seed_of(digits, network):
    """40 digits -> (seed, card, psk root)"""
    code = 0
    for group in digits.split():
        code = code << 33 | int(group)
    seed = (code >> 12).to_bytes(15, "big")
    assert int.from_bytes(blake(b"words/1" + seed)[:2], "big") >> 4 == code & 0xFFF
    k = blake(seed, network.network_id)
    return box_public(kdf(1, b"seeker/1", k)) + kdf(2, b"seeker/1", k)[:2], kdf(3, b"seeker/1", k)


def psk_of(root, org):
    return blake(org["id"], root)


def words_on(page):
    found = re.search(r'<ol class="words"[^>]*>(.*?)</ol>', page, re.S)[1]
    return [html.unescape(re.sub("<[^>]*>", "", li)) for li in re.findall(r"<li[^>]*>(.*?)</li>", found, re.S)]


def digits_on(page):
    return " ".join(re.findall(r"<span[^>]*>(\d{10})</span>", page))


def hidden(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return html.unescape(found[1]) if found else None


class Browser:
    def __init__(self, hub, lang="ru"):
        self.hub, self.lang = hub, lang

    def post(self, follow=True, **fields):
        """(status, page) after the redirect, if there is one."""
        body = urllib.parse.urlencode({"l": self.lang, **fields}).encode()
        status, headers, page = self.hub.ask("POST", "/", body, {"Content-Type": "application/x-www-form-urlencoded"})
        assert headers["cache-control"] == "no-store" and headers["connection"] == "close", headers
        if status == 303 and follow:
            return self.get(headers["location"])
        return status, headers["location"] if status == 303 else page.decode()

    def get(self, path):
        status, _, page = self.hub.ask("GET", path)
        return status, page.decode()

    def write(self, text, ticket=None, **more):
        return self.post(act="send", tok=ticket or self.hub.ticket(), text=text, **more)

    def read(self, words):
        return self.post(act="read", words=words if isinstance(words, str) else " ".join(words))


def lane_rows(hub, n, seconds=20):
    """All envelopes of the lane, once there are at least n."""
    assert hubkit.wait_until(lambda: len(hub.lane()[2]) >= n, seconds), f"{len(hub.lane()[2])} of {n} envelopes"
    return [row[2] for row in hub.lane()[2]]


__all__ = ["b64url"]
