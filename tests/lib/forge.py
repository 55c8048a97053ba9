# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody who knows the formats, but not the secrets, can send.  The cryptography is the
independent one of tests/vectors, not the program's."""
import base64
import os
import pathlib
import re
import sqlite3
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/vectors"))
from prims import blake, box_public, hpke_seal, kdf, pad, sign, sign_public  # noqa: E402

LANGS = ("ru", "uk", "be", "en", "de")


def be(v, n):
    return v.to_bytes(n, "big")


def b64url(b):
    return base64.urlsafe_b64encode(b).decode().rstrip("=")


def unb64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def tlv(tag, value):
    return bytes([tag]) + be(len(value), 2) + value


def word_list(lang):
    return (ROOT / f"content/words/{lang}.txt").read_text(encoding="utf-8").split()


def seed_of(words):
    """The seed of twelve words of any list."""
    for lang in LANGS:
        table = word_list(lang)
        if all(w in table for w in words):
            code = 0
            for w in words:
                code = code << 11 | table.index(w)
            return be(code >> 12, 15)
    raise ValueError(words)


def words_of(seed, lang="ru"):
    code = int.from_bytes(seed, "big") << 12 | int.from_bytes(blake(b"words/1" + seed)[:2], "big") >> 4
    table = word_list(lang)
    return [table[code >> 11 * i & 2047] for i in range(11, -1, -1)]


class Seeker:
    """The keys that grow from twelve words."""

    def __init__(self, seed, network):
        k = blake(seed, network)
        self.public = box_public(kdf(1, b"seeker/1", k))
        self.shelf16 = kdf(2, b"seeker/1", k)[:2]
        self.root = kdf(3, b"seeker/1", k)

    def psk(self, org):
        return blake(org, self.root)

    def shelf(self, bits):
        return int.from_bytes(self.shelf16, "big") >> (16 - bits)


class Card:
    """The public keys of an organisation, from the file of cards."""

    def __init__(self, text):
        self.org = bytes.fromhex(re.search(r"^org ([0-9a-f]{32})$", text, re.M)[1])
        self.people = bytes.fromhex(re.search(r"^people \d+ ([0-9a-f]{64})$", text, re.M)[1])
        self.doors = {int(w): bytes.fromhex(k) for w, k in re.findall(r"^door (\d+) ([0-9a-f]{64})$", text, re.M)}

    @property
    def door(self):
        """That of this week; the first one if the weeks are counted from elsewhere."""
        week = int(time.time()) // (7 * 86400)
        near = min(self.doors, key=lambda w: abs(w - week))
        return self.doors[near]


def cards(path):
    return [Card(t) for t in pathlib.Path(path).read_text(encoding="utf-8").split("=====\n") if t.strip()]


def outer(network, public, plain, kind):
    head = bytes([1, 1, 0, 0])
    return head + hpke_seal(public, b"envl/1" + network + kind, head, plain, os.urandom(32))


def request(network, card, seeker, text, **change):
    """A lane envelope.  `change` swaps a part: other_network, org, kind, door, people, inner."""
    head = bytes([1, 1, 0]) + b"ru" + bytes(3)
    message = (os.urandom(8) + tlv(1, text.encode()) + tlv(2, seeker.public + seeker.shelf16)
               + tlv(3, seeker.psk(card.org)) + tlv(5, b"ru"))
    about = b"msg/1" + change.get("other_network", network) + change.get("org", card.org)
    box = change.get("inner") or hpke_seal(change.get("people", card.people), about, head, pad(message, 3988),
                                           os.urandom(32))
    return outer(change.get("other_network", network), change.get("door", card.door), head + box, change.get("kind", b"L"))


def inner_of(network, card, seeker, text):
    """The inner box alone, as an attacker could keep it from an envelope that he opened."""
    head = bytes([1, 1, 2]) + b"ru" + bytes(3)
    message = (os.urandom(8) + tlv(1, text.encode()) + tlv(2, seeker.public + seeker.shelf16)
               + tlv(3, seeker.psk(card.org)) + tlv(5, b"ru"))
    return hpke_seal(card.people, b"msg/1" + network + card.org, head, pad(message, 3988), os.urandom(32))


def answer(network, seeker, org, psk, text, seq=1):
    """A drop envelope in the name of `org`, with whatever psk the sender has."""
    hour = int(time.time()) // 3600
    message = (os.urandom(8) + tlv(1, text.encode()) + tlv(3, psk) + tlv(5, b"ru") + tlv(7, be(seq, 4))
               + tlv(12, org) + tlv(13, be(hour, 4)))
    return outer(network, seeker.public, pad(bytes([3, 1]) + bytes(6) + message, 4044), b"D")


def online_seed(desk_folder):
    """The key that signs a desk's requests: it works while locked, so it stands in keys.db."""
    with sqlite3.connect(f"file:{desk_folder}/keys.db?mode=ro", uri=True) as db:
        return db.execute("SELECT secret FROM online").fetchone()[0][:32]


def authorization(seed, hub_id, method, path, body, ts=None, nonce=None):
    public, nonce = sign_public(seed), nonce or os.urandom(16)
    ts = int(time.time()) if ts is None else ts
    text = f"desk1\n{method}\n{path}\n{hub_id}\n{ts}\n{b64url(nonce)}\n{blake(body).hex()}"
    return f"Desk {blake(public)[:16].hex()}:{ts}:{b64url(nonce)}:{b64url(sign(seed, text.encode()))}"


def drop_bits(hub_folder):
    return int(re.search(r"^drop-bits (\d+)$", pathlib.Path(hub_folder, "edition/note").read_text(encoding="utf-8"),
                         re.M)[1])
