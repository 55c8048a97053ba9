// SPDX-License-Identifier: AGPL-3.0-or-later
// From a filled form to sealed envelopes, as src/gate does it for people without script.
import { sealRequest } from "./envelope.js";
import { answersOf, FOLLOW_UP, messagesOf, REQUEST } from "./message.js";
import { doorOf } from "./network.js";
import { seekerKeys } from "./seeker.js";

const DAY_S = 86400, SOON_DAYS = 10;
const DANGER = { no: 1, soon: 2, yes: 3 }, SAFE = { yes: 1, no: 2 };
const WHO = { self: 1, relative: 2, friend: 3, lawyer: 4, partner_org: 5, host: 6, media: 8, other: 9 };
const DAY_KINDS = { summons_appearance: 1, dispatch_to_unit: 2, contract_signature: 3, hearing: 4, appeal: 5,
    permit_expiry: 6, document_expiry: 7, reply_due: 8, transfer_threat: 10, removal: 11 };

/** Days since 1970; undefined when nothing was typed, null when there is no such day. */
export function dayOf(day, month, year) {
    const typed = [day, month, year].map((v) => (v ?? "").trim());
    if (typed.every((v) => v === "")) return undefined;
    if (!typed.every((v) => /^[0-9]{1,4}$/.test(v))) return null;
    const [d, m, y] = typed.map(Number), whole = y < 100 ? y + 2000 : y;
    const at = new Date(Date.UTC(whole, m - 1, d));
    return whole >= 1900 && whole <= 2169 && at.getUTCMonth() === m - 1 && at.getUTCDate() === d ? at.getTime() / 1000 / DAY_S : null;
}

/** What was answered, as numbers; `day` is null for a day that does not exist. */
export function answered(form) {
    const day = dayOf(form.d, form.m, form.y);
    return { who: WHO[form.who], country: form.country || undefined, day,
        dayKind: day === undefined || day === null ? undefined : DAY_KINDS[form.what], danger: DANGER[form.danger], safe: SAFE[form.safe] };
}

/** 2: somebody is in danger now; 1: a date within days; the desk rates the text itself when it is unlocked. */
export function bellOf({ danger, day }, nowS) {
    if (danger === DANGER.yes) return 2;
    const left = day === undefined ? -1 : day - Math.floor(nowS / DAY_S);
    return left >= 0 && left <= SOON_DAYS ? 1 : 0;
}

function weightOf(card, lang, country, marked) {
    const speaks = card.languages.includes(lang) ? 8 : 0;
    if (!country) return speaks + (marked ? 0 : 4);
    return speaks + (card.countries.includes(country) ? 2 : card.countries.includes("*") ? 1 : 0);
}

/** Whom to write to if nobody was chosen; null: nobody has keys for this week.  `marks`: which organisation is designated by law
    where, [hex, country].  One that is marked there, or somewhere while no country is known, is never taken: sure is false. */
export function chooseOrg(cards, marks, lang, country, nowS) {
    const open = cards.filter((c) => doorOf(c, nowS));
    const isMarked = (card) => marks.some(([org, where]) => org === card.hex && (!country || where === country));
    const best = (list) => list.reduce((a, c) => {
        const weight = weightOf(c, lang, country, isMarked(c));
        return !a || weight > a.weight ? { card: c, weight } : a;
    }, null)?.card ?? null;
    const card = best(country ? open.filter((c) => !isMarked(c)) : open) ?? best(open);
    return card && { card, sure: !isMarked(card) };
}

/** Envelopes for the lane: [{bytes}, ...], 4,096 each. */
export function sealMessage({ network, card, seed, lang, text, answers, again, nowS }) {
    const keys = seekerKeys(seed, network), psk = keys.psk(card.org);
    const to = { network, org: card.org, people: card.people, door: doorOf(card, nowS) };
    if (!to.door) throw new Error("the card is too old");
    const fields = { text, card: keys.card, psk, lang, answers: answersOf(answers) };
    return messagesOf(fields).map((m) => sealRequest(to, again ? FOLLOW_UP : REQUEST, bellOf(answers, nowS), lang, m));
}
