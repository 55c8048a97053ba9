/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Only in the plain build: a sanitizer keeps freed blocks where this search does not look. */
#include "db/db.h"
#include "tests/unit/check.h"
#include "things.gen.h"
#include <stdio.h>

static enum err
add(struct db *db, const char *name, struct bytes body)
{
    OWN(db_stmt) s = db_use(db, THINGS_THING_ADD);
    db_bind_text(s, 1, name);
    db_bind_bytes(s, 2, body);
    return db_run(s);
}

/* Count a pattern in this process's own writable memory. */
static size_t
n_in_memory(const char *pattern, size_t n)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[512];
    size_t found = 0;

    assert_non_null(maps);
    while (fgets(line, sizeof line, maps)) {
        unsigned long from = 0;
        unsigned long to = 0;
        if (sscanf(line, "%lx-%lx rw", &from, &to) != 2 || !strstr(line, "[heap]"))
            continue;
        for (const char *at = (const char *)from; (at = memmem(at, to - (size_t)at, pattern, n));
             at += n)
            found++;
    }
    (void)fclose(maps);
    return found;
}

static void
test_a_dropped_projection_leaves_no_text_in_the_heap(void **state)
{
    (void)state;
    char why[DB_WHY_BYTES];
    struct db *db = NULL;
    char text[64];
    char name[20];

    assert_int_equal(db_open(NULL, DB_PROJECTION, &things_sqlite, &db, why), OK);
    for (int i = 0; i < 500; i++) {
        (void)snprintf(name, sizeof name, "n%d", i);
        (void)snprintf(text, sizeof text, "HEAP%cCANARY for number %d in the heap", '_', i);
        assert_int_equal(add(db, name, bytes_of(text)), OK);
    }
    assert_true(n_in_memory("HEAP_CANARY", 11) > 400);
    db_drop(&db);
    assert_true(n_in_memory("HEAP_CANARY", 11) <= 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_dropped_projection_leaves_no_text_in_the_heap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
