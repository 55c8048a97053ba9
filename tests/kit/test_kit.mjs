// SPDX-License-Identifier: AGPL-3.0-or-later
// The kit against the vectors, which other code made, and against its own rules.
import { readFileSync } from "node:fs";
import { b64url, be, blake, boxPublic, cat, hex, hpkeSeal, pad, unhex } from "../vectors/prims.mjs";
import { answersOf, openShelf } from "../../kit/answers.js";
import { openDrop, sealRequest } from "../../kit/envelope.js";
import { answersOf as encodeAnswers, messagesOf, readAnswer } from "../../kit/message.js";
import { doorOf, nameOf, readCards } from "../../kit/network.js";
import { answered, bellOf, chooseOrg, dayOf, sealMessage } from "../../kit/request.js";
import { seekerKeys, shelfNumber } from "../../kit/seeker.js";
import { digitsOf, LANGS, readWords, WordList, wordsOf, wordsStandIn } from "../../kit/words.js";
import { base64url } from "../../kit/bytes.js";

const V = JSON.parse(readFileSync(new URL("../vectors/vectors.json", import.meta.url), "utf8"));
const lists = LANGS.map((l) => new WordList(l,
    readFileSync(new URL(`../../content/words/${l}.txt`, import.meta.url), "utf8").trim().split("\n")));
const seed = unhex(V.seeker.seed), network = unhex(V.seeker.network), org = unhex(V.seeker.org);
const keys = seekerKeys(seed, network);
const NOW = 1795348800, DAY = Math.floor(NOW / 86400);
let n = 0, bad = 0;

async function test(name, body) {
    n++;
    try {
        await body();
        console.log(`ok ${n} ${name}`);
    } catch (e) {
        bad++;
        console.log(`not ok ${n} ${name}\n# ${e.stack.replaceAll("\n", "\n# ")}`);
    }
}

function same(got, wanted, what = "") {
    const [a, b] = [got, wanted].map((v) => JSON.stringify(v) ?? "undefined");
    if (a !== b) throw new Error(`${what} ${a} is not ${b}`);
}

const card = (name, languages, countries, firstWeek = Math.floor(NOW / 604800)) => ({ hex: name, languages, countries, firstWeek,
    doors: Array(26).fill(new Uint8Array(32)), names: new Map([["en", name]]) });

/** An answer as a desk seals it, written with the vectors' own code. */
function drop(text, { seq, hour = 498000, part, psk = keys.psk(org), from = org, type = 3 } = {}) {
    const tlv = (tag, value) => cat(tag, be(value.length, 2), value);
    const message = cat(crypto.getRandomValues(new Uint8Array(8)), tlv(1, new TextEncoder().encode(text)), tlv(3, psk),
        seq === undefined ? "" : tlv(7, be(seq, 4)), tlv(12, from), tlv(13, be(hour, 4)), part ? tlv(14, part) : "");
    const plain = pad(cat(type, 1, new Uint8Array(6), message), 4044), head = Uint8Array.of(1, 1, 0, 0);
    return cat(head, hpkeSeal(keys.own, cat("envl/1", network, "D"), head, plain, crypto.getRandomValues(new Uint8Array(32))));
}

const read = async (...drops) => answersOf(await openShelf(cat(...drops), network, keys, [{ org }]), 498888);

await test("keys of a seeker", () => {
    same(hex(keys.secret), V.seeker.secret);
    same(hex(keys.own), V.seeker.public);
    same(hex(keys.card), V.seeker.public + V.seeker.shelf16);
    same(hex(keys.psk(org)), V.seeker.psk);
    same([shelfNumber(0xabcd, 0), shelfNumber(0xabcd, 4), shelfNumber(0xabcd, 16)], [0, 0xa, 0xabcd]);
});

await test("words and digits in five languages, read and written", () => {
    for (const list of lists) {
        same(wordsOf(seed, list).join(" "), V.words[`${list.lang}_text`]);
        same(hex(readWords(V.words[`${list.lang}_text`].toUpperCase(), lists).seed), V.seeker.seed);
    }
    same(digitsOf(seed).join(" "), V.words.digits_text);
    same(hex(readWords(V.words.digits_text, []).seed), V.seeker.seed);
});

await test("a single wrong word is found", () => {
    const words = V.words.ru_text.split(" ");
    let passed = 0, tried = 0;
    for (const other of lists[0].words) {
        if (other === words[4]) continue;
        tried++;
        passed += readWords([...words.slice(0, 4), other, ...words.slice(5)].join(" "), lists).seed ? 1 : 0;
    }
    same([tried, passed <= 3], [2047, true], `${passed} of ${tried} passed`);
});

await test("a request, byte for byte", () => {
    const r = V.request, to = { network, org, people: boxPublic(unhex(r.people_secret)), door: boxPublic(unhex(r.door_secret)) };
    const envelope = sealRequest(to, 1, 2, "ru", unhex(r.message), { outer: unhex(r.outer), inner: unhex(r.inner) });
    same(hex(envelope), r.envelope);
    const form = { who: "self", country: "AM", d: "13", m: "12", y: "2026", what: "dispatch_to_unit", danger: "yes", safe: "yes" };
    const fields = { text: new TextDecoder().decode(unhex(r.text)), card: keys.card, psk: keys.psk(org), lang: "ru" };
    const [message] = messagesOf({ ...fields, answers: encodeAnswers({ ...answered(form), who: 2, day: 20800, danger: 3 }) });
    same(hex(message.slice(8)), r.message.slice(16));
});

await test("an answer of the vectors opens; one changed bit, another network or a lane does not", async () => {
    const envelope = unhex(V.answer.envelope), opened = openDrop(envelope, network, keys);
    same([opened.type, hex(opened.message)], [3, V.answer.message]);
    for (let at = 0; at < 4096; at += 17) {
        const changed = envelope.slice();
        changed[at] ^= 1;
        same(openDrop(changed, network, keys), null, `byte ${at}`);
    }
    same(openDrop(envelope, blake("another"), keys), null);
    same(openDrop(unhex(V.request.envelope), network, keys), null);
    same(openDrop(envelope.slice(1), network, keys), null);
    const low = cat(envelope.slice(0, 4), new Uint8Array(32), envelope.slice(36));
    same(openDrop(low, network, keys), null, "low order");
});

await test("fields of a message: unknown, twice, cut, missing", () => {
    const good = unhex(V.answer.message), at = good.length, bytes = (...v) => Uint8Array.of(...v);
    readAnswer(good);
    readAnswer(cat(good, bytes(0x80, 0, 1, 7)));
    for (const wrong of [cat(good, bytes(0x10, 0, 0)), cat(good, bytes(7, 0, 4, 0, 0, 0, 1)), cat(good, bytes(1)), good.slice(0, at - 1),
        good.slice(0, 8), cat(good, bytes(0x0e, 0, 10, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0)), new Uint8Array(0)]) {
        let refused = false;
        try {
            readAnswer(wrong);
        } catch {
            refused = true;
        }
        same(refused, true, hex(wrong.slice(-12)));
    }
});

await test("all texts of 1 to 3,700 bytes give one size", () => {
    const sizes = new Set(), k = boxPublic(unhex(V.request.people_secret));
    const to = { ...card("a", ["ru"], ["*"]), org, people: k, doors: Array(26).fill(k) };
    for (const text of ["x", "ж".repeat(1850), "x".repeat(3700), "€".repeat(1233), "x".repeat(100)])
        for (const form of [{}, { danger: "yes", who: "self", country: "AM", d: "1", m: "1", y: "2027", what: "hearing", safe: "no" }]) {
            const envelopes = sealMessage({ network, card: to, seed, lang: "ru", text, answers: answered(form), nowS: NOW });
            const env = base64url(cat(...envelopes));
            same(env, b64url(cat(...envelopes)));
            sizes.add(String(new URLSearchParams({ act: "seal", l: "ru", tok: "A".repeat(48), env })).length);
        }
    same(sizes.size, 1);
    same(sealMessage({ network, card: to, seed, lang: "ru", text: "ж".repeat(7715), answers: {}, nowS: NOW }).length, 4);
});

await test("the bell and the answers of the form", () => {
    const ring = (form) => bellOf(answered(form), NOW);
    const on = (days) => new Date((DAY + days) * 86400000);
    const date = (days) => ({ d: String(on(days).getUTCDate()), m: String(on(days).getUTCMonth() + 1), y: String(on(days).getUTCFullYear()) });
    same([ring({}), ring({ danger: "no" }), ring({ danger: "soon" }), ring({ danger: "yes" })], [0, 0, 0, 2]);
    same([ring(date(0)), ring(date(10)), ring(date(11)), ring(date(-1)), ring({ danger: "yes", ...date(3) })], [1, 1, 0, 0, 2]);
    same([dayOf("", "", ""), dayOf("31", "2", "2026"), dayOf("1", "", ""), dayOf("x", "1", "26")], [undefined, null, null, null]);
    same([dayOf("29", "2", "28"), dayOf(" 22 ", "11", "2026")], [21243, DAY]);
});

await test("nobody is led to an organisation that is marked where she may be", () => {
    const all = [card("aa", ["ru", "uk"], ["RU", "UA"]), card("bb", ["ru", "en"], ["*"]), card("cc", ["en", "de"], ["DE"])];
    const best = (lang, country, marks = [["bb", "RU"]], cards = all) => {
        const got = chooseOrg(cards, marks, lang, country, NOW);
        return got && [got.card.hex, got.sure];
    };
    same([best("ru", "RU"), best("en", "DE"), best("de", undefined)], [["aa", true], ["cc", true], ["cc", true]]);
    same([best("en", "RU"), best("ru", "AM")], [["cc", true], ["bb", true]]);
    same(best("ru", "RU", [["aa", "RU"], ["bb", "RU"], ["cc", "RU"]]), ["aa", false]);
    same(best("ru", undefined, [["aa", "BY"]], all.slice(0, 1)), ["aa", false], "no country, and marked somewhere");
    same(best("ru", "RU", [], [card("old", ["ru"], ["*"], 2000)]), null);
    same([doorOf(all[0], 0) !== null, doorOf(all[0], NOW + 26 * 604800), nameOf(all[0], "ru")], [true, null, "aa"]);
});

await test("cards are read strictly", () => {
    const text = V.notes.card_text, own = unhex(V.notes.network);
    same(readCards(text, own)[0].doors.length, 26);
    same(readCards(`${text}=====\n${text}=====\n`, own).length, 1);
    for (const wrong of [text.replace("card/1", "card/2"), text.replace("door 2961 ", "door 2999 "), text.replace(/door 2985.*\n/, ""),
        text.replace("languages ", "languages  "), "", "=====\n"]) {
        let refused = false;
        try {
            readCards(wrong, own);
        } catch {
            refused = true;
        }
        same(refused, true, wrong.slice(0, 60));
    }
});

await test("answers: newest first, copies once, parts joined, a gap said", async () => {
    const group = [9, 9, 9, 9, 9, 9, 9, 9], part = (i, count) => Uint8Array.of(i, count, ...group);
    const whole = await read(drop("one", { seq: 1 }), drop("three", { seq: 3, hour: 498002 }), drop("two", { seq: 2, hour: 498001 }),
        drop("one", { seq: 1 }));
    same([whole.answers.map((a) => a.said), whole.missing], [["three", "two", "one"], false]);
    const joined = await read(drop("B", { seq: 1, part: part(1, 2) }), drop("A", { seq: 1, part: part(0, 2) }));
    same([joined.answers.map((a) => a.said), joined.missing], [["AB"], false]);
    const gap = await read(drop("B", { seq: 1, part: part(1, 2) }));
    same([gap.answers[0].said, gap.missing], ["[\u2026]\nB", true]);
    same((await read(drop("one", { seq: 1 }), drop("three", { seq: 3 }))).missing, true);
    same((await read(drop("clock back", { seq: 2, hour: 497000 }), drop("first", { seq: 1, hour: 498500 }))).answers[0].said, "clock back");
});

await test("answers without the shared secret, from others or of another type are shown nowhere", async () => {
    const others = [drop("x", { psk: new Uint8Array(32) }), drop("x", { from: new Uint8Array(16) }), drop("x", { type: 9 }),
        drop("x", { psk: keys.psk(new Uint8Array(16)), from: new Uint8Array(16) }), new Uint8Array(4096)];
    same((await read(...others)).answers, []);
});

await test("words in a text are noticed", () => {
    same(wordsStandIn(`Помогите. ${V.words.uk_text}!`, lists), true);
    same(wordsStandIn(`help ${V.words.digits_text}`, lists), true);
    same(wordsStandIn("Мне пришла повестка, явка через три дня. Оружие в руки не возьму. Что делать?", lists), false);
});

console.log(`1..${n}`);
process.exitCode = bad ? 1 : 0;
