/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/posting.h"
#include "desk/post/post.h"
#include "records.gen.h"

static enum err
run_one(struct db *records, int query, const struct content_id *content)
{
    OWN(db_stmt) s = db_use(records, query);

    db_bind_bytes(s, 1, (struct bytes){ content->b, ID_BYTES });
    return db_run(s);
}

static enum err
run_two(struct db *records, int query, const struct content_id *content, int64_t number)
{
    OWN(db_stmt) s = db_use(records, query);

    db_bind_bytes(s, 1, (struct bytes){ content->b, ID_BYTES });
    db_bind_i64(s, 2, number);
    return db_run(s);
}

static enum err
run_number(struct db *records, int query, int64_t number)
{
    OWN(db_stmt) s = db_use(records, query);

    db_bind_i64(s, 1, number);
    return db_run(s);
}

enum err
posting_put(struct db *records, const struct content_id *content, uint8_t slot, int64_t now_s,
    struct bytes box)
{
    OWN(db_stmt) s = db_use(records, RECORDS_POSTING_PUT);

    db_bind_bytes(s, 1, (struct bytes){ content->b, ID_BYTES });
    db_bind_i64(s, 2, slot);
    db_bind_i64(s, 3, now_s);
    db_bind_bytes(s, 4, box);
    return db_run(s);
}

enum err
posting_get(struct db *records, const struct content_id *content, struct posting *out)
{
    OWN(db_stmt) s = db_use(records, RECORDS_POSTING_BY_CONTENT);

    db_bind_bytes(s, 1, (struct bytes){ content->b, ID_BYTES });
    enum err e = db_one(s);
    if (e)
        return e;
    int64_t state = db_i64(s, 0);
    out->state = state >= 0 && state < N_POSTING_STATES ? (enum posting_state)state : POSTING_NEVER;
    out->why = (enum post_why)db_i64(s, 1);
    out->at_s = db_i64(s, 2);
    out->slot = (uint8_t)db_i64(s, 3);
    out->row = db_i64(s, 4);
    return OK;
}

enum err
posting_waits(struct db *records, const struct content_id *content, bool *out)
{
    struct posting p;
    enum err e = posting_get(records, content, &p);

    *out = !e && p.state == POSTING_WAITS;
    return e == ERR_NOT_FOUND ? OK : e;
}

/* The channel answers when it had it and had not begun to send it. */
static enum err
let_drop(struct post *p, const struct posting *was, const struct content_id *content)
{
    return p->pipe ? post_pipe_put(p->pipe, &(struct frame){ .kind = FRAME_DROP,
                                                .channel = was->slot,
                                                .id = (uint64_t)was->row,
                                                .source = *content })
                   : OK;
}

enum err
posting_take_back(
    struct post *p, struct db *records, const struct content_id *content, int64_t now_s)
{
    struct posting was;
    enum err e = posting_get(records, content, &was);

    e = e ? e : run_two(records, RECORDS_POSTING_TAKE_BACK, content, now_s);
    if (e || db_n_changed(records) == 0)
        return e ? e : ERR_CONFLICT;
    return let_drop(p, &was, content);
}

enum err
posting_erase(struct post *p, struct db *records, const struct content_id *content)
{
    struct posting was;
    enum err e = posting_get(records, content, &was);

    e = e ? e : run_one(records, RECORDS_POSTING_ERASE, content);
    e = e ? e : let_drop(p, &was, content);
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err
posting_erase_before(struct db *records, int64_t at_s)
{
    return run_number(records, RECORDS_POSTING_ERASE_BEFORE, at_s);
}

enum err
posting_next(struct db *records, int64_t now_s, struct arena *a, struct waiting_row *out)
{
    OWN(db_stmt) s = db_use(records, RECORDS_POSTING_NEXT);

    db_bind_i64(s, 1, now_s);
    enum err e = db_one(s);
    if (e)
        return e;
    struct bytes box = db_bytes(s, 3);
    uint8_t *copy = arena_alloc(a, box.n + 1);
    if (!copy)
        return ERR_INTERNAL;
    if (box.n)
        memcpy(copy, box.p, box.n);
    *out = (struct waiting_row){ db_i64(s, 0), (uint8_t)db_i64(s, 1), { { 0 } }, { copy, box.n } };
    return db_fixed(s, 2, out->content.b, ID_BYTES);
}

enum err
posting_given(struct db *records, const struct content_id *content)
{
    return run_one(records, RECORDS_POSTING_GIVEN, content);
}

enum err
posting_later(struct db *records, const struct content_id *content, int64_t give_s)
{
    return run_two(records, RECORDS_POSTING_LATER, content, give_s);
}

enum err
posting_lost(struct db *records, uint8_t slot)
{
    return run_number(records, RECORDS_POSTING_LOST, slot);
}

enum err
posting_hurry(struct db *records, uint8_t slot)
{
    return run_number(records, RECORDS_POSTING_HURRY, slot);
}

/* After these the channel has it no more, or never had it. */
static bool
has_it_not(const struct frame *f)
{
    return f->wait_s == 0 || f->code == POST_STOPPED || f->code == POST_FULL ||
           f->code == POST_LATE;
}

/* No yes came, and no no: it may have arrived. */
static bool
is_unsure(const struct frame *f)
{
    return f->code == POST_UNREACHABLE || f->code == POST_SERVER;
}

static enum err
failed(struct db *records, const struct frame *f, int64_t now_s)
{
    OWN(db_stmt) s = db_use(records, RECORDS_POSTING_FAILED);

    db_bind_bytes(s, 1, (struct bytes){ f->source.b, ID_BYTES });
    db_bind_i64(s, 2, f->code);
    db_bind_i64(s, 3, now_s);
    db_bind_i64(s, 4, f->wait_s ? POSTING_WAITS : POSTING_NEVER);
    db_bind_i64(s, 5, !has_it_not(f));
    db_bind_i64(s, 6, f->code == POST_LATE ? 0 : now_s + f->wait_s); /* with the next hours */
    db_bind_i64(s, 7, is_unsure(f));
    return db_run(s);
}

enum err
posting_told(struct db *records, const struct frame *f, int64_t now_s)
{
    if (f->kind == FRAME_SENT)
        return run_two(records, RECORDS_POSTING_SENT, &f->source, now_s);
    if (f->kind == FRAME_DROPPED)
        return run_one(records, RECORDS_POSTING_DROPPED, &f->source);
    return failed(records, f, now_s);
}

enum err
posting_counts(struct db *records, int64_t *waiting, int64_t *never)
{
    OWN(db_stmt) s = db_use(records, RECORDS_POSTING_COUNTS);
    enum err e = db_one(s);

    if (!e) {
        *waiting = db_i64(s, 0);
        *never = db_i64(s, 1);
    }
    return e;
}
