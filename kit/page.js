// SPDX-License-Identifier: AGPL-3.0-or-later
// Pieces of a page, made without markup: a text can never become a tag.

/** An element; attributes that are false are left out, texts and elements go inside. */
export function el(tag, attributes = {}, ...inside) {
    const out = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes))
        if (value !== false && value !== undefined) out.setAttribute(name, value === true ? "" : value);
    out.append(...inside.filter((v) => v));
    return out;
}

export const main = () => document.getElementById("m");

/** Texts of the network in the page's language; {1} and {2} are places. */
export class Say {
    constructor(texts) {
        this.texts = texts;
    }

    t(key, ...values) {
        const text = this.texts.get(key);
        if (text === undefined) throw new Error(`no text ${key}`);
        return values.reduce((s, v, i) => s.replace(`{${i + 1}}`, () => v), text);
    }
}

/** A summary above everything, and beside the field, as the hub's own pages have it. */
export function showProblems(say, problems) {
    clearProblems();
    const link = ([field, words]) => el("li", {}, el("a", { href: `#${field}` }, words));
    const box = el("div", { class: "errsum", role: "alert", tabindex: "-1" }, el("h2", {}, say.t("problem")),
        el("ul", {}, ...problems.map(link)));
    main().querySelector("form").before(box);
    for (const [id, words] of problems) {
        const field = document.getElementById(id);
        if (!field?.matches("textarea")) continue;
        field.setAttribute("aria-invalid", "true");
        field.before(el("span", { class: "errmsg", id: `${id}-e` }, words));
        field.setAttribute("aria-describedby", `${id}-e`);
    }
    scrollTo(0, 0);
    box.focus();
}

export function clearProblems() {
    for (const old of main().querySelectorAll(".errsum, .errmsg")) old.remove();
    for (const field of main().querySelectorAll("[aria-invalid]")) {
        field.removeAttribute("aria-invalid");
        field.removeAttribute("aria-describedby");
    }
}

/** One line that says what is going on, read out by a screen reader; "" takes it away. */
export function showState(form, words) {
    form.querySelector("[role=status]")?.remove();
    if (words) form.append(el("p", { class: "card", role: "status" }, words));
}

/** Say who could read what goes through this form. */
export const showLevel = (form, words) => form.querySelector("button").before(el("p", { class: "card", id: "level" }, words));

/** Another page in the same place: the address and the history stay as they were. */
export function turnTo(title, ...inside) {
    document.title = title;
    main().replaceChildren(...inside.filter((v) => v));
    const head = main().querySelector("h1");
    head.setAttribute("tabindex", "-1");
    head.focus();
    scrollTo(0, 0);
}

/** What was shown does not come back when somebody else goes back in the history. */
export function forgetOnLeaving() {
    addEventListener("pagehide", () => main().replaceChildren());
    addEventListener("pageshow", (e) => e.persisted && location.reload());
}

/** Let the page live between two pieces of work. */
export const breathe = () => new Promise((done) => setTimeout(done));
