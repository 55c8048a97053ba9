// SPDX-License-Identifier: AGPL-3.0-or-later
// People with the kit, many at once, without a browser around it: one JSON request on standard input, one JSON answer.
//   {hub, lang, act: "write", texts}  seals and sends each: [{words, digits}]
//   {hub, lang, act: "seal", texts}   seals the first, sends nothing: {body}, what the kit would send
//   {hub, lang, act: "read", words}   opens the shelf: {answers}
import { readFileSync } from "node:fs";
import { answersOf, openShelf } from "../../kit/answers.js";
import { base64url, cat } from "../../kit/bytes.js";
import { random } from "../../kit/crypto.js";
import { deliver, readNetwork, readShelf, sleep } from "../../kit/hub.js";
import { chooseOrg, sealMessage } from "../../kit/request.js";
import { seekerKeys, shelfNumber } from "../../kit/seeker.js";
import { digitsOf, readWords, WordList, wordsOf } from "../../kit/words.js";

const asked = JSON.parse(readFileSync(0, "utf8")), { hub, lang } = asked;
const plain = globalThis.fetch;
globalThis.fetch = (path, options) => plain(hub + path, options);

const net = await readNetwork(lang), list = new WordList(lang, net.words), nowS = Math.floor(Date.now() / 1000);

async function ticket() {
    const reply = await fetch("/", { method: "POST", body: new URLSearchParams({ act: "seal", l: lang }) });
    return (await reply.text()).trim().split(" ")[1];
}

function seal(text, seed) {
    const { card } = chooseOrg(net.cards, net.marks, lang, undefined, nowS);
    return sealMessage({ network: net.network, card, seed, lang, text, answers: {}, nowS });
}

async function write(texts) {
    const tickets = [];
    for (const text of texts) tickets.push([text, await ticket()]);
    await sleep(2.1);
    const out = [];
    for (const [text, tok] of tickets) {
        const seed = random(15);
        if (!await deliver(lang, tok, seal(text, seed), () => {})) throw new Error("not stored");
        out.push({ words: wordsOf(seed, list), digits: digitsOf(seed) });
    }
    return out;
}

async function read(words) {
    const { seed } = readWords(words, [list]), keys = seekerKeys(seed, net.network);
    const shelf = await readShelf(net.dropBits, shelfNumber(keys.shelf16, net.dropBits));
    const { answers } = answersOf(await openShelf(shelf, net.network, keys, net.cards), Math.floor(nowS / 3600));
    return { answers: answers.map((a) => a.said) };
}

const acts = { write: () => write(asked.texts), read: () => read(asked.words),
    seal: async () => ({ body: String(new URLSearchParams({ act: "seal", l: lang, tok: await ticket(),
        env: base64url(cat(...seal(asked.texts[0], random(15)))) })) }) };
console.log(JSON.stringify(await acts[asked.act]()));
