/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/hub/place.h"

#include "core/wire/crypto.h"
#include "core/wire/envelope.h"
#include "hub/batches.h"
#include "hub/shelves.h"

enum { TODAY = 20800, LAST_DAY = TODAY + 30 };

static void
fill(const struct place *p, uint32_t first, uint32_t n)
{
    struct batches_conf conf = { .folder = p->folder };
    OWN(batches) b = NULL;
    const char *why = NULL;
    char words[DB_WHY_BYTES];

    assert_int_equal(batches_open(&conf, TODAY, &b, words), OK);
    for (uint32_t i = 0; i < n; i++) {
        struct envelope *e = envelope_number(first + i);
        struct routed r = routed_drop(e, 6, 5, LAST_DAY);
        assert_int_equal(batches_append(b, &r, 1), OK);
        free(e);
    }
    assert_int_equal(batches_close(b, TODAY, &why), OK);
}

static size_t
shelf(const struct place *p, struct shelves **s, uint8_t bits, uint16_t n, uint32_t today,
    uint8_t *to)
{
    OWN(db) db = NULL;
    struct store_facts facts;
    char why[DB_WHY_BYTES];
    struct bytes body = { 0 };
    OWN(arena) a = arena_new(SHELF_BODY_MAX);

    assert_int_equal(store_open(p->folder, DB_READ_ONLY, &db, why), OK);
    assert_int_equal(store_facts_get(db, &facts), OK);
    if (!*s)
        *s = shelves_new(&facts);
    assert_int_equal(shelves_read(*s, db, bits, n, today, a, &body), OK);
    memcpy(to, body.p, body.n);
    return body.n / ENVELOPE_BYTES;
}

static bool
holds(const uint8_t *body, size_t n_slots, const uint8_t *envelope)
{
    for (size_t i = 0; i < n_slots; i++)
        if (bytes_equal((struct bytes){ body + i * ENVELOPE_BYTES, ENVELOPE_BYTES },
                (struct bytes){ envelope, ENVELOPE_BYTES }))
            return true;
    return false;
}

static void
test_size_classes_and_all_mail_is_there(void **state)
{
    struct place *p = *state;
    OWN(shelves) s = NULL;
    uint8_t *body = malloc(SHELF_BODY_MAX);
    static const struct {
        uint32_t n_more;
        size_t n_slots;
    } steps[] = { { 0, 64 }, { 3, 64 }, { 61, 64 }, { 1, 128 }, { 63, 128 }, { 1, 256 },
        { 127, 256 } };
    uint32_t n = 0;

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        fill(p, n, steps[i].n_more);
        n += steps[i].n_more;
        assert_int_equal(shelf(p, &s, 6, 5, TODAY, body), steps[i].n_slots);
        for (uint32_t k = 0; k < n; k += 7) {
            struct envelope *e = envelope_number(k);
            assert_true(holds(body, steps[i].n_slots, e->b));
            free(e);
        }
        assert_int_equal(shelf(p, &s, 6, 4, TODAY, body), 64);
        assert_int_equal(shelf(p, &s, 6, 5, LAST_DAY + 1, body), 64);
    }
    free(body);
}

static void
test_junk_is_fixed_and_looks_like_mail(void **state)
{
    struct place *p = *state;
    OWN(shelves) s = NULL;
    OWN(shelves) fresh = NULL;
    uint8_t *first = malloc(SHELF_BODY_MAX);
    uint8_t *again = malloc(SHELF_BODY_MAX);
    size_t n_same = 0;

    fill(p, 0, 3);
    (void)shelf(p, &s, 6, 5, TODAY, first);
    (void)shelf(
        p, &s, 6, 5 + 1, TODAY, again); /* the same place in the cache is not the same shelf */
    for (size_t i = 0; i < 64; i++)
        assert_false(holds(again, 64, first + i * ENVELOPE_BYTES));
    (void)shelf(p, &s, 6, 5, TODAY, again);
    assert_memory_equal(first, again, 64 * ENVELOPE_BYTES);
    (void)shelf(p, &fresh, 6, 5, TODAY, again); /* another process, another cache */
    assert_memory_equal(first, again, 64 * ENVELOPE_BYTES);
    uint8_t before[16] = { 0 };
    for (size_t i = 0; i < 64; i++) {
        struct envelope e;
        memcpy(e.b, first + i * ENVELOPE_BYTES, sizeof e.b);
        assert_int_equal(envelope_check(&e), OK);
        struct content_id id = envelope_id(&e);
        bool grows = false;
        for (size_t k = 0; k < 16 && !grows && id.b[k] >= before[k]; k++)
            grows = id.b[k] > before[k];
        assert_true(grows); /* the order says nothing about which are mail */
        memcpy(before, id.b, sizeof before);
    }
    fill(p, 3, 1);
    (void)shelf(p, &s, 6, 5, TODAY, again);
    for (size_t i = 0; i < 64; i++)
        n_same += holds(again, 64, first + i * ENVELOPE_BYTES);
    assert_int_equal(n_same, 63); /* one junk slot gave way */
    free(first);
    free(again);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_size_classes_and_all_mail_is_there, place_make, place_remove),
        cmocka_unit_test_setup_teardown(
            test_junk_is_fixed_and_looks_like_mail, place_make, place_remove),
    };
    if (crypto_start())
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
