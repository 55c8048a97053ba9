/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/find/find.h"
#include "base/clock.h"
#include "cases.gen.h"
#include "text/find_words.h"

/* Where the words stand among the parameters of find_cases. */
enum { AT_WORDS = 14, AT_WITHOUT = AT_WORDS + FIND_WORDS_MAX, AT_LIMIT };

/* The parameters of find_cases; 0 and "" ask nothing. */
struct asked {
    const char *country, *lang, *state, *lead;
    int64_t urgencies, waiting, unread, late_now, last_day, first_day;
    int64_t after_s, before_s, waits_before_s;
    const char *words[FIND_WORDS_MAX], *without;
    size_t n_words;
    bool more;
};

static void
ask_state(struct asked *x, enum find_state state, int64_t now_s)
{
    switch (state) {
    case FIND_OPEN: x->state = "open"; return;
    case FIND_CLOSED: x->state = "closed"; return;
    case FIND_WAITING: x->waiting = 1; return;
    case FIND_UNREAD: x->unread = 1; return;
    case FIND_LATE: x->late_now = now_s; return;
    }
}

static void
ask_word(struct asked *x, const char *match)
{
    if (!match)
        return; /* too short for the index */
    if (x->n_words < FIND_WORDS_MAX)
        x->words[x->n_words++] = match;
    else
        x->more = true;
}

/* A day is counted whole: due<1d is today and tomorrow. */
static void
ask_due(struct asked *x, const struct find_part *p, int64_t now_s)
{
    int64_t day = day_of(now_s) + p->number / DAY_S;

    if (p->less)
        x->last_day = day;
    else
        x->first_day = day;
}

static void
ask_part(struct asked *x, const struct find_part *p, const char *me, int64_t now_s, struct arena *a)
{
    switch (p->kind) {
    case FIND_UNKNOWN:
    case FIND_WORD: ask_word(x, find_word_match(a, p->value)); return;
    case FIND_PHRASE: ask_word(x, find_exact_match(a, p->value)); return;
    case FIND_WITHOUT: x->without = find_word_match(a, p->value); return;
    case FIND_COUNTRY: x->country = p->value; return;
    case FIND_LANGUAGE: x->lang = p->value; return;
    case FIND_URGENCY: x->urgencies = p->number; return;
    case FIND_STATE: ask_state(x, (enum find_state)p->number, now_s); return;
    case FIND_LEAD: x->lead = strcmp(p->value, "me") == 0 ? me : p->value; return;
    case FIND_DUE: ask_due(x, p, now_s); return;
    case FIND_OPENED: *(p->less ? &x->after_s : &x->before_s) = now_s - p->number; return;
    case FIND_WAITS: x->waits_before_s = now_s - p->number; return;
    }
}

/* A word of several parts, such as е-мейл, is searched part by part. */
static void
bind_asked(struct db_stmt *s, const struct asked *x)
{
    const char *texts[] = { x->country, x->lang, NULL, x->state, x->lead };
    const int64_t numbers[] = { x->waiting, x->unread, x->late_now, x->last_day, x->first_day,
        x->after_s, x->before_s, x->waits_before_s };

    for (int i = 0; i < 5; i++)
        if (i != 2)
            db_bind_text(s, i + 1, texts[i] ? texts[i] : "");
    db_bind_i64(s, 3, x->urgencies);
    for (int i = 0; i < 8; i++)
        db_bind_i64(s, 6 + i, numbers[i]);
    for (int i = 0; i < FIND_WORDS_MAX; i++)
        db_bind_text(s, AT_WORDS + i, x->words[i] ? x->words[i] : "");
    db_bind_text(s, AT_WITHOUT, x->without ? x->without : "");
    db_bind_i64(s, AT_LIMIT, FOUND_MAX + 1);
}

static bool
same_value(const struct facet_value *v, const char *value, int64_t number)
{
    return v->number == number && (!value || (v->value && strcmp(v->value, value) == 0));
}

/* Count one value; values beyond FACET_MAX are not shown, the largest are likely to come early. */
static enum err
count(struct facet *f, const char *value, int64_t number, struct arena *a)
{
    for (size_t i = 0; i < f->n; i++)
        if (same_value(&f->v[i], value, number)) {
            f->v[i].n++;
            return OK;
        }
    if (f->n == FACET_MAX)
        return OK;
    const char *kept = value ? arena_text(a, value) : NULL;
    f->v[f->n++] = (struct facet_value){ kept, number, 1 };
    return value && !kept ? ERR_INTERNAL : OK;
}

static enum err
count_row(struct db_stmt *s, struct found *f, struct arena *a)
{
    enum err e = count(&f->countries, db_text(s, 1), 0, a);

    e = e ? e : count(&f->languages, db_text(s, 2), 0, a);
    e = e ? e : count(&f->urgencies, NULL, db_i64(s, 3), a);
    e = e ? e : count(&f->states, db_text(s, 4), 0, a);
    return e ? e : count(&f->leads, db_text(s, 5), 0, a);
}

enum err
find_cases(struct db *p, const struct find_query *q, const char *me, int64_t now_s, struct arena *a,
    struct found *out)
{
    OWN(db_stmt) s = db_use(p, CASES_FIND_CASES);
    int64_t *ids = arena_alloc(a, FOUND_MAX * sizeof *ids);
    struct asked x = { .more = q->more };
    struct found f = { .ids = ids };
    bool row = true;
    enum err e = ids ? OK : ERR_INTERNAL;

    for (size_t i = 0; i < q->n; i++)
        ask_part(&x, &q->p[i], me, now_s, a);
    bind_asked(s, &x);
    while (!e && !(e = db_step(s, &row)) && row) {
        f.more = f.n == FOUND_MAX;
        if (f.more)
            break;
        ids[f.n++] = db_i64(s, 0);
        e = count_row(s, &f, a);
    }
    f.more = f.more || x.more;
    if (!e)
        *out = f;
    return e;
}
