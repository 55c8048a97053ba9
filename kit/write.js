// SPDX-License-Identifier: AGPL-3.0-or-later
// The form: sealed here, sent as noise.  Without this program it works as before.
import { number, utf8 } from "./bytes.js";
import { random } from "./crypto.js";
import { deliver, readNetwork } from "./hub.js";
import { TEXT_MAX } from "./message.js";
import { doorOf, nameOf } from "./network.js";
import { clearProblems, el, forgetOnLeaving, main, Say, showLevel, showProblems, showState } from "./page.js";
import { showReceived } from "./received.js";
import { answered, chooseOrg, sealMessage } from "./request.js";
import { WordList, wordsStandIn } from "./words.js";

/** The reader's clock; where no card fits it, the one that stands in the form's ticket. */
export function clockOf(cards, ticket) {
    const own = Math.floor(Date.now() / 1000);
    if (!ticket || cards.some((c) => doorOf(c, own))) return own;
    return number(Uint8Array.from(atob(ticket.slice(0, 8).replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)).slice(0, 4));
}

/** The organisation of the form: {card}, or {problem: [field, text]}. */
function orgOf(say, form, net, answers, lang, nowS) {
    const chosen = form.org && form.org !== "auto";
    if (!chosen) {
        const best = chooseOrg(net.cards, net.marks, lang, answers.country, nowS);
        if (!best) return { problem: ["send", say.t("closed")] };
        return best.sure ? { card: best.card } : { problem: ["org", say.t("unsure")] };
    }
    const card = net.cards.find((c) => c.hex === form.org);
    if (!card || !doorOf(card, nowS)) return { problem: ["org", say.t("closed")] };
    const marked = net.marks.some(([org, where]) => org === card.hex && where === answers.country);
    return marked && !form.confirm ? { problem: ["org", say.t("confirm")], confirm: true } : { card };
}

function problemsOf(say, text, answers, lists) {
    const out = [];
    if (!text.trim()) out.push(["text", say.t("no_text")]);
    if (utf8(text).length > TEXT_MAX) out.push(["text", say.t("long")]);
    if (wordsStandIn(text, lists)) out.push(["text", say.t("words_in_text")]);
    if (answers.day === null) out.push(["d", say.t("bad_date")]);
    return out;
}

/** Open the list of organisations, with a box to say "all the same" where that is asked. */
function showOrgs(say, confirm) {
    const list = document.getElementById("org");
    if (!list) return;
    list.open = true;
    if (confirm && !list.querySelector("[name=confirm]"))
        list.querySelector("summary").after(el("label", { class: "opt" },
            el("input", { type: "checkbox", name: "confirm", value: "1" }), " ", say.t("confirm_tick")));
}

class Writing {
    constructor(form, lang, net) {
        Object.assign(this, { form, lang, net, say: new Say(net.texts), seed: random(15) });
        this.list = new WordList(lang, net.words);
    }

    /** Sealed envelopes for what stands in the form: the same ones when it is sent again unchanged. */
    sealed(fields, card, answers, nowS) {
        const what = JSON.stringify(fields);
        if (this.last?.what !== what)
            this.last = { what, envelopes: sealMessage({ network: this.net.network, card, seed: this.seed, lang: this.lang,
                text: fields.text, answers, nowS }) };
        return this.last.envelopes;
    }

    async send() {
        const { say, form, net } = this;
        const fields = Object.fromEntries(new FormData(form));
        fields.text = fields.text.replace(/\r\n?/g, "\n");
        const nowS = clockOf(net.cards, fields.tok), answers = answered(fields);
        const org = orgOf(say, fields, net, answers, this.lang, nowS);
        const problems = problemsOf(say, fields.text, answers, [this.list]);
        if (org.problem) {
            problems.push(org.problem);
            showOrgs(say, org.confirm);
        }
        if (problems.length > 0) return showProblems(say, problems);
        clearProblems();
        const envelopes = this.sealed(fields, org.card, answers, nowS);
        const stored = await deliver(this.lang, fields.tok, envelopes, () => showState(form, say.t("sealing"))).catch(() => false);
        if (!stored) return showProblems(say, [["send", say.t("failed")]]);
        return showReceived({ say, lang: this.lang, seed: this.seed, list: this.list, lists: [this.list],
            org: nameOf(org.card, this.lang), crisis: main().querySelector("aside"), danger: fields.danger === "yes" });
    }
}

/** Take the form over at once; until everything is there, a press on Send waits.  What fails before gives the form back. */
export function takeForm(form, lang, prepare, broken) {
    let busy = false, ready = prepare();
    const onSubmit = async (event) => {
        event.preventDefault();
        if (busy) return;
        busy = true;
        try {
            await (await ready.catch(() => (ready = prepare()))).send();
        } catch {
            form.removeEventListener("submit", onSubmit);
            await broken();
        }
        showState(form, "");
        busy = false;
    };
    ready.catch(() => {});
    form.addEventListener("submit", onSubmit);
}

export function enhanceWriting(form, lang) {
    let net = null;
    forgetOnLeaving();
    takeForm(form, lang, async () => {
        net = await readNetwork(lang);
        const writing = new Writing(form, lang, net);
        showLevel(form, writing.say.t("level_write"));
        return writing;
    }, async () => {
        document.getElementById("level")?.remove();
        if (net) showProblems(new Say(net.texts), [["send", new Say(net.texts).t("no_kit")]]);
        else form.submit();
    });
}
