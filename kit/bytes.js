// SPDX-License-Identifier: AGPL-3.0-or-later
// Bytes, numbers and texts as docs/formats writes them.
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const utf8 = (text) => encoder.encode(text);

/** Throws when the bytes are not UTF-8. */
export const text = (bytes) => decoder.decode(bytes);

/** Join byte arrays, strings (as UTF-8) and single bytes. */
export function cat(...parts) {
    const all = parts.map((p) => (typeof p === "string" ? utf8(p) : typeof p === "number" ? Uint8Array.of(p) : p));
    const out = new Uint8Array(all.reduce((n, b) => n + b.length, 0));
    let at = 0;
    for (const b of all) {
        out.set(b, at);
        at += b.length;
    }
    return out;
}

/** A number below 2^32, or a negative one above -2^31, in n bytes. */
export function be(value, n) {
    const out = new Uint8Array(n);
    for (let i = n - 1, v = value; i >= 0; i--, v = Math.floor(v / 256)) out[i] = v & 255;
    return out;
}

export const number = (bytes) => bytes.reduce((v, b) => v * 256 + b, 0);

export const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

export function unhex(digits, n) {
    if (digits.length !== 2 * n || !/^[0-9a-f]*$/.test(digits)) throw new Error("not so many hex digits");
    return Uint8Array.from({ length: n }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

export function base64(bytes) {
    let binary = "";
    for (const b of bytes) binary += String.fromCharCode(b);
    return btoa(binary);
}

export const base64url = (bytes) => base64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** Throws on anything but the standard alphabet with padding, written in its one way. */
export function unbase64(digits) {
    const out = Uint8Array.from(atob(digits), (c) => c.charCodeAt(0));
    if (base64(out) !== digits) throw new Error("not base64");
    return out;
}

/** The same bytes?  Looks at all of them. */
export function same(a, b) {
    let difference = a.length ^ b.length;
    for (let i = 0; i < a.length; i++) difference |= a[i] ^ b[i];
    return difference === 0;
}

/** ISO/IEC 7816-4: 80, then zeros. */
export function pad(bytes, size) {
    if (bytes.length >= size) throw new Error("too long to pad");
    return cat(bytes, 0x80, new Uint8Array(size - bytes.length - 1));
}

export function unpad(bytes) {
    let n = bytes.length - 1;
    while (n >= 0 && bytes[n] === 0) n--;
    if (n < 0 || bytes[n] !== 0x80) throw new Error("no padding");
    return bytes.slice(0, n);
}
