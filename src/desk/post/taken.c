/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An answer is taken back before it leaves: by who wrote it, or because how the person may be
   reached has changed meanwhile. */
#include "cases.gen.h"
#include "desk/post/contact.h"
#include "desk/post/post.h"

enum { ARENA_BYTES = 1 << 20, LOOKED_AT = 1000 };

static enum err
bind_answer(struct db *p, int query, int64_t case_id, const struct content_id *answer)
{
    OWN(db_stmt) s = db_use(p, query);

    db_bind_i64(s, 1, case_id);
    db_bind_bytes(s, 2, (struct bytes){ answer->b, ID_BYTES });
    return db_run(s);
}

enum err
contact_apply_taken_back(struct applying *x)
{
    enum err e = bind_answer(x->p, CASES_CONTACT_TAKEN, x->case_id, &x->r->content);

    e = e ? e : applying_run_number(x, CASES_CONTACT_WAITS_AGAIN, x->r->at_s);
    e = e ? e : applying_clock(x);
    return e ? e : applying_entry(x, x->id, x->r->body);
}

/* What the answer said. */
static enum err
body_of(
    struct db *p, int64_t id, const struct content_id *answer, struct arena *a, const char **out)
{
    OWN(db_stmt) s = db_use(p, CASES_CONTACT_ANSWER_BODY);

    db_bind_i64(s, 1, id);
    db_bind_bytes(s, 2, (struct bytes){ answer->b, ID_BYTES });
    enum err e = db_one(s);
    if (e)
        return e;
    *out = arena_text(a, db_text(s, 0));
    return *out ? OK : ERR_INTERNAL;
}

enum err
contact_take_back(const struct casebook *b, struct post *p, int64_t id,
    const struct content_id *answer, const struct actor *by, struct arena *a, const char **text)
{
    enum channel_kind channel = CHANNEL_HUB;
    struct stream_id stream;
    enum err e = casebook_need(b, id);

    e = e ? e : casebook_stream(b, id, &stream);
    e = e ? e : body_of(b->p, id, answer, a, text);
    e = e ? e : contact_channel(b->p, id, &channel);
    e = e ? e : posting_take_back(p, b->at.records, answer, by->now_s);
    if (e)
        return e;
    return case_act(b, &stream,
        &(struct record){ .kind = RECORD_TAKEN_BACK,
            .at_s = by->now_s,
            .by = by->id,
            .by_name = by->name,
            .number = (uint32_t)channel,
            .content = *answer });
}

/* The answer of a row: its content and entry.  ERR_NOT_FOUND. */
static enum err
read_older(struct db_stmt *s, int64_t *entry, struct content_id *out)
{
    enum err e = db_one(s);

    if (e)
        return e;
    *entry = db_i64(s, 1);
    return db_fixed(s, 0, out->b, ID_BYTES);
}

/* The next older answer of a case. */
static enum err
older(struct db *p, int64_t id, int64_t *entry, struct content_id *out)
{
    OWN(db_stmt) s = db_use(p, CASES_CONTACT_NOT_TAKEN);

    db_bind_i64(s, 1, id);
    db_bind_i64(s, 2, *entry);
    return read_older(s, entry, out);
}

/* ... of a member. */
static enum err
older_by(struct db *p, const char *name, int64_t *entry, struct content_id *out)
{
    OWN(db_stmt) s = db_use(p, CASES_CONTACT_OF_MEMBER);

    db_bind_text(s, 1, name);
    db_bind_i64(s, 2, *entry);
    return read_older(s, entry, out);
}

/* Do so many of the newest answers of a case, or else of a member, wait? */
static enum err
wait_so_many(const struct casebook *b, int64_t id, const char *name, int most, bool *out)
{
    struct content_id answer;
    int64_t entry = INT64_MAX;
    int n = 0;
    enum err e = OK;

    for (int k = 0; !e && n < most && k < LOOKED_AT; k++) {
        bool waits = false;
        e = name ? older_by(b->p, name, &entry, &answer) : older(b->p, id, &entry, &answer);
        e = e ? e : posting_waits(b->at.records, &answer, &waits);
        n += waits;
    }
    *out = n >= most;
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err
contact_has_room(const struct casebook *b, int64_t id, const struct actor *by, bool *out)
{
    bool by_case = false;
    bool by_member = false;
    enum err e = wait_so_many(b, id, NULL, CONTACT_WAIT_CASE, &by_case);

    e = e ? e : wait_so_many(b, id, by->name, CONTACT_WAIT_MEMBER, &by_member);
    *out = !by_case && !by_member;
    return e;
}

enum err
contact_take_back_all(const struct casebook *b, struct post *p, int64_t id, const struct actor *by)
{
    struct content_id answer;
    int64_t entry = INT64_MAX;
    enum err e = older(b->p, id, &entry, &answer);

    for (; !e; e = older(b->p, id, &entry, &answer)) {
        OWN(arena) a = arena_new(ARENA_BYTES);
        const char *text = NULL;
        bool waits = false;
        e = a ? posting_waits(b->at.records, &answer, &waits) : ERR_INTERNAL;
        if (!e && waits)
            e = contact_take_back(b, p, id, &answer, by, a, &text);
        if (e)
            return e;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}
