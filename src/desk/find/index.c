/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The full-text index.  Entries are not indexed one by one but a case at a time, after they were
   applied: the index takes many texts in one transaction for half the price. */
#include "base/clock.h"
#include "base/out.h"
#include "base/text.h"
#include "cases.gen.h"
#include "desk/find/find.h"
#include "text/find_words.h"

enum {
    AT_MOST = 1000,
    AT_LEAST = 200,                /* cases in one transaction: fewer cost twice as much each */
    INDEX_BYTES = 8 << 20,         /* of one case; what a person wrote beyond that is not found */
    INDEX_ARENA = 10 * INDEX_BYTES /* folding takes up to five times a text, joining twice */
};

/* What stands in every row: no folded text holds it.  For queries that only exclude. */
#define EVERY_ROW "==="

static enum err
run_on(struct db *p, int query, int64_t id)
{
    OWN(db_stmt) s = db_use(p, query);

    db_bind_i64(s, 1, id);
    return db_run(s);
}

enum err
find_want(struct db *p, int64_t case_id)
{
    return run_on(p, CASES_FIND_WANT, case_id);
}

enum err
find_wanted(struct db *p, int64_t no_further, int64_t *n)
{
    OWN(db_stmt) s = db_use(p, CASES_FIND_WANTED_COUNT);

    db_bind_i64(s, 1, no_further);
    enum err e = db_one(s);
    *n = e ? 0 : db_i64(s, 0);
    return e;
}

/* The folded texts of a case up to an entry; *newest: the last of them, or the case itself. */
static const char *
texts_of(struct db *p, int64_t case_id, int64_t up_to, struct arena *a, int64_t *newest)
{
    OWN(db_stmt) s = db_use(p, CASES_FIND_TEXTS);
    struct out o = out_in(a);
    bool row = true;
    enum err e = OK;

    *newest = case_id;
    out_lit(&o, EVERY_ROW, sizeof EVERY_ROW - 1);
    db_bind_i64(s, 1, case_id);
    db_bind_i64(s, 2, up_to);
    while (!e && !(e = db_step(s, &row)) && row) {
        *newest = db_i64(s, 0);
        if (o.n + db_bytes(s, 1).n > INDEX_BYTES)
            continue;
        if (!utf8_is_valid(db_bytes(s, 1)))
            continue; /* no text: nobody can ask for it, and it must not hold up the others */
        const char *folded = find_fold(a, db_text(s, 1));
        if (!folded)
            return NULL;
        out_lit(&o, folded, strlen(folded));
    }
    return e || o.failed ? NULL : out_text_of(&o);
}

static enum err
put_row(struct db *p, int query, int64_t doc, const char *texts)
{
    OWN(db_stmt) s = db_use(p, query);

    db_bind_i64(s, 1, doc);
    db_bind_text(s, 2, texts);
    return texts ? db_run(s) : ERR_INTERNAL;
}

/* *doc: 0 when the index has nothing of the case. */
static enum err
row_of(struct db *p, int64_t case_id, int64_t *doc)
{
    OWN(db_stmt) s = db_use(p, CASES_FIND_ROW);

    db_bind_i64(s, 1, case_id);
    enum err e = db_one(s);
    *doc = e ? 0 : db_i64(s, 0);
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err
take_out(struct db *p, int64_t case_id, struct arena *a)
{
    int64_t newest = 0;
    int64_t doc = 0;
    enum err e = row_of(p, case_id, &doc);

    if (e || !doc)
        return e;
    e = put_row(p, CASES_FIND_UNINDEX, doc, texts_of(p, case_id, doc, a, &newest));
    return e ? e : run_on(p, CASES_FIND_ROW_ERASE, doc);
}

enum err
find_forget(struct db *p, int64_t case_id)
{
    int64_t doc = 0;
    enum err e = row_of(p, case_id, &doc);

    if (!e && doc) {
        OWN(arena) a = arena_new(INDEX_ARENA);
        e = a ? take_out(p, case_id, a) : ERR_INTERNAL;
    }
    return e ? e : run_on(p, CASES_FIND_WANT_DONE, case_id);
}

static enum err
put_in(struct db *p, int64_t case_id, struct arena *a)
{
    OWN(db_stmt) row = db_use(p, CASES_FIND_ROW_PUT);
    int64_t newest = 0;
    const char *texts = texts_of(p, case_id, INT64_MAX, a, &newest);
    enum err e = put_row(p, CASES_FIND_INDEX, newest, texts);

    db_bind_i64(row, 1, newest);
    db_bind_i64(row, 2, case_id);
    return e ? e : db_run(row);
}

static enum err
index_case(struct db *p, int64_t case_id, struct arena *a)
{
    enum err e = take_out(p, case_id, a);

    e = e ? e : put_in(p, case_id, a);
    arena_clear(a);
    return e ? e : run_on(p, CASES_FIND_WANT_DONE, case_id);
}

static enum err
list_wanted(struct db *p, int64_t ids[AT_MOST], size_t *n)
{
    OWN(db_stmt) s = db_use(p, CASES_FIND_WANTED);
    bool row = true;
    enum err e = OK;

    db_bind_i64(s, 1, AT_MOST);
    for (*n = 0; !e && *n < AT_MOST && !(e = db_step(s, &row)) && row; (*n)++)
        ids[*n] = db_i64(s, 0);
    return e;
}

enum err
find_index_some(struct db *p, int64_t until_ms)
{
    OWN(arena) a = arena_new(INDEX_ARENA);
    int64_t ids[AT_MOST];
    size_t n = 0;
    enum err e = a ? list_wanted(p, ids, &n) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n; i++) {
        if (i >= AT_LEAST && clock_steady_ms() >= until_ms)
            break;
        e = index_case(p, ids[i], a);
    }
    return e;
}

/* ---- What is asked of it. */

static void
write_match(struct out *o, const char *before, const char *match)
{
    out_lit(o, before, strlen(before));
    out_lit(o, "(", 1);
    out_lit(o, match, strlen(match));
    out_lit(o, ")", 1);
}

const char *
find_expression(const struct find_words *w, struct arena *a)
{
    struct out o = out_in(a);

    if (w->n == 0 && w->n_without == 0)
        return "";
    out_lit(&o, "(", 1);
    if (w->n == 0)
        write_match(&o, "", "\"" EVERY_ROW "\"");
    for (size_t i = 0; i < w->n; i++)
        write_match(&o, i > 0 ? " AND " : "", w->with[i]);
    out_lit(&o, ")", 1);
    for (size_t i = 0; i < w->n_without; i++)
        write_match(&o, " NOT ", w->without[i]);
    return out_text_of(&o);
}
