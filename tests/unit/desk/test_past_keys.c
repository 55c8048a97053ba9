/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Earlier keys of intake: what was sealed to them is on the way. */
#include "tests/unit/check.h"
#include "tests/unit/desk/desk_fixture.h"

static struct fixture fx;

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

/* Each loss of a role is a new key for what comes.  What was on the way before opens all the same,
   also after the next unlock, and before it would not, no more role is taken. */
static void
test_many_changes_lose_nothing_on_the_way(void **state)
{
    struct seeker_keys *keys = NULL;
    struct vault *intake = vaults_by_role(&fx.app.vaults, "intake");
    struct pulled p;
    struct pulled q;
    size_t lacking = 0;
    enum err e = OK;

    (void)state;
    struct session *ivan = fixture_unlock(&fx, "Ivan");
    struct members_at at;
    struct member m;
    assert_int_equal(keys_member_get(fx.app.keys, "Vera", &m), OK);
    struct member_id vera = m.id;
    desk_members(&fx.app, ivan, &at);
    fixture_request(&fx, "Первая на пути.", BELL_RING_NONE, &keys, &p);
    seeker_keys_drop(&keys);
    fixture_request(&fx, "Вторая на пути.", BELL_RING_NONE, &keys, &q);
    seeker_keys_drop(&keys);
    int64_t n_unreadable = fx.app.n_unreadable;
    int n = 0;
    for (; !e && n < 2 * VAULT_MAX_OLDER; n++) {
        assert_int_equal(member_set_roles(&at, &vera, ROLE_LAWYER | ROLE_COUNSELLOR, &lacking), OK);
        e = member_set_roles(&at, &vera, ROLE_LAWYER, &lacking);
    }
    assert_int_equal(e, ERR_TOO_LARGE);
    assert_true(n > 100); /* nobody's honest work comes to that in five weeks */
    assert_int_equal(intake->n_past, n - 1);
    assert_int_equal(fixture_file(&fx, &p), 1);
    fixture_settle(&fx.app);
    assert_int_equal(fx.app.n_unreadable, n_unreadable);
    desk_lock_all(&fx.app);
    fixture_restart(&fx);
    slow_start(&fx.app.slow);
    struct session *olga = fixture_unlock(&fx, "Olga");
    intake = vaults_by_role(&fx.app.vaults, "intake");
    assert_int_equal(intake->n_past, n - 1);
    assert_int_equal(fixture_file(&fx, &q), 1);
    fixture_settle(&fx.app);
    assert_int_equal(fx.app.n_unreadable, n_unreadable);
    desk_lock(&fx.app, olga);
    assert_int_equal(intake->n_past, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_many_changes_lose_nothing_on_the_way),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
