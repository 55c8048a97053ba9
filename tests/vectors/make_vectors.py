#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write the test vectors of all formats: make_vectors.py OUT.json
Written from docs/formats alone.  make_vectors.mjs, written apart, must write the same bytes.
A value is hex; a name that ends in _text is text, one that ends in _number is a number."""
import base64
import json
import pathlib
import sys

from prims import (argon2id, blake, box_public, chacha20, hmac256, hpke_schedule, hpke_seal, hpke_shared, kdf,
                   pad, sha256, sign, sign_public, xchacha_seal)

HERE = pathlib.Path(__file__).resolve().parent
LISTS = HERE.parent.parent / "content" / "words"
LANGS = ("ru", "uk", "be", "en", "de")
TEXT = "Помогите. Меня зовут на сборы."
ANSWER = "Мы получили ваше письмо. Ответим завтра."


def run(start, n):
    return bytes((start + i) % 256 for i in range(n))


NETWORK, ORG, HUB, SEED = run(0xA0, 32), run(0x40, 16), run(0xD0, 16), run(0, 15)
PEOPLE, DOOR, VAULT, MEMBER, AUTH, EDITOR = (run(b, 32) for b in (0x11, 0x33, 0x55, 0x77, 0x99, 0xBB))


def be(v, n):
    return v.to_bytes(n, "big")


def b64url(b):
    return base64.urlsafe_b64encode(b).decode().rstrip("=")


def tlv(tag, value):
    return bytes([tag]) + be(len(value), 2) + value


def known(value, expected):
    assert value.hex() == expected, (value.hex(), expected)
    return value


def rfc9180():
    info, aad, plain = b"Ode on a Grecian Urn", b"Count-0", b"Beauty is truth, truth beauty"
    eph = bytes.fromhex("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600")
    secret = bytes.fromhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")
    to = known(box_public(secret), "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a")
    enc = known(box_public(eph), "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a")
    shared = known(hpke_shared(eph, to, enc, to),
                   "0bbe78490412b4bbea4812666f7916932b828bba79942424abb65244930d69a7")
    key, nonce = hpke_schedule(shared, info)
    box = hpke_seal(to, info, aad, plain, eph)
    known(key, "ad2744de8e17f4ebba575b3f5f5a8fa1f69c2a07f6e7500bc60ca6e3e3ec1c91")
    known(nonce, "5c4d98150661b848853b547f")
    known(box[32:], "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28")
    return {"info": info, "aad": aad, "plain": plain, "ephemeral": eph, "secret": secret, "public": to,
            "shared": shared, "key": key, "nonce": nonce, "box": box}


def rfc8032():
    seed1 = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    seed2 = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    return {
        "seed1": seed1,
        "public1": known(sign_public(seed1), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
        "sig1": known(sign(seed1, b""), "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb88215"
                      "90a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        "seed2": seed2,
        "public2": known(sign_public(seed2), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"),
        "sig2": known(sign(seed2, b"\x72"), "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1"
                      "e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    }


def hashes():
    return {
        "blake2b_abc": known(blake(b"abc"), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"),
        "blake2b_keyed": blake(b"label" + run(0, 100), run(1, 32)),
        "sha256_abc": known(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        "kdf_2": kdf(2, b"seeker/1", run(5, 32)),
    }


def seeker(seed=SEED):
    k = blake(seed, NETWORK)
    secret, root = kdf(1, b"seeker/1", k), kdf(3, b"seeker/1", k)
    return {"seed": seed, "network": NETWORK, "org": ORG, "master": k, "secret": secret,
            "public": box_public(secret), "shelf16": kdf(2, b"seeker/1", k)[:2], "psk_root": root,
            "psk": blake(ORG, root), "thread": blake(blake(ORG, root))[:16]}


def words():
    check = int.from_bytes(blake(b"words/1" + SEED)[:2], "big") >> 4
    code = int.from_bytes(SEED, "big") << 12 | check
    indexes = [code >> 11 * i & 2047 for i in range(11, -1, -1)]
    digits = [f"{code >> 33 * i & (1 << 33) - 1:010d}" for i in range(3, -1, -1)]
    out = {"indexes_text": " ".join(map(str, indexes)), "digits_text": " ".join(digits)}
    for lang in LANGS:
        words_of = (LISTS / f"{lang}.txt").read_text(encoding="utf-8").split()
        out[f"{lang}_text"] = " ".join(words_of[i] for i in indexes)
    return out


def lane(door_public, people_public, org, head, message, outer, inner):
    box = hpke_seal(people_public, b"msg/1" + NETWORK + org, head, pad(message, 3988), inner)
    return drop(door_public, head + box, outer, b"L")


def drop(public, plain, outer, kind=b"D"):
    head = bytes([1, 1, 0, 0])
    return head + hpke_seal(public, b"envl/1" + NETWORK + kind, head, plain, outer)


def request():
    s = seeker()
    answers = bytes([1, 1, 1, 2]) + bytes([2, 2]) + b"AM" + bytes([3, 4]) + be(20800, 4) + bytes(
        [4, 1, 2, 5, 1, 3, 6, 1, 1])
    message = (run(0xE0, 8) + tlv(1, TEXT.encode()) + tlv(2, s["public"] + s["shelf16"]) + tlv(3, s["psk"])
               + tlv(5, b"ru") + tlv(15, answers))
    head = bytes([1, 1, 2]) + b"ru" + bytes(3)
    envelope = lane(box_public(DOOR), box_public(PEOPLE), ORG, head, message, run(0x21, 32), run(0x61, 32))
    return {"text": TEXT.encode(), "people_secret": PEOPLE, "door_secret": DOOR, "outer": run(0x21, 32),
            "inner": run(0x61, 32), "nonce": run(0xE0, 8), "message": message, "envelope": envelope,
            "id": blake(envelope)[:16]}


def answer():
    s = seeker()
    message = (run(0xF0, 8) + tlv(1, ANSWER.encode()) + tlv(3, s["psk"]) + tlv(5, b"ru") + tlv(7, be(2, 4))
               + tlv(8, run(0x10, 16)) + tlv(12, ORG) + tlv(13, be(498888, 4)))
    plain = pad(bytes([3, 1]) + bytes(6) + message, 4044)
    envelope = drop(s["public"], plain, run(0x71, 32))
    return {"text": ANSWER.encode(), "outer": run(0x71, 32), "nonce": run(0xF0, 8), "message": message,
            "envelope": envelope, "id": blake(envelope)[:16], "shelf12_number": int.from_bytes(s["shelf16"], "big") >> 4}


def armor(envelope):
    return f"US1.{b64url(envelope)}.{b64url(blake(envelope)[:4])}"


def desk():
    about = ORG + bytes([1]) + run(0x90, 16) + be(3, 4) + run(0x30, 16)
    sealed = hpke_seal(box_public(VAULT), b"wrap/1" + about, b"", run(0xC0, 32), run(0x41, 32))
    vault_key = blake(b"vault/1", VAULT)
    key = kdf(1, b"stream/1", run(0xC0, 32))
    first_about = b"rec/1" + ORG + run(0x90, 16) + be(3, 4) + be(1, 8) + be(7, 2) + bytes(32)
    first = xchacha_seal(key, run(0x51, 24), first_about, b"the first record")
    next_about = b"rec/1" + ORG + run(0x90, 16) + be(3, 4) + be(2, 8) + be(9, 2) + blake(first)
    kek = argon2id(b"six words that nobody would guess", run(0x80, 16), 1, 64)
    member_about = b"member/1" + ORG + run(0xB0, 16) + box_public(MEMBER)
    return {"vault_secret": VAULT, "wrap": sealed, "vault_key": vault_key,
            "kept": xchacha_seal(vault_key, run(0x22, 24), b"wrap/1" + about, run(0xC0, 32)),
            "record_key": key, "record_1": first,
            "record_2": xchacha_seal(key, run(0x52, 24), next_about, b"the second record"),
            "member_kek": kek, "member_sealed": xchacha_seal(kek, run(0x23, 24), member_about, MEMBER)}


def desk_auth():
    public, body, nonce = sign_public(AUTH), run(0, 100), run(0x12, 16)
    text = f"desk1\nPUT\n/d/12/77?x=1\n{HUB.hex()}\n1796000000\n{b64url(nonce)}\n{blake(body).hex()}"
    value = f"Desk {blake(public)[:16].hex()}:1796000000:{b64url(nonce)}:{b64url(sign(AUTH, text.encode()))}"
    return {"seed": AUTH, "public": public, "hub": HUB, "body": body, "nonce": nonce, "signed_text": text,
            "value_text": value}


def gate():
    once, r = run(0x66, 16), run(0x44, 32)
    t = be(1796000000, 4)
    mac = hmac256(run(0x88, 32), b"tick/1" + HUB + t + once)[:16]
    seed = blake(b"once/1" + once, r)[:15]
    s = seeker(seed)
    tail = tlv(1, TEXT.encode()) + tlv(2, s["public"] + s["shelf16"]) + tlv(3, s["psk"]) + tlv(5, b"ru")
    head = bytes([1, 1, 1]) + b"ru" + bytes(3)
    whole = blake(NETWORK + ORG + box_public(PEOPLE) + box_public(DOOR) + head + bytes(8) + tail)
    outer, inner, nonce = (blake(label + once + whole, r) for label in (b"once/2", b"once/3", b"once/4"))
    sealed = lane(box_public(DOOR), box_public(PEOPLE), ORG, head, nonce[:8] + tail, outer, inner)
    pass_key = blake(b"pass/1", r)
    return {"ticket_key": run(0x88, 32), "ticket_text": b64url(t + once + mac), "once": once, "r": r, "seed": seed,
            "group": blake(b"once/5" + once + blake(TEXT.encode()), r)[:8], "envelope": sealed,
            "pass_key": pass_key, "pass": xchacha_seal(pass_key, run(0x24, 24), b"words", run(0x13, 64))}


def junk():
    stream = chacha20(blake(b"junk/1" + bytes([12]) + be(77, 2) + be(5, 2), run(0x99, 32)), 4096)
    return {"key": run(0x99, 32), "slot_5": bytes([1, 1, 0, 0]) + box_public(stream[4:36]) + stream[36:]}


def note(text, name, seed):
    key_hash = sha256(name.encode() + b"\n\x01" + sign_public(seed))[:4]
    line = base64.b64encode(key_hash + sign(seed, text.encode())).decode()
    return f"{text}\n\u2014 {name} {line}\n"


def notes():
    identity, name = run(0x34, 32), "org-" + ORG[:4].hex()
    root = (f"understory/root/1\nversion 1\neditor first {sign_public(EDITOR).hex()}\nthreshold 1\n"
            f"hub {HUB.hex()} http://127.0.0.1:8080\norg {ORG.hex()} {sign_public(identity).hex()}\n")
    network = blake(root.encode())
    doors = "".join(f"door {2960 + i} {box_public(run(i, 32)).hex()}\n" for i in range(26))
    card = (f"understory/card/1\nnetwork {network.hex()}\norg {ORG.hex()}\nversion 2\nissued 20780\n"
            "name ru Тихий дом\nname en Quiet House\nabout en We answer within two days.\nlanguages ru uk\n"
            f"countries RU AM *\nauth {sign_public(AUTH).hex()}\nreferral {box_public(run(0x35, 32)).hex()}\n"
            f"people 3 {box_public(PEOPLE).hex()}\n{doors}")
    roster = (f"understory/roster/1\nnetwork {network.hex()}\norg {ORG.hex()}\nversion 4\n"
              f"member {run(0xB0, 16).hex()} {box_public(MEMBER).hex()} 5\n"
              f"vault {run(0x30, 16).hex()} 3 {box_public(VAULT).hex()} intake\n")
    page = "<!doctype html>\n"
    edition = (f"understory/edition/1\nnetwork {network.hex()}\nversion 5\nroot 1\nexpires 20810\ndrop-bits 12\n"
               f"slot-envelopes 4\npage index {len(page)} {sha256(page.encode()).hex()}\n"
               f"page ru/1 {len(page)} {sha256(page.encode()).hex()}\n"
               f"card {ORG.hex()} 2 {sha256(card.encode()).hex()}\n")
    return {"editor_seed": EDITOR, "identity_seed": identity, "network": network, "page_text": page,
            "root_text": note(root, "first", EDITOR), "card_text": note(card, name, identity),
            "roster_text": note(roster, name, identity), "edition_text": note(edition, "first", EDITOR)}


def plain(value):
    return value.hex() if isinstance(value, bytes) else value


def main(out):
    sections = {"rfc9180": rfc9180(), "rfc8032": rfc8032(), "hashes": hashes(), "seeker": seeker(),
                "words": words(), "request": request(), "answer": answer(), "desk": desk(), "auth": desk_auth(),
                "gate": gate(), "junk": junk(), "notes": notes()}
    sections["request"]["armor_text"] = armor(sections["request"]["envelope"])
    data = {name: {key: plain(value) for key, value in part.items()} for name, part in sections.items()}
    text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    pathlib.Path(out).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
