/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"
#include "base/text.h"
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

static struct bucket *
quota_of(struct app *app, const struct org_id *org)
{
    for (size_t i = 0; i < app->n_quotas; i++)
        if (bytes_equal(
                (struct bytes){ app->quota_of[i].b, ID_BYTES }, (struct bytes){ org->b, ID_BYTES }))
            return &app->quotas[i];
    return NULL;
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

/* Desks: answers for a shelf; durable before 204.  Known ones are fine. */
enum err
put_shelf(struct req *rq)
{
    struct app *app = rq->app;
    struct hublink_request q = { .kind = HUBLINK_DROP, .envelopes = rq->body };
    struct hublink_reply a;
    struct bucket *quota = quota_of(app, &rq->caller->desk->org);
    uint32_t wait_s = 0;
    enum err e = shelf_of(rq, &q.p, &q.n);

    if (e)
        return e;
    q.n_envelopes = rq->body.n / ENVELOPE_BYTES;
    if (rq->body.n == 0 || rq->body.n % ENVELOPE_BYTES)
        return ERR_MALFORMED;
    if (quota && !bucket_take(quota, (int64_t)q.n_envelopes, clock_steady_ms(), &wait_s))
        return answer_busy(rq, wait_s);
    if (hublink_ask(app->commit_fd, &q, app->room, &a))
        return ERR_INTERNAL;
    switch (a.status) {
    case HUBLINK_STORED: return reply_status(rq, 204);
    case HUBLINK_FULL: return reply_status(rq, STATUS_NO_ROOM);
    case HUBLINK_BUSY: return answer_busy(rq, a.wait_s);
    case HUBLINK_FORGED: return ERR_MALFORMED; /* no envelope of a version that we know */
    case HUBLINK_EARLY:
    case HUBLINK_EXPIRED:
    case HUBLINK_SPENT:
    case HUBLINK_FAILED:
    case HUBLINK_N_STATUS: return ERR_INTERNAL;
    }
    return ERR_INTERNAL;
}
