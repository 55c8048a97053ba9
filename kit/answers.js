// SPDX-License-Identifier: AGPL-3.0-or-later
// From the slots of a shelf to answers, newest first, as src/gate/answers.c does it.
import { cat, hex, same, text } from "./bytes.js";
import { ENVELOPE_BYTES, openDrop } from "./envelope.js";
import { ANSWER, readAnswer } from "./message.js";

const GAP = "[\u2026]\n";

/** An answer from one of our organisations that shares our secret; else null. */
function genuine(opened, keys, orgs) {
    if (opened?.type !== ANSWER) return null;
    try {
        const m = readAnswer(opened.message);
        return orgs.some((o) => same(o.org, m.org)) && same(keys.psk(m.org), m.psk) ? m : null;
    } catch {
        return null;
    }
}

/** Every slot is tried, whatever was found before; `pause` lets the page live between them. */
export async function openShelf(shelf, network, keys, orgs, pause = async () => {}) {
    const found = [];
    for (let at = 0; at + ENVELOPE_BYTES <= shelf.length; at += ENVELOPE_BYTES) {
        const m = genuine(openDrop(shelf.slice(at, at + ENVELOPE_BYTES), network, keys), keys, orgs);
        if (m) found.push(m);
        await pause();
    }
    return found;
}

const groupOf = (m, i) => `${hex(m.org)} ${m.part ? hex(m.part.group) : `single ${i}`}`;

/** One answer out of its parts; where one is missing, a mark stands. */
function told(parts) {
    const [first] = parts, { part } = first;
    const places = Array.from({ length: part ? part.count : 1 }, (_, i) => (part ? parts.find((m) => m.part.index === i) : first));
    const whole = places.every((m) => m);
    return { ...first, whole,
        said: whole ? text(cat(...places.map((m) => m.text))) : places.map((m) => (m ? text(m.text) : GAP)).join("") };
}

const numbered = (a, b) => a.seq !== undefined && b.seq !== undefined;

/** A desk puts an answer on the shelf again, sealed anew: b says what a says. */
function saysTheSame(a, b) {
    if (!same(a.org, b.org) || (numbered(a, b) && a.seq !== b.seq)) return false;
    return a.said === b.said || (numbered(a, b) && a.whole && !b.whole);
}

function withoutCopies(all) {
    return all.filter((b, i) => !all.some((a, k) => k !== i && saysTheSame(a, b) && (k < i || !saysTheSame(b, a))));
}

/** Clocks of desks may go back; their numbers do not. */
const hourOf = (a, all) => all.reduce((hour, b) =>
    (numbered(a, b) && same(a.org, b.org) && b.seq < a.seq && b.hour > hour ? b.hour : hour), a.hour);

/** {answers: [{org, said, hour, seq}], missing}: missing when numbers below the highest of an organisation have no answer here. */
export function answersOf(messages, nowHour) {
    const groups = new Map();
    messages.forEach((m, i) => {
        const key = groupOf(m, i);
        groups.set(key, [...(groups.get(key) ?? []), { ...m, hour: Math.min(m.hour, nowHour) }]);
    });
    const all = withoutCopies([...groups.values()].map(told));
    const answers = all.map((a) => ({ ...a, hour: hourOf(a, all) }));
    answers.sort((a, b) => b.hour - a.hour || (same(a.org, b.org) ? (b.seq ?? 0) - (a.seq ?? 0) : 0));
    return { answers, missing: answers.some((a) => !a.whole || isAfterGap(a, answers)) };
}

/** An answer names the one before it: is a number between two that are here not here? */
function isAfterGap(a, all) {
    const own = all.filter((b) => same(a.org, b.org) && b.seq !== undefined).map((b) => b.seq);
    return a.seq !== undefined && a.seq - 1 > Math.min(...own) && !own.includes(a.seq - 1);
}
