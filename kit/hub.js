// SPDX-License-Identifier: AGPL-3.0-or-later
// What the kit asks of the hub it came from: pages, shelves, and to take sealed envelopes.  Nothing is kept by the browser.
import { base64url, cat } from "./bytes.js";
import { ENVELOPE_BYTES } from "./envelope.js";
import { readCards, readKitPage } from "./network.js";

const QUIET = { cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" };
const SHELVES = [64, 128, 256];

async function get(path) {
    const reply = await fetch(path, QUIET);
    if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
    return reply;
}

const text = async (path) => (await get(path)).text();

export const kitPage = async (lang) => readKitPage(await text(`/kit/${lang}`));

/** The kit's page in this language, and the cards. */
export async function readNetwork(lang) {
    const [page, cards] = await Promise.all([kitPage(lang), text("/cards")]);
    return { ...page, cards: readCards(cards, page.network) };
}

/** The whole shelf: the hub learns which one, and no more. */
export async function readShelf(p, n) {
    const bytes = new Uint8Array(await (await get(`/d/${p}/${n}`)).arrayBuffer());
    if (!SHELVES.includes(bytes.length / ENVELOPE_BYTES)) throw new Error("no shelf");
    return bytes;
}

async function post(fields) {
    const reply = await fetch("/", { ...QUIET, method: "POST", body: new URLSearchParams({ act: "seal", ...fields }) });
    const [word, value] = (await reply.text()).trim().split(" ");
    return { word: reply.ok ? word : "failed", value };
}

export const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** Give sealed envelopes to the hub: true when they are durable there, false when it could not keep them.  `ticket` is the form's,
    or "" to ask for one; `wait` is told when the hub asks to wait. */
export async function deliver(lang, ticket, envelopes, wait) {
    const env = base64url(cat(...envelopes));
    let tok = ticket || (await post({ l: lang })).value;
    for (let tries = 0; tries < 100; tries++) {
        const { word, value } = await post({ l: lang, tok, env });
        if (word === "stored") return true;
        if (word !== "wait" && word !== "ticket") return false;
        if (word === "ticket") tok = value;
        wait();
        await sleep(word === "wait" ? Math.min(Math.max(1, Number(value)), 600) : 2);
    }
    return false;
}
