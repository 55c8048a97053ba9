/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The hand-over sheet: what is known of a case and what was said in it, for paper. */
#include "joblink/sheet.h"
#include "base/clock.h"
#include "desk/keep/export.h"
#include "desk/keep/retention.h"
#include "desk/pages/tell.h"

enum { SHEET_ENTRIES_MAX = 400 };

struct drawing {
    struct writer w;
    struct out *o;
    enum lang lang;
};

static void
fact(struct drawing *d, const char *name, const char *value)
{
    if (value && *value)
        sheet_put(&d->w, SHEET_FACT, name, value);
}

static void
put_facts(struct drawing *d, const struct case_full *c, int64_t now_s)
{
    const enum lang lang = d->lang;
    const struct case_row *r = &c->row;
    char level[4];

    (void)snprintf(level, sizeof level, "U%d", r->urgency);
    sheet_put(&d->w, SHEET_HEADING, T("The request"), "");
    fact(d, T("Subject"), r->subject);
    fact(d, T("Urgency"), arena_printf(d->o->a, "%s %s", level, tell_urgency(lang, r->urgency)));
    fact(d, T("Language of the person"), tell_language(lang, r->lang));
    fact(d, T("Country of stay"), *r->country ? tell_country(lang, r->country) : "");
    fact(d, T("Situation"), tell_situation(lang, r->situation));
    fact(d, T("Who writes"), tell_who(lang, r->who));
    fact(d, T("Who leads"), r->assignee);
    fact(d, T("Opened"), tell_stamp(d->o, lang, c->opened_s));
    if (r->day)
        fact(d, tell_date_kind(lang, r->day_kind), tell_day(d->o, lang, r->day, now_s));
    if (r->safe == REPLY_UNSAFE || r->safe == REPLY_UNSURE)
        sheet_put(&d->w, SHEET_WARNING,
            T("Answers may be seen by others: never name the matter in them."), "");
}

static void
put_entry(struct drawing *d, const struct case_entry *e)
{
    const enum lang lang = d->lang;
    bool hers = e->kind == RECORD_MESSAGE || e->kind == RECORD_CONTACT;
    bool ours = e->kind == RECORD_ANSWER || e->kind == RECORD_SENT;
    const char *who = hers ? T("the person") : e->who;
    const char *what = ours ? T("answer") : e->kind == RECORD_NOTE ? T("note") : "";

    if (!hers && !ours && e->kind != RECORD_NOTE)
        return;
    sheet_put(&d->w, SHEET_ENTRY,
        arena_printf(
            d->o->a, "%s · %s%s%s", tell_stamp(d->o, lang, e->at_s), who, *what ? " · " : "", what),
        e->body);
}

static enum err
put_thread(struct drawing *d, struct db *p, int64_t id)
{
    const enum lang lang = d->lang;
    struct entries_ask ask = { .id = id };
    struct entries page;
    struct case_entry *all = arena_alloc(d->o->a, SHEET_ENTRIES_MAX * sizeof *all);
    size_t n = 0;
    enum err e = all ? OK : ERR_INTERNAL;

    for (bool more = true; !e && more && n < SHEET_ENTRIES_MAX;) {
        e = case_entries(p, &ask, d->o->a, &page);
        for (size_t i = e ? 0 : page.n; i > 0 && n < SHEET_ENTRIES_MAX; i--)
            all[n++] = page.e[i - 1];
        more = !e && page.more && page.n > 0;
        ask.before = more ? page.e[0].id : 0;
    }
    sheet_put(&d->w, SHEET_HEADING, T("What was said"), "");
    if (n == SHEET_ENTRIES_MAX)
        sheet_put(&d->w, SHEET_TEXT, T("Earlier entries are left out: they are at the desk."), "");
    while (!e && n > 0)
        put_entry(d, &all[--n]);
    return e;
}

enum err
export_sheet(const struct casebook *b, int64_t id, const char *org, enum lang lang, int64_t now_s,
    struct out *o)
{
    uint8_t *room = arena_alloc(o->a, SHEET_MAX_BYTES);
    struct drawing d = { .w = writer_of(room, room ? SHEET_MAX_BYTES : 0), .o = o, .lang = lang };
    struct case_full c;
    enum err e = room ? casebook_need(b, id) : ERR_INTERNAL;

    e = e ? e : case_get(b->p, id, o->a, &c);
    if (e)
        return e;
    const char *title = arena_printf(o->a, "%s · № %lld", T("Hand-over sheet"), (long long)id);
    sheet_put(
        &d.w, SHEET_TITLE, title, arena_printf(o->a, "%s · %s", org, tell_stamp(o, lang, now_s)));
    sheet_put(&d.w, SHEET_FOOT, title, "");
    sheet_put(&d.w, SHEET_WARNING,
        T("Paper cannot be locked. Keep it on you, and destroy it when it was handed over."), "");
    put_facts(&d, &c, now_s);
    case_wipe(&c);
    e = put_thread(&d, b->p, id);
    out_lit(o, (const char *)room, d.w.n);
    return e ? e : d.w.full || o->failed ? ERR_TOO_LARGE : OK;
}
