/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An answer is taken back before it leaves: by who wrote it, or because how the person may be
   reached has changed meanwhile. */
#include "cases.gen.h"
#include "desk/post/contact.h"
#include "desk/post/post.h"

enum { ARENA_BYTES = 1 << 20, HELD_MAX = 50 };

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

static enum err
held_of(struct db *p, int64_t id, struct content_id to[HELD_MAX], size_t *n)
{
    OWN(db_stmt) s = db_use(p, CASES_CONTACT_NOT_TAKEN);
    bool row = true;
    enum err e = OK;

    db_bind_i64(s, 1, id);
    for (*n = 0; !e && *n < HELD_MAX && !(e = db_step(s, &row)) && row; (*n)++)
        e = db_fixed(s, 0, to[*n].b, ID_BYTES);
    return e;
}

enum err
contact_take_back_held(const struct casebook *b, struct post *p, int64_t id, const struct actor *by)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct content_id held[HELD_MAX];
    const char *text = NULL;
    size_t n = 0;
    enum err e = a ? held_of(b->p, id, held, &n) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n; i++) {
        e = contact_take_back(b, p, id, &held[i], by, a, &text);
        if (e == ERR_CONFLICT || e == ERR_NOT_FOUND)
            e = OK; /* it has left long ago */
    }
    return e;
}
