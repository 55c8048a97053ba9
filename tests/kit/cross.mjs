// SPDX-License-Identifier: AGPL-3.0-or-later
// node cross.mjs seal COUNT: requests sealed by the kit, as lines; node cross.mjs open: open answers that others sealed, print how
// many; node cross.mjs type COUNT: what people may type, in hex; node cross.mjs read: what the kit makes of such lines.
// Lines of envelopes are those of tests/vectors/cross.mjs.
import { randomBytes, randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { be, hex, unhex, utf8 } from "../../kit/bytes.js";
import { publicOf, random } from "../../kit/crypto.js";
import { openDrop, sealRequest } from "../../kit/envelope.js";
import { answersOf, messagesOf } from "../../kit/message.js";
import { digitsOf, LANGS, readWords, WordList, wordsOf, wordsStandIn } from "../../kit/words.js";

const bytes = (digits) => unhex(digits, digits.length / 2);
const lists = LANGS.map((l) => new WordList(l,
    readFileSync(new URL(`../../content/words/${l}.txt`, import.meta.url), "utf8").trim().split("\n")));
const pick = (all) => all[randomInt(all.length)];

function sealOne() {
    const network = random(32), org = random(16), outer = random(32), inner = random(32), type = 1 + randomInt(2);
    const answers = answersOf({ who: randomInt(10), country: pick([undefined, "AM"]), day: pick([undefined, 20800, -5]),
        dayKind: randomInt(12), danger: randomInt(4), safe: randomInt(3) });
    const text = "ж€xя 𝄞".repeat(500).slice(0, randomInt(1, 3200)).replace(/[\ud800-\udbff]$/, "");
    const [message] = messagesOf({ text: text || "x", card: random(34), psk: random(32), lang: pick(LANGS), answers });
    const to = { network, org, people: publicOf(inner), door: publicOf(outer) };
    const envelope = sealRequest(to, type, randomInt(3), pick(LANGS), message);
    return `L ${[network, org, outer, inner, be(type, 1), message, envelope].map(hex).join(" ")}`;
}

function openOne(line) {
    const [network, , secret, , type, message, envelope] = line.split(" ").slice(1).map(bytes);
    const got = openDrop(envelope, network, { secret, own: publicOf(secret) });
    return got && got.type === type[0] && hex(got.message) === hex(message);
}

// Twelve words or forty digits, and then what hands and keyboards do to them.
const SLIPS = [
    (w) => w, (w) => w.toUpperCase(), (w) => w.normalize("NFD"), (w) => w.slice(0, 4), (w) => w.slice(0, 4 + randomInt(3)),
    (w) => w.replace(/е/g, "ё"), (w) => w.replace(/и/g, "і"), (w) => w.replace(/о/g, "o").replace(/а/g, "a"),
    (w) => w.replace(/ä/g, "ae").replace(/ü/g, "ue").replace(/ö/g, "oe"), (w) => w.replace(/e/g, "е"),
    (w) => `${w.slice(0, 2)}\u00ad${w.slice(2)}`, (w) => w.replace(/./, "'$&"), (w) => w.slice(1), (w) => `${w}x`, () => "ж€𝄞",
    (w) => w.replace(/ss/g, "ß"),
];
const BETWEEN = [" ", "  ", "\n", ", ", "; ", " 1. ", "\t", "-", "\u2014"];

function typeOne() {
    const seed = Uint8Array.from(randomBytes(15)), list = pick(lists);
    let parts = randomInt(5) ? wordsOf(seed, list) : digitsOf(seed);
    if (randomInt(3) === 0) parts = parts.map((w) => pick(SLIPS)(w));
    else if (randomInt(2)) parts[randomInt(parts.length)] = pick(SLIPS)(pick(parts));
    if (randomInt(6) === 0) parts.splice(randomInt(parts.length), 1);
    if (randomInt(6) === 0) parts.splice(randomInt(parts.length), 0, pick(pick(lists).words));
    if (randomInt(9) === 0) parts = [pick(parts), ...parts, "123", "Помогите мне, пожалуйста."];
    const between = pick(BETWEEN);
    return randomInt(50) ? parts.join(between) : pick(["", " ", "12", "1 2 3", "9".repeat(40), "ё"]);
}

function readOne(line) {
    const typed = new TextDecoder().decode(bytes(line)), got = readWords(typed, lists);
    const said = got.seed ? hex(got.seed) : got.problem === "unknown" ? `unknown:${got.n}` : got.problem;
    return `${said} ${Number(wordsStandIn(typed, lists))}`;
}

const [act, count] = process.argv.slice(2);
if (act === "seal") for (let i = 0; i < Number(count); i++) console.log(sealOne());
if (act === "type") for (let i = 0; i < Number(count); i++) console.log(hex(utf8(typeOne())));
if (act === "open" || act === "read") {
    let opened = 0;
    for await (const line of createInterface({ input: process.stdin })) {
        if (act === "read") console.log(readOne(line));
        else if (line.startsWith("D") && ++opened && !openOne(line)) throw new Error(`answer ${opened} opens to something else`);
    }
    if (act === "open") console.log(opened);
}
