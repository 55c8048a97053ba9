# SPDX-License-Identifier: AGPL-3.0-or-later
"""The primitives of the formats from Python's own libraries: nothing here calls the project's code."""
import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from nacl import bindings, pwhash

RAW = (Encoding.Raw, PublicFormat.Raw)
SUITE_KEM = b"KEM" + bytes([0, 0x20])
SUITE_HPKE = b"HPKE" + bytes([0, 0x20, 0, 1, 0, 3])


def blake(data, key=b""):
    return hashlib.blake2b(data, digest_size=32, key=key).digest()


def sha256(data):
    return hashlib.sha256(data).digest()


def hmac256(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def kdf(number, context, key):
    """crypto_kdf_derive_from_key of libsodium: keyed BLAKE2b with salt and personalization."""
    return hashlib.blake2b(b"", digest_size=32, key=key, salt=number.to_bytes(8, "little") + bytes(8),
                           person=context + bytes(8)).digest()


def box_public(secret):
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes(*RAW)


def dh(secret, public):
    return X25519PrivateKey.from_private_bytes(secret).exchange(X25519PublicKey.from_public_bytes(public))


def sign_public(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(*RAW)


def sign(seed, text):
    return Ed25519PrivateKey.from_private_bytes(seed).sign(text)


def extract(salt, suite, label, ikm):
    return hmac256(salt or bytes(32), b"HPKE-v1" + suite + label + ikm)


def expand(prk, suite, label, info, n):
    return hmac256(prk, n.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info + b"\x01")[:n]


def hpke_shared(secret, peer, enc, recipient):
    prk = extract(b"", SUITE_KEM, b"eae_prk", dh(secret, peer))
    return expand(prk, SUITE_KEM, b"shared_secret", enc + recipient, 32)


def hpke_schedule(shared, info):
    context = (b"\0" + extract(b"", SUITE_HPKE, b"psk_id_hash", b"")
               + extract(b"", SUITE_HPKE, b"info_hash", info))
    secret = extract(shared, SUITE_HPKE, b"secret", b"")
    return expand(secret, SUITE_HPKE, b"key", context, 32), expand(secret, SUITE_HPKE, b"base_nonce", context, 12)


def hpke_seal(to, info, aad, plain, ephemeral):
    """enc || ciphertext || tag"""
    enc = box_public(ephemeral)
    key, nonce = hpke_schedule(hpke_shared(ephemeral, to, enc, to), info)
    return enc + ChaCha20Poly1305(key).encrypt(nonce, plain, aad)


def xchacha_seal(key, nonce, aad, plain):
    """nonce || ciphertext || tag"""
    return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, aad, nonce, key)


def chacha20(key, n):
    """n bytes of stream under a zero nonce, counter from zero"""
    return Cipher(algorithms.ChaCha20(key, bytes(16)), None).encryptor().update(bytes(n))


def argon2id(passphrase, salt, passes, kib):
    return pwhash.argon2id.kdf(32, passphrase, salt, opslimit=passes, memlimit=kib * 1024)


def pad(data, size):
    assert len(data) < size
    return data + b"\x80" + bytes(size - len(data) - 1)
