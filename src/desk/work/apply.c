/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/work/apply.h"
#include "base/text.h"
#include "cases.gen.h"
#include "desk/work/work.h"
#include "text/fold.h"
#include <inttypes.h>

/* ---- Bodies. */

static void
write_text(struct writer *w, const char *text)
{
    struct bytes b = bytes_of(text);

    if (b.n > UINT16_MAX)
        w->full = true;
    write_u16(w, (uint16_t)b.n);
    write_bytes(w, b);
}

static const char *
read_text(struct reader *r, struct arena *a)
{
    struct bytes b = read_n(r, read_u16(r));

    r->bad = r->bad || !utf8_is_valid(b);
    return r->bad ? NULL : arena_text_n(a, b.p, b.n);
}

enum err
handover_encode(const struct handover *o, struct writer *w)
{
    write_text(w, o->to);
    write_text(w, o->promise);
    write_text(w, o->note);
    return w->full ? ERR_TOO_LARGE : OK;
}

enum err
handover_decode(struct bytes body, struct arena *a, struct handover *out)
{
    struct reader r = reader_of(body);
    struct handover o;

    o.to = read_text(&r, a);
    o.promise = read_text(&r, a);
    o.note = read_text(&r, a);
    if (!reader_end(&r))
        return ERR_MALFORMED;
    if (!o.to || !o.promise || !o.note)
        return ERR_INTERNAL;
    if (!*o.to || strlen(o.to) > RECORD_NAME_MAX)
        return ERR_MALFORMED;
    *out = o;
    return OK;
}

enum err
snooze_encode(const struct snooze *s, struct writer *w)
{
    write_u64(w, (uint64_t)s->until_s);
    write_bytes(w, bytes_of(s->words));
    return w->full ? ERR_TOO_LARGE : OK;
}

enum err
snooze_decode(struct bytes body, struct arena *a, struct snooze *out)
{
    struct reader r = reader_of(body);
    int64_t until_s = (int64_t)read_u64(&r);
    struct bytes words = read_n(&r, r.left);

    if (r.bad || until_s < 0 || !utf8_is_valid(words))
        return ERR_MALFORMED;
    const char *text = arena_text_n(a, words.p, words.n);
    if (!text)
        return ERR_INTERNAL;
    *out = (struct snooze){ until_s, text };
    return OK;
}

/* ---- Applying. */

static const char *
body_text(const struct applying *x)
{
    struct bytes b = x->r->body;

    return utf8_is_valid(b) ? arena_text_n(x->a, b.p, b.n) : NULL;
}

static enum err
entry_of(const struct applying *x, const char *text)
{
    return text ? applying_entry(x, x->id, bytes_of(text)) : ERR_INTERNAL;
}

enum err
work_apply_label(struct applying *x)
{
    const char *label = body_text(x);
    const char *folded = label ? text_fold(x->a, label) : NULL;

    if (!folded || !*label || strlen(label) > LABEL_BYTES)
        return ERR_MALFORMED;
    OWN(db_stmt) s = db_use(x->p, x->r->number ? CASES_LABEL_PUT : CASES_LABEL_DEL);
    db_bind_i64(s, 1, x->case_id);
    db_bind_text(s, 2, x->r->number ? label : folded);
    if (x->r->number)
        db_bind_text(s, 3, folded);
    enum err e = db_run(s);
    return e ? e : entry_of(x, label);
}

enum err
work_apply_snooze(struct applying *x)
{
    struct snooze z = { 0, "" };
    enum err e = x->r->number >= N_SNOOZES ? ERR_MALFORMED
                 : x->r->number            ? snooze_decode(x->r->body, x->a, &z)
                                           : OK;

    e = e ? e : applying_run(x, CASES_WORK_NEED);
    if (e)
        return e;
    OWN(db_stmt) s = db_use(x->p, CASES_WORK_SET_SNOOZE);
    db_bind_i64(s, 1, x->case_id);
    db_bind_i64(s, 2, x->r->number);
    db_bind_i64(s, 3, z.until_s);
    db_bind_text(s, 4, z.words);
    e = db_run(s);
    return e ? e : entry_of(x, z.words);
}

enum err
work_apply_watch(struct applying *x)
{
    const char *name = body_text(x);

    if (!name || !*name || strlen(name) > RECORD_NAME_MAX)
        return ERR_MALFORMED;
    return applying_run_text(x, x->r->number ? CASES_WATCH_PUT : CASES_WATCH_DEL, name);
}

static enum err
set_offer(const struct applying *x, const struct handover *o, const char *by, int64_t at_s)
{
    enum err e = applying_run(x, CASES_WORK_NEED);
    OWN(db_stmt) s = db_use(x->p, CASES_WORK_OFFER);

    db_bind_i64(s, 1, x->case_id);
    db_bind_text(s, 2, o->to);
    db_bind_text(s, 3, by);
    db_bind_i64(s, 4, at_s);
    db_bind_text(s, 5, o->note);
    db_bind_text(s, 6, o->promise);
    return e ? e : db_run(s);
}

/* What was offered stays in the thread: the note, and the promise below it. */
static const char *
offer_words(const struct applying *x, const struct handover *o)
{
    return arena_printf(x->a, "%s%s%s%s%s", o->to, *o->note ? "\n" : "", o->note,
        *o->promise ? "\n" : "", o->promise);
}

enum err
work_apply_handover(struct applying *x)
{
    static const struct handover none = { "", "", "" };
    struct handover o = none;

    if (x->r->number == OFFER_MADE) {
        enum err e = handover_decode(x->r->body, x->a, &o);
        e = e ? e : set_offer(x, &o, x->r->by_name, x->r->at_s);
        return e ? e : entry_of(x, offer_words(x, &o));
    }
    if (x->r->number != OFFER_TAKEN && x->r->number != OFFER_DECLINED)
        return ERR_MALFORMED;
    const char *words = body_text(x);
    enum err e = words ? set_offer(x, &none, "", 0) : ERR_MALFORMED;
    if (!e && x->r->number == OFFER_TAKEN)
        e = applying_run_text(x, CASES_CASE_ASSIGN, x->r->by_name);
    return e ? e : entry_of(x, words);
}

static enum err
run_with_stream(const struct applying *x, int query, const uint8_t *stream)
{
    OWN(db_stmt) s = db_use(x->p, query);

    db_bind_i64(s, 1, x->case_id);
    db_bind_bytes(s, 2, (struct bytes){ stream, ID_BYTES });
    return db_run(s);
}

/* The other case's number for the line of the thread; "" when this vault does not read it. */
static const char *
number_of(const struct applying *x)
{
    OWN(db_stmt) s = db_use(x->p, CASES_WORK_NUMBER_OF);

    db_bind_bytes(s, 1, (struct bytes){ x->r->content.b, ID_BYTES });
    return db_one(s) ? "" : arena_printf(x->a, "%" PRId64, db_i64(s, 0));
}

enum err
work_apply_merge(struct applying *x)
{
    const uint8_t *other = x->r->content.b;
    enum err e = applying_run(x, CASES_WORK_NEED);

    if (!e && x->r->number == MERGE_CAME_IN) {
        e = run_with_stream(x, CASES_WORK_MERGED_PUT, other);
    } else if (!e && x->r->number == MERGE_WENT_INTO) {
        e = run_with_stream(x, CASES_WORK_SET_MERGED, other);
    } else if (!e && x->r->number == MERGE_UNDONE) {
        e = run_with_stream(x, CASES_WORK_MERGED_DEL, other);
        e = e ? e : run_with_stream(x, CASES_WORK_UNSET_MERGED, other);
    } else if (!e) {
        e = ERR_MALFORMED;
    }
    return e ? e : entry_of(x, number_of(x));
}

enum err
work_apply_freeze(struct applying *x)
{
    const char *words = body_text(x);
    enum err e = words ? applying_run(x, CASES_WORK_NEED) : ERR_MALFORMED;

    if (e)
        return e;
    if (x->r->number == FREEZE_FROZEN) {
        OWN(db_stmt) s = db_use(x->p, CASES_WORK_FREEZE);
        db_bind_i64(s, 1, x->case_id);
        db_bind_i64(s, 2, x->r->at_s > 0 ? x->r->at_s : 1);
        db_bind_text(s, 3, x->r->by_name);
        e = db_run(s);
    } else if (x->r->number == FREEZE_ASKED) {
        e = applying_run_text(x, CASES_WORK_ASK_THAW, x->r->by_name);
    } else if (x->r->number == FREEZE_THAWED) {
        e = applying_run(x, CASES_WORK_THAW);
    } else {
        e = ERR_MALFORMED;
    }
    return e ? e : entry_of(x, words);
}

enum err
work_apply_translation(struct applying *x)
{
    struct reader r = reader_of((struct bytes){ x->r->content.b, ID_BYTES });
    int64_t entry = (int64_t)read_u64(&r);
    const char *body = body_text(x);

    if (!body || !*body || read_u64(&r) != 0)
        return ERR_MALFORMED;
    OWN(db_stmt) s = db_use(x->p, CASES_TRANSLATION_PUT);
    db_bind_i64(s, 1, entry);
    db_bind_i64(s, 2, x->case_id);
    db_bind_i64(s, 3, x->r->at_s);
    db_bind_text(s, 4, x->r->by_name);
    db_bind_text(s, 5, body);
    enum err e = db_run(s);
    return e ? e : entry_of(x, body); /* search finds the translation, too */
}

/* ---- What follows. */

/* Something happened in a case that waits for an event: it is back from then on. */
static enum err
happened(const struct applying *x)
{
    enum err e = applying_run_number(x, CASES_WORK_HAPPENED, x->r->at_s);

    return e || x->r->kind != RECORD_ITEM ? e : work_settle(x->p, x->case_id);
}

static enum err
woken(const struct applying *x)
{
    enum err e = applying_run(x, CASES_WORK_WOKEN);

    return e || x->is_new ? e : work_settle(x->p, x->case_id);
}

enum err
work_after(struct applying *x)
{
    switch (x->r->kind) {
    case RECORD_MESSAGE:
    case RECORD_CONTACT: return x->is_new ? OK : woken(x);
    case RECORD_ANSWER:
    case RECORD_SENT:
    case RECORD_URGENCY:
    case RECORD_ASSIGNED:
    case RECORD_CLOSED:
    case RECORD_REOPENED:
    case RECORD_HANDOVER: return work_settle(x->p, x->case_id);
    case RECORD_ITEM:
    case RECORD_FILE:
    case RECORD_DATE_ACT: return happened(x);
    case RECORD_UNSET:
    case RECORD_NOTE:
    case RECORD_OPENED:
    case RECORD_LABEL:
    case RECORD_SNOOZE:
    case RECORD_WATCH:
    case RECORD_MERGE:
    case RECORD_FREEZE:
    case RECORD_TRANSLATION:
    case RECORD_SHARE:
    case RECORD_RETENTION:
    case RECORD_BOOK:
    case RECORD_PGP_KEY:
    case RECORD_LINK:
    case RECORD_UNTRAINED:
    case RECORD_TAKEN_BACK:
    case RECORD_KIND_END: break;
    }
    return OK;
}
