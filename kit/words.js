// SPDX-License-Identifier: AGPL-3.0-or-later
// Twelve words or forty digits <-> seed (docs/formats/words.md).
import { cat } from "./bytes.js";
import { blake } from "./crypto.js";
import { fold, joinUmlauts, tokensOf } from "./fold.js";

export const LANGS = ["ru", "uk", "be", "en", "de"];
const COUNT = 12, PREFIX = 4, TOKEN_MAX = 24, TYPED_MAX = 4096, GROUP = 10, GROUPS = 4;

function bitsOf(bytes) {
    return Array.from(bytes, (b) => b.toString(2).padStart(8, "0")).join("");
}

function indexesOf(seed) {
    const bits = bitsOf(seed) + bitsOf(blake(cat("words/1", seed))).slice(0, 12);
    return Array.from({ length: COUNT }, (_, i) => parseInt(bits.slice(11 * i, 11 * i + 11), 2));
}

/** The seed, or null when the check does not fit. */
function seedOf(indexes) {
    const bits = indexes.map((i) => i.toString(2).padStart(11, "0")).join("");
    const seed = Uint8Array.from({ length: 15 }, (_, i) => parseInt(bits.slice(8 * i, 8 * i + 8), 2));
    return indexesOf(seed).join() === indexes.join() ? seed : null;
}

/** One language's list, ready to be looked up. */
export class WordList {
    constructor(lang, words) {
        if (words.length !== 2048) throw new Error("not 2,048 words");
        this.lang = lang;
        this.words = words;
        this.folded = words.map((w) => fold(tokensOf(w)[0], lang));
        this.byStart = new Map(this.folded.map((w, i) => [w.slice(0, PREFIX), i]));
    }

    #look(token) {
        const index = token.length >= PREFIX ? this.byStart.get(token.slice(0, PREFIX)) : undefined;
        return { index, whole: index !== undefined && token.length <= TOKEN_MAX && token === this.folded[index] };
    }

    /** Three letters that were four with an umlaut written out: only if one word begins so. */
    #three(token) {
        const all = token.length === PREFIX - 1 ? this.folded.filter((w) => w.startsWith(token)) : [];
        return { index: all.length === 1 ? this.folded.indexOf(all[0]) : undefined, whole: false };
    }

    /** {index, whole}: index is undefined for a word that is not in the list. */
    find(typed) {
        const plain = fold(typed.slice(0, TOKEN_MAX), this.lang);
        const found = this.#look(plain), joined = joinUmlauts(plain);
        if (found.whole || this.lang !== "de" || joined === plain) return found;
        let other = this.#look(joined);
        if (other.index === undefined) other = this.#three(joined);
        return other.whole || found.index === undefined ? other : found;
    }
}

export const wordsOf = (seed, list) => indexesOf(seed).map((i) => list.words[i]);

/** Four groups of ten digits. */
export function digitsOf(seed) {
    const at = indexesOf(seed);
    return [0, 3, 6, 9].map((i) => String(at[i] * 2 ** 22 + at[i + 1] * 2 ** 11 + at[i + 2]).padStart(GROUP, "0"));
}

function seedOfDigits(digits) {
    const indexes = [];
    for (let g = 0; g < GROUPS; g++) {
        const v = Number(digits.slice(GROUP * g, GROUP * g + GROUP));
        if (v >= 2 ** 33) return { problem: "digits" };
        indexes.push(Math.floor(v / 2 ** 22), Math.floor(v / 2 ** 11) % 2048, v % 2048);
    }
    const seed = seedOf(indexes);
    return seed ? { seed } : { problem: "check" };
}

/** Forty digits in all, or forty when "1." and "2." before the groups are left out. */
function fortyDigits(typed) {
    const runs = typed.match(/[0-9]+/g) ?? [];
    const all = runs.join(""), long = runs.filter((r) => r.length >= 3).join("");
    return all.length !== GROUP * GROUPS && long.length === GROUP * GROUPS ? long : all;
}

function reading(tokens, list) {
    const found = tokens.map((t) => list.find(t)), known = found.filter((f) => f.index !== undefined);
    const seed = tokens.length === COUNT && known.length === COUNT ? seedOf(found.map((f) => f.index)) : null;
    return { seed, known: known.length, whole: found.filter((f) => f.whole).length,
        unknown: found.findIndex((f) => f.index === undefined) + 1 };
}

const better = (a, b) => (a.seed && b.seed ? a.whole > b.whole : a.seed || b.seed ? Boolean(a.seed)
    : a.known > b.known || (a.known === b.known && a.whole > b.whole));

/** {seed, sure} or {problem, n}: "empty", "count", "unknown" (word n), "digits", "check".  sure: no list that is not here
    could be read better. */
export function readWords(typed, lists) {
    if (new TextEncoder().encode(typed).length > TYPED_MAX) return { problem: "count" };
    const digits = fortyDigits(typed);
    const asDigits = digits.length === GROUP * GROUPS ? seedOfDigits(digits) : { problem: digits ? "digits" : "empty" };
    if (asDigits.seed) return { ...asDigits, sure: true };
    const tokens = tokensOf(typed);
    if (tokens.length === 0) return { ...asDigits, sure: true };
    let best = { seed: null, known: 0, whole: 0, unknown: 1 };
    for (const list of lists) {
        const one = reading(tokens.slice(0, COUNT + (tokens.length > COUNT)), list);
        if (better(one, best)) best = one;
    }
    if (best.seed) return { seed: best.seed, sure: best.whole === COUNT };
    if (tokens.length !== COUNT) return { problem: "count", n: tokens.length, sure: true };
    return best.unknown ? { problem: "unknown", n: best.unknown } : { problem: "check" };
}

/** Is this the word at `position` (from 1) in one of the lists? */
export function isWord(seed, position, typed, lists) {
    const tokens = tokensOf(typed), wanted = indexesOf(seed)[position - 1];
    return tokens.length === 1 && lists.some((l) => l.find(tokens[0]).index === wanted);
}

function digitsStandIn(typed) {
    let run = "";
    for (const c of typed) {
        if (c >= "0" && c <= "9") run = (run + c).slice(-GROUP * GROUPS);
        else if (!isBetween(c)) run = "";
        if (run.length === GROUP * GROUPS && seedOfDigits(run).seed) return true;
    }
    return false;
}

/** Anything that is no letter may stand between digits. */
const isBetween = (c) => c < "\u0080" && (c.charCodeAt(0) | 0x20) < 0x61;

/** Has somebody pasted twelve words, or the forty digits, into a longer text? */
export function wordsStandIn(typed, lists) {
    const tokens = tokensOf(typed);
    return digitsStandIn(typed) || lists.some((list) => {
        const found = tokens.map((t) => list.find(t));
        for (let i = 0; i + COUNT <= found.length; i++) {
            const twelve = found.slice(i, i + COUNT);
            if (twelve.some((f) => f.index === undefined)) continue;
            if (twelve.every((f) => f.whole) || seedOf(twelve.map((f) => f.index))) return true;
        }
        return false;
    });
}
