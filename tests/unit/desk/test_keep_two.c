/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the second person is shown, who may still do what was confirmed, and what goes with it. */
#include "base/clock.h"
#include "desk/keep/retention.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"
#include <stdio.h>

enum { LEADS = ROLE_COUNSELLOR | ROLE_DUTY_LEAD | ROLE_LAWYER };

static struct fixture fx;
static struct browser olga, ivan;

static void
all_roles(uint32_t roles)
{
    for (size_t i = 0; i < MAX_SESSIONS; i++)
        if (fx.app.sessions.s[i].used)
            fx.app.sessions.s[i].roles = roles;
}

static int
set_up(void **state)
{
    (void)state;
    fixture_new(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    browser_new(&olga, &fx.app);
    browser_new(&ivan, &fx.app);
    browser_login(&olga, &fx.members[0], "");
    browser_login(&ivan, &fx.members[1], "");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    fixture_done(&fx);
    return 0;
}

static void
pair_field(struct browser *b, const char *form, char *to, size_t cap)
{
    char id[32];

    browser_get(b, "/keep");
    browser_field(b, form, "id", id, sizeof id);
    (void)snprintf(to, cap, "csrf={csrf}&id=%s", id);
}

/* What is asked for is told by the desk; whom it does not concern reads nothing of it; a role that
   was lost meanwhile does nothing. */
static void
test_what_is_confirmed(void **state)
{
    char form[96];

    (void)state;
    all_roles(LEADS);
    browser_get(&olga, "/keep");
    browser_post(&olga, "/keep/table", "csrf={csrf}&why=%E2%84%96+17");
    browser_goes_to(&olga, "/keep?m=1");
    browser_get(&ivan, "/keep");
    browser_shows(&ivan, 200, "all requests, as a table");
    assert_true(browser_has(&ivan, "<q dir=\"auto\">№ 17</q>"));
    pair_field(&ivan, "/keep/confirm", form, sizeof form);
    all_roles(ROLE_COUNSELLOR);
    browser_get(&ivan, "/keep");
    assert_false(browser_has(&ivan, "№ 17"));
    all_roles(LEADS);
    browser_get(&ivan, "/keep");
    browser_post(&ivan, "/keep/confirm", form);
    browser_goes_to(&ivan, "/keep?m=2");
    pair_field(&olga, "/keep/do", form, sizeof form);
    all_roles(ROLE_COUNSELLOR);
    browser_post(&olga, "/keep/do", form);
    browser_goes_to(&olga, "/keep?m=10");
    all_roles(LEADS);
    browser_get(&olga, "/keep");
    browser_post(&olga, "/keep/drop", form);
    browser_goes_to(&olga, "/keep?m=3");
}

static int64_t
in_outbox(void)
{
    int64_t n = 0;

    assert_int_equal(store_out_count(fx.app.records, INT32_MAX, &n), OK);
    return n;
}

/* Of a long answer every part, and every copy for a later day. */
static void
test_answers_for_hubs_go_along(void **state)
{
    static char text[9000];
    struct actor by = { .name = "Olga", .now_s = clock_now_s() };
    struct seeker_keys *seeker = NULL;
    struct casebook b;
    struct pulled p;

    (void)state;
    fixture_request(&fx, "Сотрите всё, у них мой телефон.", BELL_RING_NONE, &seeker, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    fixture_settle(&fx.app);
    desk_casebook(&fx.app, NULL, &b);
    memset(text, 'a', sizeof text - 1);
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, case_answer(&b, 1, text, &by)), OK);
    assert_true(in_outbox() > 6);
    assert_int_equal(retention_erase(&b, &fx.app.post, 1, clock_now_s()), OK);
    assert_int_equal(in_outbox(), 0);
    seeker_keys_drop(&seeker);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_confirmed),
        cmocka_unit_test(test_answers_for_hubs_go_along),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
