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

enum { SEND_ARENA = 2 << 20, NO_CHANNEL_S = 60 };

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

/* One change of rows of answers. */
static enum err
keep_rows(struct post *p, const struct post_place *at, enum err e)
{
    e = db_end(at->records, e);
    return e ? e : posting_counts(at->records, &p->n_waiting, &p->n_failed);
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

/* What the channel should send went with it when it stopped; it takes letters again when it says
   anything else. */
static enum err
give_anew(struct post *p, const struct post_place *at, const struct frame *f, bool stopped_before)
{
    if (f->code != POST_STOPPED && !stopped_before)
        return OK;
    enum err e = db_begin(at->records, TX_WRITE);
    if (!e && f->code == POST_STOPPED)
        e = db_end(at->records, posting_lost(at->records, f->channel));
    else if (!e)
        e = db_end(at->records, posting_hurry(at->records, f->channel));
    p->began = p->began && !e;
    return e;
}

static enum err
take_health(struct post *p, const struct post_place *at, const struct frame *f, int64_t now_s)
{
    bool stopped = false;

    for (size_t i = 0; i < p->n; i++) {
        struct post_channel *c = &p->ch[i];
        if (c->slot != f->channel)
            continue;
        stopped = c->why == POST_STOPPED;
        if (c->why != (enum post_why)f->code)
            c->since_s = now_s;
        c->why = (enum post_why)f->code;
        c->next_s = f->wait_s && f->code ? now_s + f->wait_s : 0;
        (void)snprintf(c->words, sizeof c->words, "%.*s", (int)f->body.n, (const char *)f->body.p);
    }
    return give_anew(p, at, f, stopped);
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
    else
        e = posting_told(at->records, f, now_s);
    return keep_rows(p, at, e);
}

static enum err
take_frame(struct post *p, const struct post_place *at, const struct frame *f, int64_t now_s)
{
    switch (f->kind) {
    case FRAME_CAME: return take_letter(p, at, f, now_s);
    case FRAME_HEALTH: return take_health(p, at, f, now_s);
    case FRAME_SENT:
    case FRAME_DROPPED:
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
give_up(struct post *p, const struct post_place *at, const struct waiting_row *row, int64_t now_s)
{
    const struct frame f = { .kind = FRAME_FAILED, .source = row->content, .code = POST_UNOPENED };
    enum err e = db_begin(at->records, TX_WRITE);

    return e ? e : keep_rows(p, at, posting_told(at->records, &f, now_s));
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

/* It counts as given before it is: what is taken back then may have left. */
static enum err
give(const struct post_place *at, const struct waiting_row *row, int64_t later_s)
{
    enum err e = db_begin(at->records, TX_WRITE);

    if (e)
        return e;
    return db_end(at->records, later_s ? posting_later(at->records, &row->content, later_s)
                                       : posting_given(at->records, &row->content));
}

static enum err
hand_row(struct post *p, const struct post_place *at, const struct vault *v,
    const struct waiting_row *row, int64_t now_s, struct arena *a)
{
    struct bytes plain = { NULL, 0 };
    enum err e = unseal(at, v, row->box, a, &plain);

    e = e ? e : with_hours(&plain, now_s, a);
    if (e == ERR_FORGED || e == ERR_MALFORMED)
        return give_up(p, at, row, now_s);
    if (e || !post_channel_of(p, row->slot))
        return e ? e : give(at, row, now_s + NO_CHANNEL_S);
    e = give(at, row, 0);
    if (e)
        return e;
    e = post_pipe_put(p->pipe, &(struct frame){ .kind = FRAME_SEND,
                                   .channel = row->slot,
                                   .id = (uint64_t)row->id,
                                   .source = row->content,
                                   .body = plain });
    if (e)
        p->began = false; /* it may be there or not: all anew, what is there is not taken twice */
    return e;
}

/* Answers that the channels have not got: while the vault is open. */
static enum err
hand_over(struct post *p, const struct post_place *at, int64_t now_s)
{
    const struct vault *v = vaults_by_role(at->vaults, "intake");
    enum err e = p->began ? OK : db_begin(at->records, TX_WRITE);

    if (!e && !p->began) {
        e = db_end(at->records, posting_lost(at->records, 0));
        p->began = !e;
    }
    while (!e && v && v->secret) {
        OWN(arena) a = arena_new(SEND_ARENA);
        struct waiting_row row;
        e = a ? posting_next(at->records, now_s, a, &row) : ERR_INTERNAL;
        e = e ? e : hand_row(p, at, v, &row, now_s, a);
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
