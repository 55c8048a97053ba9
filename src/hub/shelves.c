/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/shelves.h"
#include "core/wire/content.h"
#include "store.gen.h"

enum { CACHED_SHELVES = 64, CACHED_SLOTS = 64 }; /* 16 MB at most */

struct junk {
    struct content_id id;
    struct envelope envelope;
};

struct cached {         /* the first slots of one shelf */
    struct junk *slots; /* NULL: not used yet */
    uint8_t p;
    uint16_t n;
    size_t n_made;
};

struct shelves {
    struct arena *arena;
    uint8_t key[KEY_BYTES];
    struct cached cached[CACHED_SHELVES];
};

struct slot {
    struct content_id id;
    const uint8_t *envelope;
};

struct shelves *
shelves_new(const struct store_facts *facts)
{
    OWN(arena)
    a = arena_new((size_t)CACHED_SHELVES * CACHED_SLOTS * sizeof(struct junk) + (1 << 17));
    struct shelves *s = a ? arena_alloc(a, sizeof *s) : NULL;

    if (!s)
        return NULL;
    memcpy(s->key, facts->junk_key, sizeof s->key);
    s->arena = TAKE(a);
    return s;
}

void
shelves_drop(struct shelves **at)
{
    struct shelves *s = *at;

    *at = NULL;
    if (!s)
        return;
    struct arena *a = s->arena;
    arena_drop(&a);
}

static void
junk_make(const struct shelves *s, uint8_t p, uint16_t n, size_t slot, struct junk *to)
{
    shelf_junk(s->key, p, n, (uint16_t)slot, &to->envelope);
    to->id = envelope_id(&to->envelope);
}

/* The cache's place for this shelf, emptied if it held another one's; NULL when out of memory. */
static struct cached *
cached_of(struct shelves *s, uint8_t p, uint16_t n)
{
    struct cached *c = &s->cached[(n ^ (unsigned)p * 7) % CACHED_SHELVES];

    if (!c->slots)
        c->slots = arena_alloc(s->arena, CACHED_SLOTS * sizeof *c->slots);
    if (!c->slots)
        return NULL;
    if (c->p != p || c->n != n)
        c->n_made = 0;
    c->p = p;
    c->n = n;
    return c;
}

/* The first `count` junk slots, from the cache as far as it goes, the rest made in `a`. */
static enum err
junk_take(struct shelves *s, uint8_t p, uint16_t n, size_t count, struct arena *a, struct slot *to)
{
    struct cached *c = cached_of(s, p, n);

    for (size_t i = 0; i < count; i++) {
        bool fits = c && i < CACHED_SLOTS;
        struct junk *j = fits ? &c->slots[i] : arena_alloc(a, sizeof *j);
        if (!j)
            return ERR_INTERNAL;
        if (!fits || i >= c->n_made)
            junk_make(s, p, n, i, j);
        if (fits && i >= c->n_made)
            c->n_made = i + 1;
        to[i] = (struct slot){ j->id, j->envelope.b };
    }
    return OK;
}

/* The live envelopes of a shelf, copied into `a`. */
static enum err
mail_take(struct db *db, uint8_t p, uint16_t n, uint32_t today, struct arena *a, struct slot *to,
    size_t *count)
{
    OWN(db_stmt) s = db_use(db, STORE_SHELF_ALL);
    bool row = false;
    enum err e = OK;
    size_t k = 0;

    db_bind_i64(s, 1, p);
    db_bind_i64(s, 2, n);
    db_bind_i64(s, 3, today);
    for (e = db_step(s, &row); !e && row && k < SHELF_MAX_SLOTS; e = e ? e : db_step(s, &row)) {
        uint8_t *copy = arena_alloc(a, ENVELOPE_BYTES);
        e = copy ? db_fixed(s, 1, copy, ENVELOPE_BYTES) : ERR_INTERNAL;
        if (!e)
            e = db_fixed(s, 0, to[k].id.b, ID_BYTES);
        to[k++].envelope = copy;
    }
    if (!e)
        *count = k;
    return e;
}

static int
by_id(const void *a, const void *b)
{
    const struct slot *x = a;
    const struct slot *y = b;

    return id_order(x->id.b, y->id.b);
}

/* Mail and junk in the order of their ids, copied into `to`. */
static void
slots_write(struct slot *slots, size_t n, uint8_t *to)
{
    qsort(slots, n, sizeof *slots, by_id);
    for (size_t i = 0; i < n; i++)
        memcpy(to + i * ENVELOPE_BYTES, slots[i].envelope, ENVELOPE_BYTES);
}

enum err
shelves_read(struct shelves *s, struct db *db, uint8_t p, uint16_t n, uint32_t today,
    struct arena *a, struct bytes *out)
{
    OWN(arena) scratch = arena_new(2 * SHELF_BODY_MAX);
    struct slot slots[SHELF_MAX_SLOTS];
    size_t n_mail = 0;
    enum err e = scratch ? mail_take(db, p, n, today, scratch, slots, &n_mail) : ERR_INTERNAL;
    size_t n_slots = shelf_slots(n_mail);

    if (!e)
        e = junk_take(s, p, n, n_slots - n_mail, scratch, slots + n_mail);
    if (e)
        return e;
    uint8_t *body = arena_alloc(a, n_slots * ENVELOPE_BYTES);
    if (!body)
        return ERR_INTERNAL;
    slots_write(slots, n_slots, body);
    *out = (struct bytes){ body, n_slots * ENVELOPE_BYTES };
    return OK;
}

/* Which batches a reply covers: up to *last, n envelopes; *more if later ones are left. */
static enum err
lane_plan(struct db *db, uint64_t after, uint64_t *last, size_t *n, bool *more)
{
    OWN(db_stmt) s = db_use(db, STORE_LANE_BATCHES);
    bool row = false;
    enum err e = OK;

    db_bind_i64(s, 1, after > INT64_MAX ? INT64_MAX : (int64_t)after);
    for (e = db_step(s, &row); !e && row; e = db_step(s, &row)) {
        size_t n_batch = (size_t)db_i64(s, 1);
        if (*n > 0 && *n + n_batch > LANE_ENOUGH)
            break;
        *last = (uint64_t)db_i64(s, 0);
        *n += n_batch;
    }
    *more = row;
    return e;
}

static enum err
lane_rows(struct db *db, uint64_t after, uint64_t last, size_t n, struct writer *w)
{
    OWN(db_stmt) s = db_use(db, STORE_LANE_ROWS);
    bool row = false;
    enum err e = OK;

    db_bind_i64(s, 1, (int64_t)after);
    db_bind_i64(s, 2, (int64_t)last);
    for (e = db_step(s, &row); !e && row; e = db_step(s, &row), n--) {
        struct bytes envelope = db_bytes(s, 2);
        if (envelope.n != ENVELOPE_BYTES || n == 0)
            return ERR_INTERNAL;
        write_u64(w, (uint64_t)db_i64(s, 0));
        write_u32(w, (uint32_t)db_i64(s, 1));
        write_bytes(w, envelope);
    }
    return e ? e : n > 0 || w->full ? ERR_INTERNAL : OK;
}

enum err
lane_read(struct db *db, uint64_t after, struct arena *a, struct bytes *out)
{
    struct store_facts facts;
    uint64_t last = 0;
    size_t n = 0;
    bool more = false;
    enum err e = store_facts_get(db, &facts);

    if (!e)
        e = lane_plan(db, after, &last, &n, &more);
    if (e)
        return e;
    size_t cap = LANE_HEAD_BYTES + n * LANE_ROW_BYTES;
    uint8_t *to = arena_alloc(a, cap);
    if (!to)
        return ERR_INTERNAL;
    struct writer w = writer_of(to, cap);
    write_bytes(&w, bytes_of("USL1"));
    write_n(&w, facts.id, sizeof facts.id);
    write_u64(&w, more ? last : facts.last_batch);
    write_u8(&w, more);
    write_u32(&w, (uint32_t)n);
    e = n > 0 ? lane_rows(db, after, last, n, &w) : OK;
    if (!e)
        *out = (struct bytes){ to, w.n };
    return e;
}
