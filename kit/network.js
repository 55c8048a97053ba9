// SPDX-License-Identifier: AGPL-3.0-or-later
// To which keys one seals: the cards (docs/formats/card.md) and the kit's own page of the edition (docs/formats/kit.md).
// Signatures are not checked here: whoever could change the cards on their way from the hub could change this program, which comes
// from the same hub.  The hub checks them when it starts, and everything in the edition can be checked by anybody.
import { same, unhex } from "./bytes.js";

const WEEK_S = 604800, DOORS = 26, U32 = 0xffffffff;

function wholeNumber(digits, least, most) {
    const value = Number(digits);
    if (!/^(0|[1-9][0-9]{0,9})$/.test(digits) || value < least || value > most) throw new Error(`${digits}: no such number`);
    return value;
}

/** The lines of a text, taken in their order; every method throws when something else stands there. */
class Lines {
    constructor(text, first) {
        this.rest = text.replace(/\n$/, "").split("\n");
        if (this.rest.shift() !== first) throw new Error(`no ${first}`);
    }

    is(word) {
        return this.rest.length > 0 && this.rest[0].startsWith(`${word} `);
    }

    text(word) {
        if (!this.is(word)) throw new Error(`${word} is missing`);
        return this.rest.shift().slice(word.length + 1);
    }

    texts(word) {
        const out = [];
        while (this.is(word)) out.push(this.text(word).split(/ (.*)/s).slice(0, 2));
        return out;
    }

    words(word, n) {
        const found = this.text(word).split(" ");
        if (found.includes("") || (n && found.length !== n)) throw new Error(`${word} has other parts`);
        return found;
    }

    all(word, n) {
        const out = [];
        while (this.is(word)) out.push(this.words(word, n));
        return out;
    }

    number(word, least, most) {
        return wholeNumber(this.words(word, 1)[0], least, most);
    }

    key(word) {
        return unhex(this.words(word, 1)[0], 32);
    }

    end() {
        if (this.rest.length > 0) throw new Error(`${this.rest[0]}: not expected`);
    }
}

function readCard(text) {
    const l = new Lines(text, "understory/card/1");
    const card = { network: l.key("network"), hex: l.words("org", 1)[0] };
    card.org = unhex(card.hex, 16);
    card.version = l.number("version", 1, U32);
    l.number("issued", 0, U32);
    card.names = new Map(l.texts("name"));
    l.texts("about");
    card.languages = l.words("languages");
    card.countries = l.words("countries");
    l.key("auth");
    l.key("referral");
    card.people = unhex(l.words("people", 2)[1], 32);
    const doors = l.all("door", 2);
    l.end();
    if (doors.length !== DOORS) throw new Error("not 26 weeks");
    card.firstWeek = wholeNumber(doors[0][0], 0, U32);
    card.doors = doors.map(([week, key], i) => {
        if (wholeNumber(week, 0, U32) !== card.firstWeek + i) throw new Error("a week is missing");
        return unhex(key, 32);
    });
    return card;
}

/** The cards of a file of notes, each organisation once; throws when one is none. */
export function readCards(file, network) {
    const out = new Map();
    for (const note of file.split("\n=====\n")) {
        const end = note.lastIndexOf("\n\n");
        if (end < 0) continue;
        const card = readCard(note.slice(0, end));
        if (!same(card.network, network)) throw new Error("a card of another network");
        if (!(out.get(card.hex)?.version >= card.version)) out.set(card.hex, card);
    }
    if (out.size === 0) throw new Error("no card");
    return [...out.values()];
}

/** {network, dropBits, marks, texts, words}: what the edition says to the kit in one language. */
export function readKitPage(text) {
    const l = new Lines(text, "understory/kit/1");
    const page = { network: l.key("network"), dropBits: l.number("drop-bits", 0, 16) };
    page.marks = l.all("marked", 2);
    page.texts = new Map(l.texts("text"));
    page.words = l.all("word", 1).map(([w]) => w);
    l.end();
    return page;
}

/** The door key of this week; null when the card is too old. */
export const doorOf = (card, nowS) => card.doors[Math.max(0, Math.floor(nowS / WEEK_S) - card.firstWeek)] ?? null;

export const nameOf = (card, lang) => card.names.get(lang) ?? card.names.get("en") ?? [...card.names.values()][0] ?? "";
