/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/hubs/hubs.h"
#include "base/clock.h"
#include "base/file.h"
#include "core/wire/content.h"
#include "core/wire/shelf.h"
#include "desk/store/store.h"
#include <inttypes.h>

enum {
    PULL_MAX_BYTES = 11 << 20, /* more than any reply of a hub: one that never fits would stop us */
    PULL_PAUSE_MS = 250,       /* a hub that always has more leaves time for people */
    EDITION_MAX_BYTES = 1 << 20,
    DEPOSIT_MAX_BYTES = 128 * 1024,
    JOB_EXTRA_BYTES = 256 * 1024,
    CLOCK_TOLERANCE_S = 90,
};

enum err
hubs_init(struct hubs *out, const struct root *root, const struct network_id *network,
    struct sign_secret **auth, struct courier *courier, struct hubs_conf conf)
{
    struct sign_public pk = sign_public_of(*auth);

    memset(out, 0, sizeof *out);
    out->conf = conf;
    out->root = root;
    out->network = network;
    out->courier = courier;
    out->key_id = content_id_of((struct bytes){ pk.b, sizeof pk.b });
    out->auth = TAKE(*auth);
    out->n = root->n_hubs;
    for (size_t i = 0; i < out->n; i++) {
        out->h[i].id = root->hubs[i].id;
        out->h[i].address = root->hubs[i].address;
    }
    return OK;
}

void
hubs_done(struct hubs *h)
{
    sign_secret_drop(&h->auth);
}

/* Sign the request and hand it to the courier. */
static enum err
send_job(
    struct hubs *h, struct courier_job **job, const char *target, bool is_signed, int64_t now_s)
{
    struct courier_job *j = *job;
    struct hub *hub = &h->h[j->hub];
    struct desk_request rq = { j->put.p ? "PUT" : "GET", target, hub->id, j->put };
    struct desk_auth auth;
    int n = snprintf(j->url, sizeof j->url, "%s%s", hub->address, target);

    if (n < 0 || (size_t)n >= sizeof j->url)
        return ERR_INTERNAL;
    if (is_signed) {
        enum err e = desk_auth_sign(&rq, h->auth, now_s, NULL, &auth);
        if (e)
            return e;
        desk_auth_print(&auth, j->authorization);
    }
    hub->busy = true;
    courier_give(h->courier, TAKE(*job));
    return OK;
}

static enum err
ask_pull(struct hubs *h, size_t i, struct db *records, int64_t now_s)
{
    OWN(courier_job) j = courier_job_new(JOB_PULL, i, fetch_room(PULL_MAX_BYTES));
    uint8_t store_id[ID_BYTES];
    char target[64];
    int64_t batch = 0;

    if (!j)
        return ERR_INTERNAL;
    enum err e = store_hub_get(records, &h->h[i].id, store_id, &batch);
    if (e && e != ERR_NOT_FOUND)
        return e;
    j->max_bytes = PULL_MAX_BYTES;
    (void)snprintf(target, sizeof target, "/l/0?after=%" PRId64, e ? 0 : batch);
    return send_job(h, &j, target, true, now_s);
}

static enum err
ask_edition(struct hubs *h, size_t i, int64_t now_s)
{
    OWN(courier_job) j = courier_job_new(JOB_EDITION, i, 4 * EDITION_MAX_BYTES + JOB_EXTRA_BYTES);

    if (!j)
        return ERR_INTERNAL;
    j->max_bytes = EDITION_MAX_BYTES;
    return send_job(h, &j, "/edition", false, now_s);
}

/* Envelopes of one shelf go in one request: the first due one decides which.  The other shelves of
   a slot follow at once, until as many went as a slot may carry. */
static enum err
ask_deposit(struct hubs *h, size_t i, struct db *records, int64_t now_s)
{
    struct outgoing *due = calloc(JOB_MAX_IDS, sizeof *due);
    OWN(courier_job) j = courier_job_new(JOB_DEPOSIT, i, DEPOSIT_MAX_BYTES + JOB_EXTRA_BYTES);
    size_t cap = h->h[i].slot_left < JOB_MAX_IDS ? h->h[i].slot_left : JOB_MAX_IDS;
    unsigned bits = h->h[i].drop_bits;
    char target[64];
    size_t n = 0;

    enum err e =
        due && j ? store_out_due(records, &h->h[i].id, day_of(now_s), due, cap, &n) : ERR_INTERNAL;
    uint8_t *body = !e && n > 0 ? arena_alloc(j->arena, n * ENVELOPE_BYTES) : NULL;
    if (!body) {
        h->h[i].slot_left = 0;
        free(due);
        return e ? e : n > 0 ? ERR_INTERNAL : OK;
    }
    uint16_t shelf = shelf_number(due[0].shelf16, bits);
    for (size_t k = 0; k < n; k++) {
        if (shelf_number(due[k].shelf16, bits) != shelf)
            continue;
        memcpy(body + j->n_outbox * ENVELOPE_BYTES, due[k].envelope.b, ENVELOPE_BYTES);
        j->outbox_ids[j->n_outbox++] = due[k].id;
    }
    free(due);
    h->h[i].slot_left -= (unsigned)j->n_outbox;
    j->put = (struct bytes){ body, j->n_outbox * ENVELOPE_BYTES };
    j->max_bytes = 65536;
    (void)snprintf(target, sizeof target, "/d/%u/%u", bits, shelf);
    return send_job(h, &j, target, true, now_s);
}

/* Polls drift a little, so that the desk is no clock for an observer. */
static int64_t
with_jitter(int64_t ms)
{
    return ms - ms / 10 + (int64_t)random_below((uint32_t)(ms / 5 + 1));
}

enum err
hubs_step(struct hubs *h, struct db *records, int64_t steady_ms, int64_t now_s)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < h->n; i++) {
        struct hub *hub = &h->h[i];
        if (hub->busy)
            continue;
        if (steady_ms >= hub->next_edition_ms) {
            hub->next_edition_ms = steady_ms + with_jitter(h->conf.edition_ms);
            e = ask_edition(h, i, now_s);
        } else if (hub->edition && steady_ms >= hub->next_slot_ms) {
            hub->next_slot_ms = steady_ms + h->conf.slot_ms;
            hub->slot_left = hub->slot_envelopes;
            e = ask_deposit(h, i, records, now_s);
        } else if (hub->slot_left > 0) {
            e = ask_deposit(h, i, records, now_s);
        } else if (steady_ms >= hub->next_pull_ms) {
            hub->next_pull_ms = steady_ms + with_jitter(h->conf.poll_ms);
            e = ask_pull(h, i, records, now_s);
        }
    }
    return e;
}

int
hubs_wait_ms(const struct hubs *h, int64_t steady_ms)
{
    int64_t wait = 1000;

    for (size_t i = 0; i < h->n; i++) {
        const struct hub *hub = &h->h[i];
        if (hub->busy)
            continue;
        int64_t next =
            hub->next_edition_ms < hub->next_pull_ms ? hub->next_edition_ms : hub->next_pull_ms;
        if (hub->edition && hub->next_slot_ms < next)
            next = hub->next_slot_ms;
        if (hub->slot_left > 0)
            next = steady_ms;
        wait = next - steady_ms < wait ? next - steady_ms : wait;
    }
    return wait < 0 ? 0 : (int)wait;
}

static void
set_health(struct hub *hub, enum hub_health health, const char *why)
{
    hub->health = health;
    (void)snprintf(hub->why, sizeof hub->why, "%s", why ? why : "");
}

/* What an answer says about the hub, whatever was asked.  False: nothing more to take from it. */
static bool
look_at_answer(struct hub *hub, const struct courier_job *done, int64_t now_s)
{
    if (done->err) {
        set_health(hub, HUB_DOWN, done->why);
        return false;
    }
    if (done->answer.server_s)
        hub->clock_off_s = done->answer.server_s - now_s;
    bool clock_is_off =
        hub->clock_off_s > CLOCK_TOLERANCE_S || hub->clock_off_s < -CLOCK_TOLERANCE_S;
    if (done->answer.status >= 200 && done->answer.status < 300)
        return true;
    if (clock_is_off)
        set_health(hub, HUB_CLOCK, NULL);
    else if (done->answer.status >= 500)
        set_health(hub, HUB_DOWN, "5xx");
    else
        set_health(hub, HUB_REFUSES,
            done->answer.status == 401 || done->answer.status == 403 ? "401" : "4xx");
    return false;
}

/* Is it not older than what any hub has ever shown?  Else it is an old state of the network played
   back, with cards and hubs that were taken out since.  ERR_CONFLICT. */
static enum err
check_age(struct hub *hub, struct db *records, uint32_t version)
{
    uint32_t highest = 0;
    enum err e = store_edition_get(records, &highest);

    if (!e && version < highest) {
        hub->health = HUB_BAD_EDITION;
        (void)snprintf(hub->why, sizeof hub->why, "edition %" PRIu32 " is older than %" PRIu32,
            version, highest);
        return ERR_CONFLICT;
    }
    if (e || version == highest)
        return e;
    e = db_begin(records, TX_WRITE);
    return e ? e : db_end(records, store_edition_put(records, version));
}

static enum err
take_edition(struct hubs *h, struct hub *hub, struct db *records, const struct courier_job *done,
    int64_t now_s)
{
    struct edition ed;
    enum err e = edition_open(done->answer.body, h->root, h->network, done->arena, &ed);

    if (e) {
        set_health(hub, HUB_BAD_EDITION, err_name(e));
        return OK;
    }
    e = check_age(hub, records, ed.version);
    if (e)
        return e == ERR_CONFLICT ? OK : e;
    hub->edition = ed.version;
    hub->drop_bits = ed.drop_bits;
    hub->slot_envelopes = ed.slot_envelopes;
    hub->edition_expired = edition_is_expired(&ed, day_of(now_s));
    if (hub->health != HUB_CLOCK && hub->health != HUB_REFUSES)
        set_health(hub, HUB_GOOD, NULL);
    return OK;
}

/* "USL1" store_id(16) last_batch(8) more(1) n(4), then n times batch(8) expiry_day(4) envelope. */
static enum err
read_lane(struct bytes body, uint8_t store_id[ID_BYTES], int64_t *last, bool *more,
    struct bytes *rows, uint32_t *n)
{
    struct reader r = reader_of(body);
    struct bytes magic = read_n(&r, 4);

    read_fixed(&r, store_id, ID_BYTES);
    *last = (int64_t)read_u64(&r);
    *more = read_u8(&r) != 0;
    *n = read_u32(&r);
    *rows = (struct bytes){ r.p, r.left };
    bool whole = !r.bad && bytes_equal(magic, bytes_of("USL1")) &&
                 r.left == (size_t)*n * (12 + ENVELOPE_BYTES) && *last >= 0;
    return whole ? OK : ERR_MALFORMED;
}

static enum err
file_rows(struct bytes rows, uint32_t n, enum err (*file)(void *closure, const struct pulled *p),
    void *closure)
{
    struct reader r = reader_of(rows);
    enum err e = OK;

    for (uint32_t i = 0; !e && i < n; i++) {
        struct pulled p;
        (void)read_u64(&r);
        p.expiry_day = read_u32(&r);
        read_fixed(&r, p.envelope.b, ENVELOPE_BYTES);
        e = file(closure, &p);
    }
    return e;
}

static enum err
take_pull(struct hub *hub, struct db *records, const struct courier_job *done, int64_t now_s,
    enum err (*file)(void *closure, const struct pulled *p), void *closure)
{
    uint8_t store_id[ID_BYTES];
    uint8_t known[ID_BYTES];
    struct bytes rows;
    int64_t last = 0;
    int64_t batch = 0;
    uint32_t n = 0;
    bool more = false;

    if (read_lane(done->answer.body, store_id, &last, &more, &rows, &n)) {
        set_health(hub, HUB_REFUSES, "answer");
        return OK;
    }
    enum err e = store_hub_get(records, &hub->id, known, &batch);
    bool lost_store = !e && !id_equal(known, store_id);
    if (e && e != ERR_NOT_FOUND)
        return e;
    e = db_begin(records, TX_WRITE);
    if (e)
        return e;
    if (lost_store) /* its counter began anew: read from the start, give it our answers again */
        e = store_out_forget(records, &hub->id);
    else
        e = file_rows(rows, n, file, closure);
    e = e ? e : store_hub_put(records, &hub->id, store_id, lost_store ? 0 : last);
    e = db_end(records, e);
    if (e)
        return e;
    hub->last_pull_s = now_s;
    if (hub->health != HUB_BAD_EDITION) /* until it shows a better one */
        set_health(hub, HUB_GOOD, NULL);
    if (more && !lost_store) /* a hub that is always new to us has to wait like any other */
        hub->next_pull_ms = clock_steady_ms() + PULL_PAUSE_MS;
    return OK;
}

static enum err
take_deposit(struct hub *hub, struct db *records, const struct courier_job *done)
{
    enum err e = db_begin(records, TX_WRITE);

    for (size_t i = 0; !e && i < done->n_outbox; i++)
        e = store_out_delivered(records, done->outbox_ids[i], &hub->id);
    return db_end(records, e);
}

enum err
hubs_take(struct hubs *h, struct db *records, const struct courier_job *done, int64_t now_s,
    enum err (*file)(void *closure, const struct pulled *p), void *closure)
{
    struct hub *hub = &h->h[done->hub];

    hub->busy = false;
    if (!look_at_answer(hub, done, now_s)) {
        hub->slot_left = 0; /* the rest waits for the next slot */
        return OK;
    }
    switch (done->kind) {
    case JOB_PULL: return take_pull(hub, records, done, now_s, file, closure);
    case JOB_DEPOSIT: return take_deposit(hub, records, done);
    case JOB_EDITION: return take_edition(h, hub, records, done, now_s);
    }
    return OK;
}
