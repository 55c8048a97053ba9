// SPDX-License-Identifier: AGPL-3.0-or-later
// From what people type to letters that can be looked up (docs/formats/words.md, "Reading").
const table = (from, to) => new Map(Array.from(from, (c, i) => [c, to[i]]));

// Latin letters that look like Cyrillic ones, and the other way round.
const TO_CYRILLIC = table("abcehikmoptxy\u00ef", "авсенікмортху\u0457");
const TO_LATIN = table("авсенікмортху\u0451\u0457", "abcehikmoptxyei");
// Letters of the neighbours' keyboards.
const NEAR = {
    ru: table("ёіїґўє", "еиигуе"),
    uk: table("ёиїґўыэ", "еіігуіє"),
    be: table("ёиїґўє", "еіігуэ"),
};
const PLAIN = [["a", /[\u00e0-\u00e5]/], ["e", /[\u00e8-\u00eb]/], ["i", /[\u00ec-\u00ef]/],
    ["o", /[\u00f2-\u00f6\u00f8]/], ["u", /[\u00f9-\u00fc]/], ["y", /[\u00fd\u00ff]/], ["c", /\u00e7/], ["n", /\u00f1/]];

const LETTER = /^[a-z\u00df-\u00f6\u00f8-\u00ff\u0430-\u045f\u0491]$/;
const CAPITAL = /^[A-Z\u00c0-\u00d6\u00d8-\u00de\u0400-\u042f\u0490]$/;
// Marks, apostrophes and what cannot be seen do not part words.
const PASSED_OVER = new RegExp("^[\\u0300-\\u036f'`\\u00b4\\u02b9-\\u02bf\\u2018\\u2019\\u201b\\u2032\\u2035\\uff07"
    + "\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufeff]$");

function letterOf(c) {
    if (LETTER.test(c)) return c;
    if (CAPITAL.test(c)) return c.toLowerCase();
    return c === "\u1e9e" ? "\u00df" : "";
}

/** Runs of letters, small, marks joined or dropped. */
export function tokensOf(typed) {
    const out = [];
    let token = "";
    for (const c of typed) {
        const letter = letterOf(c);
        if (letter) token += letter;
        else if (c === "\u0306" && token.endsWith("\u0438")) token = token.slice(0, -1) + "\u0439";
        else if (token && !PASSED_OVER.test(c)) {
            out.push(token);
            token = "";
        }
    }
    return token ? [...out, token] : out;
}

const plainLatin = (c) => PLAIN.find(([, pattern]) => pattern.test(c))?.[0] ?? c;

function foldedLetter(c, lang) {
    if (!NEAR[lang]) return plainLatin(TO_LATIN.get(c) ?? c);
    const own = TO_CYRILLIC.get(c) ?? c;
    return NEAR[lang].get(own) ?? own;
}

/** The letters of one list for what was typed. */
export const fold = (token, lang) =>
    Array.from(token, (c) => foldedLetter(c, lang)).join("").replace(/\u00df/g, "ss");

/** ae, oe, ue as a, o, u. */
export const joinUmlauts = (token) => token.replace(/([aou])e/g, "$1");
