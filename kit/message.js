// SPDX-License-Identifier: AGPL-3.0-or-later
// What stands inside a seal (docs/formats/message.md).
import { be, cat, number, text, utf8 } from "./bytes.js";
import { random } from "./crypto.js";

export const REQUEST = 1, FOLLOW_UP = 2, ANSWER = 3;
/** Bytes of text that any request has room for, and of a message in one envelope. */
export const TEXT_MAX = 15431;
const MESSAGE_MAX = 3987, PARTS_MAX = 4, PART_BYTES = 13;

const field = (tag, value) => cat(tag, be(value.length, 2), value);

/** Answers to the questions; undefined when none was answered. */
export function answersOf({ who, country, day, dayKind, danger, safe }) {
    const code = (n, v) => (v ? cat(n, 1, v) : new Uint8Array(0));
    const out = cat(1, code(1, who), country ? cat(2, 2, country) : "", day === undefined ? "" : cat(3, 4, be(day, 4)),
        code(4, dayKind), code(5, danger), code(6, safe));
    return out.length > 1 ? out : undefined;
}

function encode({ card, psk, lang, answers }, part, words) {
    return cat(random(8), field(1, words), field(2, card), field(3, psk), field(5, utf8(lang)),
        part ? field(14, cat(part.index, part.count, part.group)) : "", answers ? field(15, answers) : "");
}

/** How many bytes from `at` are at most `room` and end between characters. */
function whole(bytes, at, room) {
    let n = Math.min(room, bytes.length - at);
    while (at + n < bytes.length && (bytes[at + n] & 0xc0) === 0x80) n--;
    return n;
}

/** The message in as many envelopes as its text needs, one to four. */
export function messagesOf(fields) {
    const words = utf8(fields.text);
    const room = MESSAGE_MAX - encode(fields, null, new Uint8Array(0)).length;
    if (words.length === 0 || words.length > TEXT_MAX) throw new Error("too long");
    if (words.length <= room) return [encode(fields, null, words)];
    const cuts = [], group = random(8);
    for (let at = 0; at < words.length;) {
        const n = whole(words, at, room - PART_BYTES);
        cuts.push(words.slice(at, at + n));
        at += n;
    }
    if (cuts.length > PARTS_MAX) throw new Error("too long");
    return cuts.map((cut, index) => encode(fields, { index, count: cuts.length, group }, cut));
}

const SIZES = { 2: 34, 3: 32, 4: 136, 5: 2, 7: 4, 8: 16, 12: 16, 13: 4, 14: 10 };
const NAMES = { 1: "text", 3: "psk", 7: "seq", 8: "previous", 12: "org", 13: "hour", 14: "part" };

/** An answer, or an exception: unknown fields below 80, a field twice, another size, bytes left over. */
export function readAnswer(bytes) {
    const m = {}, seen = new Set();
    let at = 8;
    while (at < bytes.length) {
        const tag = bytes[at], n = number(bytes.slice(at + 1, at + 3)), value = bytes.slice(at + 3, at + 3 + n);
        if (at + 3 + n > bytes.length) throw new Error("cut");
        at += 3 + n;
        if (tag >= 0x80) continue;
        const known = tag === 1 || tag === 6 || tag === 15 || SIZES[tag] === n;
        if (!known || (seen.has(tag) && tag !== 4 && tag !== 6)) throw new Error("no such field");
        seen.add(tag);
        if (NAMES[tag]) m[NAMES[tag]] = value;
    }
    if (bytes.length < 8 || !m.text?.length || !m.psk || !m.org) throw new Error("not whole");
    text(m.text);
    if (m.part && !(m.part[1] >= 2 && m.part[1] <= PARTS_MAX && m.part[0] < m.part[1])) throw new Error("no such part");
    const part = m.part && { index: m.part[0], count: m.part[1], group: m.part.slice(2) };
    return { ...m, part, seq: m.seq && number(m.seq), hour: m.hour ? number(m.hour) : 0 };
}
