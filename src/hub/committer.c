/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/committer.h"
#include "base/clock.h"
#include "base/log.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include "core/wire/envelope.h"
#include "hub/caps.h"
#include "hub/spent.h"
#include "link/hublink.h"
#include <poll.h>
#include <sys/socket.h>

enum {
    GROUP_MAX = 64,      /* messages under one fdatasync; more gains nothing */
    GROUP_MAX_DESK = 16, /* of which desks may have so many, so that they and seekers share */
    TICK_MS = 60 * 1000, /* how often an idle committer looks whether a day is over */
    TICKET_PART = 64,    /* the start of a message, where a ticket stands */
    BURST_DAYS = 3,      /* of the lane's budget may come at once */
    BURST_LEAST = 16,    /* envelopes, on the smallest disk */
};

/* One message of the group. */
struct job {
    int reply_fd;
    uint8_t *message; /* HUBLINK_MAX_BYTES */
    size_t n_message;
    struct ticket ticket;
    struct hublink_request q;
    struct hublink_reply reply;
    size_t n_new;
    bool waits; /* what it reports depends on the append of this group */
};

struct committer {
    struct committer_conf conf;
    struct arena *arena;
    struct batches *batches;
    struct spent *spent;
    struct bucket lane, drop;
    struct bucket budget; /* of the lane, in bytes: its share of the disk, spread over keep_days */
    struct job *jobs;     /* GROUP_MAX */
    struct routed *rows;  /* BATCH_GROUP_MAX */
    size_t n_jobs, n_rows;
    int64_t opened_ms; /* when the open batch got its first envelope, steady clock */
    int64_t now_s, now_ms;
    uint32_t today;
};

static void
clock_look(struct committer *c)
{
    c->now_s = clock_now_s();
    c->now_ms = clock_steady_ms();
    c->today = (uint32_t)day_of(c->now_s);
}

static struct committer *
committer_alloc(const struct committer_conf *conf)
{
    size_t n_bytes = sizeof(struct committer) +
                     GROUP_MAX * (sizeof(struct job) + HUBLINK_MAX_BYTES) +
                     BATCH_GROUP_MAX * sizeof(struct routed);
    OWN(arena) a = arena_new(n_bytes + (1 << 16));
    struct committer *c = a ? arena_alloc(a, sizeof *c) : NULL;

    if (!c)
        return NULL;
    c->conf = *conf;
    c->jobs = arena_alloc(a, GROUP_MAX * sizeof *c->jobs);
    c->rows = arena_alloc(a, BATCH_GROUP_MAX * sizeof *c->rows);
    for (size_t i = 0; c->jobs && i < GROUP_MAX; i++)
        c->jobs[i].message = arena_alloc(a, HUBLINK_MAX_BYTES);
    c->arena = TAKE(a);
    return c;
}

/* At the rate cap alone, a flood would fill the disk within a day and everybody would be refused
   until it expires. */
static struct bucket
budget_new(const struct hub_conf *h, int64_t now_ms)
{
    int64_t day = h->disk_bytes / 100 * LANE_PERCENT / h->keep_days;
    int64_t least = (int64_t)BURST_LEAST * ENVELOPE_BYTES;
    int64_t burst = day * BURST_DAYS;

    if (h->disk_bytes <= 0)
        return bucket_new(0, 0, now_ms);
    return bucket_new(day < DAY_S ? 1 : day / DAY_S, burst < least ? least : burst, now_ms);
}

enum err
committer_new(
    const struct committer_conf *conf, struct committer **out, char why[static DB_WHY_BYTES])
{
    OWN(committer) c = committer_alloc(conf);
    const struct hub_conf *h = conf->hub;
    const struct batches_conf files = { h->folder, h->disk_bytes, h->disk_free_bytes };

    (void)snprintf(why, DB_WHY_BYTES, "no memory");
    if (!c || !c->jobs || !c->rows || !c->jobs[GROUP_MAX - 1].message)
        return ERR_INTERNAL;
    c->spent = spent_new(SPENT_MAX_TICKETS);
    if (!c->spent)
        return ERR_INTERNAL;
    clock_look(c);
    c->lane = bucket_new(h->rate, h->burst, c->now_ms);
    c->drop = bucket_new(h->rate, h->burst, c->now_ms);
    c->budget = budget_new(h, c->now_ms);
    enum err e = batches_open(&files, c->today, &c->batches, why);
    if (!e)
        *out = TAKE(c);
    return e;
}

void
committer_drop(struct committer **at)
{
    struct committer *c = *at;

    *at = NULL;
    if (!c)
        return;
    batches_drop(&c->batches);
    spent_drop(&c->spent);
    struct arena *a = c->arena;
    arena_drop(&a);
}

static void
refuse(struct job *j, enum hublink_status status, uint32_t wait_s)
{
    j->reply.status = status;
    j->reply.wait_s = wait_s;
}

static bool
is_in_group(const struct committer *c, const struct content_id *id)
{
    for (size_t i = 0; i < c->n_rows; i++)
        if (id_equal(c->rows[i].id.b, id->b))
            return true;
    return false;
}

/* Put the envelopes of this message that are new at the end of the group's rows (j->n_new).  They
   count only when the caller adds j->n_new to n_rows. */
static enum err
rows_take(struct committer *c, struct job *j)
{
    struct routed *to = c->rows + c->n_rows;
    size_t n = 0;

    for (size_t i = 0; i < j->q.n_envelopes; i++) {
        struct bytes one = { j->q.envelopes.p + i * ENVELOPE_BYTES, ENVELOPE_BYTES };
        struct routed r = { .kind = j->q.kind == HUBLINK_DROP ? SHELF_DROP : SHELF_LANE,
            .p = j->q.p,
            .n = j->q.n,
            .expiry_day = c->today + (uint32_t)c->conf.hub->keep_days,
            .id = content_id_of(one),
            .envelope = one };
        bool known = is_in_group(c, &r.id);
        j->waits = j->waits || known;
        enum err e = known ? OK : batches_is_known(c->batches, &r.id, &known);
        for (size_t k = 0; !known && k < n; k++)
            known = id_equal(to[k].id.b, r.id.b);
        if (e)
            return e;
        if (!known)
            to[n++] = r;
    }
    j->n_new = n;
    return OK;
}

static bool
envelopes_are_well_formed(const struct hublink_request *q)
{
    for (size_t i = 0; i < q->n_envelopes; i++) {
        struct envelope e;
        memcpy(e.b, q->envelopes.p + i * ENVELOPE_BYTES, sizeof e.b);
        if (envelope_check(&e))
            return false;
    }
    return true;
}

/* A day's budget is gone: for days, not for seconds, so it is said like a full disk. */
static bool
budget_take(struct committer *c, const struct job *j)
{
    uint32_t wait_s = 0;

    return j->q.kind == HUBLINK_DROP ||
           bucket_take(&c->budget, (int64_t)j->n_new * ENVELOPE_BYTES, c->now_ms, &wait_s);
}

/* Room on shelf and disk, then the rate, then the budget.  True when the rows may stay. */
static bool
admit(struct committer *c, struct job *j, struct bucket *bucket)
{
    enum shelf_kind kind = j->q.kind == HUBLINK_DROP ? SHELF_DROP : SHELF_LANE;
    uint32_t wait_s = 0;
    size_t n_before = 0;

    if (j->n_new == 0)
        return true;
    for (size_t i = 0; i < c->n_rows; i++) /* of this group, on the same shelf */
        n_before += c->rows[i].kind == kind && c->rows[i].p == j->q.p && c->rows[i].n == j->q.n;
    enum err e = batches_room(c->batches, kind, j->q.p, j->q.n, n_before + j->n_new, c->today);
    if (e) {
        refuse(j, e == ERR_TOO_LARGE ? HUBLINK_FULL : HUBLINK_FAILED, 0);
        return false;
    }
    if (!bucket_take(bucket, (int64_t)j->n_new, c->now_ms, &wait_s)) {
        refuse(j, HUBLINK_BUSY, wait_s);
        return false;
    }
    if (!budget_take(c, j)) {
        bucket_return(bucket, (int64_t)j->n_new);
        refuse(j, HUBLINK_FULL, 0);
        return false;
    }
    return true;
}

static void
accept_rows(struct committer *c, struct job *j)
{
    c->n_rows += j->n_new;
    j->waits = j->waits || j->n_new > 0;
    j->reply.status = HUBLINK_STORED;
}

/* False when the ticket does not let this message in; the reply says why. */
static bool
ticket_is_good(struct committer *c, struct job *j)
{
    const struct hub_conf *h = c->conf.hub;
    uint32_t wait_s = 0;

    ticket_decode(j->q.ticket, &j->ticket);
    switch (ticket_check(&j->ticket, &c->conf.key, &c->conf.hub_id, c->now_s,
        (uint32_t)((h->ticket_min_ms + 999) / 1000), (uint32_t)(h->ticket_max_ms / 1000),
        &wait_s)) {
    case OK: return true;
    case ERR_BUSY: refuse(j, HUBLINK_EARLY, wait_s); return false;
    case ERR_EXPIRED: refuse(j, HUBLINK_EXPIRED, 0); return false;
    default: refuse(j, HUBLINK_FORGED, 0); return false;
    }
}

static void
job_put(struct committer *c, struct job *j)
{
    if (!ticket_is_good(c, j))
        return;
    if (!envelopes_are_well_formed(&j->q)) {
        refuse(j, HUBLINK_FORGED, 0);
        return;
    }
    if (rows_take(c, j))
        return; /* HUBLINK_FAILED, as it stands */
    switch (spent_check(c->spent, &j->ticket, j->q.epoch, j->n_new, c->now_s, &j->reply.epoch)) {
    case OK: break;
    case ERR_CONFLICT: refuse(j, HUBLINK_SPENT, 0); return;
    case ERR_BUSY: refuse(j, HUBLINK_BUSY, 60); return;
    default: refuse(j, HUBLINK_EXPIRED, 0); return;
    }
    if (!admit(c, j, &c->lane))
        return;
    spent_add(c->spent, &j->ticket, j->q.epoch, j->n_new, c->now_s);
    accept_rows(c, j);
}

static void
job_drop(struct committer *c, struct job *j)
{
    if (!envelopes_are_well_formed(&j->q))
        refuse(j, HUBLINK_FORGED, 0);
    else if (!rows_take(c, j) && admit(c, j, &c->drop))
        accept_rows(c, j);
}

/* Work out what one message may do.  `kind` is all that its socket may ask for. */
static void
job_run(struct committer *c, struct job *j, enum hublink_kind kind)
{
    j->reply = (struct hublink_reply){ .status = HUBLINK_FAILED };
    j->n_new = 0;
    j->waits = false;
    enum err e = hublink_decode((struct bytes){ j->message, j->n_message }, &j->q);
    if (!e && j->q.kind != kind)
        e = ERR_FORBIDDEN;
    if (e) {
        j->q.kind = HUBLINK_UNSET;
        log_event("bad-message-to-committer", e, (int64_t)j->n_message, NULL);
    } else if (kind == HUBLINK_PUT) {
        job_put(c, j);
    } else {
        job_drop(c, j);
    }
}

/* Nothing was stored: give back what was counted. */
static void
job_undo(struct committer *c, struct job *j, enum hublink_status status)
{
    if (j->q.kind == HUBLINK_PUT) {
        spent_undo(c->spent, &j->ticket, j->n_new, c->now_s);
        bucket_return(&c->lane, (int64_t)j->n_new);
        bucket_return(&c->budget, (int64_t)j->n_new * ENVELOPE_BYTES);
    } else if (j->q.kind == HUBLINK_DROP) {
        bucket_return(&c->drop, (int64_t)j->n_new);
    }
    refuse(j, status, 0);
}

/* The asker may be gone, or have sent something that is no socket: its loss. */
static void
job_answer(struct job *j)
{
    uint8_t answer[HUBLINK_REPLY_BYTES];

    hublink_reply_encode(&j->reply, answer);
    (void)!send(j->reply_fd, answer, sizeof answer, MSG_DONTWAIT | MSG_NOSIGNAL);
    fd_drop(&j->reply_fd);
    secret_wipe(j->message, TICKET_PART);
    secret_wipe(&j->ticket, sizeof j->ticket);
    secret_wipe(j->q.ticket, sizeof j->q.ticket);
}

/* Take up to `max` messages from one socket.  False at its end. */
static bool
group_receive(struct committer *c, int *fd, enum hublink_kind kind, size_t max)
{
    for (size_t i = 0; *fd >= 0 && c->n_jobs < max && i < max; i++) { /* bad ones count too */
        struct job *j = &c->jobs[c->n_jobs];
        enum err e = fd_receive(*fd, j->message, HUBLINK_MAX_BYTES, &j->n_message, &j->reply_fd);
        if (e == ERR_BUSY)
            return true;
        if (e == ERR_NOT_FOUND || e == ERR_INTERNAL)
            return false;
        if (e || j->reply_fd < 0)
            continue; /* cut, or no way to answer */
        job_run(c, j, kind);
        c->n_jobs++;
    }
    return *fd >= 0;
}

/* Everything that waits, one fdatasync, all answers.  An error means: end the process. */
static enum err
group_run(struct committer *c)
{
    clock_look(c);
    c->n_jobs = c->n_rows = 0;
    if (!group_receive(c, &c->conf.desk_fd, HUBLINK_DROP, GROUP_MAX_DESK))
        fd_drop(&c->conf.desk_fd);
    if (!group_receive(c, &c->conf.gate_fd, HUBLINK_PUT, GROUP_MAX))
        fd_drop(&c->conf.gate_fd);
    bool was_empty = batches_n_open(c->batches) == 0;
    enum err e = c->n_rows > 0 ? batches_append(c->batches, c->rows, c->n_rows) : OK;
    if (e && e != ERR_TOO_LARGE)
        return e; /* nobody is told anything */
    if (!e && c->n_rows > 0 && was_empty)
        c->opened_ms = c->now_ms;
    for (size_t i = 0; i < c->n_jobs; i++) {
        if (e && c->jobs[i].waits)
            job_undo(c, &c->jobs[i], HUBLINK_FULL);
        job_answer(&c->jobs[i]);
    }
    if (e)
        log_event("disk-full", e, (int64_t)c->n_rows, NULL);
    return OK;
}

/* Close the batch when its time is over or it is large; also look for what has expired. */
static enum err
batch_run(struct committer *c, bool ending)
{
    const char *why = NULL;
    size_t n = batches_n_open(c->batches);

    clock_look(c);
    bool over = n >= BATCH_MAX || c->now_ms - c->opened_ms >= c->conf.hub->batch_ms;
    if (n > 0 && !over && !ending)
        return OK;
    enum err e = batches_close(c->batches, c->today, &why);
    if (!e && why)
        log_event("envelopes-damaged", OK, 0, why);
    if (!e)
        return OK;
    log_event("batch-not-closed", e, (int64_t)n, why);
    c->opened_ms = c->now_ms; /* try again after another period: what is in the log is safe */
    return e == ERR_BUSY && !ending ? OK : e;
}

static int
wait_ms(const struct committer *c)
{
    int64_t ms = TICK_MS;

    if (batches_n_open(c->batches) > 0)
        ms = c->opened_ms + c->conf.hub->batch_ms - clock_steady_ms();
    return ms < 0 ? 0 : ms > TICK_MS ? TICK_MS : (int)ms;
}

enum err
committer_run(struct committer *c)
{
    enum err e = OK;

    while (!e && (c->conf.gate_fd >= 0 || c->conf.desk_fd >= 0)) {
        struct pollfd fds[] = {
            { c->conf.gate_fd, POLLIN, 0 },
            { c->conf.desk_fd, POLLIN, 0 },
            { c->conf.signal_fd, POLLIN, 0 },
        };
        int n = poll(fds, sizeof fds / sizeof *fds, wait_ms(c));
        if (fds[2].revents)
            break;
        if (n > 0)
            e = group_run(c);
        if (!e)
            e = batch_run(c, false);
    }
    if (e) {
        log_event(
            "disk-failed", e, 0, "nothing more is accepted; start again when the disk is sound");
        return e;
    }
    return batch_run(c, true);
}
