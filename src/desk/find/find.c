/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/find/find.h"
#include "base/clock.h"
#include "cases.gen.h"
#include "text/find_words.h"
#include <stdlib.h>

enum {
    AT_WORDS = 14, /* the last parameter: of find_words the words, of find_cases how many */
    AT_LIMIT = AT_WORDS,
    NEW_MS = 20 /* at most, for taking in what was written a moment ago */
};

/* The parameters of the statements; 0 and "" ask nothing. */
struct asked {
    const char *country, *lang, *state, *lead;
    int64_t urgencies, waiting, unread, late_now, last_day, first_day;
    int64_t after_s, before_s, waits_before_s;
    struct find_words words;
    bool left_out;
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
ask_word(struct asked *x, const char *to[FIND_WORDS_MAX], size_t *n, const char *match)
{
    if (!match)
        return; /* too short for the index */
    if (*n < FIND_WORDS_MAX)
        to[(*n)++] = match;
    else
        x->left_out = true;
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
    struct find_words *w = &x->words;

    switch (p->kind) {
    case FIND_UNKNOWN:
    case FIND_WORD: ask_word(x, w->with, &w->n, find_word_match(a, p->value)); return;
    case FIND_PHRASE: ask_word(x, w->with, &w->n, find_exact_match(a, p->value)); return;
    case FIND_WITHOUT: ask_word(x, w->without, &w->n_without, find_word_match(a, p->value)); return;
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

/* What is found, and when the last entry of each was: they are put into that order. */
struct finding {
    struct found f;
    struct hit {
        int64_t id, last_s;
    } hits[FOUND_MAX];
};

static enum err
take_row(struct db_stmt *s, struct finding *to, struct arena *a)
{
    to->f.more = to->f.n == FOUND_MAX;
    if (to->f.more)
        return OK;
    to->hits[to->f.n++] = (struct hit){ db_i64(s, 0), db_i64(s, 6) };
    return count_row(s, &to->f, a);
}

static enum err
find_by_sides(struct db *p, const struct asked *x, struct arena *a, struct finding *to)
{
    OWN(db_stmt) s = db_use(p, CASES_FIND_CASES);
    bool row = true;
    enum err e = OK;

    bind_asked(s, x);
    db_bind_i64(s, AT_LIMIT, FOUND_MAX + 1);
    while (!e && !(e = db_step(s, &row)) && row)
        e = take_row(s, to, a);
    return e;
}

static enum err
find_by_words(
    struct db *p, const struct asked *x, const char *words, struct arena *a, struct finding *to)
{
    OWN(db_stmt) s = db_use(p, CASES_FIND_WORDS);
    bool row = true;
    enum err e = OK;

    bind_asked(s, x);
    db_bind_text(s, AT_WORDS, words);
    for (size_t n = 0; !e && !to->f.more && !(e = db_step(s, &row)) && row; n++) {
        to->f.stopped = n == LOOKED_MAX;
        if (to->f.stopped)
            break;
        if (db_i64(s, 7))
            e = take_row(s, to, a);
    }
    return e;
}

static int
latest_first(const void *a, const void *b)
{
    const struct hit *x = a;
    const struct hit *y = b;

    if (x->last_s != y->last_s)
        return x->last_s < y->last_s ? 1 : -1;
    return x->id < y->id ? 1 : x->id > y->id ? -1 : 0;
}

/* What was written a moment ago is found; while thousands are read after an unlock, the page says
   that search does not see everything yet. */
static enum err
take_in_new(struct db *p)
{
    int64_t n = 0;
    enum err e = find_wanted(p, FIND_NEW_MAX + 1, &n);

    if (e || n == 0 || n > FIND_NEW_MAX)
        return e;
    return find_index_some(p, clock_steady_ms() + NEW_MS);
}

enum err
find_cases(struct db *p, const struct find_query *q, const char *me, int64_t now_s, struct arena *a,
    struct found *out)
{
    struct finding *to = arena_alloc(a, sizeof *to);
    int64_t *ids = arena_alloc(a, FOUND_MAX * sizeof *ids);
    struct asked x = { 0 };

    for (size_t i = 0; i < q->n; i++)
        ask_part(&x, &q->p[i], me, now_s, a);
    const char *words = find_expression(&x.words, a);
    if (!to || !ids || !words)
        return ERR_INTERNAL;
    enum err e = take_in_new(p);
    if (!e)
        e = *words ? find_by_words(p, &x, words, a, to) : find_by_sides(p, &x, a, to);
    if (e)
        return e;
    qsort(to->hits, to->f.n, sizeof *to->hits, latest_first);
    for (size_t i = 0; i < to->f.n; i++)
        ids[i] = to->hits[i].id;
    *out = to->f;
    out->ids = ids;
    out->left_out = x.left_out;
    return OK;
}
