/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/feed.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include "desk/access/roles.h"
#include "desk/dates/due.h"
#include "desk/dates/handlers.h"
#include "desk/dates/ics.h"
#include "http/reply.h"
#include "keys.gen.h"

/* Dates that ended longer ago are left out. */
enum { FEED_BACK_S = 30 * DAY_S, STATUS_CLOSED = 503 };

static struct bytes
member_bytes(const struct member_id *m)
{
    return (struct bytes){ m->b, ID_BYTES };
}

static struct digest
hash_of(const char *secret)
{
    return digest_blake2b(bytes_of(secret));
}

static enum err
put(struct db *keys, const struct member_id *m, const struct digest *hash, int64_t now_s)
{
    OWN(db_stmt) s = db_use(keys, KEYS_FEED_PUT);

    db_bind_bytes(s, 1, member_bytes(m));
    db_bind_bytes(s, 2, (struct bytes){ hash->b, KEY_BYTES });
    db_bind_i64(s, 3, now_s);
    return db_run(s);
}

enum err
feed_make(struct db *keys, const struct member_id *m, int64_t now_s, char secret[FEED_SECRET_CAP])
{
    uint8_t random[KEY_BYTES];
    char text[FEED_SECRET_CAP];
    enum err e = db_begin(keys, TX_WRITE);

    if (e)
        return e;
    random_fill(random, sizeof random);
    b64_encode((struct bytes){ random, sizeof random }, text);
    struct digest hash = hash_of(text);
    e = db_end(keys, put(keys, m, &hash, now_s));
    if (!e)
        memcpy(secret, text, sizeof text);
    return e;
}

enum err
feed_end(struct db *keys, const struct member_id *m)
{
    enum err e = db_begin(keys, TX_WRITE);

    if (e)
        return e;
    OWN(db_stmt) s = db_use(keys, KEYS_FEED_ERASE);
    db_bind_bytes(s, 1, member_bytes(m));
    return db_end(keys, db_run(s));
}

enum err
feed_made_s(struct db *keys, const struct member_id *m, int64_t *out)
{
    OWN(db_stmt) s = db_use(keys, KEYS_FEED_OF);

    db_bind_bytes(s, 1, member_bytes(m));
    enum err e = db_one(s);
    if (e && e != ERR_NOT_FOUND)
        return e;
    *out = e ? 0 : db_i64(s, 0);
    return OK;
}

/* The member of an address, if she still works here and may read.  ERR_NOT_FOUND. */
static enum err
find_member(struct app *app, const struct digest *hash, struct member *out)
{
    OWN(db_stmt) s = db_use(app->keys, KEYS_FEED_FIND);
    struct member_id id;

    db_bind_bytes(s, 1, (struct bytes){ hash->b, KEY_BYTES });
    enum err e = db_one(s);
    e = e ? e : db_fixed(s, 0, id.b, ID_BYTES);
    e = e ? e : keys_member_by_id(app->keys, &id, out);
    const struct roster_member *r = e ? NULL : roster_member_find(app->roster, &id);
    return e ? e : r && role_may(r->roles, MAY_READ) ? OK : ERR_NOT_FOUND;
}

/* ---- What the calendar gets. */

struct collecting {
    struct req *rq;
    const struct member *m;
    struct digest key; /* of the address: other feeds have other ids for the same date */
    struct ics_event *events;
    size_t n, n_vaults;
};

/* ERR_NOT_FOUND: not a vault of hers. */
static enum err
has_key(struct app *app, const struct vault *v, const struct member *m)
{
    struct wrap_about about = vault_wrap_about(&app->org, &v->row, &m->id);
    struct wrap w;

    return keys_wrap_get(app->keys, &about, &w);
}

static void
add_event(struct collecting *c, const struct date_due *d)
{
    struct digest id = digest_keyed(c->key.b, "calendar", (struct bytes){ d->item, ID_BYTES });
    struct ics_event *e = &c->events[c->n++];

    memcpy(e->uid, id.b, ICS_UID_BYTES);
    e->number = d->id;
    e->until_s = d->until_s;
    e->changed_s = d->changed_s;
    e->sequence = d->sequence;
}

static enum err
collect_vault(struct collecting *c, struct vault *v, int64_t now_s)
{
    struct due_ask ask = { .from_s = now_s - FEED_BACK_S, .to_s = INT64_MAX, .member = c->m->name };
    struct date_due *rows = NULL;
    bool more = false;
    size_t n = 0;

    if (!v->projection || casebook_is_blind(v))
        return ERR_BUSY;
    enum err e = dates_due(v->projection, &ask, c->rq->arena, &rows, &n, &more);
    for (size_t i = 0; !e && i < n && c->n < MAX_DUE; i++)
        add_event(c, &rows[i]);
    return e;
}

/* Every vault of the organisation that she can read, or none. */
static enum err
collect(struct collecting *c, int64_t now_s)
{
    struct vaults *all = &c->rq->app->vaults;
    enum err e = OK;

    for (size_t i = 0; !e && i < all->n; i++) {
        if (!vault_has_cases(&all->v[i]))
            continue;
        e = has_key(c->rq->app, &all->v[i], c->m);
        if (e == ERR_NOT_FOUND) {
            e = OK;
            continue;
        }
        c->n_vaults++;
        e = e ? e : collect_vault(c, &all->v[i], now_s);
    }
    return e ? e : c->n_vaults > 0 ? OK : ERR_NOT_FOUND;
}

static enum err
reply_feed(struct req *rq, const struct collecting *c)
{
    struct ics_feed f = { lang_of(c->m->lang), c->events, c->n };
    struct out o = out_in(rq->arena);

    ics_write(&o, &f);
    const char *text = out_text_of(&o);
    return text ? reply_bytes(rq, 200, "text/calendar; charset=utf-8",
                      (struct bytes){ (const uint8_t *)text, o.n })
                : ERR_INTERNAL;
}

enum err
get_ics(struct req *rq)
{
    struct member *m = arena_alloc(rq->arena, sizeof *m);
    struct collecting c = { .rq = rq, .m = m, .key = hash_of(rq->parts[0]) };

    c.events = arena_alloc(rq->arena, MAX_DUE * sizeof *c.events);
    if (!m || !c.events)
        return ERR_INTERNAL;
    enum err e = find_member(rq->app, &c.key, m);
    e = e ? e : collect(&c, clock_now_s());
    if (e == ERR_NOT_FOUND)
        return reply_status(rq, 404);
    if (e == ERR_BUSY) {
        reply_header(rq, "Retry-After", "3600");
        return reply_status(rq, STATUS_CLOSED);
    }
    return e ? e : reply_feed(rq, &c);
}

/* ---- Making and ending it. */

enum err
post_feed(struct req *rq)
{
    char secret[FEED_SECRET_CAP];
    enum err e = feed_make(rq->app->keys, &rq->caller->session->member, clock_now_s(), secret);

    if (e)
        return e;
    const char *url = arena_printf(rq->arena, "%s/ics/%s", rq->app->conf.origin, secret);
    return url ? show_dates(rq, url) : ERR_INTERNAL;
}

enum err
post_feed_end(struct req *rq)
{
    enum err e = feed_end(rq->app->keys, &rq->caller->session->member);

    return e ? e : reply_see_other(rq, "/dates");
}
