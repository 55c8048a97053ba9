/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keys and live counters.  Every page works without this file. */
"use strict";

(() => {
    const byId = (id) => document.getElementById(id);
    const help = byId("keys"); /* not there when the member switched the keys off */
    const title = document.title;
    let afterG = false;

    document.documentElement.classList.add("js");

    /* Keys.  A letter of a Latin layout counts as itself, of any other layout by its place. */
    const letterOf = (e) => {
        if (/^[a-z/?]$/i.test(e.key))
            return e.key.toLowerCase();
        if (e.key === "Enter")
            return "enter";
        if (e.code === "Slash" || (e.code === "Digit7" && e.key === "/"))
            return e.shiftKey ? "?" : "/";
        return /^Key[A-Z]$/.test(e.code) ? e.code[3].toLowerCase() : "";
    };

    const isTyping = (el) => el && (/^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) || el.isContentEditable);

    const rows = () => [...document.querySelectorAll(".rows a.row")].filter((a) => a.getClientRects().length > 0);

    const step = (by) => {
        const all = rows();
        const open = all.findIndex((a) => a.getAttribute("aria-current") === "page");
        const at = all.indexOf(document.activeElement);
        const from = at >= 0 ? at : open >= 0 ? open : by > 0 ? -1 : all.length;
        const to = all[Math.min(Math.max(from + by, 0), all.length - 1)];
        if (to)
            to.focus();
        return Boolean(to);
    };

    /* Ctrl+Enter sends what is being written, by its first button. */
    const send = (e) => {
        const form = document.activeElement && document.activeElement.closest("#f-reply, #f-note");
        if (e.ctrlKey && e.key === "Enter" && form && !e.isComposing)
            form.querySelector("button:not(.two)").click();
    };

    const goTo = (el) => {
        if (!el)
            return false;
        const box = el.closest("details");
        if (box)
            box.open = true;
        el.focus();
        el.scrollIntoView({ block: "center" });
        return true;
    };

    const follow = (el) => {
        if (el)
            el.click();
        return Boolean(el);
    };

    /* Into a part that is folded: open it, and to its first field. */
    const unfold = (summary) => summary && goTo(summary.parentElement.querySelector("input:not([type=hidden])"));

    const acts = {
        "j": () => step(1),
        "k": () => step(-1),
        "r": () => goTo(byId("r")),
        "n": () => goTo(byId("n")),
        "c": () => follow(byId("go-c")),
        "/": () => goTo(byId("q")) || follow(document.querySelector('a[href="/search"]')),
        "?": () => { help.showModal(); return true; },
        "u": () => follow(byId("back")),
        "d": () => follow(byId("add-date")),
        "z": () => unfold(byId("put-off")),
        "l": () => goTo(byId("label")),
        "a": () => goTo(byId("who")),
        "g": () => { afterG = true; return true; },
    };

    const onKey = (e) => {
        if (e.ctrlKey || e.altKey || e.metaKey || e.isComposing || help.open || isTyping(document.activeElement))
            return;
        const key = letterOf(e);
        const second = afterG;
        afterG = false;
        const act = second ? /^[dit]$/.test(key) && (() => follow(byId("go-" + key))) : acts[key];
        if (act && act())
            e.preventDefault();
    };

    if (help)
        document.addEventListener("keydown", onKey);
    document.addEventListener("keydown", send);

    /* "::" in an answer: a list of the ready-made texts that the menu below offers.  The server fills
       in the fields, as it does without script. */
    const answer = byId("r");
    const texts = byId("texts");
    const list = byId("texts-list");

    const putIn = async (id) => {
        const form = answer.form;
        const at = answer.selectionStart;
        const body = new URLSearchParams({ csrf: form.elements.csrf.value, by: form.elements.by.value, t: id, quiet: "1" });
        texts.close();
        answer.focus();
        try {
            const said = await fetch(form.action.replace(/reply$/, "template"), { method: "POST", body });
            if (!said.ok)
                return;
            const from = answer.value.slice(0, at).endsWith("::") ? at - 2 : at;
            answer.setRangeText(await said.text(), from, at, "end");
        } catch {
            /* the menu and its button still work */
        }
    };

    const offered = () => [...list.querySelectorAll("button")].filter((b) => !b.parentElement.hidden);

    const narrow = () => {
        const want = byId("texts-q").value.toLowerCase();
        for (const b of list.querySelectorAll("button"))
            b.parentElement.hidden = !b.textContent.toLowerCase().includes(want);
    };

    const openTexts = () => {
        list.replaceChildren();
        for (const o of answer.form.elements.t.options) {
            if (!o.value)
                continue;
            const b = document.createElement("button");
            b.type = "button";
            b.className = "btn two";
            b.textContent = o.textContent;
            b.addEventListener("click", () => putIn(o.value));
            list.appendChild(document.createElement("li")).appendChild(b);
        }
        byId("texts-q").value = "";
        texts.showModal();
        byId("texts-q").focus();
    };

    if (answer && texts && answer.form.elements.t) {
        answer.addEventListener("input", (e) => {
            if (e.data === ":" && answer.value.slice(0, answer.selectionStart).endsWith("::"))
                openTexts();
        });
        byId("texts-q").addEventListener("input", narrow);
        byId("texts-q").addEventListener("keydown", (e) => {
            if (e.key !== "Enter")
                return;
            e.preventDefault();
            follow(offered()[0]);
        });
        byId("texts-off").addEventListener("click", () => { texts.close(); answer.focus(); });
    }

    /* Counters: every 15 seconds while the page can be seen. */
    /* Five minutes before the session locks, or one where the limit is five. */
    const stay = byId("lock-soon");
    const warn = (left) => {
        if (stay)
            stay.classList.toggle("now", left <= (stay.classList.contains("stay-5") ? 60 : 300));
    };
    byId("lock-form")?.addEventListener("submit", async (e) => {
        e.preventDefault();
        try {
            const answer = await fetch("/stay", { method: "POST", cache: "no-store",
                body: new URLSearchParams(new FormData(e.target)) });
            if (answer.ok)
                warn(Infinity);
        } catch {
            /* the desk is away for a moment; the button is still there */
        }
    });

    const show = (live) => {
        for (const name of ["waiting", "open", "mine", "closed", "u1", "late"]) {
            const el = byId("n-" + name);
            if (el)
                el.textContent = String(live[name]);
        }
        for (const name of ["u1", "late"]) {
            const el = byId("s-" + name);
            if (el)
                el.className = live[name] > 0 ? "hot" : "none";
        }
        const sub = byId("sub");
        if (sub)
            sub.className = live.u1 > 0 || live.late > 0 ? "sub" : "sub none";
        tellNew(live.lines);
        warn(live.left);
        document.title = live.waiting > 0 ? "(" + live.waiting + ") " + title : title;
    };

    /* Locked meanwhile: take what was opened off the screen; only what somebody is writing stays. */
    const onLocked = () => {
        const written = [...document.querySelectorAll("main textarea, aside textarea")]
            .filter((t) => t.value !== t.defaultValue || t.value !== "");
        if (written.length === 0) {
            location.reload();
            return;
        }
        const forms = written.map((t) => t.closest("form"));
        const shut = byId("shut");
        for (const e of document.body.querySelectorAll("*"))
            if (!shut.contains(e) && !forms.some((f) => f.contains(e) || e.contains(f)))
                e.remove();
        shut.classList.remove("none");
    };

    /* A case is open: what is typed is kept every five seconds, and what comes meanwhile is told. */
    const fields = [...document.querySelectorAll("#f-reply, #f-note")];
    const opened = fields[0] && fields[0].action.match(/\/c\/(\d+)\//);
    const asked = opened ? "/live.json?c=" + opened[1] : "/live.json";

    const keep = async (form) => {
        const text = form.elements.text.value;
        if (form.dataset.kept === text)
            return;
        const body = new URLSearchParams({ csrf: form.elements.csrf.value, by: form.elements.by.value,
            field: form.id.slice(2), text, quiet: "1" });
        try {
            const answer = await fetch("/c/" + opened[1] + "/draft", { method: "POST", body, keepalive: text.length < 20000 });
            if (!answer.ok)
                return;
            form.dataset.kept = text;
            const said = form.querySelector(".kept");
            said.textContent = text ? said.title + " " + new Date().toTimeString().slice(0, 5) : "";
        } catch {
            /* tried again in five seconds */
        }
    };

    for (const form of fields)
        form.dataset.kept = form.elements.text.value;
    if (opened) {
        const all = () => fields.forEach(keep);
        setInterval(all, 5000);
        addEventListener("pagehide", all);
    }

    const tellNew = (lines) => {
        const seen = opened && fields[0].elements.lines.value;
        if (seen && lines > Number(seen))
            byId("again").classList.remove("none");
    };

    const look = async () => {
        if (document.hidden)
            return;
        try {
            const answer = await fetch(asked, { cache: "no-store", credentials: "same-origin" });
            if (answer.ok)
                show(await answer.json());
            else if (answer.status === 403)
                onLocked();
        } catch {
            /* the desk is away for a moment; the next look tells */
        }
    };

    if (byId("n-waiting")) {
        if (stay)
            stay.classList.add("asked");
        setInterval(look, 5000);
        document.addEventListener("visibilitychange", look);
        look();
    }

    /* Search as one types, on its own page: what the form would show, without leaving the field. */
    const field = byId("found") && byId("q");
    let asking = 0;

    const search = async () => {
        const mine = ++asking;
        const body = new URLSearchParams(new FormData(field.form));
        try {
            const answer = await fetch("/search", { method: "POST", body });
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            const found = page.getElementById("found");
            if (answer.ok && found && mine === asking)
                byId("found").replaceChildren(...found.childNodes);
        } catch {
            /* the button still works */
        }
    };

    if (field) {
        let timer = 0;
        field.addEventListener("input", () => {
            clearTimeout(timer);
            timer = setTimeout(search, 250);
        });
    }
})();
