/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/cases/cases.h"
#include "base/out.h"
#include "cases.gen.h"

enum { SIMILAR_SPAN_S = 7 * 24 * 3600 };

static const char *
column_text(struct db_stmt *s, int column, struct arena *a)
{
    const char *text = db_text(s, column);

    return arena_text(a, text ? text : "");
}

/* "12 4 0 0" */
static void
read_reasons(const char *text, enum triage_reason to[TRIAGE_MAX_REASONS])
{
    for (size_t i = 0; i < TRIAGE_MAX_REASONS; i++) {
        int v = 0;
        for (text += strspn(text, " "); *text >= '0' && *text <= '9'; text++)
            v = v * 10 + (*text - '0');
        to[i] = v < TRIAGE_N_REASONS ? (enum triage_reason)v : REASON_NONE;
    }
}

/* The columns of case_inbox and case_get. */
static void
read_row(struct db_stmt *s, struct arena *a, struct case_row *out)
{
    *out = (struct case_row){
        .id = db_i64(s, 0),
        .subject = column_text(s, 1, a),
        .lang = column_text(s, 2, a),
        .country = column_text(s, 3, a),
        .situation = (enum triage_situation)db_i64(s, 4),
        .proposed = (int)db_i64(s, 6),
        .urgency = (int)db_i64(s, 7),
        .decided_by = column_text(s, 8, a),
        .state = column_text(s, 9, a),
        .assignee = column_text(s, 10, a),
        .waiting_s = db_i64(s, 11),
        .due_s = db_i64(s, 12),
        .last_s = db_i64(s, 13),
        .unread = db_i64(s, 14),
        .day_kind = (enum triage_date_kind)db_i64(s, 15),
        .day = db_i64(s, 16),
        .day_binding = db_i64(s, 17) != 0,
        .flags = (uint64_t)db_i64(s, 18),
        .who = (enum triage_who)db_i64(s, 19),
        .safe = (enum reply_safety)db_i64(s, 20),
    };
    read_reasons(db_text(s, 5) ? db_text(s, 5) : "", out->reasons);
}

enum err
case_rows(
    struct db_stmt *s, size_t cap, struct arena *a, struct case_row **rows, size_t *n, bool *more)
{
    struct case_row *to = arena_alloc(a, cap * sizeof *to);
    bool row = true;
    enum err e = to ? OK : ERR_INTERNAL;
    size_t k = 0;

    *more = false;
    while (!e && !(e = db_step(s, &row)) && row) {
        if (k == cap) {
            *more = true;
            break;
        }
        read_row(s, a, &to[k++]);
    }
    *rows = to;
    *n = k;
    return e;
}

enum err
case_list(struct db *p, const struct case_ask *ask, struct arena *a, struct case_row **rows,
    size_t *n, bool *more)
{
    static const int queries[N_LISTS] = { [LIST_WAITING] = CASES_CASE_INBOX,
        [LIST_OPEN] = CASES_CASE_INBOX,
        [LIST_MINE] = CASES_CASE_INBOX,
        [LIST_CLOSED] = CASES_CASE_CLOSED_LIST,
        [LIST_SNOOZED] = CASES_WORK_SNOOZED,
        [LIST_LATE] = CASES_WORK_LATE,
        [LIST_WATCHED] = CASES_WORK_WATCHED };
    OWN(db_stmt) s = db_use(p, queries[ask->list]);
    bool inbox = queries[ask->list] == CASES_CASE_INBOX;

    db_bind_i64(s, 1, INBOX_PAGE + 1);
    db_bind_i64(s, 2, ask->skip);
    if (ask->list != LIST_CLOSED && ask->list != LIST_WATCHED)
        db_bind_i64(s, 3, ask->now_s);
    if (ask->list == LIST_WATCHED)
        db_bind_text(s, 3, ask->mine);
    if (inbox)
        db_bind_text(s, 4, ask->list == LIST_MINE ? ask->mine : "");
    if (inbox)
        db_bind_i64(s, 5, ask->list == LIST_WAITING);
    return case_rows(s, INBOX_PAGE, a, rows, n, more);
}

enum err
case_count(struct db *p, const char *name, int64_t now_s, struct case_counts *out)
{
    OWN(db_stmt) s = db_use(p, CASES_CASE_COUNTS);

    db_bind_text(s, 1, name);
    db_bind_i64(s, 2, now_s);
    enum err e = db_one(s);
    if (!e)
        *out = (struct case_counts){ db_i64(s, 0), db_i64(s, 1), db_i64(s, 2), db_i64(s, 3),
            db_i64(s, 4), db_i64(s, 5), db_i64(s, 6), db_i64(s, 7) };
    return e;
}

static void
read_card(struct bytes b, struct case_full *c)
{
    struct reader r = reader_of(b);

    read_fixed(&r, c->card.pk.b, KEY_BYTES);
    c->card.shelf16 = read_u16(&r);
    c->has_card = reader_end(&r);
}

bool
case_counts_none(const struct case_counts *c)
{
    return c->waiting + c->answered + c->closed == 0;
}

enum err
case_get(struct db *p, int64_t id, struct arena *a, struct case_full *out)
{
    OWN(db_stmt) s = db_use(p, CASES_CASE_GET);
    struct case_full c = { 0 };

    db_bind_i64(s, 1, id);
    enum err e = db_one(s);
    if (e)
        return e;
    read_row(s, a, &c.row);
    e = db_fixed(s, 21, c.stream.b, ID_BYTES);
    e = e ? e : db_fixed(s, 23, c.psk.b, KEY_BYTES);
    read_card(db_bytes(s, 22), &c);
    c.opened_s = db_i64(s, 24);
    c.out_seq = (uint32_t)db_i64(s, 25);
    c.has_out_last = !db_is_null(s, 26);
    if (!e && c.has_out_last)
        e = db_fixed(s, 26, c.out_last.b, ID_BYTES);
    c.lines = db_i64(s, 27);
    if (!e)
        *out = c;
    case_wipe(&c);
    return e;
}

void
case_wipe(struct case_full *c)
{
    secret_wipe(&c->psk, sizeof c->psk);
}

static enum err
read_entry(struct db_stmt *s, struct arena *a, struct case_entry *out)
{
    *out = (struct case_entry){ .id = db_i64(s, 0),
        .kind = (enum record_kind)db_i64(s, 1),
        .at_s = db_i64(s, 2),
        .who = column_text(s, 3, a),
        .number = (uint32_t)db_i64(s, 4),
        .body = column_text(s, 5, a) };
    enum err e = out->who && out->body ? OK : ERR_INTERNAL;
    return e ? e : db_fixed(s, 6, out->content.b, ID_BYTES);
}

/* Read from the newest on, into the end of the room, so that the oldest comes first. */
enum err
case_entries(struct db *p, const struct entries_ask *ask, struct arena *a, struct entries *out)
{
    OWN(db_stmt) s = db_use(p, CASES_ENTRY_LIST);
    struct case_entry *room = arena_alloc(a, ENTRIES_PAGE * sizeof *room);
    struct entries got = { 0 };
    size_t bytes = 0;
    bool row = true;
    enum err e = room ? OK : ERR_INTERNAL;

    db_bind_i64(s, 1, ask->id);
    db_bind_i64(s, 2, ask->before);
    while (!e && !(e = db_step(s, &row)) && row) {
        bytes += db_bytes(s, 5).n;
        got.more = got.n == ENTRIES_PAGE || (got.n > 0 && bytes > ENTRIES_BYTES);
        if (got.more)
            break;
        got.n++;
        e = read_entry(s, a, &room[ENTRIES_PAGE - got.n]);
    }
    if (e)
        return e;
    got.e = room + ENTRIES_PAGE - got.n;
    *out = got;
    return OK;
}

struct likeness_row {
    struct triage_result result;
    struct triage_sketch sketch;
};

static enum err
read_likeness(struct db_stmt *s, int column, struct likeness_row *out)
{
    enum err e = db_fixed(s, column, (uint8_t *)&out->result, sizeof out->result);

    return e ? e : db_fixed(s, column + 1, (uint8_t *)&out->sketch, sizeof out->sketch);
}

enum err
case_similar(struct db *p, int64_t id, struct arena *a, struct case_like to[MAX_SIMILAR], size_t *n)
{
    OWN(db_stmt) mine = db_use(p, CASES_LIKENESS_GET);
    OWN(db_stmt) others = db_use(p, CASES_LIKENESS_NEAR);
    struct likeness_row me, other;
    bool row = true;

    *n = 0;
    db_bind_i64(mine, 1, id);
    enum err e = db_one(mine);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    e = read_likeness(mine, 0, &me);
    db_bind_i64(others, 1, id);
    db_bind_i64(others, 2, SIMILAR_SPAN_S);
    while (!e && *n < MAX_SIMILAR && !(e = db_step(others, &row)) && row) {
        struct case_like like = { .id = db_i64(others, 0) };
        e = read_likeness(others, 1, &other);
        triage_similar(&me.result, &me.sketch, &other.result, &other.sketch, &like.why);
        if (e || !like.why.likely)
            continue; /* hundreds are looked at: only what is shown takes memory */
        like.subject = column_text(others, 3, a);
        e = like.subject ? OK : ERR_INTERNAL;
        if (!e)
            to[(*n)++] = like;
    }
    return e;
}

enum err
case_of_thread(struct db *p, const struct thread_id *thread, int64_t *id, struct stream_id *stream)
{
    OWN(db_stmt) s = db_use(p, CASES_CASE_OF_THREAD);

    db_bind_bytes(s, 1, (struct bytes){ thread->b, ID_BYTES });
    enum err e = db_one(s);
    if (!e)
        *id = db_i64(s, 0);
    return e ? e : db_fixed(s, 1, stream->b, ID_BYTES);
}
