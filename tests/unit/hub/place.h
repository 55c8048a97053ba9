/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_HUB_PLACE_H
#define TESTS_UNIT_HUB_PLACE_H
/* A folder of its own for each test, and envelopes to put into it. */
#include "tests/unit/check.h"

#include "core/wire/content.h"
#include "hub/openlog.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct place {
    char folder[64], log[96], db[96];
};

static inline int
place_make(void **state)
{
    struct place *p = calloc(1, sizeof *p);

    assert_non_null(p);
    const char *in = getenv("TEST_PLACE");
    (void)snprintf(p->folder, sizeof p->folder, "%s/test-hub-XXXXXX", in ? in : "/tmp");
    assert_non_null(mkdtemp(p->folder));
    (void)snprintf(p->log, sizeof p->log, "%s/open.log", p->folder);
    (void)snprintf(p->db, sizeof p->db, "%s/store.db", p->folder);
    *state = p;
    return 0;
}

static inline int
place_remove(void **state)
{
    static const char *const names[] = { "open.log", "store.db", "store.db-wal", "store.db-shm" };
    struct place *p = *state;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[160];
        (void)snprintf(path, sizeof path, "%s/%s", p->folder, names[i]);
        (void)unlink(path);
    }
    assert_int_equal(rmdir(p->folder), 0);
    free(p);
    return 0;
}

/* Envelope number i: right head, the rest tells which one it is.  The caller frees. */
static inline struct envelope *
envelope_number(uint32_t i)
{
    struct envelope *e = malloc(sizeof *e);

    assert_non_null(e);
    memset(e->b, (int)(i * 7 + 3), sizeof e->b);
    memcpy(e->b, "\1\1\0\0", 4);
    memcpy(e->b + 40, &i, sizeof i);
    return e;
}

static inline struct routed
routed_lane(const struct envelope *e, uint32_t expiry_day)
{
    return (struct routed){ .kind = SHELF_LANE,
        .expiry_day = expiry_day,
        .id = envelope_id(e),
        .envelope = { e->b, sizeof e->b } };
}

static inline struct routed
routed_drop(const struct envelope *e, uint8_t p, uint16_t n, uint32_t expiry_day)
{
    return (struct routed){ .kind = SHELF_DROP,
        .p = p,
        .n = n,
        .expiry_day = expiry_day,
        .id = envelope_id(e),
        .envelope = { e->b, sizeof e->b } };
}

#endif
