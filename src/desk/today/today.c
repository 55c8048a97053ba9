/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/today/today.h"
#include "base/clock.h"
#include "cases.gen.h"
#include "desk/cases/named.h"
#include "desk/dates/today_dates.h"
#include "desk/drafts/drafts.h"
#include "desk/work/handlers.h"
#include <stdlib.h>

void
acts_add(struct acts *to, const struct act *a)
{
    if (to->n < ACTS_MAX)
        to->a[to->n++] = *a;
    else
        to->more = true;
}

static const char *
text_at(struct db_stmt *s, int column, struct arena *a)
{
    const char *text = db_text(s, column);

    return arena_text(a, text ? text : "");
}

/* The columns that every statement begins with: id, subject, lang, urgency. */
static enum err
read_case(struct db_stmt *s, const struct today_ask *ask, struct act *out)
{
    out->vault = ask->at->vault;
    out->case_id = db_i64(s, 0);
    out->subject = text_at(s, 1, ask->a);
    out->lang = text_at(s, 2, ask->a);
    out->urgency = (int)db_i64(s, 3);
    out->words = "";
    return out->subject && out->lang ? OK : ERR_INTERNAL;
}

static enum err
add_answers(struct db_stmt *s, const struct today_ask *ask, enum act_kind kind, struct acts *to)
{
    bool row = true;
    enum err e = OK;

    while (!e && !(e = db_step(s, &row)) && row) {
        struct act act = { .kind = kind, .due_s = db_i64(s, 4) };
        e = read_case(s, ask, &act);
        if (kind == ACT_LATE)
            act.words = text_at(s, 5, ask->a);
        if (!e && act.words)
            acts_add(to, &act);
        e = e ? e : act.words ? OK : ERR_INTERNAL;
    }
    return e;
}

static enum err
answers(const struct today_ask *ask, struct acts *to)
{
    OWN(db_stmt) s = db_use(ask->p, CASES_TODAY_ANSWERS);

    db_bind_text(s, 1, ask->session->name);
    db_bind_i64(s, 2, ACTS_OF_SOURCE);
    return add_answers(s, ask, ACT_ANSWER, to);
}

/* Only those who answer for the whole queue. */
static enum err
late_answers(const struct today_ask *ask, struct acts *to)
{
    OWN(db_stmt) s = db_use(ask->p, CASES_TODAY_LATE);

    if (!(ask->session->roles & ROLE_DUTY_LEAD))
        return OK;
    db_bind_text(s, 1, ask->session->name);
    db_bind_i64(s, 2, ask->now_s);
    db_bind_i64(s, 3, ACTS_OF_SOURCE);
    return add_answers(s, ask, ACT_LATE, to);
}

static enum err
days(const struct today_ask *ask, struct acts *to)
{
    struct named_ask which = { .member = ask->session->name,
        .last_day = day_of(ask->now_s) + TODAY_DAYS_AHEAD,
        .most = ACTS_OF_SOURCE };
    struct named_date *rows = NULL;
    bool more = false;
    size_t n = 0;
    enum err e = named_open(ask->p, &which, ask->a, &rows, &n, &more);

    for (size_t i = 0; !e && i < n; i++) {
        struct act act = { .kind = ACT_DAY,
            .urgency = rows[i].urgency,
            .due_s = rows[i].day * DAY_S,
            .vault = ask->at->vault,
            .case_id = rows[i].case_id,
            .subject = rows[i].subject,
            .lang = rows[i].lang,
            .words = "",
            .number = rows[i].kind,
            .typed = rows[i].typed };
        acts_add(to, &act);
    }
    return e;
}

/* The case of a draft, if it lies in this vault. */
static enum err
add_draft(const struct today_ask *ask, const struct draft_place *d, struct acts *to)
{
    OWN(db_stmt) s = db_use(ask->p, CASES_TODAY_STREAM);
    struct act act = { .kind = ACT_DRAFT };

    db_bind_bytes(s, 1, (struct bytes){ d->stream.b, ID_BYTES });
    enum err e = db_one(s);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    e = read_case(s, ask, &act);
    if (!e)
        acts_add(to, &act);
    return e;
}

static enum err
drafts(const struct today_ask *ask, struct acts *to)
{
    struct draft_place d[DRAFTS_MAX];
    size_t n = 0;
    enum err e = draft_places(ask->at->records, &ask->session->member, d, &n);

    for (size_t i = 0; !e && i < n; i++)
        e = add_draft(ask, &d[i], to);
    return e;
}

enum err
today_collect(const struct today_ask *ask, struct acts *to)
{
    static enum err (*const sources[])(const struct today_ask *ask, struct acts *to) = {
        answers,
        late_answers,
        drafts,
        dates_today,
        days,
        work_today,
    };
    enum err e = OK;

    for (size_t i = 0; !e && i < sizeof sources / sizeof *sources; i++)
        e = sources[i](ask, to);
    return e;
}

struct ranked {
    int rank;
    size_t at;
    const struct act *act;
};

/* 0 an emergency or over time, 1 has an hour, 2 has none. */
static int
rank_of(const struct act *a, int64_t now_s)
{
    if (a->urgency == 1 && (a->kind == ACT_ANSWER || a->kind == ACT_LATE))
        return 0;
    if (a->due_s == 0)
        return 2;
    return a->due_s <= now_s && a->kind != ACT_DAY ? 0 : 1;
}

static int
compare(const void *x, const void *y)
{
    const struct ranked *a = x;
    const struct ranked *b = y;

    if (a->rank != b->rank)
        return a->rank - b->rank;
    if (a->rank == 0 && a->act->urgency != b->act->urgency)
        return a->act->urgency - b->act->urgency;
    if (a->act->due_s != b->act->due_s)
        return a->act->due_s < b->act->due_s ? -1 : 1;
    return a->at < b->at ? -1 : 1;
}

void
today_sort(struct acts *acts, int64_t now_s)
{
    struct ranked order[ACTS_MAX];
    struct act sorted[ACTS_MAX];

    for (size_t i = 0; i < acts->n; i++)
        order[i] = (struct ranked){ rank_of(&acts->a[i], now_s), i, &acts->a[i] };
    qsort(order, acts->n, sizeof *order, compare);
    for (size_t i = 0; i < acts->n; i++)
        sorted[i] = *order[i].act;
    memcpy(acts->a, sorted, acts->n * sizeof *sorted);
}
