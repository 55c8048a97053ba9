/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/cases/named.h"
#include "base/clock.h"
#include "cases.gen.h"
#include "desk/cases/applying.h"
#include "desk/dates/due.h"

/* As triage sees it: what a state that one has left demands does not bind elsewhere. */
static bool
binds(const struct rating *r, enum triage_date_kind kind)
{
    bool here = !(r->flags & UINT64_C(1) << FLAG_DEADLINE_NOT_BINDING_HERE);

    return here ||
           (kind != DATE_SUMMONS_APPEARANCE && kind != DATE_DISPATCH_TO_UNIT && kind != DATE_OTHER);
}

static enum err
put(const struct applying *x, const struct named_date *d)
{
    OWN(db_stmt) s = db_use(x->p, CASES_NAMED_PUT);

    db_bind_i64(s, 1, x->case_id);
    db_bind_i64(s, 2, d->day);
    db_bind_i64(s, 3, d->typed);
    db_bind_i64(s, 4, d->kind);
    db_bind_i64(s, 5, d->binding);
    return db_run(s);
}

/* As a day in a request is called; of what only a date can be, as any other. */
static enum triage_date_kind
named_kind(enum date_kind kind)
{
    static const enum triage_date_kind kinds[N_DATE_KINDS] = {
        [KIND_SUMMONS] = DATE_SUMMONS_APPEARANCE,
        [KIND_DISPATCH] = DATE_DISPATCH_TO_UNIT,
        [KIND_CONTRACT] = DATE_CONTRACT_SIGNATURE,
        [KIND_HEARING] = DATE_HEARING,
        [KIND_APPEAL] = DATE_APPEAL,
        [KIND_PERMIT_EXPIRY] = DATE_PERMIT_EXPIRY,
        [KIND_DOCUMENT_EXPIRY] = DATE_DOCUMENT_EXPIRY,
        [KIND_REPLY_DUE] = DATE_REPLY_DUE,
        [KIND_DATA_REQUEST] = DATE_DATA_SUBJECT_REQUEST,
        [KIND_TRANSFER] = DATE_TRANSFER_THREAT,
    };

    return kind < N_DATE_KINDS ? kinds[kind] : DATE_OTHER;
}

struct near {
    int64_t today;
    unsigned dated; /* kinds of which the case has a date, as bits */
    bool open;      /* one of them still asks for something */
    struct named_date best;
};

/* Dates come before what was named. */
static void
weigh(struct near *to, struct db_stmt *s)
{
    bool recorded = db_i64(s, 0) != 0;
    struct named_date d = { .day = db_i64(s, 1), .binding = db_i64(s, 3) != 0 };

    d.kind =
        recorded ? named_kind((enum date_kind)db_i64(s, 2)) : (enum triage_date_kind)db_i64(s, 2);
    unsigned bit = 1U << (d.kind == DATE_REMOVAL ? DATE_TRANSFER_THREAT : d.kind);
    bool asks = recorded ? db_i64(s, 4) < DATE_DONE
                         : !(to->dated & bit) && (!to->open || d.day >= to->today);
    if (recorded) {
        to->dated |= bit;
        to->open = to->open || asks;
    }
    if (asks && (to->best.day == 0 || d.day < to->best.day))
        to->best = d;
}

enum err
named_near(struct db *p, int64_t case_id, int64_t at_s)
{
    OWN(db_stmt) s = db_use(p, CASES_NEAR_DAYS);
    OWN(db_stmt) c = db_use(p, CASES_CASE_SET_DAY);
    struct near to = { .today = day_of(at_s) };
    bool row = true;
    enum err e = OK;

    db_bind_i64(s, 1, case_id);
    while (!e && !(e = db_step(s, &row)) && row)
        weigh(&to, s);
    if (e)
        return e;
    db_bind_i64(c, 1, case_id);
    db_bind_i64(c, 2, to.best.kind);
    db_bind_i64(c, 3, to.best.day);
    db_bind_i64(c, 4, to.best.binding);
    return db_run(c);
}

enum err
named_apply(const struct applying *x, const struct answers *answers)
{
    const struct rating *r = &x->r->rating;
    enum err e = OK;

    if (answers && answers->has_day && answers->day_kind < TRIAGE_N_DATE_KINDS) {
        enum triage_date_kind kind = (enum triage_date_kind)answers->day_kind;
        struct named_date typed = {
            .day = answers->day, .kind = kind, .typed = true, .binding = binds(r, kind)
        };
        e = put(x, &typed);
    }
    if (!e && r->date_day != TRIAGE_DAY_UNKNOWN) {
        struct named_date found = { .day = r->date_day,
            .kind = (enum triage_date_kind)r->date_kind,
            .binding = r->date_binding };
        e = put(x, &found);
    }
    return e ? e : named_near(x->p, x->case_id, x->r->at_s);
}

static void
read_named(struct db_stmt *s, struct named_date *d)
{
    *d = (struct named_date){ .case_id = db_i64(s, 0),
        .day = db_i64(s, 1),
        .typed = db_i64(s, 2) != 0,
        .kind = (enum triage_date_kind)db_i64(s, 3),
        .binding = db_i64(s, 4) != 0 };
}

enum err
named_of_case(struct db *p, int64_t case_id, struct arena *a, struct named_date **rows, size_t *n)
{
    OWN(db_stmt) s = db_use(p, CASES_NAMED_OF_CASE);
    struct named_date *to = arena_alloc(a, NAMED_OF_CASE * sizeof *to);
    bool row = true;
    size_t k = 0;
    enum err e = to ? OK : ERR_INTERNAL;

    db_bind_i64(s, 1, case_id);
    db_bind_i64(s, 2, NAMED_OF_CASE);
    while (!e && k < NAMED_OF_CASE && !(e = db_step(s, &row)) && row)
        read_named(s, &to[k++]);
    if (e)
        return e;
    *rows = to;
    *n = k;
    return OK;
}

static const char *
text_at(struct db_stmt *s, int column, struct arena *a)
{
    const char *text = db_text(s, column);

    return arena_text(a, text ? text : "");
}

enum err
named_open(struct db *p, const struct named_ask *ask, struct arena *a, struct named_date **rows,
    size_t *n, bool *more)
{
    OWN(db_stmt) s = db_use(p, CASES_NAMED_OPEN);
    struct named_date *to = arena_alloc(a, ask->most * sizeof *to);
    bool row = true;
    size_t k = 0;
    enum err e = to ? OK : ERR_INTERNAL;

    db_bind_text(s, 1, ask->member);
    db_bind_i64(s, 2, ask->last_day);
    db_bind_i64(s, 3, (int64_t)ask->most + 1);
    while (!e && !(e = db_step(s, &row)) && row && k < ask->most) {
        read_named(s, &to[k]);
        to[k].subject = text_at(s, 5, a);
        to[k].lang = text_at(s, 6, a);
        to[k].country = text_at(s, 7, a);
        to[k].assignee = text_at(s, 8, a);
        to[k].urgency = (int)db_i64(s, 9);
        bool whole = to[k].subject && to[k].lang && to[k].country && to[k].assignee;
        e = whole ? OK : ERR_INTERNAL;
        k++;
    }
    if (e)
        return e;
    *rows = to;
    *n = k;
    *more = row;
    return OK;
}
