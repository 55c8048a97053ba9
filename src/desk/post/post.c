/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/post.h"
#include "base/clock.h"
#include "base/log.h"
#include "core/open/post_box_open.h"
#include "desk/post/alerts.h"
#include "desk/post/came.h"
#include "desk/post/ring.h"
#include "desk/post/safe.h"
#include "postlink/letter.h"
#include "records.gen.h"

enum { SEND_ARENA = 2 << 20 };

const struct post_channel *
post_channel_of(const struct post *p, uint8_t slot)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->ch[i].slot == slot)
            return &p->ch[i];
    return NULL;
}

enum err
post_calling(const struct post *p, struct db *keys, int64_t step, enum calling *out)
{
    bool any = false;
    enum err e = duty_any(keys, &any);

    if (!e)
        *out = !any || !p->pipe  ? CALLING_NOBODY
               : p->alert_failed ? CALLING_FAILED
               : step > 0        ? CALLING_ON
                                 : CALLING_SOON;
    return e;
}

bool
post_is_trouble(const struct post *p)
{
    if (p->wanted && !p->pipe)
        return true;
    for (size_t i = 0; i < p->n; i++)
        if (p->ch[i].why != POST_GOOD && p->ch[i].why != POST_NOT_YET)
            return true;
    return p->n_failed > 0 || p->alert_failed;
}

int
post_fd(const struct post *p, short *events)
{
    if (!p->pipe)
        return -1;
    *events = post_pipe_events(p->pipe);
    return post_pipe_fd(p->pipe);
}

/* ---- Rows of answers. */

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
posting_take_back(
    struct post *p, struct db *records, const struct content_id *content, int64_t now_s)
{
    OWN(db_stmt) s = db_use(records, RECORDS_POSTING_TAKE_BACK);
    struct posting was;
    enum err e = posting_get(records, content, &was);

    if (e)
        return e;
    db_bind_bytes(s, 1, (struct bytes){ content->b, ID_BYTES });
    db_bind_i64(s, 2, now_s);
    e = db_run(s);
    if (e || db_n_changed(records) == 0)
        return e ? e : ERR_CONFLICT;
    p->handed = 0; /* should this not be committed, it is handed over again */
    return p->pipe ? post_pipe_put(p->pipe,
                         &(struct frame){
                             .kind = FRAME_DROP, .channel = was.slot, .id = (uint64_t)was.row })
                   : OK;
}

enum err
posting_erase_before(struct db *records, int64_t at_s)
{
    OWN(db_stmt) s = db_use(records, RECORDS_POSTING_ERASE_BEFORE);

    db_bind_i64(s, 1, at_s);
    return db_run(s);
}

static enum err
posting_counts(struct post *p, struct db *records)
{
    OWN(db_stmt) s = db_use(records, RECORDS_POSTING_COUNTS);
    enum err e = db_one(s);

    if (!e) {
        p->n_waiting = db_i64(s, 0);
        p->n_failed = db_i64(s, 1);
    }
    return e;
}

static enum err
posting_sent(struct db *records, int64_t id, int64_t now_s)
{
    OWN(db_stmt) s = db_use(records, RECORDS_POSTING_SENT);

    db_bind_i64(s, 1, id);
    db_bind_i64(s, 2, now_s);
    return db_run(s);
}

static enum err
posting_failed(struct db *records, const struct frame *f, int64_t now_s)
{
    OWN(db_stmt) s = db_use(records, RECORDS_POSTING_FAILED);

    db_bind_i64(s, 1, (int64_t)f->id);
    db_bind_i64(s, 2, f->code);
    db_bind_i64(s, 3, now_s);
    db_bind_i64(s, 4, f->wait_s ? 0 : 2);
    return db_run(s);
}

/* ---- What comes. */

/* On the disk first, then the channel may forget it. */
static enum err
take_letter(struct post *p, const struct post_place *at, const struct frame *f, int64_t now_s)
{
    const struct post_channel *ch = post_channel_of(p, f->channel);
    struct came c = { .source = f->source,
        .slot = f->channel,
        .bell = f->code,
        .kind = ch ? ch->kind : CHANNEL_HUB,
        .arrived_s = now_s,
        .box = f->body };
    bool was_there = false;

    if (!ch)
        return ERR_MALFORMED;
    enum err e = db_begin(at->records, TX_WRITE);
    if (e)
        return e;
    e = came_put(at->records, &c, &was_there);
    if (!e && !was_there && c.bell == BELL_RING_DANGER)
        e = alert_raise(at->records, &c.source, now_s);
    e = db_end(at->records, e);
    if (e)
        return e;
    p->came = p->came || !was_there;
    return post_pipe_put(
        p->pipe, &(struct frame){ .kind = FRAME_KEPT, .channel = f->channel, .source = f->source });
}

static void
take_health(struct post *p, const struct frame *f, int64_t now_s)
{
    for (size_t i = 0; i < p->n; i++) {
        struct post_channel *c = &p->ch[i];
        if (c->slot != f->channel)
            continue;
        if (c->why != (enum post_why)f->code)
            c->since_s = now_s;
        c->why = (enum post_why)f->code;
        c->next_s = f->wait_s && f->code ? now_s + f->wait_s : 0;
        (void)snprintf(c->words, sizeof c->words, "%.*s", (int)f->body.n, (const char *)f->body.p);
    }
    if (f->code == POST_STOPPED)
        p->handed = 0; /* what it should send went with it */
}

/* A letter, or somebody who should be woken. */
static enum err
take_result(struct post *p, const struct post_place *at, const struct frame *f, int64_t now_s)
{
    if (f->id & RING_BIT) {
        p->alert_failed = f->kind == FRAME_FAILED;
        if (!p->alert_failed || f->code == POST_LATE) /* the next place was called long ago */
            return OK;
    }
    enum err e = db_begin(at->records, TX_WRITE);
    if (e)
        return e;
    if (f->id & RING_BIT)
        e = alert_hurry(at->records, now_s);
    else if (f->kind == FRAME_SENT)
        e = posting_sent(at->records, (int64_t)f->id, now_s);
    else
        e = posting_failed(at->records, f, now_s);
    if (f->kind == FRAME_FAILED && f->code == POST_LATE)
        p->handed = 0; /* again, with the next hours */
    e = db_end(at->records, e);
    return e ? e : posting_counts(p, at->records);
}

static enum err
take_frame(struct post *p, const struct post_place *at, const struct frame *f, int64_t now_s)
{
    switch (f->kind) {
    case FRAME_CAME: return take_letter(p, at, f, now_s);
    case FRAME_HEALTH: take_health(p, f, now_s); return OK;
    case FRAME_SENT:
    case FRAME_FAILED: return take_result(p, at, f, now_s);
    case FRAME_UNSET:
    case FRAME_CONFIG:
    case FRAME_START:
    case FRAME_SEND:
    case FRAME_ALERT:
    case FRAME_DROP:
    case FRAME_KEPT: break;
    }
    return ERR_MALFORMED;
}

/* The program is gone, and nothing may start it again but a new desk. */
static void
lose(struct post *p, int64_t now_s)
{
    post_pipe_drop(&p->pipe);
    log_event("post-gone", ERR_INTERNAL, 0, NULL);
    for (size_t i = 0; i < p->n; i++) {
        p->ch[i].why = POST_STOPPED;
        p->ch[i].since_s = now_s;
        p->ch[i].next_s = 0;
    }
}

static enum err
listen_to_post(struct post *p, const struct post_place *at, int64_t now_s)
{
    enum err gone = post_pipe_move(p->pipe);
    enum err first = OK;
    struct frame f;
    enum err e = post_pipe_next(p->pipe, &f);

    for (; !e; e = post_pipe_next(p->pipe, &f)) {
        enum err bad = take_frame(p, at, &f, now_s);
        if (bad == ERR_MALFORMED)
            gone = bad;
        first = first ? first : bad;
    }
    if (gone || e == ERR_MALFORMED)
        lose(p, now_s);
    return first == ERR_MALFORMED ? OK : first;
}

/* ---- What goes. */

struct waiting_row {
    int64_t id;
    uint8_t slot;
    struct bytes box;
};

static enum err
next_waiting(struct db *records, int64_t after, struct arena *a, struct waiting_row *out)
{
    OWN(db_stmt) s = db_use(records, RECORDS_POSTING_WAITING);

    db_bind_i64(s, 1, after);
    enum err e = db_one(s);
    if (e)
        return e;
    struct bytes box = db_bytes(s, 2);
    uint8_t *copy = arena_alloc(a, box.n + 1);
    if (!copy)
        return ERR_INTERNAL;
    if (box.n)
        memcpy(copy, box.p, box.n);
    *out = (struct waiting_row){ db_i64(s, 0), (uint8_t)db_i64(s, 1), { copy, box.n } };
    return OK;
}

static enum err
unseal(const struct post_place *at, const struct vault *v, struct bytes box, struct arena *a,
    struct bytes *plain)
{
    enum err e = post_box_open(at->org, POST_TO_SEND, v->secret, &v->row.public, box, a, plain);

    for (size_t i = 0; e == ERR_FORGED && i < v->n_past; i++)
        e = post_box_open(
            at->org, POST_TO_SEND, v->past[i].secret, &v->past[i].row.public, box, a, plain);
    return e;
}

/* It opens with no key of intake, and none will come: the case says so beside the answer. */
static enum err
give_up(struct post *p, const struct post_place *at, int64_t row, int64_t now_s)
{
    const struct frame f = { .id = (uint64_t)row, .code = POST_UNOPENED };
    enum err e = db_begin(at->records, TX_WRITE);

    e = e ? e : db_end(at->records, posting_failed(at->records, &f, now_s));
    return e ? e : posting_counts(p, at->records);
}

/* The letter with the hours that are next for the person. */
static enum err
with_hours(struct bytes *plain, int64_t now_s, struct arena *a)
{
    struct letter *l = arena_alloc(a, sizeof *l);
    struct safe_window open;
    enum err e = l ? letter_decode(*plain, a, l) : ERR_INTERNAL;

    if (e || !l->hours || !safe_window_at(l->hours, l->zone, now_s, &open))
        return e;
    l->after_s = open.after_s;
    l->until_s = open.until_s;
    size_t n = letter_size(l);
    uint8_t *to = arena_alloc(a, n);
    struct writer w = writer_of(to, to ? n : 0);
    if (!to)
        return ERR_INTERNAL;
    letter_encode(l, &w);
    *plain = (struct bytes){ to, w.n };
    return w.full ? ERR_INTERNAL : OK;
}

static enum err
hand_row(struct post *p, const struct post_place *at, const struct vault *v,
    const struct waiting_row *row, int64_t now_s, struct arena *a)
{
    struct bytes plain = { NULL, 0 };
    enum err e = unseal(at, v, row->box, a, &plain);

    e = e ? e : with_hours(&plain, now_s, a);
    if (e == ERR_FORGED || e == ERR_MALFORMED)
        return give_up(p, at, row->id, now_s);
    if (e || !post_channel_of(p, row->slot))
        return e;
    return post_pipe_put(p->pipe,
        &(struct frame){
            .kind = FRAME_SEND, .channel = row->slot, .id = (uint64_t)row->id, .body = plain });
}

/* Answers that were not handed over since the program began: while the vault is open. */
static enum err
hand_over(struct post *p, const struct post_place *at, int64_t now_s)
{
    const struct vault *v = vaults_by_role(at->vaults, "intake");
    enum err e = OK;

    while (!e && v && v->secret) {
        OWN(arena) a = arena_new(SEND_ARENA);
        struct waiting_row row;
        e = a ? next_waiting(at->records, p->handed, a, &row) : ERR_INTERNAL;
        e = e ? e : hand_row(p, at, v, &row, now_s, a);
        if (!e)
            p->handed = row.id;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

/* The intake vault has a new key: from now on it is sealed to that. */
static enum err
follow_key(struct post *p, const struct post_place *at)
{
    const struct vault *v = vaults_by_role(at->vaults, "intake");

    if (!v || bytes_equal((struct bytes){ v->row.public.b, KEY_BYTES },
                  (struct bytes){ p->people.b, KEY_BYTES }))
        return OK;
    p->people = v->row.public;
    p->handed = 0;
    return ring_settings(p, at);
}

enum err
post_step(struct post *p, const struct post_place *at, int64_t now_s)
{
    p->came = false;
    if (!p->pipe)
        return OK;
    enum err e = listen_to_post(p, at, now_s);
    if (!p->pipe)
        return e;
    enum err keys = follow_key(p, at);
    enum err sent = hand_over(p, at, now_s);
    enum err rung = ring_step(p, at, now_s);
    return e ? e : keys ? keys : sent ? sent : rung;
}
