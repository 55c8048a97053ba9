/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Heads of the audit chain that other desks keep: signed once a day by the office's key; they show
   that all files of a desk were put back, or made anew, together. */
#include "base/clock.h"
#include "base/file.h"
#include "desk/audit/beside.h"
#include "desk/audit/heads.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/desk_fixture.h"
#include <stdio.h>
#include <unistd.h>

static struct fixture fx;
static const char *const files[] = { "keys.db", "records.db", "records.db-wal", "audit.head" };
enum { N_FILES = 4, COPY_MAX = 32 << 20 };

static int
set_up(void **state)
{
    (void)state;
    fixture_new_team(&fx);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    fixture_done(&fx);
    return 0;
}

static const char *
path_of(const char *name)
{
    return arena_printf(fx.a, "%s/%s", fx.folder, name);
}

static void
step(int64_t now_s)
{
    assert_int_equal(desk_step(&fx.app, clock_steady_ms(), now_s), OK);
}

/* All heads of the file, the newest first. */
static size_t
heads(struct audit_head to[HEADS_KEPT])
{
    OWN(arena) a = arena_new(2 << 20);
    struct bytes notes;
    size_t n = 0;

    enum err e = file_read(path_of(HEADS_FILE), HEADS_FILE_MAX, a, &notes);
    if (e == ERR_NOT_FOUND)
        return 0;
    assert_int_equal(e, OK);
    assert_int_equal(heads_read(notes, fx.app.root, &fx.app.network, to, &n), OK);
    return n;
}

static void
test_signed_once_a_day_when_the_office_is_there(void **state)
{
    static struct audit_head h[HEADS_KEPT];
    int64_t now_s = clock_now_s();

    (void)state;
    (void)fixture_unlock(&fx, "Olga");
    step(now_s);
    assert_int_equal(heads(h), 0); /* a counsellor's keys do not open the organisation's */
    (void)fixture_unlock(&fx, "Ivan");
    step(now_s);
    step(now_s);
    assert_int_equal(heads(h), 1);
    assert_int_equal(h[0].day, day_of(now_s));
    assert_true(h[0].entries >= 2);
    step(now_s + DAY_S);
    assert_int_equal(heads(h), 2);
    assert_int_equal(h[0].day, day_of(now_s) + 1);
    fixture_restart(&fx);
    (void)fixture_unlock(&fx, "Ivan");
    step(now_s + DAY_S);
    assert_int_equal(heads(h), 2); /* nor after a restart */
}

static struct bytes
read_file(const char *name)
{
    struct bytes b = { NULL, 0 };
    enum err e = file_read(path_of(name), COPY_MAX, fx.a, &b);

    assert_true(e == OK || e == ERR_NOT_FOUND);
    return b;
}

static struct audit_check
check(struct audit_known *known, size_t n)
{
    struct audit_beside b;
    struct audit_check c;
    char why[DB_WHY_BYTES];

    assert_int_equal(audit_beside_open(fx.folder, &b, why), OK);
    assert_int_equal(audit_verify_known(&b.at, fx.folder, known, n, &c), OK);
    audit_beside_close(&b);
    return c;
}

static void
known_of(const struct audit_head *h, struct audit_known *to)
{
    *to = (struct audit_known){ h->entries, h->link, true };
    to->fits = false;
}

/* Somebody puts all files of yesterday back. Inside the machine nothing can show it. */
static void
test_a_rollback_of_everything(void **state)
{
    static struct audit_head h[HEADS_KEPT];
    struct bytes copies[N_FILES];
    struct audit_known known[2];

    (void)state;
    desk_stop(&fx.app);
    for (size_t i = 0; i < N_FILES; i++)
        copies[i] = read_file(files[i]);
    uint64_t n_then = check(NULL, 0).n;
    fixture_restart(&fx);
    (void)fixture_unlock(&fx, "Olga");
    (void)fixture_unlock(&fx, "Ivan");
    step(clock_now_s() + 2 * DAY_S);
    assert_int_equal(heads(h), 3);
    known_of(&h[0], &known[0]);
    known_of(&h[2], &known[1]);
    assert_int_equal(check(known, 2).fault, AUDIT_WHOLE);
    assert_true(known[0].fits && known[1].fits);

    desk_stop(&fx.app);
    for (size_t i = 0; i < N_FILES; i++)
        if (copies[i].p)
            assert_int_equal(file_replace(path_of(files[i]), copies[i]), OK);
        else
            (void)unlink(path_of(files[i]));
    (void)unlink(path_of("records.db-shm"));
    assert_int_equal(check(NULL, 0).fault, AUDIT_WHOLE);
    known_of(&h[0], &known[0]);
    known_of(&h[2], &known[1]);
    struct audit_check c = check(known, 2);
    assert_int_equal(c.fault, AUDIT_MISSING);
    assert_int_equal(c.bad, n_then + 1);
    assert_false(known[0].fits);
    assert_true(known[1].fits); /* the head of before that day still does */

    /* And goes on as if nothing had been: the same number, another link. */
    for (uint64_t n = n_then; n < h[0].entries + 3; n++)
        assert_int_equal(audit_note_beside(fx.folder, AUDIT_SETTINGS, "x"), OK);
    assert_int_equal(check(NULL, 0).fault, AUDIT_WHOLE);
    known_of(&h[0], &known[0]);
    c = check(known, 1);
    assert_int_equal(c.fault, AUDIT_EDITED);
    assert_int_equal(c.bad, h[0].entries);
    fixture_restart(&fx);
}

static void
test_only_heads_that_are_signed_count(void **state)
{
    static struct audit_head h[HEADS_KEPT];
    OWN(arena) a = arena_new(2 << 20);
    struct bytes notes;
    size_t n = 0;

    (void)state;
    assert_int_equal(file_read(path_of(HEADS_FILE), HEADS_FILE_MAX, a, &notes), OK);
    uint8_t *copy = arena_alloc(a, notes.n);
    memcpy(copy, notes.p, notes.n);
    uint8_t *at = memmem(copy, notes.n, "\nentries ", 9);
    assert_non_null(at);
    at[9] = at[9] == '9' ? '8' : (uint8_t)(at[9] + 1);
    assert_int_equal(
        heads_read((struct bytes){ copy, notes.n }, fx.app.root, &fx.app.network, h, &n),
        ERR_FORGED);
}

/* A day and a number for a head; links differ unless said. */
static struct audit_head
head(uint32_t day, uint32_t entries, uint8_t link)
{
    return (struct audit_head){ .day = day, .entries = entries, .link = { { link } } };
}

static void
test_heads_that_contradict_each_other(void **state)
{
    static const struct {
        uint32_t day, entries;
        uint8_t link;
        bool agrees;
    } rows[] = {
        { 11, 60, 2, true },  /* later, more */
        { 11, 50, 1, true },  /* nothing happened */
        { 11, 49, 2, false }, /* fewer: put back */
        { 11, 50, 2, false }, /* the same number, another history */
        { 9, 40, 2, true },   /* an older one comes late */
        { 9, 51, 2, false },  /* of before, but with more */
        { 10, 55, 2, true },  /* the same day */
    };
    struct audit_head kept = head(10, 50, 1);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct audit_head h = head(rows[i].day, rows[i].entries, rows[i].link);
        if (heads_agree(&kept, &h) != rows[i].agrees || heads_agree(&h, &kept) != rows[i].agrees)
            fail_msg("row %zu", i);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signed_once_a_day_when_the_office_is_there),
        cmocka_unit_test(test_a_rollback_of_everything),
        cmocka_unit_test(test_only_heads_that_are_signed_count),
        cmocka_unit_test(test_heads_that_contradict_each_other),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
