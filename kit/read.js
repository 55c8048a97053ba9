// SPDX-License-Identifier: AGPL-3.0-or-later
// Twelve words in, answers out, all of it here: the hub is asked for one whole shelf.
import { answersOf, openShelf } from "./answers.js";
import { deliver, kitPage, readNetwork, readShelf } from "./hub.js";
import { TEXT_MAX } from "./message.js";
import { doorOf, nameOf } from "./network.js";
import { hex, same, utf8 } from "./bytes.js";
import { breathe, clearProblems, el, forgetOnLeaving, main, Say, showLevel, showProblems, showState, turnTo } from "./page.js";
import { showReceived } from "./received.js";
import { sealMessage } from "./request.js";
import { seekerKeys, shelfNumber } from "./seeker.js";
import { LANGS, readWords, WordList, wordsStandIn } from "./words.js";
import { clockOf, takeForm } from "./write.js";

const HOUR_S = 3600;
const PROBLEMS = { empty: "empty", count: "count", unknown: "unknown", check: "check_words", digits: "digits" };

class Reading {
    constructor(form, lang, net) {
        Object.assign(this, { form, lang, net, say: new Say(net.texts) });
        this.list = new WordList(lang, net.words);
        this.lists = [this.list];
    }

    /** Read the words in the page's language, and only if that is not enough in the others. */
    async words(typed) {
        const first = readWords(typed, this.lists);
        if (first.sure || this.lists.length === LANGS.length) return first;
        const others = await Promise.all(LANGS.filter((l) => l !== this.lang).map(async (l) => new WordList(l, (await kitPage(l)).words)));
        this.lists = [this.list, ...others].sort((a, b) => LANGS.indexOf(a.lang) - LANGS.indexOf(b.lang));
        return readWords(typed, this.lists);
    }

    async send() {
        const { say, form, net } = this;
        clearProblems();
        showState(form, say.t("opening"));
        const got = await this.words(form.elements.words.value);
        if (!got.seed) return showProblems(say, [["words", say.t(PROBLEMS[got.problem], String(got.n))]]);
        this.seed = got.seed;
        this.keys = seekerKeys(got.seed, net.network);
        const shelf = await readShelf(net.dropBits, shelfNumber(this.keys.shelf16, net.dropBits)).catch(() => null);
        if (!shelf) return showProblems(say, [["words", say.t("read_failed")]]);
        const messages = await openShelf(shelf, net.network, this.keys, net.cards, breathe);
        return this.show(answersOf(messages, Math.floor(Date.now() / 1000 / HOUR_S)));
    }

    show({ answers, missing }) {
        const { say, lang } = this;
        const crisis = main().querySelector("aside");
        turnTo(say.t("answers"), el("h1", {}, say.t("answers")), missing && el("p", { class: "card hold" }, say.t("gap")),
            ...(answers.length ? answers.map((a) => this.card(a)) : this.nothing()), crisis, this.further(answers),
            el("details", {}, el("summary", {}, say.t("known")), el("p", {}, say.t("write_anew"))),
            el("p", {}, el("a", { class: "btn two", href: `/${lang}/z` }, say.t("leave"))));
    }

    card({ org, said, hour }) {
        const day = new Date(hour * HOUR_S * 1000).toLocaleDateString(this.lang, { day: "numeric", month: "long" });
        const paragraph = el("p", { class: "said" }, said);
        paragraph.style.whiteSpace = "pre-wrap";
        return el("article", { class: "card" }, el("h2", {}, this.nameOf(org)), el("p", { class: "meta" }, day), paragraph);
    }

    nameOf(org) {
        return nameOf(this.net.cards.find((c) => same(c.org, org)), this.lang);
    }

    nothing() {
        const { say } = this;
        return [el("p", {}, say.t("none"), " ", say.t("hours"), " ", say.t("tomorrow")), el("p", {}, say.t("expired"))];
    }

    /** The form for a further message.  Where several have answered, or nobody yet, she says whom she means. */
    further(answers) {
        const { say } = this;
        const orgs = new Set(answers.map((a) => hex(a.org)));
        const choice = orgs.size === 1 ? [...orgs] : this.net.cards.map((c) => c.hex);
        const option = (h) => el("label", { class: "opt" }, el("input", { type: "radio", name: "org", value: h }), " ",
            nameOf(this.net.cards.find((c) => c.hex === h), this.lang));
        const form = el("form", { id: "further", autocomplete: "off" }, el("h2", {}, say.t("again")),
            el("div", { class: "field" }, el("label", { for: "text" }, say.t("what_else")),
                el("span", { class: "hint" }, say.t("same_words"), " ", say.t("own_not_kept")),
                el("textarea", { id: "text", name: "text", rows: "5", spellcheck: "false" })),
            choice.length > 1 && el("fieldset", { id: "org" }, el("legend", {}, say.t("who_reads")), ...choice.map(option)),
            el("p", {}, el("button", { class: "btn", id: "send" }, say.t("send"))));
        showLevel(form, say.t("level_write"));
        let busy = false;
        form.addEventListener("submit", async (event) => {
            event.preventDefault();
            if (busy) return;
            busy = true;
            await this.sendFurther(form, choice.length === 1 ? choice[0] : "").catch(() => showProblems(say, [["send", say.t("failed")]]));
            showState(form, "");
            busy = false;
        });
        return form;
    }

    async sendFurther(form, only) {
        const { say, net, lang, seed } = this;
        const fields = Object.fromEntries(new FormData(form)), text = fields.text.replace(/\r\n?/g, "\n");
        const card = net.cards.find((c) => c.hex === (only || fields.org)), nowS = clockOf(net.cards, "");
        const problems = [];
        if (!text.trim()) problems.push(["text", say.t("empty_again")]);
        if (utf8(text).length > TEXT_MAX) problems.push(["text", say.t("long")]);
        if (wordsStandIn(text, this.lists)) problems.push(["text", say.t("words_in_text")]);
        if (!card) problems.push(["org", say.t("whom")]);
        else if (!doorOf(card, nowS)) problems.push(["send", say.t("closed")]);
        if (problems.length > 0) return showProblems(say, problems);
        clearProblems();
        showState(form, say.t("sealing"));
        const what = JSON.stringify([text, card.hex]);
        if (this.last?.what !== what)
            this.last = { what, envelopes: sealMessage({ network: net.network, card, seed, lang, text, answers: {}, again: true, nowS }) };
        if (!await deliver(lang, "", this.last.envelopes, () => {})) return showProblems(say, [["send", say.t("failed")]]);
        return showReceived({ say, lang, seed, list: this.list, lists: this.lists, org: nameOf(card, lang), crisis: null, again: true });
    }
}

export function enhanceReading(form, lang) {
    let net = null;
    forgetOnLeaving();
    takeForm(form, lang, async () => {
        net = await readNetwork(lang);
        const reading = new Reading(form, lang, net);
        showLevel(form, reading.say.t("level_read"));
        return reading;
    }, async () => {
        document.getElementById("level")?.remove();
        if (net) showProblems(new Say(net.texts), [["words", new Say(net.texts).t("no_kit_read")]]);
        else form.submit();
    });
}
