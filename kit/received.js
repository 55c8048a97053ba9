// SPDX-License-Identifier: AGPL-3.0-or-later
// Received, and the twelve words: whoever does not keep them never comes back.
import { el, turnTo } from "./page.js";
import { digitsOf, isWord, wordsOf } from "./words.js";

const ASKED = [3, 7, 10];

function wordList(say, seed, list) {
    return [
        el("ol", { class: "words", translate: "no" }, ...wordsOf(seed, list).map((w) => el("li", {}, el("span", {}, w)))),
        el("details", {}, el("summary", {}, say.t("as_digits")), el("p", {}, say.t("digits_note")),
            el("p", { class: "num", translate: "no" }, ...digitsOf(seed).flatMap((d) => [el("span", {}, d), " "]))),
    ];
}

/** Which of the asked words are other ones, as a sentence; "" when all are right. */
function wrongWords(say, seed, typed, lists) {
    const wrong = ASKED.filter((n, i) => !isWord(seed, n, typed[i], lists));
    if (wrong.length === 0) return "";
    return wrong.length === 3 ? say.t("wrong3") : say.t(`wrong${wrong.length}`, ...wrong.map(String));
}

function checkForm(say, seed, lists, done) {
    const fields = ASKED.map((n) => el("input", { type: "text", name: `w${n}`, autocapitalize: "none", spellcheck: "false" }));
    const answer = el("p", { class: "errmsg", role: "alert" });
    const form = el("form", { id: "check", autocomplete: "off" }, el("h2", {}, say.t("check_title")),
        el("p", {}, say.t("check_why")), answer,
        el("div", { class: "row stack" }, ...fields.map((f, i) => el("label", {}, say.t("word_n", String(ASKED[i])), " ", f))),
        el("p", {}, el("button", { class: "btn" }, say.t("check"))));
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        const wrong = wrongWords(say, seed, fields.map((f) => f.value), lists);
        if (!wrong) return done();
        answer.textContent = wrong;
        return fields.forEach((f, i) => isWord(seed, ASKED[i], f.value, lists) || (f.value = ""));
    });
    return form;
}

function nextSteps(say, lang) {
    const steps = ["next1", "return", "next3", "next4", "next5"].map((key) => el("li", {}, say.t(key)));
    return [el("h2", {}, say.t("next")), el("ol", {}, ...steps),
        el("p", {}, el("a", { class: "btn two", href: `/${lang}/z` }, say.t("leave")))];
}

/** {say, lang, seed, list, lists, org, crisis, danger, again}: crisis is the card with numbers to call, or null; it comes first
    when somebody is in danger. */
export function showReceived(v) {
    const { say, lang, seed, list, lists } = v;
    const head = (title) => el("div", { class: "card good" }, el("h1", {}, title),
        el("p", {}, say.t("person", v.org), " ", say.t("hours")));
    const folded = () => el("details", { class: "secret" }, el("summary", {}, say.t("show_again")), ...wordList(say, seed, list));
    const top = (title) => [head(title), v.danger && v.crisis];
    const after = [...nextSteps(say, lang), !v.danger && v.crisis];
    const kept = () => turnTo(say.t("title"), ...top(say.t("have_words")), el("p", {}, say.t("right")), folded(), ...after);
    if (v.again) return turnTo(say.t("title"), ...top(say.t("received")), el("p", {}, say.t("same_words")), folded(), ...after);
    return turnTo(say.t("title"), ...top(say.t("received")), el("h2", {}, say.t("write_down")), el("p", {}, say.t("only_with")),
        ...wordList(say, seed, list), el("div", { class: "card hold" }, el("p", {}, say.t("by_hand"))),
        checkForm(say, seed, lists, kept), ...after);
}
