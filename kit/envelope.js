// SPDX-License-Identifier: AGPL-3.0-or-later
// 4,096 bytes, one size: requests in two layers, answers in one (docs/formats/envelope.md).
import { cat, pad, same, unpad } from "./bytes.js";
import { open, random, seal } from "./crypto.js";

export const ENVELOPE_BYTES = 4096;
const HEAD = Uint8Array.of(1, 1, 0, 0), DROP_HEAD = Uint8Array.of(1, 0, 0, 0, 0, 0, 0);

const info = (network, kind) => cat("envl/1", network, kind);

/** A request for the lane.  `to`: network, org, people and door keys; rnd is for tests only. */
export function sealRequest(to, type, bell, lang, message, rnd = {}) {
    const head = cat(type, 1, bell, lang, 0, 0, 0);
    const box = seal(to.people, cat("msg/1", to.network, to.org), head, pad(message, 3988), rnd.inner ?? random(32));
    return cat(HEAD, seal(to.door, info(to.network, "L"), HEAD, cat(head, box), rnd.outer ?? random(32)));
}

/** What a drop's envelope says to this seeker: {type, message}; null when it is not for her. */
export function openDrop(envelope, network, keys) {
    try {
        if (envelope.length !== ENVELOPE_BYTES || !same(envelope.slice(0, 4), HEAD)) return null;
        const plain = open(keys.secret, keys.own, info(network, "D"), HEAD, envelope.slice(4));
        if (!same(plain.slice(1, 8), DROP_HEAD)) return null;
        return { type: plain[0], message: unpad(plain.slice(8)) };
    } catch {
        return null;
    }
}
