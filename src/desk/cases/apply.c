/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/work/apply.h"
#include "base/out.h"
#include "base/text.h"
#include "cases.gen.h"
#include "core/wire/content.h"
#include "core/wire/parts.h"
#include "desk/cases/applying.h"
#include "desk/cases/casebook.h"
#include "desk/cases/cases.h"
#include "desk/cases/named.h"
#include "desk/cases/rating.h"
#include "desk/find/find.h"
#include "desk/keep/talk.h"
#include <inttypes.h>

enum { SUBJECT_BYTES = 160, ARENA_BYTES = 1 << 20 };

enum err
applying_run(const struct applying *x, int query)
{
    OWN(db_stmt) s = db_use(x->p, query);

    db_bind_i64(s, 1, x->case_id);
    return db_run(s);
}

enum err
applying_run_text(const struct applying *x, int query, const char *text)
{
    OWN(db_stmt) s = db_use(x->p, query);

    db_bind_i64(s, 1, x->case_id);
    db_bind_text(s, 2, text);
    return db_run(s);
}

enum err
applying_run_number(const struct applying *x, int query, int64_t n)
{
    OWN(db_stmt) s = db_use(x->p, query);

    db_bind_i64(s, 1, x->case_id);
    db_bind_i64(s, 2, n);
    return db_run(s);
}

enum err
applying_entry(const struct applying *x, int64_t entry_id, struct bytes body)
{
    OWN(db_stmt) s = db_use(x->p, CASES_ENTRY_PUT);
    const char *text = arena_text_n(x->a, body.p, body.n);
    enum err e = text ? OK : ERR_INTERNAL;

    if (!e && entry_id != x->id) /* the text of an older line changes */
        e = find_forget(x->p, x->case_id);
    if (e)
        return e;
    db_bind_i64(s, 1, entry_id);
    db_bind_i64(s, 2, x->case_id);
    db_bind_i64(s, 3, x->r->kind);
    db_bind_i64(s, 4, x->r->at_s);
    db_bind_text(s, 5, x->r->by_name ? x->r->by_name : "");
    db_bind_i64(s, 6, x->r->number);
    db_bind_text(s, 7, text);
    db_bind_bytes(s, 8, (struct bytes){ x->r->content.b, ID_BYTES });
    e = db_run(s);
    return e || body.n == 0 ? e : find_want(x->p, x->case_id);
}

enum err
applying_clock(const struct applying *x)
{
    OWN(db_stmt) s = db_use(x->p, CASES_CASE_CLOCK);

    db_bind_i64(s, 1, x->case_id);
    enum err e = db_one(s);
    if (e)
        return e;
    int64_t waiting_s = db_i64(s, 1);
    int64_t due_s = waiting_s ? reply_due_s((int)db_i64(s, 0), waiting_s) : 0;
    return applying_run_number(x, CASES_CASE_SET_DUE, due_s);
}

enum err
applying_new_case(struct applying *x, const struct thread_id *thread, const struct psk *psk)
{
    OWN(db_stmt) s = db_use(x->p, CASES_CASE_NEW);

    x->case_id = x->id;
    db_bind_i64(s, 1, x->id);
    db_bind_bytes(s, 2, (struct bytes){ x->stream->b, ID_BYTES });
    db_bind_bytes(s, 3, (struct bytes){ thread->b, ID_BYTES });
    db_bind_bytes(s, 4, (struct bytes){ psk->b, KEY_BYTES });
    db_bind_i64(s, 5, x->r->at_s);
    return db_run(s);
}

static enum err
set_card(const struct applying *x, const struct message *m)
{
    OWN(db_stmt) s = db_use(x->p, CASES_CASE_SET_CARD);
    uint8_t card[KEY_BYTES + 2];
    struct writer w = writer_of(card, sizeof card);

    write_n(&w, m->card.pk.b, KEY_BYTES);
    write_u16(&w, m->card.shelf16);
    db_bind_i64(s, 1, x->case_id);
    db_bind_bytes(s, 2, (struct bytes){ card, sizeof card });
    return db_run(s);
}

enum err
applying_rating(const struct applying *x, const char *said_lang)
{
    OWN(db_stmt) s = db_use(x->p, CASES_CASE_SET_RATING);
    const struct rating *r = &x->r->rating;

    db_bind_i64(s, 1, x->case_id);
    db_bind_text(s, 2,
        *triage_lang_code((enum triage_lang)r->lang) ? triage_lang_code((enum triage_lang)r->lang)
                                                     : said_lang);
    db_bind_text(s, 3, r->country);
    db_bind_i64(s, 4, r->situation);
    db_bind_i64(s, 5, (int64_t)r->flags);
    db_bind_text(s, 6,
        arena_printf(
            x->a, "%d %d %d %d", r->reasons[0], r->reasons[1], r->reasons[2], r->reasons[3]));
    db_bind_i64(s, 7, r->urgency);
    return db_run(s);
}

static enum err
set_answers(const struct applying *x, const struct message *m)
{
    OWN(db_stmt) s = db_use(x->p, CASES_CASE_SET_ANSWERS);

    db_bind_i64(s, 1, x->case_id);
    db_bind_i64(s, 2, rating_who(m->answers.who));
    db_bind_i64(s, 3, m->answers.safe <= REPLY_UNSURE ? m->answers.safe : 0);
    return db_run(s);
}

enum err
applying_likeness(const struct applying *x, struct bytes text)
{
    OWN(db_stmt) s = db_use(x->p, CASES_LIKENESS_PUT);
    struct triage_result result;
    struct triage_sketch sketch;

    memset(&sketch, 0, sizeof sketch);
    rating_to_result(&x->r->rating, &result);
    triage_sketch(text, &sketch);
    db_bind_i64(s, 1, x->case_id);
    db_bind_bytes(s, 2, (struct bytes){ (const uint8_t *)&result, sizeof result });
    db_bind_bytes(s, 3, (struct bytes){ (const uint8_t *)&sketch, sizeof sketch });
    return db_run(s);
}

enum err
applying_subject(const struct applying *x, struct bytes text)
{
    size_t n = 0;

    while (n < text.n && text.p[n] != '\n')
        n++;
    size_t cut = utf8_prefix((struct bytes){ text.p, n }, SUBJECT_BYTES);
    const char *subject =
        arena_printf(x->a, "%.*s%s", (int)cut, (const char *)text.p, cut < n ? "…" : "");
    return subject ? applying_run_text(x, CASES_CASE_SET_SUBJECT, subject) : ERR_INTERNAL;
}

static enum err
put_part(const struct applying *x, const struct message *m)
{
    OWN(db_stmt) s = db_use(x->p, CASES_PART_PUT);

    db_bind_i64(s, 1, x->case_id);
    db_bind_bytes(s, 2, (struct bytes){ m->part.group, PART_GROUP_BYTES });
    db_bind_i64(s, 3, m->part.index);
    db_bind_i64(s, 4, m->part.count);
    db_bind_text(s, 5, arena_text_n(x->a, m->text.p, m->text.n));
    db_bind_i64(s, 6, x->id);
    return db_run(s);
}

/* All parts that are here, in order, a gap shown as " [...] ";
   *entry_id: the entry they stand under. */
static enum err
join_parts(const struct applying *x, const struct message *m, struct bytes *out, int64_t *entry_id)
{
    OWN(db_stmt) s = db_use(x->p, CASES_PART_LIST);
    struct out o = out_in(x->a);
    int64_t next = 0;
    bool row = true;
    enum err e = OK;

    *entry_id = x->id;
    db_bind_i64(s, 1, x->case_id);
    db_bind_bytes(s, 2, (struct bytes){ m->part.group, PART_GROUP_BYTES });
    while (!(e = db_step(s, &row)) && row) {
        const char *text = db_text(s, 2);
        if (db_i64(s, 0) != next)
            out_lit(&o, " [...] ", 7);
        next = db_i64(s, 0) + 1;
        out_lit(&o, text, strlen(text));
        *entry_id = db_i64(s, 3) < *entry_id ? db_i64(s, 3) : *entry_id;
    }
    if (next < m->part.count)
        out_lit(&o, " [...]", 6);
    *out = (struct bytes){ (const uint8_t *)o.buf, o.n };
    return e ? e : o.failed ? ERR_INTERNAL : OK;
}

enum err
case_apply_message(struct applying *x)
{
    struct message m;
    int64_t entry_id = x->id;
    enum err e = message_decode((enum message_type)x->r->number, x->r->body, &m);

    if (e)
        return e;
    struct bytes text = m.text;
    struct thread_id thread = thread_id_of(&m.psk);
    e = x->is_new ? applying_new_case(x, &thread, &m.psk) : OK;
    e = !e && m.has & HAS_CARD ? set_card(x, &m) : e;
    if (!e && m.has & HAS_PART) {
        e = put_part(x, &m);
        e = e ? e : join_parts(x, &m, &text, &entry_id);
    }
    e = e ? e : applying_rating(x, m.has & HAS_LANG ? m.lang : "");
    e = e ? e : named_apply(x, m.has & HAS_ANSWERS ? &m.answers : NULL);
    e = !e && m.has & HAS_ANSWERS ? set_answers(x, &m) : e;
    e = e ? e : applying_entry(x, entry_id, text);
    e = !e && x->is_new ? applying_subject(x, text) : e;
    e = !e && x->is_new ? applying_likeness(x, text) : e;
    e = e ? e : applying_run_number(x, CASES_CASE_MESSAGE, x->r->at_s);
    message_wipe(&m);
    return e ? e : applying_clock(x);
}

enum err
case_apply_answer(struct applying *x)
{
    OWN(db_stmt) s = db_use(x->p, CASES_CASE_ANSWERED);

    db_bind_i64(s, 1, x->case_id);
    db_bind_i64(s, 2, x->r->number);
    db_bind_bytes(s, 3, (struct bytes){ x->r->content.b, ID_BYTES });
    db_bind_text(s, 4, x->r->by_name);
    enum err e = db_run(s);
    return e ? e : applying_entry(x, x->id, x->r->body);
}

enum err
case_apply_urgency(struct applying *x)
{
    OWN(db_stmt) s = db_use(x->p, CASES_CASE_DECIDE);

    db_bind_i64(s, 1, x->case_id);
    db_bind_i64(s, 2, x->r->number);
    db_bind_text(s, 3, x->r->by_name);
    enum err e = db_run(s);
    e = e ? e : applying_entry(x, x->id, x->r->body);
    return e ? e : applying_clock(x);
}

enum err
case_apply_note(struct applying *x)
{
    return applying_entry(x, x->id, x->r->body);
}

/* One change of the case row, and a line of the thread. */
static enum err
change_with_entry(const struct applying *x, int query)
{
    enum err e = applying_run(x, query);

    return e ? e : applying_entry(x, x->id, x->r->body);
}

enum err
case_apply_closed(struct applying *x)
{
    return change_with_entry(x, CASES_CASE_CLOSE);
}

enum err
case_apply_reopened(struct applying *x)
{
    return change_with_entry(x, CASES_CASE_REOPEN);
}

enum err
case_apply_opened(struct applying *x)
{
    return applying_run(x, CASES_CASE_OPENED);
}

enum err
case_apply_book(struct applying *x)
{
    OWN(db_stmt) s = db_use(x->p, CASES_BOOK_NEW);

    db_bind_bytes(s, 1, (struct bytes){ x->stream->b, ID_BYTES });
    db_bind_i64(s, 2, x->r->number);
    return db_run(s);
}

enum err
case_apply_assigned(struct applying *x)
{
    const char *name = arena_text_n(x->a, x->r->body.p, x->r->body.n);
    enum err e = name ? applying_run_text(x, CASES_CASE_ASSIGN, name) : ERR_INTERNAL;

    return e ? e : applying_entry(x, x->id, x->r->body);
}

/* A stream is a case or a book: the row that its first record made says which. */
static enum err
find_stream(struct applying *x)
{
    OWN(db_stmt) s = db_use(x->p, CASES_STREAM_FIND);

    db_bind_bytes(s, 1, (struct bytes){ x->stream->b, ID_BYTES });
    enum err e = db_one(s);
    x->is_new = e == ERR_NOT_FOUND;
    x->case_id = e ? 0 : db_i64(s, 0);
    return x->is_new ? OK : e;
}

enum err
case_apply(struct db *p, const struct stream_id *stream, int64_t id, const struct record *r)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct applying x = { .p = p, .stream = stream, .id = id, .r = r, .a = a };
    apply_fn apply = kind_apply(r->kind);
    enum err e = a ? find_stream(&x) : ERR_INTERNAL;

    if (!e && (!apply || (x.is_new && !kind_begins(r->kind))))
        e = ERR_MALFORMED;
    e = e ? e : apply(&x);
    e = e || x.case_id == 0 ? e : work_after(&x);
    e = e || x.case_id == 0 ? e : talk_after(&x);
    /* What is decided about keeping moves no clock. */
    int64_t at_s = r->kind == RECORD_RETENTION ? 0 : r->at_s;
    return e || x.case_id == 0 ? e : applying_run_number(&x, CASES_CASE_LINE, at_s);
}
