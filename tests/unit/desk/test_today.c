/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The order of acts, and the page over HTTP. */
#include "base/clock.h"
#include "base/text.h"
#include "desk/audit/audit.h"
#include "desk/today/today.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"
#include <stdio.h>

enum { NOW = 1795338780 };

static struct fixture fx;
static struct browser b;
static struct seeker_keys *seeker;

static int
set_up(void **state)
{
    struct pulled p;

    (void)state;
    fixture_new(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    fixture_request(&fx, "Меня увезут завтра", BELL_RING_DANGER, &seeker, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    browser_new(&b, &fx.app);
    browser_login(&b, &fx.members[0], "");
    fixture_settle(&fx.app);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    seeker_keys_drop(&seeker);
    fixture_done(&fx);
    return 0;
}

/* case_id tells where each should end up. */
static void
test_order(void **state)
{
    static struct acts acts;
    const struct act in[] = {
        { .kind = ACT_DRAFT, .urgency = 1, .case_id = 7 },
        { .kind = ACT_ANSWER, .urgency = 3, .due_s = NOW + 60, .case_id = 4 },
        { .kind = ACT_ANSWER, .urgency = 2, .due_s = NOW - 9000, .case_id = 3 },
        { .kind = ACT_ANSWER, .urgency = 1, .due_s = NOW + 3000, .case_id = 1 },
        { .kind = ACT_DAY, .urgency = 1, .due_s = NOW - 2 * DAY_S, .case_id = 9 },
        { .kind = ACT_FOLLOW_UP, .urgency = 2, .due_s = NOW + 90, .case_id = 5 },
        { .kind = ACT_LATE, .urgency = 1, .due_s = NOW + 4000, .case_id = 2 },
        { .kind = ACT_BACK, .urgency = 4, .case_id = 8 },
    };
    const int64_t expected[] = { 1, 2, 3, 9, 4, 5, 7, 8 };

    (void)state;
    acts = (struct acts){ 0 };
    for (size_t i = 0; i < sizeof in / sizeof *in; i++)
        acts_add(&acts, &in[i]);
    today_sort(&acts, NOW);
    for (size_t i = 0; i < sizeof in / sizeof *in; i++)
        assert_int_equal(acts.a[i].case_id, expected[i]);
}

static void
test_more_than_fit_is_said(void **state)
{
    static struct acts acts;
    struct act a = { .kind = ACT_ANSWER };

    (void)state;
    acts = (struct acts){ 0 };
    for (int i = 0; i < ACTS_MAX; i++)
        acts_add(&acts, &a);
    assert_false(acts.more);
    acts_add(&acts, &a);
    assert_true(acts.more);
    assert_int_equal(acts.n, ACTS_MAX);
}

static void
test_page(void **state)
{
    char lines[24];
    char form[128];

    (void)state;
    browser_get(&b, "/today");
    browser_shows(&b, 200, "Ответить:");
    assert_true(browser_has(&b, "Меня увезут завтра"));
    assert_true(browser_has(&b, "href=\"/c/1#r\""));
    browser_get(&b, "/c/1");
    browser_post(&b, "/c/1/draft", "csrf={csrf}&field=note&text=Half");
    browser_get(&b, "/today");
    browser_shows(&b, 200, "Начато и не отправлено:");
    browser_get(&b, "/c/1");
    browser_field(&b, "/c/1/", "lines", lines, sizeof lines);
    (void)snprintf(form, sizeof form, "csrf={csrf}&lines=%s&text=a", lines);
    browser_post(&b, "/c/1/reply", form);
    browser_get(&b, "/c/1");
    browser_post(&b, "/c/1/draft", "csrf={csrf}&field=note&text=");
    browser_get(&b, "/today");
    assert_false(browser_has(&b, "Ответить:"));
    assert_false(browser_has(&b, "Начато и не отправлено:"));
}

/* The way through another vault keeps to own paths. */
static void
test_way_through_a_vault(void **state)
{
    char form[256];
    char hex[2 * ID_BYTES + 1];

    (void)state;
    hex_encode((struct bytes){ fx.app.sessions.s[0].at->row.id.b, ID_BYTES }, hex);
    browser_get(&b, "/today");
    (void)snprintf(form, sizeof form, "csrf={csrf}&v=%s&to=%%2Fc%%2F1%%23r", hex);
    browser_post(&b, "/vault", form);
    browser_goes_to(&b, "/c/1#r");
    (void)snprintf(form, sizeof form, "csrf={csrf}&v=%s&to=https%%3A%%2F%%2Fexample.org", hex);
    browser_post(&b, "/vault", form);
    browser_goes_to(&b, "/");
}

static uint64_t
n_noted(void)
{
    struct audit_place at = { fx.app.keys, fx.app.records, fx.app.org, fx.app.roster };
    struct audit_check c;

    assert_int_equal(audit_verify(&at, fx.folder, &c), OK);
    assert_int_equal(c.fault, AUDIT_WHOLE);
    return c.n;
}

/* A form that is refused shows the whole case: that is a reading like any other. */
static void
test_a_refused_form_is_a_reading(void **state)
{
    static struct browser ivan;

    (void)state;
    browser_new(&ivan, &fx.app);
    browser_login(&ivan, &fx.members[1], "");
    browser_get(&ivan, "/today");
    uint64_t before = n_noted();
    browser_post(&ivan, "/c/1/note", "csrf={csrf}&text=");
    browser_shows(&ivan, 422, "The person");
    assert_int_equal(n_noted(), before + 1);
    browser_get(&ivan, "/c/1");
    assert_int_equal(n_noted(), before + 1); /* the same reading */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_more_than_fit_is_said),
        cmocka_unit_test(test_page),
        cmocka_unit_test(test_way_through_a_vault),
        cmocka_unit_test(test_a_refused_form_is_a_reading),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
