/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "http/reply.h"
#include "hub/handlers.h"
#include "link/hublink.h"

enum { STATUS_NO_ROOM = 507 };

/* /d/P/N: the number of bits and the number of the shelf. */
static enum err
shelf_of(const struct req *rq, uint8_t *p, uint16_t *n)
{
    uint64_t bits = 0;
    uint64_t number = 0;

    if (text_u64(rq->parts[0], 0, SHELF_MAX_BITS, &bits))
        return ERR_NOT_FOUND;
    if (text_u64(rq->parts[1], 0, ((uint64_t)1 << bits) - 1, &number))
        return ERR_NOT_FOUND;
    *p = (uint8_t)bits;
    *n = (uint16_t)number;
    return OK;
}

/* Anyone: a whole shelf, the same for everyone. */
enum err
get_shelf(struct req *rq)
{
    uint8_t p = 0;
    uint16_t n = 0;
    struct bytes body;
    enum err e = shelf_of(rq, &p, &n);

    if (!e)
        e = shelves_read(
            rq->app->shelves, rq->app->db, p, n, (uint32_t)day_of(clock_now_s()), rq->arena, &body);
    if (e)
        return e;
    reply_header(rq, "Cache-Control", "public, max-age=30");
    return reply_bytes(rq, 200, "application/octet-stream", body);
}

/* Desks: the whole batches after `after`. */
enum err
get_lane(struct req *rq)
{
    const char *text = req_query(rq, "after");
    uint64_t after = 0;
    struct bytes body;

    if (strcmp(rq->parts[0], "0") != 0)
        return ERR_NOT_FOUND;
    if (text && text_u64(text, 0, INT64_MAX, &after))
        return ERR_MALFORMED;
    enum err e = lane_read(rq->app->db, after, rq->arena, &body);
    return e ? e : reply_bytes(rq, 200, "application/octet-stream", body);
}

/* The desk's place in the tables of quotas; n_quotas if it has none. */
static size_t
desk_place(const struct app *app, const struct org_id *org)
{
    size_t i = 0;

    while (i < app->n_quotas && !id_equal(app->quota_of[i].b, org->b))
        i++;
    return i;
}

static enum err
answer_busy(struct req *rq, uint32_t wait_s)
{
    const char *seconds = arena_printf(rq->arena, "%u", wait_s > 0 ? wait_s : 1);

    if (!seconds)
        return ERR_INTERNAL;
    reply_header(rq, "Retry-After", seconds);
    return reply_status(rq, 503);
}

/* The ids that neither the store nor the open batch has: only these take room. */
static enum err
new_ones(struct req *rq, struct content_id ids[static HUBLINK_MAX_DROP], size_t *n)
{
    struct app *app = rq->app;
    size_t k = 0;

    for (size_t i = 0; i < rq->body.n / ENVELOPE_BYTES && i < HUBLINK_MAX_DROP; i++) {
        struct bytes one = { rq->body.p + i * ENVELOPE_BYTES, ENVELOPE_BYTES };
        struct content_id id = content_id_of(one);
        bool known = deposits_is_recent(app->deposits, &id);
        enum err e = known ? OK : store_envelope_is_known(app->db, &id, &known);
        if (e)
            return e;
        if (!known)
            ids[k++] = id;
    }
    *n = k;
    return OK;
}

static enum err
deposit_check(struct req *rq, struct deposit *what)
{
    int64_t now_s = clock_now_s();
    int64_t n_live = 0;

    if (what->n == 0)
        return OK;
    enum err e =
        store_shelf_count(rq->app->db, what->p, what->shelf, (uint32_t)day_of(now_s), &n_live);
    if (e)
        return ERR_INTERNAL;
    what->n_live = (size_t)n_live;
    return deposits_check(rq->app->deposits, what, now_s);
}

static enum err
answer_no_room(struct req *rq, const char *words)
{
    return reply_bytes(rq, STATUS_NO_ROOM, "text/plain; charset=utf-8", bytes_of(words));
}

static enum err
answer_deposit(struct req *rq, const struct hublink_reply *a)
{
    switch (a->status) {
    case HUBLINK_STORED: return reply_status(rq, 204);
    case HUBLINK_FULL: return answer_no_room(rq, "full: the shelf or the disk has no room\n");
    case HUBLINK_BUSY: return answer_busy(rq, a->wait_s);
    case HUBLINK_FORGED: return ERR_MALFORMED; /* no envelope of a version that we know */
    case HUBLINK_EARLY:
    case HUBLINK_EXPIRED:
    case HUBLINK_SPENT:
    case HUBLINK_FAILED:
    case HUBLINK_N_STATUS: return ERR_INTERNAL;
    }
    return ERR_INTERNAL;
}

/* Ask the committer, and count what it took. */
static enum err
deposit(struct req *rq, const struct hublink_request *q, struct deposit *what)
{
    struct app *app = rq->app;
    struct content_id ids[HUBLINK_MAX_DROP];
    struct hublink_reply a;

    if (new_ones(rq, ids, &what->n))
        return ERR_INTERNAL;
    switch (deposit_check(rq, what)) {
    case OK: break;
    case ERR_BUSY: return answer_no_room(rq, "quota: this desk's envelopes of a day are used\n");
    case ERR_TOO_LARGE: return answer_no_room(rq, "quota: this desk's part of the shelf is used\n");
    default: return ERR_INTERNAL;
    }
    if (hublink_ask(app->commit_fd, q, app->room, &a))
        return ERR_INTERNAL;
    if (a.status == HUBLINK_STORED)
        deposits_add(app->deposits, what, clock_now_s());
    for (size_t i = 0; a.status == HUBLINK_STORED && i < what->n; i++)
        deposits_remember(app->deposits, &ids[i]);
    return answer_deposit(rq, &a);
}

/* Desks: answers for a shelf; durable before 204.  Known ones are fine. */
enum err
put_shelf(struct req *rq)
{
    struct app *app = rq->app;
    struct hublink_request q = { .kind = HUBLINK_DROP, .envelopes = rq->body };
    size_t place = desk_place(app, &rq->caller->desk->org);
    uint32_t wait_s = 0;
    enum err e = shelf_of(rq, &q.p, &q.n);

    if (e)
        return e;
    q.n_envelopes = rq->body.n / ENVELOPE_BYTES;
    if (rq->body.n == 0 || rq->body.n % ENVELOPE_BYTES)
        return ERR_MALFORMED;
    if (place == app->n_quotas)
        return answer_busy(
            rq, 600); /* more organisations than ever fit a root note, until a start */
    if (!bucket_take(&app->quotas[place], (int64_t)q.n_envelopes, clock_steady_ms(), &wait_s))
        return answer_busy(rq, wait_s);
    struct deposit what = { .desk = place, .p = q.p, .shelf = q.n, .n_desks = app->n_quotas };
    return deposit(rq, &q, &what);
}
