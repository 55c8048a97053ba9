// SPDX-License-Identifier: AGPL-3.0-or-later
// X25519 (RFC 7748) on @noble's ladder alone: without the Edwards tables that its ready-made one brings along, so that a
// phone has a third less to fetch.
import { montgomery } from "@noble/curves/abstract/montgomery.js";

const P = 2n ** 255n - 19n;

/** x^(p-2), the inverse; the exponent is no secret. */
function powPminus2(x) {
    let out = 1n;
    for (const bit of (P - 2n).toString(2)) {
        out = (out * out) % P;
        if (bit === "1") out = (out * x) % P;
    }
    return out;
}

function adjustScalarBytes(bytes) {
    bytes[0] &= 248;
    bytes[31] = (bytes[31] & 127) | 64;
    return bytes;
}

export const x25519 = /* @__PURE__ */ montgomery({ P, type: "x25519", powPminus2, adjustScalarBytes });
