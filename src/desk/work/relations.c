/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/work/relations.h"
#include "base/text.h"
#include "cases.gen.h"
#include "core/wire/content.h"
#include "desk/work/acts.h"
#include <inttypes.h>

enum { ARENA_BYTES = 4 << 20 };

static enum err
refuse(enum desk_problem *why, enum err e, enum desk_problem p)
{
    *why = p;
    return e;
}

static bool
is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

static enum err
put(const struct casebook *b, int64_t id, struct record r, const struct actor *by)
{
    struct stream_id stream;
    enum err e = casebook_stream(b, id, &stream);

    r.at_s = by->now_s;
    r.by = by->id;
    r.by_name = by->name;
    return e ? e : case_act(b, &stream, &r);
}

/* ---- Links. */

enum err
work_links(struct db *p, int64_t id, struct arena *a, struct case_link to[LINKS_MAX], size_t *n)
{
    OWN(db_stmt) s = db_use(p, CASES_LINK_LIST);
    bool row = true;
    enum err e = OK;

    db_bind_i64(s, 1, id);
    db_bind_i64(s, 2, LINKS_MAX);
    for (*n = 0; !e && *n < LINKS_MAX && !(e = db_step(s, &row)) && row; (*n)++) {
        struct case_link l = { .id = db_i64(s, 0),
            .subject = arena_text(a, db_text(s, 1)),
            .lang = arena_text(a, db_text(s, 2)),
            .why = arena_text(a, db_text(s, 4)),
            .by = arena_text(a, db_text(s, 5)),
            .closed = strcmp(db_text(s, 3), "closed") == 0,
            .frozen = db_i64(s, 6) != 0 };
        e = l.subject && l.lang && l.why && l.by ? OK : ERR_INTERNAL;
        to[*n] = l;
    }
    return e;
}

static enum err
look(const struct casebook *b, int64_t id, int64_t other, struct arena *a, bool *linked, bool *full)
{
    struct case_link all[LINKS_MAX];
    size_t n = 0;
    enum err e = casebook_need(b, id);

    e = e ? e : work_links(b->p, id, a, all, &n);
    for (size_t i = 0; i < n; i++)
        *linked = *linked || all[i].id == other;
    *full = *full || n == LINKS_MAX;
    return e;
}

/* One side; the other one is named by its stream. */
static enum err
put_side(const struct casebook *b, int64_t id, int64_t other, bool on, const char *words,
    const struct actor *by)
{
    struct record r = { .kind = RECORD_LINK, .number = on, .body = bytes_of(words) };
    struct stream_id stream;
    enum err e = casebook_stream(b, other, &stream);

    if (e)
        return e;
    memcpy(r.content.b, stream.b, ID_BYTES);
    return put(b, id, r, by);
}

/* May everybody who reads this case read the other one, too? */
static enum err
readers_know(const struct casebook *b, int64_t id, int64_t other, bool *out)
{
    uint8_t here[MAX_READERS][ID_BYTES];
    uint8_t there[MAX_READERS][ID_BYTES];
    struct stream_id streams[2];
    size_t n_here = 0;
    size_t n_there = 0;
    enum err e = casebook_stream(b, id, &streams[0]);

    e = e ? e : casebook_stream(b, other, &streams[1]);
    e = e ? e : keys_readers(b->at.keys, &streams[0], here, &n_here);
    e = e ? e : keys_readers(b->at.keys, &streams[1], there, &n_there);
    *out = !e;
    for (size_t i = 0; !e && *out && i < n_here; i++) {
        bool found = false;
        for (size_t k = 0; k < n_there; k++)
            found = found || id_equal(here[i], there[k]);
        *out = found;
    }
    return e;
}

enum err
work_link(const struct casebook *b, int64_t id, int64_t other, const char *words,
    const struct actor *by, enum desk_problem *why)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    bool linked = false;
    bool full = false;
    enum err e = a ? look(b, id, other, a, &linked, &full) : ERR_INTERNAL;

    *why = PROBLEM_NONE;
    if (e)
        return e;
    e = look(b, other, id, a, &linked, &full);
    if (e == ERR_NOT_FOUND)
        return refuse(why, ERR_CONFLICT, PROBLEM_LINK_NONE);
    if (e)
        return e;
    if (id == other || linked || full)
        return refuse(why, full ? ERR_TOO_LARGE : ERR_CONFLICT, PROBLEM_LINKED);
    if (is_blank(words))
        return refuse(why, ERR_MALFORMED, PROBLEM_LINK_WHY);
    if (strlen(words) > LINK_WORDS_MAX)
        return refuse(why, ERR_TOO_LARGE, PROBLEM_WORDS);
    bool known = false;
    e = readers_know(b, other, id, &known);
    e = e ? e : put_side(b, id, other, true, words, by);
    return e ? e : put_side(b, other, id, true, known ? words : "", by);
}

enum err
work_unlink(const struct casebook *b, int64_t id, int64_t other, const struct actor *by,
    enum desk_problem *why)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    bool linked = false;
    bool full = false;
    enum err e = a ? look(b, id, other, a, &linked, &full) : ERR_INTERNAL;

    *why = PROBLEM_NONE;
    if (!e && !linked)
        return refuse(why, ERR_CONFLICT, PROBLEM_LINK_NONE);
    e = e ? e : casebook_need(b, other);
    e = e ? e : put_side(b, id, other, false, "", by);
    return e ? e : put_side(b, other, id, false, "", by);
}

/* The other's number, when this vault reads it; then the reason. */
static const char *
line_of(const struct applying *x, const char *words)
{
    OWN(db_stmt) s = db_use(x->p, CASES_WORK_NUMBER_OF);

    db_bind_bytes(s, 1, (struct bytes){ x->r->content.b, ID_BYTES });
    return db_one(s)
               ? words
               : arena_printf(x->a, "№ %" PRId64 "%s%s", db_i64(s, 0), *words ? " · " : "", words);
}

static const char *
body_text(const struct applying *x)
{
    struct bytes b = x->r->body;

    return utf8_is_valid(b) ? arena_text_n(x->a, b.p, b.n) : NULL;
}

enum err
link_apply(struct applying *x)
{
    const char *words = body_text(x);

    if (!words || strlen(words) > LINK_WORDS_MAX)
        return ERR_MALFORMED;
    OWN(db_stmt) s = db_use(x->p, x->r->number ? CASES_LINK_PUT : CASES_LINK_DEL);
    db_bind_i64(s, 1, x->case_id);
    db_bind_bytes(s, 2, (struct bytes){ x->r->content.b, ID_BYTES });
    if (x->r->number) {
        db_bind_text(s, 3, words);
        db_bind_text(s, 4, x->r->by_name);
        db_bind_i64(s, 5, x->r->at_s);
    }
    enum err e = db_run(s);
    const char *line = e ? NULL : line_of(x, words);
    return e ? e : line ? applying_entry(x, x->id, bytes_of(line)) : ERR_INTERNAL;
}

/* ---- Leading without training. */

enum err
work_leads_untrained(
    const struct casebook *b, int64_t id, const char *name, int64_t now_s, bool *out)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    enum desk_problem why = PROBLEM_NONE;
    struct case_full c;
    enum err e = a ? case_get(b->p, id, a, &c) : ERR_INTERNAL;

    *out = false;
    if (e)
        return e;
    bool nobody = *c.row.assignee == '\0';
    case_wipe(&c);
    if (!nobody)
        return OK;
    e = work_may_lead(b, id, name, now_s, &why);
    *out = e && why == PROBLEM_UNTRAINED;
    return why ? OK : e;
}

enum err
work_first_answer(const struct casebook *b, int64_t id, const char *words, const struct actor *by,
    enum desk_problem *why)
{
    struct record r = { .kind = RECORD_UNTRAINED, .number = 1, .body = bytes_of(words) };
    bool untrained = false;
    enum err e = work_leads_untrained(b, id, by->name, by->now_s, &untrained);

    *why = PROBLEM_NONE;
    if (e || !untrained)
        return e;
    if (is_blank(words))
        return refuse(why, ERR_CONFLICT, PROBLEM_UNTRAINED_FIRST);
    if (strlen(words) > LINK_WORDS_MAX)
        return refuse(why, ERR_TOO_LARGE, PROBLEM_WORDS);
    return put(b, id, r, by);
}

enum err
work_untrained_seen(
    const struct casebook *b, int64_t id, const struct actor *by, enum desk_problem *why)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    const char *member = "";
    const char *words = "";
    enum err e = a ? casebook_need(b, id) : ERR_INTERNAL;

    *why = PROBLEM_NONE;
    e = e ? e : work_untrained(b->p, id, a, &member, &words);
    if (e)
        return e;
    if (!*member)
        return refuse(why, ERR_CONFLICT, PROBLEM_FASTER);
    if (strcmp(member, by->name) == 0)
        return refuse(why, ERR_FORBIDDEN, PROBLEM_SECOND);
    return put(b, id, (struct record){ .kind = RECORD_UNTRAINED }, by);
}

enum err
work_untrained(struct db *p, int64_t id, struct arena *a, const char **member, const char **why)
{
    OWN(db_stmt) s = db_use(p, CASES_UNTRAINED_GET);

    db_bind_i64(s, 1, id);
    enum err e = db_one(s);
    *member = *why = "";
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    *member = arena_text(a, db_text(s, 0));
    *why = arena_text(a, db_text(s, 1));
    return *member && *why ? OK : ERR_INTERNAL;
}

enum err
untrained_apply(struct applying *x)
{
    const char *words = body_text(x);

    if (!words || strlen(words) > LINK_WORDS_MAX)
        return ERR_MALFORMED;
    OWN(db_stmt) s = db_use(x->p, x->r->number ? CASES_UNTRAINED_PUT : CASES_UNTRAINED_DEL);
    db_bind_i64(s, 1, x->case_id);
    if (x->r->number) {
        db_bind_text(s, 2, x->r->by_name);
        db_bind_text(s, 3, words);
        db_bind_i64(s, 4, x->r->at_s);
    }
    enum err e = db_run(s);
    return e ? e : applying_entry(x, x->id, bytes_of(words));
}
