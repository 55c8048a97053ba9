/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Cases that belong together, and who may be the first to answer what is urgent. */
#include "base/clock.h"
#include "desk/vaults/sharing.h"
#include "desk/work/relations.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/work/office.h"
#include <stdio.h>

static void
again(void)
{
    fixture_restart(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    office_login(&ivan, 1);
    office_login(&olga, 0);
}

/* Both show it with its reason, both can take it away, and it is there after a restart. */
static void
test_linking(void **state)
{
    (void)state;
    act(&olga, "/c/2/link", "to=3&words=");
    browser_shows(&olga, 422, "что связывает эти обращения");
    act(&olga, "/c/2/link", "to=2&words=x");
    assert_int_equal(olga.status, 409);
    act(&olga, "/c/2/link", "to=777&words=x");
    browser_shows(&olga, 409, "нет такого обращения");
    act(&olga, "/c/2/link", "to=3&off=3");
    assert_int_equal(olga.status, 409);
    act(&olga, "/c/2/link", "to=3&words=brothers");
    assert_int_equal(olga.status, 303);
    act(&ivan, "/c/3/link", "to=2&words=again");
    browser_shows(&ivan, 409, "linked already");
    again();
    browser_get(&olga, "/c/2"); /* from the heads, before the records of the other are read */
    browser_shows(&olga, 200, "href=\"/c/3\"");
    assert_true(browser_has(&olga, "brothers"));
    browser_get(&ivan, "/c/3");
    browser_shows(&ivan, 200, "href=\"/c/2\"");
    assert_true(browser_has(&ivan, "№ 2 · brothers"));
}

static bool
says_why(int64_t id, const char *words)
{
    OWN(arena) a = arena_new(4 << 20);
    struct casebook b = office_book();
    struct entries got;
    bool found = false;

    assert_int_equal(casebook_need(&b, id), OK);
    assert_int_equal(case_entries(b.p, &(struct entries_ask){ .id = id }, a, &got), OK);
    for (size_t i = 0; i < got.n; i++)
        found = found || strstr(got.e[i].body, words);
    return found;
}

/* Ivan alone reads one of them besides intake: the reason is told where it was written, and where
   everybody reads both. */
static void
test_a_reason_stays_with_those_who_read_both(void **state)
{
    struct casebook b = office_book();
    struct actor by = { .name = "Ivan", .now_s = clock_now_s() };
    struct member m;

    (void)state;
    assert_int_equal(keys_member_get(fx.app.keys, "Ivan", &m), OK);
    by.id = m.id;
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, case_share(&b, 3, m.id.b, &by)), OK);
    act(&olga, "/c/1/link", "to=3&words=sisters");
    assert_int_equal(olga.status, 303);
    assert_true(says_why(1, "sisters"));
    assert_false(says_why(3, "sisters"));
    browser_get(&olga, "/c/3");
    browser_shows(&olga, 200, "href=\"/c/1\"");
    act(&olga, "/c/1/link", "off=3");
    act(&olga, "/c/3/link", "to=1&words=cousins");
    assert_int_equal(olga.status, 303);
    assert_true(says_why(1, "cousins"));
    assert_true(says_why(3, "cousins"));
    act(&olga, "/c/1/link", "off=3");
    assert_int_equal(olga.status, 303);
}

/* Freezing one warns the other: on its page, and on Today of whoever leads it. */
static void
test_freezing_warns(void **state)
{
    (void)state;
    browser_get(&ivan, "/c/3");
    assert_false(browser_has(&ivan, "is frozen: somebody may have been arrested"));
    act(&olga, "/c/2/freeze", "words=detained");
    assert_int_equal(olga.status, 303);
    browser_get(&ivan, "/c/3");
    browser_shows(
        &ivan, 200, "A linked request, or one about what may be the same matter, is frozen");
    browser_get(&ivan, "/today");
    browser_shows(&ivan, 200, "№ 2, linked with this, is frozen:");
    browser_get(&ivan, "/c/1"); /* nothing links it */
    assert_false(browser_has(&ivan, "is frozen: somebody may have been arrested"));
    act(&ivan, "/c/3/link", "off=2");
    assert_int_equal(ivan.status, 303);
    browser_get(&olga, "/c/2");
    assert_false(browser_has(&olga, "name=\"off\" value=\"3\""));
    browser_get(&ivan, "/today");
    assert_false(browser_has(&ivan, "linked with this, is frozen"));
    again();
    browser_get(&olga, "/c/2");
    assert_false(browser_has(&olga, "name=\"off\" value=\"3\""));
}

static int64_t
sent(void)
{
    int64_t n = 0;

    assert_int_equal(store_out_count(fx.app.records, day_of(clock_now_s()), &n), OK);
    return n;
}

/* Whoever answers first leads: without training only with a reason, which the duty lead sees. */
static void
test_first_answer(void **state)
{
    (void)state;
    act(&olga, "/c/1/urgency", "u=1&why=");
    browser_get(&olga, "/c/1");
    assert_false(browser_has(&olga, "name=\"lead_why\"")); /* nobody was trained yet */
    browser_get(&ivan, "/book/21/new");
    browser_post(&ivan, "/book/21", "csrf={csrf}&rev=0&f1=Ivan&f2=1&f3=2026-01-01");
    assert_int_equal(ivan.status, 303);
    browser_get(&ivan, "/c/1");
    assert_false(browser_has(&ivan, "name=\"lead_why\"")); /* he was */
    browser_get(&olga, "/c/1");
    browser_shows(&olga, 200, "name=\"lead_why\"");
    int64_t before = sent();
    act(&olga, "/c/1/reply", "text=Hold+on");
    browser_shows(&olga, 409, "Ничего не отправлено");
    assert_true(browser_has(&olga, "Hold on")); /* what she typed is still there */
    assert_int_equal(sent(), before);
    act(&olga, "/c/1/reply", "text=Hold+on&lead_why=+");
    assert_int_equal(olga.status, 409);
    act(&olga, "/c/1/reply", "text=Hold+on&lead_why=nobody+else+is+here");
    assert_int_equal(olga.status, 303);
    assert_true(sent() > before);
    browser_get(&olga, "/today");
    assert_false(browser_has(&olga, "Ведёт без обучения"));
    again();
    browser_get(&ivan, "/today");
    browser_shows(&ivan, 200, "Olga leads without training:");
    browser_get(&ivan, "/c/1");
    browser_shows(&ivan, 200, "nobody else is here");
    act(&olga, "/c/1/untrained", "");
    assert_int_equal(olga.status, 403);
    act(&ivan, "/c/1/untrained", "");
    assert_int_equal(ivan.status, 303);
    browser_get(&ivan, "/today");
    assert_false(browser_has(&ivan, "leads without training"));
    act(&ivan, "/c/1/untrained", "");
    assert_int_equal(ivan.status, 409);
    act(&olga, "/c/1/reply", "text=More"); /* she leads: she is not asked again */
    assert_int_equal(olga.status, 303);
    act(&olga, "/c/3/reply", "text=Yes"); /* nor where it is not urgent */
    assert_int_equal(olga.status, 303);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_linking),
        cmocka_unit_test(test_a_reason_stays_with_those_who_read_both),
        cmocka_unit_test(test_freezing_warns),
        cmocka_unit_test(test_first_answer),
    };

    return cmocka_run_group_tests(tests, office_set_up, office_tear_down);
}
