/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/hub/place.h"

#include "base/arena.h"
#include "base/file.h"
#include "core/wire/crypto.h"
#include "hub/batches.h"
#include "hub/shelves.h"
#include <fcntl.h>

enum { TODAY = 20800, LAST_DAY = TODAY + 30 };

static struct batches *
opened(const struct place *p, int64_t max_bytes, uint32_t today)
{
    struct batches_conf conf = { .folder = p->folder, .max_bytes = max_bytes };
    struct batches *b = NULL;
    char why[DB_WHY_BYTES];

    if (batches_open(&conf, today, &b, why))
        fail_msg("%s", why);
    return b;
}

static void
add(struct batches *b, uint32_t i)
{
    struct envelope *e = envelope_number(i);
    struct routed r = routed_lane(e, LAST_DAY);

    assert_int_equal(batches_append(b, &r, 1), OK);
    free(e);
}

static bool
is_known(struct batches *b, uint32_t i)
{
    struct envelope *e = envelope_number(i);
    struct content_id id = envelope_id(e);
    bool known = false;

    assert_int_equal(batches_is_known(b, &id, &known), OK);
    free(e);
    return known;
}

static void
closed(struct batches *b, uint32_t today)
{
    const char *why = NULL;

    if (batches_close(b, today, &why))
        fail_msg("%s", why);
}

/* All of the lane as a desk gets it. */
static struct bytes
lane(const struct place *p, uint64_t after, struct arena *a)
{
    OWN(db) db = NULL;
    struct bytes body;
    char why[DB_WHY_BYTES];

    if (store_open(p->folder, DB_READ_ONLY, &db, why))
        fail_msg("%s", why);
    assert_int_equal(lane_read(db, after, a, &body), OK);
    return body;
}

/* Envelopes in all replies that a desk gets, one after another; none is too long for a slow
   circuit. */
static uint32_t
n_in_lane(const struct place *p, uint64_t after)
{
    uint32_t n = 0;

    for (bool more = true; more;) {
        OWN(arena) a = arena_new(64 << 20);
        struct bytes body = lane(p, after, a);
        struct reader r = reader_of(body);
        assert_in_range(body.n, 1, 2200000);
        (void)read_n(&r, 4 + 16);
        after = read_u64(&r);
        more = read_u8(&r);
        n += read_u32(&r);
    }
    return n;
}

static void
test_a_batch_goes_in_by_id_and_the_log_is_emptied(void **state)
{
    struct place *p = *state;
    OWN(arena) a = arena_new(1 << 20);
    struct batches *b = opened(p, 0, TODAY);
    uint8_t before[16] = { 0 };

    for (uint32_t i = 0; i < 50; i++)
        add(b, i);
    assert_true(is_known(b, 17));
    assert_int_equal(n_in_lane(p, 0), 0);
    closed(b, TODAY);
    assert_int_equal(batches_n_open(b), 0);
    assert_true(is_known(b, 17));
    assert_false(is_known(b, 99));
    add(b, 50);
    closed(b, TODAY);
    closed(b, TODAY); /* an empty one counts for nothing */
    struct bytes body = lane(p, 0, a);
    struct reader r = reader_of(body);
    assert_true(bytes_equal(read_n(&r, 4), bytes_of("USL1")));
    (void)read_n(&r, 16);
    assert_int_equal(read_u64(&r), 2);
    assert_int_equal(read_u8(&r), 0);
    assert_int_equal(read_u32(&r), 51);
    for (int i = 0; i < 51; i++) {
        assert_int_equal(read_u64(&r), i < 50 ? 1 : 2);
        assert_int_equal(read_u32(&r), LAST_DAY);
        struct content_id id = content_id_of(read_n(&r, ENVELOPE_BYTES));
        bool grows = false;
        for (size_t k = 0; k < 16 && !grows && id.b[k] >= before[k]; k++)
            grows = id.b[k] > before[k];
        assert_true(grows || i == 50);
        memcpy(before, id.b, sizeof before);
    }
    assert_true(reader_end(&r));
    assert_int_equal(n_in_lane(p, 1), 1);
    assert_int_equal(n_in_lane(p, 2), 0);
    assert_int_equal(n_in_lane(p, UINT64_MAX), 0);
    batches_drop(&b);
}

static void
test_the_log_is_taken_over_once(void **state)
{
    struct place *p = *state;
    OWN(arena) a = arena_new(8 << 20);
    struct batches *b = opened(p, 0, TODAY);
    struct bytes log;

    for (uint32_t i = 0; i < 5; i++)
        add(b, i);
    assert_int_equal(file_read(p->log, 8 << 20, a, &log), OK);
    batches_drop(&b); /* as if killed: nothing is closed here */
    b = opened(p, 0, TODAY);
    assert_int_equal(n_in_lane(p, 0), 5);
    batches_drop(&b);
    /* killed between the store's commit and the wiping of the log */
    assert_int_equal(file_replace(p->log, log), OK);
    b = opened(p, 0, TODAY);
    assert_int_equal(n_in_lane(p, 0), 5);
    assert_int_equal(n_in_lane(p, 1), 0);
    add(b, 6);
    closed(b, TODAY);
    assert_int_equal(n_in_lane(p, 1), 1);
    batches_drop(&b);
    /* what had expired in the meantime does not come back */
    assert_int_equal(file_replace(p->log, log), OK);
    b = opened(p, 0, LAST_DAY + 1);
    closed(b, LAST_DAY + 1);
    assert_int_equal(n_in_lane(p, 0), 0);
    batches_drop(&b);
}

static void
test_expired_rows_go(void **state)
{
    struct place *p = *state;
    struct batches *b = opened(p, 0, TODAY);

    add(b, 1);
    closed(b, TODAY);
    closed(b, LAST_DAY);
    assert_int_equal(n_in_lane(p, 0), 1);
    closed(b, LAST_DAY + 1);
    assert_int_equal(n_in_lane(p, 0), 0);
    assert_false(is_known(b, 1));
    batches_drop(&b);
}

static void
test_caps_of_disk_and_shelf(void **state)
{
    struct place *p = *state;
    struct batches *b = opened(p, 3 * ENVELOPE_BYTES, TODAY);

    assert_int_equal(batches_room(b, SHELF_DROP, 6, 9, 3, TODAY), OK);
    assert_int_equal(batches_room(b, SHELF_DROP, 6, 9, 4, TODAY), ERR_TOO_LARGE);
    assert_int_equal(batches_room(b, SHELF_LANE, 0, 0, 2, TODAY), OK);
    add(b, 1);
    add(b, 2);
    assert_int_equal(batches_room(b, SHELF_DROP, 6, 9, 2, TODAY), ERR_TOO_LARGE);
    closed(b, TODAY);
    assert_int_equal(batches_room(b, SHELF_DROP, 6, 9, 2, TODAY), ERR_TOO_LARGE);
    assert_int_equal(batches_room(b, SHELF_DROP, 6, 9, 1, TODAY), OK);
    batches_drop(&b);
    b = opened(p, 0, TODAY);
    for (uint32_t i = 0; i < 250; i++) {
        struct envelope *e = envelope_number(1000 + i);
        struct routed r = routed_drop(e, 6, 5, LAST_DAY);
        assert_int_equal(batches_append(b, &r, 1), OK);
        free(e);
        if (i == 100)
            closed(b, TODAY);
    }
    assert_int_equal(batches_room(b, SHELF_DROP, 6, 5, 6, TODAY), OK);
    assert_int_equal(batches_room(b, SHELF_DROP, 6, 5, 7, TODAY), ERR_TOO_LARGE);
    assert_int_equal(batches_room(b, SHELF_DROP, 6, 6, 7, TODAY), OK);
    assert_int_equal(batches_room(b, SHELF_DROP, 6, 5, 200, LAST_DAY + 1), ERR_TOO_LARGE);
    closed(b, LAST_DAY + 1);
    assert_int_equal(batches_room(b, SHELF_DROP, 6, 5, 256, LAST_DAY + 1), OK);
    batches_drop(&b);
    struct batches_conf conf = { .folder = p->folder, .free_min_bytes = INT64_MAX };
    char why[DB_WHY_BYTES];
    assert_int_equal(batches_open(&conf, TODAY, &b, why), OK);
    assert_int_equal(batches_room(b, SHELF_LANE, 0, 0, 1, TODAY), ERR_TOO_LARGE);
    batches_drop(&b);
}

static void
add_drop(struct batches *b, uint32_t i)
{
    struct envelope *e = envelope_number(i);
    struct routed r = routed_drop(e, 6, 5, LAST_DAY);

    assert_int_equal(batches_append(b, &r, 1), OK);
    free(e);
}

/* Requests of strangers never take the room of answers. */
static void
test_the_lane_leaves_room_for_answers(void **state)
{
    struct place *p = *state;
    struct batches *b = opened(p, 10 * ENVELOPE_BYTES, TODAY);

    for (uint32_t i = 0; i < 7; i++) {
        assert_int_equal(batches_room(b, SHELF_LANE, 0, 0, 1, TODAY), OK);
        add(b, i);
        if (i == 3)
            closed(b, TODAY);
    }
    assert_int_equal(batches_room(b, SHELF_LANE, 0, 0, 1, TODAY), ERR_TOO_LARGE);
    assert_int_equal(batches_room(b, SHELF_DROP, 6, 5, 3, TODAY), OK);
    assert_int_equal(batches_room(b, SHELF_DROP, 6, 5, 4, TODAY), ERR_TOO_LARGE);
    add_drop(b, 100);
    closed(b, TODAY);
    assert_int_equal(batches_room(b, SHELF_LANE, 0, 0, 1, TODAY), ERR_TOO_LARGE);
    batches_drop(&b);
    b = opened(p, 10 * ENVELOPE_BYTES, TODAY); /* counted again from the store */
    assert_int_equal(batches_room(b, SHELF_LANE, 0, 0, 1, TODAY), ERR_TOO_LARGE);
    assert_int_equal(batches_room(b, SHELF_DROP, 6, 5, 2, TODAY), OK);
    closed(b, LAST_DAY + 1);
    for (uint32_t i = 0; i < 10; i++) { /* answers may take what the lane leaves */
        assert_int_equal(batches_room(b, SHELF_DROP, 6, 5, 1, LAST_DAY + 1), OK);
        add_drop(b, 200 + i);
    }
    assert_int_equal(batches_room(b, SHELF_LANE, 0, 0, 1, LAST_DAY + 1), ERR_TOO_LARGE);
    batches_drop(&b);
}

static void
test_many_wait_for_the_store_and_are_split(void **state)
{
    struct place *p = *state;
    struct batches *b = opened(p, 0, TODAY);
    uint32_t i = 0;

    for (; i < BATCH_ROOM; i++)
        add(b, i);
    struct envelope *e = envelope_number(i);
    struct routed r = routed_lane(e, LAST_DAY);
    assert_int_equal(batches_append(b, &r, 1), ERR_TOO_LARGE);
    free(e);
    batches_drop(&b);
    b = opened(p, 0, TODAY);
    assert_int_equal(n_in_lane(p, 0), BATCH_ROOM);
    add(b, i);
    closed(b, TODAY);
    assert_int_equal(n_in_lane(p, 0), BATCH_ROOM + 1);
    batches_drop(&b);
}

/* One sector of the open log goes bad: that envelope is lost, with a word about it,
   and no other. */
static void
test_damage_holds_nothing_up(void **state)
{
    struct place *p = *state;
    struct batches *b = opened(p, 0, TODAY);
    const char *why = NULL;

    for (uint32_t i = 0; i < 5; i++)
        add(b, i);
    int fd = open(p->log, O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, "bad", 3, 2 * OPENLOG_RECORD_BYTES + 500), 3);
    (void)close(fd);
    assert_int_equal(batches_close(b, TODAY, &why), OK);
    assert_string_equal(why, "1 envelopes were damaged on the disk");
    assert_int_equal(n_in_lane(p, 0), 4);
    assert_false(is_known(b, 2));
    batches_drop(&b);
}

static void
test_a_second_owner_is_told(void **state)
{
    struct place *p = *state;
    struct batches *b = opened(p, 0, TODAY);
    struct batches *c = NULL;
    struct batches_conf conf = { .folder = p->folder };
    char why[DB_WHY_BYTES];

    assert_int_equal(batches_open(&conf, TODAY, &c, why), ERR_BUSY);
    assert_non_null(strstr(why, "another hub"));
    batches_drop(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_a_batch_goes_in_by_id_and_the_log_is_emptied, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_the_log_is_taken_over_once, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_expired_rows_go, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_caps_of_disk_and_shelf, place_make, place_remove),
        cmocka_unit_test_setup_teardown(
            test_the_lane_leaves_room_for_answers, place_make, place_remove),
        cmocka_unit_test_setup_teardown(
            test_many_wait_for_the_store_and_are_split, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_damage_holds_nothing_up, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_a_second_owner_is_told, place_make, place_remove),
    };
    if (crypto_start())
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
