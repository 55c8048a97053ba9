/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What somebody plants in keys.db, with the locked machine for ten minutes, opens nothing and
   destroys nothing: only the signed roster says who has which role. */
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include "desk/keys/members.h"
#include "desk/store/epochs.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/desk_fixture.h"
#include <sqlite3.h>
#include <stdio.h>

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

static int64_t
sql(const char *text)
{
    char path[128];
    sqlite3 *h = NULL;
    sqlite3_stmt *s = NULL;
    int64_t n = 0;

    (void)snprintf(path, sizeof path, "%s/keys.db", fx.folder);
    assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(h, text, -1, &s, NULL), SQLITE_OK);
    if (sqlite3_step(s) == SQLITE_ROW)
        n = sqlite3_column_int64(s, 0);
    assert_int_equal(sqlite3_finalize(s), SQLITE_OK);
    (void)sqlite3_close(h);
    return n;
}

static struct member
member(const char *name)
{
    struct member m;

    assert_int_equal(keys_member_get(fx.app.keys, name, &m), OK);
    return m;
}

static struct vault *
vault(const char *role)
{
    struct vault *v = vaults_by_role(&fx.app.vaults, role);

    assert_non_null(v);
    return v;
}

static const char *
hex(const uint8_t *b)
{
    char *to = arena_alloc(fx.a, 2 * ID_BYTES + 1);

    hex_encode((struct bytes){ b, ID_BYTES }, to);
    return to;
}

/* `n` rows of this purpose that open nothing, to a recipient; the object is given, or random. */
static void
plant(int purpose, const uint8_t *object, uint32_t epoch, const uint8_t *recipient, int n)
{
    const char *what = object ? arena_printf(fx.a, "x'%s'", hex(object)) : "randomblob(16)";

    (void)sql(arena_printf(fx.a,
        "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < %d) "
        "INSERT INTO wrap (purpose, object, epoch, recipient, sealed) "
        "SELECT %d, %s, %u, x'%s', randomblob(80) FROM c",
        n, purpose, what, (unsigned)epoch, hex(recipient)));
}

static bool
opens(struct session *s, const char *role)
{
    return vault_set_has(&s->vaults, vault(role));
}

static void
test_roles_that_nobody_signed(void **state)
{
    struct members_at at;
    struct member vera = member("Vera");

    (void)state;
    uint32_t signed_roles = vera.roles;
    (void)sql("UPDATE member SET roles = 2147483647 WHERE name = 'Vera'");
    struct session *s = fixture_unlock(&fx, "Vera");
    assert_int_equal(s->roles, signed_roles);
    struct session *ivan = fixture_unlock(&fx, "Ivan");
    desk_members(&fx.app, ivan, &at);
    assert_int_equal(member_give(&at, &vera.id, "intake"), ERR_FORBIDDEN);
    struct lack lacks[8];
    size_t n = 0;
    assert_int_equal(member_lacks(&at, lacks, 8, &n), OK);
    for (size_t i = 0; i < n; i++)
        assert_string_not_equal(lacks[i].name, "Vera");
    desk_lock_all(&fx.app);
}

/* A row for a vault that is not hers becomes no key when somebody leaves and the vault gets a new
   one; rows that open nothing neither hold up the leaving nor push out what the vault holds. */
static void
test_rows_that_wait_for_a_new_epoch(void **state)
{
    struct member vera = member("Vera");
    struct member olga = member("Olga");
    struct vault_row intake = vault("intake")->row;
    struct members_at at;
    char which[ROSTER_ROLE_MAX + 1];
    const char *doors = arena_printf(fx.a,
        "SELECT count(*) FROM wrap WHERE purpose = 3 AND recipient = x'%s'", hex(intake.id.b));

    (void)state;
    plant(WRAP_VAULT, intake.id.b, intake.epoch, vera.id.b, 1);
    int64_t n_doors = sql(doors);
    assert_true(n_doors > 0);
    plant(3, NULL, intake.epoch, intake.id.b, 150);
    struct session *ivan = fixture_unlock(&fx, "Ivan");
    desk_members(&fx.app, ivan, &at);
    assert_int_equal(member_remove(&at, &olga.id, which), OK);
    assert_int_equal(vault("intake")->row.epoch, intake.epoch + 1);
    struct wrap_about hers = vault_wrap_about(&fx.app.org, &vault("intake")->row, &vera.id);
    struct wrap w;
    assert_int_equal(keys_wrap_get(fx.app.keys, &hers, &w), ERR_NOT_FOUND);
    assert_false(opens(fixture_unlock(&fx, "Vera"), "intake"));
    assert_true(opens(fixture_unlock(&fx, "Pavel"), "intake"));
    assert_int_equal(sql(doors), n_doors);
    desk_lock_all(&fx.app);
}

/* One week's door key was spoilt: the other weeks are made ready all the same. */
static void
test_a_door_that_does_not_open(void **state)
{
    const uint32_t week = (uint32_t)week_of(clock_now_s());
    size_t before = fx.app.doors_left;
    size_t after = 0;

    (void)state;
    (void)fixture_unlock(&fx, "Pavel");
    (void)sql("UPDATE wrap SET sealed = randomblob(80) WHERE purpose = 3 AND object = "
              "(SELECT min(object) FROM wrap WHERE purpose = 3)");
    assert_int_equal(
        doors_turn(fx.app.keys, &fx.app.org, vault("intake"), week + 4, &fx.app.doors, &after), OK);
    assert_true(after + 1 >= before);
    assert_true(after > 1);
    desk_lock_all(&fx.app);
}

/* Everybody reads a case: it goes on, and any of them can be taken out again. */
static void
test_a_case_that_very_many_read(void **state)
{
    enum { N = 100 };
    struct roster *r = fx.app.roster;
    const size_t n_before = r->n_members;
    struct seeker_keys *keys = NULL;
    struct stream_id stream;
    struct casebook b;
    struct pulled p;

    (void)state;
    struct session *s = fixture_unlock(&fx, "Pavel");
    fixture_request(&fx, "Все читают.", BELL_RING_NONE, &keys, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    seeker_keys_drop(&keys);
    fixture_settle(&fx.app);
    desk_book(&fx.app, vault("intake"), &b);
    assert_int_equal(casebook_stream(&b, fixture_case(b.p, "Все читают."), &stream), OK);
    for (size_t i = 0; i < N; i++) {
        OWN(box_secret) secret = box_secret_new();
        struct roster_member *m = &r->members[r->n_members++];
        box_secret_random(secret);
        *m = (struct roster_member){ .key = box_public_of(secret) };
        random_fill(m->id.b, sizeof m->id.b);
        assert_int_equal(stream_share(&b.at, &stream, m->id.b), OK);
    }
    struct record note = {
        .kind = RECORD_NOTE, .at_s = clock_now_s(), .by_name = "Pavel", .body = bytes_of("weiter")
    };
    assert_int_equal(stream_unshare(&b.at, &stream, r->members[n_before].id.b), OK);
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, case_act(&b, &stream, &note)), OK);
    uint32_t epoch = 0;
    assert_int_equal(stream_epoch_now(&b.at, &stream, &epoch), OK);
    assert_int_equal(epoch, 2);
    r->n_members = n_before;
    desk_lock(&fx.app, s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roles_that_nobody_signed),
        cmocka_unit_test(test_rows_that_wait_for_a_new_epoch),
        cmocka_unit_test(test_a_door_that_does_not_open),
        cmocka_unit_test(test_a_case_that_very_many_read),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
