/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/hub/place.h"

#include "base/arena.h"
#include "base/file.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

static void
append(struct openlog *log, uint32_t first, uint32_t n)
{
    struct envelope *e[64];
    struct routed rows[64];

    for (uint32_t i = 0; i < n; i++) {
        e[i] = envelope_number(first + i);
        rows[i] = i % 2 ? routed_drop(e[i], 6, (uint16_t)(i % 64), 20800 + i)
                        : routed_lane(e[i], 20800 + i);
    }
    assert_int_equal(openlog_append(log, rows, n), OK);
    for (uint32_t i = 0; i < n; i++)
        free(e[i]);
}

/* How many records of the log check, and that each is the one expected at its place. */
static size_t
n_whole(const char *path, uint32_t first)
{
    struct openlog log;
    size_t n = 0;

    assert_int_equal(openlog_open(path, &log), OK);
    for (size_t i = 0; i < log.n_records; i++) {
        uint8_t room[OPENLOG_RECORD_BYTES];
        struct routed r;
        enum err e = openlog_read(&log, i, room, &r);
        assert_true(e == OK || e == ERR_MALFORMED);
        if (e)
            continue;
        struct envelope *wanted = envelope_number(first + (uint32_t)i);
        assert_memory_equal(r.envelope.p, wanted->b, ENVELOPE_BYTES);
        struct content_id id = envelope_id(wanted);
        assert_memory_equal(r.id.b, id.b, sizeof id.b);
        assert_int_equal(r.expiry_day, 20800 + i);
        assert_int_equal(r.kind, i % 2 ? SHELF_DROP : SHELF_LANE);
        free(wanted);
        n++;
    }
    openlog_done(&log);
    return n;
}

static void
test_what_was_appended_is_read_again(void **state)
{
    struct place *p = *state;
    struct openlog log;

    assert_int_equal(openlog_open(p->log, &log), OK);
    append(&log, 1, 3);
    struct stat st;
    assert_int_equal(fstat(log.fd, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    openlog_done(&log);
    assert_int_equal(n_whole(p->log, 1), 3);
}

static void
test_a_log_torn_at_every_byte_keeps_what_is_whole(void **state)
{
    struct place *p = *state;
    struct openlog log;
    const size_t all = 3 * OPENLOG_RECORD_BYTES;

    assert_int_equal(openlog_open(p->log, &log), OK);
    append(&log, 1, 3);
    openlog_done(&log);
    for (size_t n = all; n-- > OPENLOG_RECORD_BYTES; n -= n % 97 == 0 ? 13 : 0) {
        assert_int_equal(truncate(p->log, (off_t)n), 0);
        assert_int_equal(n_whole(p->log, 1), n / OPENLOG_RECORD_BYTES);
    }
}

static void
test_any_changed_byte_is_noticed(void **state)
{
    struct place *p = *state;
    struct openlog log;

    assert_int_equal(openlog_open(p->log, &log), OK);
    append(&log, 1, 3);
    for (off_t at = OPENLOG_RECORD_BYTES; at < 2 * OPENLOG_RECORD_BYTES;
         at += at < OPENLOG_RECORD_BYTES + 64 ? 1 : 61) {
        uint8_t room[OPENLOG_RECORD_BYTES];
        struct routed r;
        uint8_t b;
        assert_int_equal(pread(log.fd, &b, 1, at), 1);
        b ^= 0x10;
        assert_int_equal(pwrite(log.fd, &b, 1, at), 1);
        assert_int_equal(openlog_read(&log, 0, room, &r), OK);
        assert_int_equal(openlog_read(&log, 1, room, &r), ERR_MALFORMED);
        assert_int_equal(openlog_read(&log, 2, room, &r), OK); /* the next one is not lost */
        b ^= 0x10;
        assert_int_equal(pwrite(log.fd, &b, 1, at), 1);
    }
    openlog_done(&log);
}

static void
test_wiping_leaves_zeros(void **state)
{
    struct place *p = *state;
    OWN(arena) a = arena_new(8 << 20);
    struct openlog log;
    struct bytes file;

    assert_int_equal(openlog_open(p->log, &log), OK);
    append(&log, 1, 5);
    assert_int_equal(openlog_wipe(&log), OK);
    assert_int_equal(file_read(p->log, 8 << 20, a, &file), OK);
    assert_int_equal(file.n, OPENLOG_KEPT_BYTES);
    for (size_t i = 0; i < file.n; i++)
        assert_int_equal(file.p[i], 0);
    append(&log, 9, 2);
    openlog_done(&log);
    assert_int_equal(n_whole(p->log, 9), 2);
}

static void
test_one_owner(void **state)
{
    struct place *p = *state;
    struct openlog log;
    struct openlog second;

    assert_int_equal(openlog_open(p->log, &log), OK);
    assert_int_equal(openlog_open(p->log, &second), ERR_BUSY);
    openlog_done(&log);
    assert_int_equal(openlog_open(p->log, &second), OK);
    openlog_done(&second);
}

/* The limit on file sizes stands in for a full disk. */
static void
test_a_full_disk_keeps_nothing_of_the_group(void **state)
{
    struct place *p = *state;
    struct openlog log;
    struct rlimit before;
    struct envelope *e[4];
    struct routed rows[4];

    assert_int_equal(openlog_open(p->log, &log), OK);
    append(&log, 1, 2);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = { 4 * OPENLOG_RECORD_BYTES + 100, before.rlim_max };
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    for (uint32_t i = 0; i < 4; i++) {
        e[i] = envelope_number(3 + i);
        rows[i] = routed_lane(e[i], 20802 + i);
    }
    assert_int_equal(openlog_append(&log, rows, 4), ERR_TOO_LARGE);
    assert_int_equal(log.n_records, 2);
    assert_int_equal(openlog_append(&log, rows, 1), OK); /* there is room for one */
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    openlog_done(&log);
    assert_int_equal(n_whole(p->log, 1), 3);
    for (int i = 0; i < 4; i++)
        free(e[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_what_was_appended_is_read_again, place_make, place_remove),
        cmocka_unit_test_setup_teardown(
            test_a_log_torn_at_every_byte_keeps_what_is_whole, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_any_changed_byte_is_noticed, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_wiping_leaves_zeros, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_one_owner, place_make, place_remove),
        cmocka_unit_test_setup_teardown(
            test_a_full_disk_keeps_nothing_of_the_group, place_make, place_remove),
    };
    (void)signal(SIGXFSZ, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
