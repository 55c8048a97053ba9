/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/nonces.h"
#include "base/arena.h"
#include "base/own.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"

enum { N_PLACES = 1 << 17, MAX_NONCES = 50000, PERIOD_MS = DESK_AUTH_NONCE_S * 1000 };

struct seen {
    uint8_t hash[15]; /* under a key of our own, so that nobody can aim at one place */
    bool taken;
};

struct period {
    struct seen *places; /* open addressing */
    size_t n;
};

struct nonces {
    struct arena *arena;
    struct period now, before;
    int64_t began_ms;
    uint8_t key[KEY_BYTES];
};

struct nonces *
nonces_new(void)
{
    OWN(arena) a = arena_new(2 * N_PLACES * sizeof(struct seen) + (1 << 16));
    struct nonces *n = a ? arena_alloc(a, sizeof *n) : NULL;

    if (!n)
        return NULL;
    n->now.places = arena_alloc(a, N_PLACES * sizeof(struct seen));
    n->before.places = arena_alloc(a, N_PLACES * sizeof(struct seen));
    if (!n->now.places || !n->before.places)
        return NULL;
    random_fill(n->key, sizeof n->key);
    n->began_ms = INT64_MIN;
    n->arena = TAKE(a);
    return n;
}

void
nonces_drop(struct nonces **at)
{
    struct nonces *n = *at;

    *at = NULL;
    if (!n)
        return;
    struct arena *a = n->arena;
    arena_drop(&a);
}

static struct seen *
place_of(const struct period *p, const uint8_t *hash)
{
    size_t at = ((size_t)hash[0] << 16 | (size_t)hash[1] << 8 | hash[2]) % N_PLACES;

    for (; p->places[at].taken; at = (at + 1) % N_PLACES)
        if (secret_equal(p->places[at].hash, hash, sizeof p->places[at].hash))
            break;
    return &p->places[at];
}

/* A period is over: what was before it is older than 300 s. */
static void
turn(struct nonces *n, int64_t now_ms)
{
    if (n->began_ms != INT64_MIN && now_ms - n->began_ms < PERIOD_MS)
        return;
    bool long_ago = n->began_ms == INT64_MIN || now_ms - n->began_ms >= 2 * (int64_t)PERIOD_MS;
    struct period old = n->before;
    memset(old.places, 0, N_PLACES * sizeof *old.places);
    old.n = 0;
    n->before = n->now;
    n->now = old;
    if (long_ago) {
        memset(n->before.places, 0, N_PLACES * sizeof *n->before.places);
        n->before.n = 0;
    }
    n->began_ms = now_ms;
}

enum err
nonces_add(struct nonces *n, const uint8_t nonce[DESK_AUTH_NONCE_BYTES], int64_t now_ms)
{
    struct digest d =
        digest_keyed(n->key, "nonce/1", (struct bytes){ nonce, DESK_AUTH_NONCE_BYTES });

    turn(n, now_ms);
    if (place_of(&n->before, d.b)->taken)
        return ERR_CONFLICT;
    struct seen *to = place_of(&n->now, d.b);
    if (to->taken)
        return ERR_CONFLICT;
    if (n->now.n >= MAX_NONCES)
        return ERR_BUSY;
    memcpy(to->hash, d.b, sizeof to->hash);
    to->taken = true;
    n->now.n++;
    return OK;
}
