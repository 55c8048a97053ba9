/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Several vaults: a projection for each, cases shared by keys, epochs, heads. */
#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "core/open/record.h"
#include "core/wire/content.h"
#include "desk/find/find.h"
#include "desk/vaults/sharing.h"
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

static struct actor
by(const struct session *s)
{
    return (struct actor){ .id = s->member, .name = s->name, .now_s = clock_now_s() };
}

static struct vault *
vault(const char *role)
{
    struct vault *v = vaults_by_role(&fx.app.vaults, role);

    assert_non_null(v);
    return v;
}

static struct casebook
book_of(struct vault *v)
{
    struct casebook b;

    desk_book(&fx.app, v, &b);
    assert_non_null(b.p);
    return b;
}

/* A request of somebody new; the number of its case.  Intake must be open. */
static int64_t
new_case(const char *text)
{
    OWN(arena) a = arena_new(1 << 20);
    struct seeker_keys *keys = NULL;
    struct pulled p;
    struct find_query q;
    struct found f;

    fixture_request(&fx, text, BELL_RING_NONE, &keys, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    fixture_settle(&fx.app);
    seeker_keys_drop(&keys);
    struct casebook b = book_of(vault("intake"));
    assert_int_equal(find_parse(text, a, &q), OK);
    assert_int_equal(find_cases(b.p, &q, "", 0, a, &f), OK);
    assert_int_equal(f.n, 1);
    return f.ids[0];
}

static size_t
n_entries(struct vault *v, int64_t id)
{
    OWN(arena) a = arena_new(4 << 20);
    struct casebook b = book_of(v);
    struct entries_ask ask = { .id = id };
    struct case_full c;
    struct entries got;

    if (case_get(b.p, id, a, &c))
        return 0;
    case_wipe(&c);
    assert_int_equal(casebook_need(&b, id), OK);
    assert_int_equal(case_entries(b.p, &ask, a, &got), OK);
    return got.n;
}

static enum err
note(struct vault *v, int64_t id, const struct session *s)
{
    struct casebook b = book_of(v);
    struct actor who = by(s);

    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    return casebook_end(&b, case_note(&b, id, "Заметка.", &who));
}

static enum err
share(struct vault *from, int64_t id, const uint8_t to[ID_BYTES], bool on, const struct session *s)
{
    struct casebook b = book_of(from);
    struct actor who = by(s);

    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    return casebook_end(&b, on ? case_share(&b, id, to, &who) : case_unshare(&b, id, to, &who));
}

static int64_t
sql_number(const char *file, const char *sql)
{
    char path[128];
    sqlite3 *h = NULL;
    sqlite3_stmt *s = NULL;

    (void)snprintf(path, sizeof path, "%s/%s", fx.folder, file);
    assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(h, sql, -1, &s, NULL), SQLITE_OK);
    int rc = sqlite3_step(s);
    int64_t n = rc == SQLITE_ROW ? sqlite3_column_int64(s, 0) : -1;
    assert_true(rc == SQLITE_ROW || rc == SQLITE_DONE);
    (void)sqlite3_finalize(s);
    (void)sqlite3_close(h);
    return n;
}

static void
test_roles_decide_which_vaults_a_member_has(void **state)
{
    static const struct {
        const char *name, *vaults; /* in the order of their names; her own last */
    } rows[] = {
        { "Olga", "intake own" },
        { "Ivan", "intake office own" },
        { "Vera", "legal own" },
        { "Pavel", "intake legal own" },
        { "Dina", "audit own" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char got[100] = "";
        struct session *s = fixture_unlock(&fx, rows[i].name);
        for (size_t k = 0; k < s->vaults.n; k++)
            (void)snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s", k ? " " : "",
                s->vaults.v[k]->row.role);
        assert_string_equal(got, rows[i].vaults);
        assert_non_null(s->at);
        assert_true(vault_has_cases(s->at));
        desk_lock(&fx.app, s);
    }
    assert_null(vaults_next_open(&fx.app.vaults, NULL));
}

static void
test_a_shared_case_is_seen_and_changed_on_both_sides(void **state)
{
    (void)state;
    struct session *olga = fixture_unlock(&fx, "Olga");
    struct session *vera = fixture_unlock(&fx, "Vera");
    struct vault *intake = vault("intake");
    struct vault *legal = vault("legal");
    int64_t id = new_case("Нужен адвокат в суде.");

    assert_int_equal(n_entries(legal, id), 0);
    assert_int_equal(share(intake, id, legal->row.id.b, true, olga), OK);
    assert_int_equal(share(intake, id, legal->row.id.b, true, olga), ERR_CONFLICT);
    assert_int_equal(n_entries(legal, id), 2); /* the request, and that it was shared */
    assert_int_equal(note(legal, id, vera), OK);
    assert_int_equal(n_entries(legal, id), 3);
    assert_int_equal(n_entries(intake, id), 3);
    assert_int_equal(note(intake, id, olga), OK);
    assert_int_equal(n_entries(legal, id), 4);

    assert_int_equal(share(intake, id, legal->row.id.b, false, olga), OK);
    assert_int_equal(n_entries(legal, id), 0);
    assert_int_equal(n_entries(intake, id), 5);
    assert_int_equal(share(intake, id, intake->row.id.b, false, olga), ERR_CONFLICT);
    desk_lock_all(&fx.app);
    olga = fixture_unlock(&fx, "Olga");
    vera = fixture_unlock(&fx, "Vera");
    fixture_read(&fx.app);
    assert_int_equal(fx.app.n_broken, 0);
    assert_int_equal(n_entries(legal, id), 0);
    assert_int_equal(n_entries(intake, id), 5);
    assert_int_equal(note(intake, id, olga), OK);
    assert_int_equal(sql_number("records.db", "SELECT max(epoch) FROM record"), 2);
    desk_lock_all(&fx.app);
}

/* One member alone takes no case away from the others, and carries none over the wall. */
static void
test_ones_own_vault_is_no_way_around(void **state)
{
    (void)state;
    struct session *olga = fixture_unlock(&fx, "Olga");
    struct member_id olga_id = olga->member;
    struct vault *intake = vault("intake");
    int64_t id = new_case("Это дело принадлежит всем.");

    assert_int_equal(share(intake, id, olga_id.b, true, olga), OK);
    struct vault *own = vaults_by_id(&fx.app.vaults, olga_id.b);
    assert_non_null(own);
    assert_int_equal(share(own, id, intake->row.id.b, false, olga), ERR_FORBIDDEN);
    assert_int_equal(n_entries(intake, id), 2);
    assert_int_equal(share(intake, id, olga_id.b, false, olga), OK);
    desk_lock_all(&fx.app);
}

/* A row with random bytes in the place of a wrap, while a colleague has the vault open. */
static void
test_a_row_that_opens_nothing_gives_nothing(void **state)
{
    char sql[400];
    char vault_hex[2 * ID_BYTES + 1];
    char member_hex[2 * ID_BYTES + 1];

    (void)state;
    struct session *vera = fixture_unlock(&fx, "Vera");
    hex_encode((struct bytes){ vera->member.b, ID_BYTES }, member_hex);
    hex_encode((struct bytes){ vault("intake")->row.id.b, ID_BYTES }, vault_hex);
    desk_lock_all(&fx.app);
    (void)snprintf(sql, sizeof sql,
        "INSERT INTO wrap (purpose, object, epoch, recipient, sealed)"
        " VALUES (2, x'%s', %u, x'%s', randomblob(80))",
        vault_hex, (unsigned)vault("intake")->row.epoch, member_hex);
    (void)sql_number("keys.db", sql);
    struct session *olga = fixture_unlock(&fx, "Olga");
    assert_non_null(olga);
    vera = fixture_unlock(&fx, "Vera");
    assert_false(vault_set_has(&vera->vaults, vault("intake")));
    assert_true(vault_set_has(&vera->vaults, vault("legal")));
    (void)snprintf(sql, sizeof sql, "DELETE FROM wrap WHERE object = x'%s' AND recipient = x'%s'",
        vault_hex, member_hex);
    (void)sql_number("keys.db", sql);
    desk_lock_all(&fx.app);
}

static void
test_a_case_shared_with_one_member_waits_for_her(void **state)
{
    (void)state;
    struct session *olga = fixture_unlock(&fx, "Olga");
    struct session *vera = fixture_unlock(&fx, "Vera");
    struct member_id vera_id = vera->member;
    struct vault *intake = vault("intake");
    int64_t id = new_case("Только для Веры.");

    desk_lock(&fx.app, vera);
    assert_int_equal(share(intake, id, vera_id.b, true, olga), OK);
    assert_int_equal(note(intake, id, olga), OK);
    vera = fixture_unlock(&fx, "Vera");
    struct vault *own = vaults_by_id(&fx.app.vaults, vera_id.b);
    assert_non_null(own);
    assert_int_equal(n_entries(own, id), 3);
    assert_int_equal(n_entries(vault("legal"), id), 0);
    assert_int_equal(note(own, id, vera), OK);
    assert_int_equal(n_entries(intake, id), 4);
    desk_lock_all(&fx.app);
}

static void
test_keys_go_only_where_they_may(void **state)
{
    struct member_id dina;
    uint8_t nobody[ID_BYTES] = { 9 };

    (void)state;
    struct session *s = fixture_unlock(&fx, "Dina");
    dina = s->member;
    desk_lock(&fx.app, s);
    struct session *olga = fixture_unlock(&fx, "Olga");
    struct vault *intake = vault("intake");
    int64_t id = new_case("Никому чужому.");
    assert_int_equal(share(intake, id, dina.b, true, olga), ERR_FORBIDDEN);
    assert_int_equal(share(intake, id, vault("office")->row.id.b, true, olga), ERR_FORBIDDEN);
    assert_int_equal(share(intake, id, vault("audit")->row.id.b, true, olga), ERR_FORBIDDEN);
    assert_int_equal(share(intake, id, nobody, true, olga), ERR_NOT_FOUND);

    /* A key that was put into the database, but stands in no signed roster. */
    uint8_t key = fx.app.roster->vaults[0].key.b[0];
    for (size_t i = 0; i < fx.app.roster->n_vaults; i++)
        if (strcmp(fx.app.roster->vaults[i].role, "legal") == 0)
            fx.app.roster->vaults[i].id.b[0] ^= 1;
    assert_int_equal(share(intake, id, vault("legal")->row.id.b, true, olga), ERR_FORBIDDEN);
    for (size_t i = 0; i < fx.app.roster->n_vaults; i++)
        if (strcmp(fx.app.roster->vaults[i].role, "legal") == 0)
            fx.app.roster->vaults[i].id.b[0] ^= 1;
    assert_int_equal(fx.app.roster->vaults[0].key.b[0], key);
    assert_int_equal(n_entries(intake, id), 1);
    desk_lock_all(&fx.app);
}

static void
tamper(const char *sql)
{
    (void)sql_number("records.db", sql);
}

/* Unlock, read everything, lock: how many things were found broken. */
static size_t
n_broken(void)
{
    struct session *s = fixture_unlock(&fx, "Olga");

    fixture_read(&fx.app);
    size_t n = fx.app.n_broken;
    desk_lock(&fx.app, s);
    return n;
}

static void
test_heads_are_only_a_cache(void **state)
{
    (void)state;
    fixture_restart(&fx);
    struct session *s = fixture_unlock(&fx, "Olga");
    int64_t id = new_case("Голова и записи.");
    assert_int_equal(note(vault("intake"), id, s), OK);
    desk_lock(&fx.app, s);
    assert_int_equal(n_broken(), 0);

    tamper("DELETE FROM head"); /* lost: read from the records, and made again */
    assert_int_equal(n_broken(), 0);
    assert_true(sql_number("records.db", "SELECT count(*) FROM head") > 0);

    tamper("UPDATE head SET sealed = zeroblob(length(sealed))"); /* does not open: the same */
    assert_int_equal(n_broken(), 0);

    /* An older head put back: the list shows it for a moment, the records win, and it is told. */
    tamper("CREATE TABLE old AS SELECT * FROM head");
    s = fixture_unlock(&fx, "Olga");
    assert_int_equal(note(vault("intake"), id, s), OK);
    desk_lock(&fx.app, s);
    tamper("UPDATE head SET (epoch, seq, link, sealed) = (SELECT epoch, seq, link, sealed FROM old "
           "WHERE old.id = head.id)");
    tamper("DROP TABLE old");
    assert_int_equal(n_broken(), 1);
    assert_int_equal(n_broken(), 0); /* made again */
}

static void
test_a_case_is_whole_when_it_is_opened_before_its_turn(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct entries_ask ask = { 0 };
    struct entries got;

    (void)state;
    struct session *s = fixture_unlock(&fx, "Olga");
    int64_t id = new_case("Открыть до чтения.");
    desk_lock(&fx.app, s);
    s = fixture_unlock(&fx, "Olga");
    struct casebook b = book_of(vault("intake"));
    ask.id = id;
    assert_int_equal(case_entries(b.p, &ask, a, &got), OK);
    assert_int_equal(got.n, 0); /* its turn has not come */
    assert_int_equal(note(vault("intake"), id, s), OK);
    assert_int_equal(case_entries(b.p, &ask, a, &got), OK);
    assert_int_equal(got.n, 2);
    desk_lock(&fx.app, s);
}

/* ---- Erasing. */

static bool
file_holds(const char *name, struct bytes what)
{
    OWN(arena) a = arena_new(64 << 20);
    char path[128];
    struct bytes all;

    (void)snprintf(path, sizeof path, "%s/%s", fx.folder, name);
    enum err e = file_read(path, 32 << 20, a, &all);
    if (e == ERR_NOT_FOUND)
        return false;
    assert_int_equal(e, OK);
    for (size_t i = 0; i + what.n <= all.n; i++)
        if (bytes_equal((struct bytes){ all.p + i, what.n }, what))
            return true;
    return false;
}

static void
copy_of(const char *name, const char *to)
{
    OWN(arena) a = arena_new(64 << 20);
    char path[128];
    struct bytes all;

    (void)snprintf(path, sizeof path, "%s/%s", fx.folder, name);
    assert_int_equal(file_read(path, 32 << 20, a, &all), OK);
    (void)snprintf(path, sizeof path, "%s/%s", fx.folder, to);
    assert_int_equal(file_replace(path, all), OK);
}

static enum err
count_opened(void *closure, const struct stream_id *stream, int64_t id, const struct record *r)
{
    size_t *n = closure;

    (void)stream;
    (void)id;
    (void)r;
    ++*n;
    return OK;
}

static void
test_an_erased_case_opens_with_nothing_that_is_left(void **state)
{
    struct wrap_about about = { .org = fx.app.org, .purpose = WRAP_STREAM, .epoch = 1 };
    struct stream_id stream;
    struct kept_row kept;
    struct wrap w;
    size_t opened = 0;
    size_t broken = 0;
    char why[DB_WHY_BYTES];
    char path[128];

    (void)state;
    struct session *olga = fixture_unlock(&fx, "Olga");
    struct session *vera = fixture_unlock(&fx, "Vera");
    struct vault *intake = vault("intake");
    struct vault *legal = vault("legal");
    int64_t id = new_case("Забудьте меня.");
    assert_int_equal(share(intake, id, legal->row.id.b, true, olga), OK);
    struct casebook b = book_of(intake);
    assert_int_equal(casebook_stream(&b, id, &stream), OK);
    memcpy(about.object, stream.b, ID_BYTES);
    memcpy(about.recipient, intake->row.id.b, ID_BYTES);
    assert_int_equal(keys_wrap_get(fx.app.keys, &about, &w), OK);
    assert_int_equal(keys_kept_get(fx.app.keys, &stream, intake->row.id.b, 1, &kept), OK);
    assert_true(file_holds("keys.db", (struct bytes){ w.b, sizeof w.b }));
    assert_true(file_holds("keys.db", (struct bytes){ kept.kept.b, sizeof kept.kept.b }));
    assert_int_equal(db_fold(fx.app.records), OK);
    copy_of("records.db", "older-records.db"); /* a backup from before */

    assert_int_equal(casebook_erase(&b, id), OK);
    assert_int_equal(n_entries(intake, id), 0);
    assert_int_equal(n_entries(legal, id), 0);
    static const char *const files[] = { "keys.db", "keys.db-journal", "keys.db-wal" };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        assert_false(file_holds(files[i], (struct bytes){ w.b, sizeof w.b }));
        assert_false(file_holds(files[i], (struct bytes){ kept.kept.b, sizeof kept.kept.b }));
        assert_false(file_holds(files[i], (struct bytes){ stream.b, ID_BYTES }));
    }

    /* The older backup, with every vault that is open and everything keys.db holds now. */
    struct db *older = NULL;
    struct vault *all[] = { intake, legal };
    (void)snprintf(path, sizeof path, "%s/older-records.db", fx.folder);
    assert_int_equal(store_open(path, &older, why), OK);
    for (size_t i = 0; i < 2; i++) {
        struct stream_place at = book_of(all[i]).at;
        at.records = older;
        assert_int_equal(stream_read(&at, &stream, count_opened, &opened, &broken), OK);
    }
    assert_int_equal(opened, 0);
    assert_true(broken >= 2);
    db_drop(&older);
    (void)vera;
    desk_lock_all(&fx.app);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roles_decide_which_vaults_a_member_has),
        cmocka_unit_test(test_a_shared_case_is_seen_and_changed_on_both_sides),
        cmocka_unit_test(test_ones_own_vault_is_no_way_around),
        cmocka_unit_test(test_a_row_that_opens_nothing_gives_nothing),
        cmocka_unit_test(test_a_case_shared_with_one_member_waits_for_her),
        cmocka_unit_test(test_keys_go_only_where_they_may),
        cmocka_unit_test(test_heads_are_only_a_cache),
        cmocka_unit_test(test_a_case_is_whole_when_it_is_opened_before_its_turn),
        cmocka_unit_test(test_an_erased_case_opens_with_nothing_that_is_left),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
