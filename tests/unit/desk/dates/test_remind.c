/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whom a date asks for: by time left, by who holds it, after a hand-over, and after a merge. */
#include "desk/dates/remind.h"
#include "tests/unit/check.h"

enum { HOUR_S = 3600 };

#define NOW INT64_C(1773522000)

static const struct date_due plain = { .id = 1,
    .case_id = 7,
    .kind = KIND_APPEAL,
    .state = DATE_CONFIRMED,
    .binding = true,
    .zone = "UTC",
    .words = "",
    .subject = "",
    .holder = "olga",
    .deputy = "" };

static void
test_by_time(void **state)
{
    static const struct {
        int64_t left_s;
        enum date_state state;
        bool unsure;
        const char *holder, *deputy;
        enum remind_step step;
        unsigned who;
    } cases[] = {
        { 8 * DAY_S, DATE_CONFIRMED, false, "olga", "ivan", REMIND_NONE, 0 },
        { 7 * DAY_S + 1, DATE_CONFIRMED, false, "olga", "ivan", REMIND_NONE, 0 },
        { 7 * DAY_S, DATE_CONFIRMED, false, "olga", "ivan", REMIND_WEEK, REMIND_HOLDER },
        { 3 * DAY_S + 1, DATE_CONFIRMED, false, "olga", "ivan", REMIND_WEEK, REMIND_HOLDER },
        { 3 * DAY_S, DATE_CONFIRMED, false, "olga", "ivan", REMIND_NEAR,
            REMIND_HOLDER | REMIND_DEPUTY },
        { DAY_S, DATE_CONFIRMED, false, "olga", "", REMIND_LAST, REMIND_HOLDER | REMIND_DUTY },
        { 1, DATE_CONFIRMED, false, "olga", "ivan", REMIND_LAST,
            REMIND_HOLDER | REMIND_DEPUTY | REMIND_DUTY },
        { 0, DATE_CONFIRMED, false, "olga", "", REMIND_OVERDUE, REMIND_HOLDER | REMIND_DUTY },
        { -30 * DAY_S, DATE_CONFIRMED, false, "olga", "", REMIND_OVERDUE,
            REMIND_HOLDER | REMIND_DUTY },
        /* Nobody has confirmed it. */
        { 300 * DAY_S, DATE_OPEN, false, "olga", "", REMIND_NONE, REMIND_LAWYER },
        { 5 * DAY_S, DATE_OPEN, false, "olga", "", REMIND_WEEK, REMIND_HOLDER | REMIND_LAWYER },
        { 2 * DAY_S, DATE_OPEN, false, "olga", "", REMIND_NEAR,
            REMIND_HOLDER | REMIND_LAWYER | REMIND_DUTY },
        { 2 * DAY_S, DATE_CONFIRMED, true, "olga", "", REMIND_NEAR, REMIND_HOLDER | REMIND_DUTY },
        /* Nobody holds it. */
        { 6 * DAY_S, DATE_CONFIRMED, false, "", "ivan", REMIND_WEEK, REMIND_DEPUTY | REMIND_DUTY },
        { 6 * DAY_S, DATE_CONFIRMED, false, "", "", REMIND_WEEK, REMIND_DUTY },
        { 30 * DAY_S, DATE_CONFIRMED, false, "", "", REMIND_NONE, 0 },
        /* It asks for nothing more. */
        { -DAY_S, DATE_DONE, false, "olga", "ivan", REMIND_NONE, 0 },
        { HOUR_S, DATE_WITHDRAWN, true, "", "", REMIND_NONE, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date_due d = plain;
        d.until_s = NOW + cases[i].left_s;
        d.state = cases[i].state;
        d.unsure = cases[i].unsure;
        d.holder = cases[i].holder;
        d.deputy = cases[i].deputy;
        struct remind r = remind_of(&d, NOW);
        if (r.step != cases[i].step || r.who != cases[i].who)
            fail_msg("case %d: step %d, who %u", (int)i, (int)r.step, r.who);
    }
}

/* The lead of a case went to somebody else: so do its dates, and the other is not asked again. */
static void
test_reassignment(void **state)
{
    struct date_due d = plain;
    struct remind_ask olga = { "olga", false, false, NOW }, ivan = { "ivan", false, false, NOW };
    struct remind_ask duty = { "vera", false, true, NOW }, lawyer = { "lev", true, false, NOW };

    (void)state;
    d.until_s = NOW + 5 * DAY_S;
    assert_true(remind_is_for(&olga, &d) && !remind_is_for(&ivan, &d));
    d.holder = "ivan";
    assert_true(!remind_is_for(&olga, &d) && remind_is_for(&ivan, &d));
    d.holder = ""; /* the lead was taken away: nobody may be left unasked */
    assert_true(!remind_is_for(&olga, &d) && !remind_is_for(&ivan, &d));
    assert_true(remind_is_for(&duty, &d) && !remind_is_for(&lawyer, &d));
    d.state = DATE_OPEN;
    assert_true(remind_is_for(&lawyer, &d));
    /* A member without a name is not everybody who holds nothing. */
    struct remind_ask nobody = { "", false, false, NOW };
    assert_false(remind_is_for(&nobody, &d));
}

static void
test_counts(void **state)
{
    struct date_due rows[6];
    struct remind_counts c;
    struct remind_ask olga = { "olga", false, false, NOW }, duty = { "vera", true, true, NOW };
    static const int64_t left[6] = { 6 * DAY_S, 2 * DAY_S, HOUR_S, -HOUR_S, -DAY_S, 60 * DAY_S };

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        rows[i] = plain;
        rows[i].id = (int64_t)i;
        rows[i].until_s = NOW + left[i];
    }
    rows[4].state = DATE_DONE;
    rows[5].state = DATE_OPEN;
    remind_count(&olga, rows, 6, &c);
    assert_true(c.week == 1 && c.near == 1 && c.last == 1 && c.overdue == 1 && c.unconfirmed == 0);
    remind_count(&duty, rows, 6, &c);
    assert_true(c.week == 0 && c.near == 0 && c.last == 1 && c.overdue == 1 && c.unconfirmed == 1);
}

/* After a merge a case may have two dates for one act: both stay, both are told. */
static void
test_merge(void **state)
{
    struct date_due a = plain, b = plain;

    (void)state;
    b.id = 2;
    a.until_s = NOW + 2 * DAY_S;
    b.until_s = NOW + 9 * DAY_S;
    assert_true(date_contradicts(&a, &b) && date_contradicts(&b, &a));
    assert_false(date_contradicts(&a, &a));
    b.case_id = 8;
    assert_false(date_contradicts(&a, &b)); /* not merged */
    b.case_id = 7;
    b.until_s = a.until_s;
    assert_false(date_contradicts(&a, &b)); /* they agree */
    b.until_s = NOW;
    b.state = DATE_DONE;
    assert_false(date_contradicts(&a, &b));
    b.state = DATE_OPEN;
    assert_true(date_contradicts(&a, &b)); /* confirmed or not */
    b.kind = KIND_COURT_SUIT;
    assert_false(date_contradicts(&a, &b));
    a.kind = b.kind = KIND_HEARING; /* there may be many */
    assert_false(date_contradicts(&a, &b));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_time),
        cmocka_unit_test(test_reassignment),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_merge),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
