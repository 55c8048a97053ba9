/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "desk/dates/explain.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/dates/asking.h"

static size_t
encode(const char *code, const char *base, uint8_t room[EXPLAIN_MAX])
{
    struct date_proposal p;
    struct date_ask ask = { .services = service_rules,
        .n_services = n_service_rules,
        .authority = "",
        .zone = "",
        .stay = "GE" };
    struct writer w = writer_of(room, EXPLAIN_MAX);

    ask.rules = date_rule_versions(code, &ask.n_rules);
    read_base(base, &ask);
    assert_int_equal(date_propose(&ask, &p), DATE_FINE);
    struct explained x = explain_of(&ask, &p);
    explain_encode(&x, &w);
    assert_false(w.full);
    return w.n;
}

static void
test_there_and_back(void **state)
{
    uint8_t room[EXPLAIN_MAX], again[EXPLAIN_MAX];
    OWN(arena) a = arena_new(1 << 20);
    struct explained x;
    struct writer w = writer_of(again, sizeof again);
    size_t n = encode("de-asylum-suit", "2026-03-18 sent:3", room);

    (void)state;
    assert_int_equal(explain_decode((struct bytes){ room, n }, a, &x), OK);
    assert_string_equal(x.rule, "de-asylum-suit");
    assert_string_equal(x.zone, "Europe/Berlin");
    assert_string_equal(x.stay, "GE");
    assert_int_equal(x.means, BASE_SENT);
    assert_int_equal(x.way, WAY_REGISTERED);
    assert_int_equal(x.minute, -1);
    assert_int_equal(x.base.precision, CAL_EXACT);
    assert_true(x.n_steps >= 10);
    explain_encode(&x, &w);
    assert_int_equal(w.n, n);
    assert_memory_equal(room, again, n);
}

static void
test_what_is_not_one(void **state)
{
    uint8_t room[EXPLAIN_MAX + 1];
    OWN(arena) a = arena_new(1 << 22);
    struct explained x;
    size_t n = encode("tr-removal-suit", "2019-12", room);

    (void)state;
    for (size_t cut = 0; cut < n; cut++)
        assert_int_equal(explain_decode((struct bytes){ room, cut }, a, &x), ERR_MALFORMED);
    room[n] = 0;
    assert_int_equal(explain_decode((struct bytes){ room, n + 1 }, a, &x), ERR_MALFORMED);
    room[0] = EXPLAIN_VERSION + 1; /* a later version */
    assert_int_equal(explain_decode((struct bytes){ room, n }, a, &x), ERR_MALFORMED);
    room[0] = EXPLAIN_VERSION;
    room[2] = 0xff; /* within the rule's code: no UTF-8 */
    assert_int_equal(explain_decode((struct bytes){ room, n }, a, &x), ERR_MALFORMED);
}

/* A step that a page would print as a date must be one. */
static void
test_days_are_days(void **state)
{
    static const struct date_step far = { .kind = STEP_BASE, .day = INT64_MAX, .text = "" };
    uint8_t room[EXPLAIN_MAX];
    OWN(arena) a = arena_new(1 << 18);
    struct writer w = writer_of(room, sizeof room);
    struct explained x = { .rule = "r",
        .base = { 1, 1, CAL_EXACT },
        .minute = -1,
        .means = BASE_EVENT,
        .authority = "",
        .zone = "UTC",
        .stay = "",
        .steps = &far,
        .n_steps = 1 };

    (void)state;
    explain_encode(&x, &w);
    assert_int_equal(explain_decode((struct bytes){ room, w.n }, a, &x), ERR_MALFORMED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_what_is_not_one),
        cmocka_unit_test(test_days_are_days),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
