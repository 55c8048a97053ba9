#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Passkeys as another implementation makes them: keys and signatures by python3-cryptography, CBOR and
authenticator data written here by hand.  Prints a C header for tests/unit/desk/test_factors.c.
usage: make_passkeys.py > passkeys.gen.h"""
import base64
import hashlib
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RP, ORIGIN = "localhost", "http://localhost:8080"
CHALLENGE = bytes(range(32))
PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    return bytes([major << 5 | 24, n]) if n < 256 else bytes([major << 5 | 25]) + n.to_bytes(2, "big")


def cbor(value):
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())


def client(kind, challenge=CHALLENGE, origin=ORIGIN, cross=False):
    return json.dumps({"type": kind, "challenge": b64(challenge), "origin": origin, "crossOrigin": cross},
                      separators=(",", ":")).encode()


def data(flags, counter, rp=RP, credential=b"", cose=None):
    raw = hashlib.sha256(rp.encode()).digest() + bytes([flags]) + counter.to_bytes(4, "big")
    if cose is not None:
        raw += bytes(16) + len(credential).to_bytes(2, "big") + credential + cbor(cose)
    return raw


class Es256:
    name, algorithm = "ES256", -7

    def __init__(self):
        self.key = ec.derive_private_key(0x1234567, ec.SECP256R1())
        n = self.key.public_key().public_numbers()
        self.cose = {1: 2, 3: -7, -1: 1, -2: n.x.to_bytes(32, "big"), -3: n.y.to_bytes(32, "big")}

    def sign(self, message):
        return self.key.sign(message, ec.ECDSA(hashes.SHA256()))


class EdDsa:
    name, algorithm = "EdDSA", -8

    def __init__(self):
        self.key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
        self.cose = {1: 1, 3: -8, -1: 6, -2: self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)}

    def sign(self, message):
        return self.key.sign(message)


class Rs256:
    name, algorithm = "RS256", -257

    def __init__(self):
        self.key = rsa.generate_private_key(65537, 2048)
        n = self.key.public_key().public_numbers()
        self.cose = {1: 3, 3: -257, -1: n.n.to_bytes(256, "big"), -2: b"\x01\x00\x01"}

    def sign(self, message):
        return self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())


def cases():
    """(label, key, is it new, client data, authenticator data, signature, may it pass)"""
    new, get = "webauthn.create", "webauthn.get"
    both = PRESENT | VERIFIED
    keys = [Es256(), EdDsa(), Rs256()]
    for i, k in enumerate(keys):
        cred = bytes([0x40 + i]) * 32
        made = data(both | ATTESTED, 7, credential=cred, cose=k.cose)

        def row(label, kind, c, d, good, signer=k, key=k, breaks=False):
            is_new = kind == new
            sig = b"" if is_new else signer.sign(d + hashlib.sha256(c).digest())
            if breaks:
                sig = sig[:-1] + bytes([sig[-1] ^ 1])
            return (f"{key.name}: {label}", key, is_new, c, d, sig, good)

        yield row("new", new, client(new), made, True)
        yield row("signs", get, client(get), data(both, 8), True)
        yield row("127.0.0.1 is localhost", get, client(get, origin="http://127.0.0.1:8080"), data(both, 9), True)
        if i:
            continue
        no_uv = data(PRESENT | ATTESTED, 7, credential=cred, cose=k.cose)
        yield row("new without making sure who", new, client(new), no_uv, False)
        yield row("new, an assertion's type", new, client(get), made, False)
        yield row("new, other challenge", new, client(new, bytes(32)), made, False)
        yield row("new, other origin", new, client(new, origin="http://evil.example:8080"), made, False)
        yield row("new, other port", new, client(new, origin="http://localhost:9"), made, False)
        yield row("new, in a frame of another site", new, client(new, cross=True), made, False)
        other = data(both | ATTESTED, 7, "evil.example", cred, k.cose)
        yield row("new, other relying party", new, client(new), other, False)
        yield row("new, cut short", new, client(new), made[:-9], False)
        yield row("new, no key in it", new, client(new), data(both, 7), False)
        strange = {**k.cose, 3: -47}
        yield row("new, an algorithm nobody asked for", new, client(new), data(both | ATTESTED, 7, RP, cred, strange), False)
        yield row("signs, type of a new one", get, client(new), data(both, 8), False)
        yield row("signs, other challenge", get, client(get, bytes(32)), data(both, 8), False)
        yield row("signs, other origin", get, client(get, origin="https://localhost:8080"), data(both, 8), False)
        yield row("signs, other relying party", get, client(get), data(both, 8, "evil.example"), False)
        yield row("signs, nobody there", get, client(get), data(VERIFIED, 8), False)
        yield row("signs, without making sure who", get, client(get), data(PRESENT, 8), False)
        yield row("signs with a flipped bit", get, client(get), data(both, 8), False, breaks=True)
        yield row("signs, another's key", get, client(get), data(both, 8), False, signer=keys[1])
        yield row("signs, client data no JSON", get, b"{" + client(get), data(both, 8), False)
        twice = client(get)[:-1] + b',"type":"webauthn.get"}'
        yield row("signs, a name twice", get, twice, data(both, 8), False)
        yield row("signs, nothing in it", get, client(get), b"", False)


def array(raw):
    return '"' + "".join(f"\\x{b:02x}" for b in raw) + '"'


def main():
    print("/* Made by tests/vectors/make_passkeys.py. */")
    print("static const struct passkey_case {\n    const char *label;\n    int algorithm;\n    bool is_new;")
    print("    const char *client; size_t n_client;\n    const char *data; size_t n_data;")
    print("    const char *signature; size_t n_signature;\n    bool good;\n} passkey_cases[] = {")
    for label, key, is_new, c, d, sig, good in cases():
        print(f'    {{ "{label}", {key.algorithm}, {str(is_new).lower()},\n        {array(c)}, {len(c)},\n'
              f'        {array(d)}, {len(d)},\n        {array(sig)}, {len(sig)}, {str(good).lower()} }},')
    print("};")


if __name__ == "__main__":
    main()
