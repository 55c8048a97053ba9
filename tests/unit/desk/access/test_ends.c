/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a member was when she typed her passphrase ends with what she was: waiting ways in, other
   browsers, roles.  And all of that is noted.  Ivan is the office. */
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "desk/access/roles.h"
#include "desk/dates/feed.h"
#include "desk/pages/access.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"
#include <stdio.h>

static struct fixture fx;
static struct browser ivan, other;

static int
set_up(void **state)
{
    (void)state;
    fixture_new(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    browser_new(&ivan, &fx.app);
    browser_new(&other, &fx.app);
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
post(const char *path, const char *more, const char *goes_to)
{
    char form[512];

    browser_get(&ivan, "/settings");
    (void)snprintf(form, sizeof form, "csrf={csrf}&%s", more);
    browser_post(&ivan, path, form);
    browser_goes_to(&ivan, goes_to);
}

static struct member
stored(const char *name)
{
    struct member m;

    assert_int_equal(keys_member_get(fx.app.keys, name, &m), OK);
    return m;
}

static void
path_of(const char *name, const char *act, char to[80])
{
    struct member m = stored(name);
    char hex[2 * ID_BYTES + 1];

    hex_encode((struct bytes){ m.id.b, ID_BYTES }, hex);
    (void)snprintf(to, 80, "/members/%s%s", hex, act);
}

static bool
waits(const char *token)
{
    return halfway_find(&fx.app.halfways, token, clock_steady_ms()) != NULL;
}

/* A way in that waits for its second factor, as a login of hers would leave it. */
static void
wait_halfway(const struct member *m, char token[SESSION_TOKEN_CAP])
{
    OWN(box_secret) secret = box_secret_new();
    const struct case_typed none = { .form = FORM_NONE };
    struct halfway *h = NULL;

    assert_int_equal(
        halfway_begin(&fx.app.halfways, m, &secret, &none, "", clock_steady_ms(), token, &h), OK);
}

static void
test_let_in_with_the_roles_of_now(void **state)
{
    OWN(box_secret) secret = box_secret_new();
    struct member m;
    struct session *s = NULL;
    char token[SESSION_TOKEN_CAP];

    (void)state;
    assert_int_equal(member_unlock(fx.app.keys, &fx.app.org, "Olga",
                         bytes_of(fx.members[0].passphrase), &m, secret),
        OK);
    uint32_t now = m.roles;
    m.roles |= ROLE_TRANSLATOR;
    assert_int_not_equal(m.roles, now);
    assert_int_equal(desk_let_in(&fx.app, &m, secret, "Olga", token, &s), OK);
    assert_int_equal(s->roles, now);
    desk_lock(&fx.app, s);
    m.id.b[0] ^= 1; /* no such member any more */
    assert_int_equal(desk_let_in(&fx.app, &m, secret, "Olga", token, &s), ERR_FORBIDDEN);
}

static void
test_own_roles_change_everywhere(void **state)
{
    char path[80], page[100], token[SESSION_TOKEN_CAP];
    struct member m = stored("Ivan");
    char form[200] = "";

    (void)state;
    browser_login(&other, &fx.members[1], "");
    browser_get(&other, "/members");
    assert_int_equal(other.status, 200);
    wait_halfway(&m, token);
    for (unsigned i = 0; i < 32; i++)
        if (m.roles >> i & 1)
            (void)snprintf(form + strlen(form), sizeof form - strlen(form), "r%u=1&", i);
    path_of("Ivan", "/roles", path);
    path_of("Ivan", "", page);
    (void)snprintf(page + strlen(page), 10, "?s=%d", (int)SAYS_ROLES_SET);
    post(path, form, page);
    browser_get(&other, "/members");
    assert_int_equal(other.status, 303);
    assert_false(waits(token));
    browser_get(&ivan, "/members");
    assert_int_equal(ivan.status, 200); /* the one in which she did it stays */
}

static void
test_invitations_are_noted(void **state)
{
    struct invitation all[INVITATIONS_MAX];
    char form[64] = "id=", to[40];
    size_t n = 0;

    (void)state;
    post("/members/invite", "name=Maria&for=1800&r0=1", "/members/invite");
    assert_int_equal(fixture_noted(&fx, AUDIT_INVITED, "Ivan"), 1);
    assert_int_equal(invitation_list(fx.app.keys, all, &n), OK);
    assert_int_equal(n, 1);
    hex_encode((struct bytes){ all[0].id, ID_BYTES }, form + 3);
    (void)snprintf(to, sizeof to, "/members?s=%d", (int)SAYS_INVITATION_TAKEN_BACK);
    post("/members/revoke", form, to);
    assert_int_equal(fixture_noted(&fx, AUDIT_WITHDRAWN, "Ivan"), 1);
}

static void
test_a_member_whose_roles_change(void **state)
{
    char path[80], page[100], hers[SESSION_TOKEN_CAP], his[SESSION_TOKEN_CAP];
    struct member olga = stored("Olga"), me = stored("Ivan");

    (void)state;
    wait_halfway(&olga, hers);
    wait_halfway(&me, his);
    path_of("Olga", "/roles", path);
    path_of("Olga", "", page);
    (void)snprintf(page + strlen(page), 10, "?s=%d", (int)SAYS_ROLES_SET);
    post(path, "r0=1", page);
    assert_false(waits(hers));
    assert_true(waits(his)); /* nobody else's */
}

/* Right passphrases take their time too: who had much of it waits, and nobody else does. */
static void
test_work_for_one_member(void **state)
{
    static struct browser olga, stranger;
    int64_t now_ms = clock_steady_ms();
    struct slow *slow = &fx.app.slow;

    (void)state;
    browser_new(&olga, &fx.app);
    browser_new(&stranger, &fx.app);
    browser_login(&olga, &fx.members[0], "");
    browser_goes_to(&olga, "/today");
    assert_int_equal(slow_work_wait_ms(slow, "Olga", now_ms), 0);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(slow_work_wait_ms(slow, "Olga", now_ms), 0);
        slow_worked(slow, "Olga", now_ms, 1000);
    }
    slow_worked(slow, "Olga", now_ms, 10000); /* much: this test may be slow itself */
    assert_true(slow_work_wait_ms(slow, "Olga", now_ms) > 0);
    slow_passed(slow, "Olga"); /* right ones do not forgive it */
    browser_get(&olga, "/settings/passphrase");
    browser_post(&olga, "/settings/passphrase", "csrf={csrf}&act=make&passphrase=x");
    browser_goes_to(&olga, "/settings/passphrase");
    browser_get(&olga, "/settings/passphrase");
    browser_post(&olga, "/logout", "csrf={csrf}");
    browser_post(&olga, "/login", "l=en&name=Olga&passphrase=x");
    assert_int_equal(olga.status, 429);
    browser_login(&stranger, &fx.members[0], ""); /* elsewhere strangers' limit holds */
    browser_goes_to(&stranger, "/today");
    assert_int_equal(slow_work_wait_ms(slow, "Ivan", now_ms), 0);
    assert_int_equal(slow_work_wait_ms(slow, "Olga", now_ms + 600 * 1000), 0);
}

/* She is removed: the address of her calendar goes with her, from the disk too. */
static void
test_a_removed_member_has_no_feed(void **state)
{
    char secret[FEED_SECRET_CAP];
    char path[80];
    struct member m = stored("Olga");
    int64_t made_s = 0;

    (void)state;
    assert_int_equal(feed_make(fx.app.keys, &m.id, clock_now_s(), secret), OK);
    assert_int_equal(feed_made_s(fx.app.keys, &m.id, &made_s), OK);
    assert_true(made_s > 0);
    path_of("Olga", "/remove", path);
    char page[100];
    (void)snprintf(page, sizeof page, "/members?s=%d", (int)SAYS_REMOVED);
    post(path, "sure=1", page);
    assert_int_equal(feed_made_s(fx.app.keys, &m.id, &made_s), OK);
    assert_int_equal(made_s, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_let_in_with_the_roles_of_now),
        cmocka_unit_test(test_own_roles_change_everywhere),
        cmocka_unit_test(test_invitations_are_noted),
        cmocka_unit_test(test_a_member_whose_roles_change),
        cmocka_unit_test(test_work_for_one_member),
        cmocka_unit_test(test_a_removed_member_has_no_feed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
