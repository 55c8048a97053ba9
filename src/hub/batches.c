/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/batches.h"
#include "base/arena.h"
#include "core/wire/content.h"
#include "core/wire/shelf.h"
#include <limits.h>
#include <sys/statvfs.h>

enum { ARENA_MAX = 256 << 20 };

/* What is known of an envelope of the open batch; the rest is read from the log. */
struct open_row {
    struct content_id id;
    uint32_t record;
    enum shelf_kind kind;
    uint8_t p;
    uint16_t n;
};

struct batches {
    struct batches_conf conf;
    struct arena *arena;
    struct openlog log;
    struct db *db;
    struct open_row *rows;
    size_t n_rows, cap_rows;
    uint64_t last_batch;
    int64_t n_stored;     /* rows of the store */
    int64_t n_lane;       /* of the lane, in the store and in the open batch */
    uint32_t cleaned_day; /* when expired ones were last deleted */
    size_t n_damaged;     /* of the batch being closed */
    char why[DB_WHY_BYTES];
};

static int
by_id(const void *a, const void *b)
{
    const struct open_row *x = a;
    const struct open_row *y = b;

    return id_order(x->id.b, y->id.b);
}

static void
remember(struct batches *b, const struct routed *r, uint32_t record)
{
    b->rows[b->n_rows++] = (struct open_row){ r->id, record, r->kind, r->p, r->n };
    b->n_lane += r->kind == SHELF_LANE;
}

/* A large batch is split in the order of ids, so that a reply with whole batches stays within
   bounds. */
static uint64_t
n_batches(int64_t n_added)
{
    return ((uint64_t)n_added + BATCH_SPLIT - 1) / BATCH_SPLIT;
}

/* A record that was good when it was appended and is not now: the disk lost it.
   The others go on. */
static enum err
row_read(struct batches *b, const struct open_row *row, uint8_t room[OPENLOG_RECORD_BYTES],
    struct routed *out, bool *damaged)
{
    enum err e = openlog_read(&b->log, row->record, room, out);

    *damaged = e == ERR_MALFORMED || (!e && !id_equal(out->id.b, row->id.b));
    b->n_damaged += *damaged;
    return *damaged ? OK : e;
}

static enum err
row_store(struct batches *b, const struct open_row *row, int64_t *n_added, int64_t *n_lane)
{
    uint8_t room[OPENLOG_RECORD_BYTES];
    struct routed r;
    bool damaged = false;
    bool known = false;
    enum err e = row_read(b, row, room, &r, &damaged);

    if (e || damaged)
        return e;
    e = store_envelope_is_known(b->db, &r.id, &known);
    if (e || known)
        return e;
    e = store_envelope_add(b->db, b->last_batch + 1 + (uint64_t)*n_added / BATCH_SPLIT, &r);
    *n_added += !e;
    *n_lane += !e && r.kind == SHELF_LANE;
    return e;
}

/* One transaction.  A crash after it, before the log is wiped, finds every id known. */
static enum err
rows_store(struct batches *b, uint32_t today, int64_t *n_added)
{
    int64_t n_dropped = 0;
    int64_t n_lane = 0;
    int64_t n_lane_dropped = 0;
    enum err e = db_begin(b->db, TX_WRITE);

    if (e)
        return e;
    qsort(b->rows, b->n_rows, sizeof *b->rows, by_id);
    for (size_t i = 0; !e && i < b->n_rows; i++)
        e = row_store(b, &b->rows[i], n_added, &n_lane);
    if (!e && *n_added > 0)
        e = store_last_batch_set(b->db, b->last_batch + n_batches(*n_added));
    if (!e)
        e = store_expired_drop(b->db, today, &n_dropped, &n_lane_dropped);
    e = db_end(b->db, e);
    if (e)
        return e;
    for (size_t i = 0; i < b->n_rows; i++) /* some may have been known, or damaged */
        n_lane -= b->rows[i].kind == SHELF_LANE;
    b->n_lane += n_lane - n_lane_dropped;
    b->n_stored += *n_added - n_dropped;
    return OK;
}

enum err
batches_close(struct batches *b, uint32_t today, const char **why)
{
    int64_t n_added = 0;

    *why = NULL;
    if (b->n_rows == 0 && b->cleaned_day == today)
        return OK;
    b->n_damaged = 0;
    if (rows_store(b, today, &n_added)) {
        (void)snprintf(b->why, sizeof b->why, "%s", db_why(b->db));
        *why = b->why;
        return ERR_BUSY;
    }
    b->last_batch += n_batches(n_added);
    b->cleaned_day = today;
    b->n_rows = 0;
    if (b->n_damaged > 0) {
        (void)snprintf(
            b->why, sizeof b->why, "%zu envelopes were damaged on the disk", b->n_damaged);
        *why = b->why;
    }
    (void)!db_fold(b->db); /* a reader in the way: next time */
    if (openlog_wipe(&b->log) == OK)
        return OK;
    *why = "open.log cannot be emptied";
    return ERR_INTERNAL;
}

/* Take over what a crash left in the log: whole records that are still alive. */
static enum err
recover(struct batches *b, uint32_t today, const char **why)
{
    *why = "it cannot be read";
    for (size_t i = 0; i < b->log.n_records; i++) {
        uint8_t room[OPENLOG_RECORD_BYTES];
        struct routed r;
        enum err e = openlog_read(&b->log, i, room, &r);
        if (e == ERR_MALFORMED || (!e && r.expiry_day < today))
            continue;
        if (e)
            return e;
        remember(b, &r, (uint32_t)i);
    }
    if (b->n_rows > 0)
        return batches_close(b, today, why);
    *why = "it cannot be written";
    return openlog_wipe(&b->log);
}

static enum err
files_open(struct batches *b, char why[static DB_WHY_BYTES])
{
    char path[PATH_MAX];
    struct store_facts facts;
    int n = snprintf(path, sizeof path, "%s/open.log", b->conf.folder);
    enum err e = n < 0 || (size_t)n >= sizeof path ? ERR_INTERNAL : openlog_open(path, &b->log);

    if (e) {
        (void)snprintf(why, DB_WHY_BYTES, "open.log %s",
            e == ERR_BUSY ? "is held by another hub: stop that one first" : "cannot be opened");
        return e;
    }
    e = store_open(b->conf.folder, DB_STORE, &b->db, why);
    if (!e)
        e = store_facts_make(b->db, &facts);
    if (!e)
        e = store_envelope_count(b->db, &b->n_stored);
    if (!e)
        e = store_lane_count(b->db, &b->n_lane);
    if (!e)
        b->last_batch = facts.last_batch;
    return e;
}

/* An empty object that owns its own memory, or NULL. */
static struct batches *
batches_new(const struct batches_conf *conf)
{
    OWN(arena) a = arena_new(ARENA_MAX);
    struct batches *b = a ? arena_alloc(a, sizeof *b) : NULL;

    if (!b)
        return NULL;
    b->conf = *conf;
    b->log.fd = -1;
    b->arena = TAKE(a);
    return b;
}

enum err
batches_open(const struct batches_conf *conf, uint32_t today, struct batches **out,
    char why[static DB_WHY_BYTES])
{
    OWN(batches) b = batches_new(conf);

    (void)snprintf(why, DB_WHY_BYTES, "no memory");
    if (!b)
        return ERR_INTERNAL;
    enum err e = files_open(b, why);
    if (e)
        return e;
    b->cap_rows = b->log.n_records + BATCH_ROOM;
    b->rows = arena_alloc(b->arena, b->cap_rows * sizeof *b->rows);
    if (!b->rows)
        return ERR_INTERNAL;
    const char *words = NULL;
    e = recover(b, today, &words);
    if (e)
        (void)snprintf(
            why, DB_WHY_BYTES, "open.log cannot be taken over: %.200s", words ? words : "");
    else
        *out = TAKE(b);
    return e;
}

void
batches_drop(struct batches **at)
{
    struct batches *b = *at;

    *at = NULL;
    if (!b)
        return;
    db_drop(&b->db);
    openlog_done(&b->log);
    struct arena *a = b->arena;
    arena_drop(&a);
}

enum err
batches_is_known(struct batches *b, const struct content_id *id, bool *out)
{
    for (size_t i = 0; i < b->n_rows; i++) {
        if (!id_equal(b->rows[i].id.b, id->b))
            continue;
        *out = true;
        return OK;
    }
    return store_envelope_is_known(b->db, id, out);
}

/* Strangers may fill the lane; desks sign what they bring.  So the lane has a share. */
static bool
share_holds(const struct batches *b, enum shelf_kind kind, size_t n)
{
    int64_t max = b->conf.max_bytes / ENVELOPE_BYTES;

    if (b->conf.max_bytes <= 0)
        return true;
    if (kind == SHELF_LANE && b->n_lane + (int64_t)n > max * LANE_PERCENT / 100)
        return false;
    return b->n_stored + (int64_t)(b->n_rows + n) <= max;
}

static enum err
disk_room(const struct batches *b, enum shelf_kind kind, size_t n)
{
    struct statvfs fs;

    if (!share_holds(b, kind, n))
        return ERR_TOO_LARGE;
    if (b->n_rows + n > b->cap_rows)
        return ERR_TOO_LARGE; /* the store takes nothing any more: its disk is full */
    if (statvfs(b->conf.folder, &fs))
        return ERR_INTERNAL;
    return (int64_t)(fs.f_bavail * fs.f_frsize) < b->conf.free_min_bytes ? ERR_TOO_LARGE : OK;
}

enum err
batches_room(
    struct batches *b, enum shelf_kind kind, uint8_t p, uint16_t n_shelf, size_t n, uint32_t today)
{
    int64_t live = 0;
    enum err e = disk_room(b, kind, n);

    if (e || kind == SHELF_LANE)
        return e;
    e = store_shelf_count(b->db, p, n_shelf, today, &live);
    if (e)
        return e;
    for (size_t i = 0; i < b->n_rows; i++)
        live += b->rows[i].kind == SHELF_DROP && b->rows[i].p == p && b->rows[i].n == n_shelf;
    return live + (int64_t)n > SHELF_MAX_SLOTS ? ERR_TOO_LARGE : OK;
}

enum err
batches_append(struct batches *b, const struct routed *rows, size_t n)
{
    size_t first = b->log.n_records;

    if (b->n_rows + n > b->cap_rows)
        return ERR_TOO_LARGE;
    enum err e = openlog_append(&b->log, rows, n);
    for (size_t i = 0; !e && i < n; i++)
        remember(b, &rows[i], (uint32_t)(first + i));
    return e;
}

size_t
batches_n_open(const struct batches *b)
{
    return b->n_rows;
}
