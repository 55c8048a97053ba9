// SPDX-License-Identifier: AGPL-3.0-or-later
// All keys of a seeker follow from the seed of her words (docs/formats/words.md).
import { cat, number } from "./bytes.js";
import { blake, kdf, publicOf } from "./crypto.js";

export function seekerKeys(seed, network) {
    const master = blake(seed, network);
    const secret = kdf(1, "seeker/1", master), own = publicOf(secret);
    const shelf = kdf(2, "seeker/1", master).slice(0, 2), psks = kdf(3, "seeker/1", master);
    return { secret, own, card: cat(own, shelf), shelf16: number(shelf), psk: (org) => blake(org, psks) };
}

/** Which of the 2^p drops is hers. */
export const shelfNumber = (shelf16, p) => shelf16 >> (16 - p);
