// SPDX-License-Identifier: AGPL-3.0-or-later
// Hashes, subkeys and HPKE (RFC 9180, base mode, one message) as docs/formats/README.md names them.

import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { be, cat, utf8 } from "./bytes.js";
import { x25519 } from "./x25519.js";

const NONE = new Uint8Array(0);
const KEM = cat("KEM", 0, 0x20), SUITE = cat("HPKE", 0, 0x20, 0, 1, 0, 3);

export const random = (n) => crypto.getRandomValues(new Uint8Array(n));
export const blake = (data, key) => blake2b(data, { dkLen: 32, key });
export const publicOf = (secret) => x25519.getPublicKey(secret);

/** crypto_kdf_derive_from_key of libsodium. */
export function kdf(n, context, key) {
    return blake2b(NONE, { dkLen: 32, key, salt: cat(n, new Uint8Array(15)), personalization: cat(context, new Uint8Array(8)) });
}

const extract = (salt, suite, label, data) =>
    hmac(sha256, salt.length ? salt : new Uint8Array(32), cat("HPKE-v1", suite, label, data));
const expand = (prk, suite, label, info, n) =>
    hmac(sha256, prk, cat(be(n, 2), "HPKE-v1", suite, label, info, 1)).slice(0, n);

/** The cipher for one message; throws for a point of low order. */
function cipherOf(secret, peer, enc, recipient, info, aad) {
    const dh = extract(NONE, KEM, "eae_prk", x25519.getSharedSecret(secret, peer));
    const shared = expand(dh, KEM, "shared_secret", cat(enc, recipient), 32);
    const context = cat(0, extract(NONE, SUITE, "psk_id_hash", NONE), extract(NONE, SUITE, "info_hash", info));
    const prk = extract(shared, SUITE, "secret", NONE);
    return chacha20poly1305(expand(prk, SUITE, "key", context, 32), expand(prk, SUITE, "base_nonce", context, 12), aad);
}

/** enc || ciphertext || tag; a fresh ephemeral key unless a test gives one. */
export function seal(to, info, aad, plain, ephemeral = random(32)) {
    const enc = publicOf(ephemeral);
    return cat(enc, cipherOf(ephemeral, to, enc, to, utf8Of(info), aad).encrypt(plain));
}

/** Throws when the box is not for this key. */
export function open(secret, own, info, aad, box) {
    const enc = box.slice(0, 32);
    return cipherOf(secret, enc, enc, own, utf8Of(info), aad).decrypt(box.slice(32));
}

const utf8Of = (v) => (typeof v === "string" ? utf8(v) : v);
