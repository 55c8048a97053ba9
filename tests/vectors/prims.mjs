// SPDX-License-Identifier: AGPL-3.0-or-later
// The primitives of the formats from @noble: nothing here calls the project's code.
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { chacha20, chacha20poly1305, xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { argon2id } from "@noble/hashes/argon2.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

const encoder = new TextEncoder();
const bytesOf = (v) => (typeof v === "string" ? encoder.encode(v) : typeof v === "number" ? Uint8Array.of(v) : v);

/** Join strings (as UTF-8), single bytes and byte arrays. */
export function cat(...parts) {
    const all = parts.map(bytesOf);
    const out = new Uint8Array(all.reduce((n, b) => n + b.length, 0));
    let at = 0;
    for (const b of all) {
        out.set(b, at);
        at += b.length;
    }
    return out;
}

export const hex = (b) => Buffer.from(b).toString("hex");
export const unhex = (s) => Uint8Array.from(Buffer.from(s, "hex"));
export const b64url = (b) => Buffer.from(b).toString("base64url");
export const b64 = (b) => Buffer.from(b).toString("base64");

export function be(value, n) {
    const out = new Uint8Array(n);
    for (let i = n - 1, v = BigInt(value); i >= 0; i--, v >>= 8n) out[i] = Number(v & 255n);
    return out;
}

export const blake = (data, key) => blake2b(bytesOf(data), { dkLen: 32, key });
export const sha = (data) => sha256(bytesOf(data));
export const mac = (key, data) => hmac(sha256, key, data);
export const boxPublic = (secret) => x25519.getPublicKey(secret);
export const signPublic = (seed) => ed25519.getPublicKey(seed);
export const sign = (seed, text) => ed25519.sign(bytesOf(text), seed);

/** crypto_kdf_derive_from_key of libsodium. */
export function kdf(number, context, key) {
    const salt = new Uint8Array(16), personalization = new Uint8Array(16);
    salt[0] = number;
    personalization.set(bytesOf(context));
    return blake2b(new Uint8Array(0), { dkLen: 32, key, salt, personalization });
}

const SUITE_KEM = cat("KEM", 0, 0x20), SUITE_HPKE = cat("HPKE", 0, 0x20, 0, 1, 0, 3), NONE = new Uint8Array(0);
const extract = (salt, suite, label, ikm) =>
    mac(salt.length ? salt : new Uint8Array(32), cat("HPKE-v1", suite, label, ikm));
const expand = (prk, suite, label, info, n) =>
    mac(prk, cat(be(n, 2), "HPKE-v1", suite, label, info, 1)).slice(0, n);

export function hpkeShared(secret, peer, enc, recipient) {
    const prk = extract(NONE, SUITE_KEM, "eae_prk", x25519.getSharedSecret(secret, peer));
    return expand(prk, SUITE_KEM, "shared_secret", cat(enc, recipient), 32);
}

export function hpkeSchedule(shared, info) {
    const context = cat(0, extract(NONE, SUITE_HPKE, "psk_id_hash", NONE), extract(NONE, SUITE_HPKE, "info_hash", info));
    const secret = extract(shared, SUITE_HPKE, "secret", NONE);
    return [expand(secret, SUITE_HPKE, "key", context, 32), expand(secret, SUITE_HPKE, "base_nonce", context, 12)];
}

/** enc || ciphertext || tag */
export function hpkeSeal(to, info, aad, plain, ephemeral) {
    const enc = boxPublic(ephemeral);
    const [key, nonce] = hpkeSchedule(hpkeShared(ephemeral, to, enc, to), info);
    return cat(enc, chacha20poly1305(key, nonce, aad).encrypt(plain));
}

/** Throws when the box is not for us. */
export function hpkeOpen(secret, info, aad, box) {
    const enc = box.slice(0, 32);
    const [key, nonce] = hpkeSchedule(hpkeShared(secret, enc, enc, boxPublic(secret)), info);
    return chacha20poly1305(key, nonce, aad).decrypt(box.slice(32));
}

/** nonce || ciphertext || tag */
export const xchachaSeal = (key, nonce, aad, plain) =>
    cat(nonce, xchacha20poly1305(key, nonce, bytesOf(aad)).encrypt(bytesOf(plain)));

export const stream = (key, n) => chacha20(key, new Uint8Array(12), new Uint8Array(n));
export const slowHash = (passphrase, salt, passes, kib) =>
    argon2id(passphrase, salt, { t: passes, m: kib, p: 1, dkLen: 32 });

export function pad(data, size) {
    if (data.length >= size) throw new Error("too long to pad");
    const out = new Uint8Array(size);
    out.set(data);
    out[data.length] = 0x80;
    return out;
}

export function unpad(data) {
    let n = data.length - 1;
    while (n >= 0 && data[n] === 0) n--;
    if (n < 0 || data[n] !== 0x80) throw new Error("bad padding");
    return data.slice(0, n);
}
