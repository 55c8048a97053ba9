/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* SQLite's memory, wiped when it is freed.  Without this a closed :memory: database stays readable
   in the heap.  Each block carries its length in front, so that the whole of it can be wiped. */
#include "db/driver.h"
#include <stdalign.h>

enum { HEAD_BYTES = alignof(max_align_t) };

static int
block_size(void *p)
{
    int n = 0;

    if (p)
        memcpy(&n, (char *)p - HEAD_BYTES, sizeof n);
    return n;
}

static void *
block_new(int n)
{
    char *block = n > 0 ? malloc((size_t)n + HEAD_BYTES) : NULL;

    if (!block)
        return NULL;
    memcpy(block, &n, sizeof n);
    return block + HEAD_BYTES;
}

static void
block_free(void *p)
{
    if (!p)
        return;
    explicit_bzero(p, (size_t)block_size(p));
    free((char *)p - HEAD_BYTES);
}

/* realloc() would leave the old copy behind unwiped. */
static void *
block_resize(void *p, int n)
{
    int old = block_size(p);
    void *larger = block_new(n);

    if (!larger)
        return NULL;
    memcpy(larger, p, (size_t)(old < n ? old : n));
    block_free(p);
    return larger;
}

static int
block_round(int n)
{
    return (n + 7) & ~7;
}

static int
memory_init(void *unused)
{
    (void)unused;
    return SQLITE_OK;
}

static void
memory_done(void *unused)
{
    (void)unused;
}

void
wiping_memory_use(void)
{
    static const struct sqlite3_mem_methods methods = { block_new, block_free, block_resize,
        block_size, block_round, memory_init, memory_done, NULL };

    /* Refused by SQLite once it runs: then this was done before, since only src/db calls it. */
    (void)sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
    /* Nobody asks how much it uses, and counting takes a lock at every piece. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    /* Small pools hand their pieces round without freeing them: do without. */
    (void)sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
}
