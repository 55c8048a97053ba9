/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The audit chain: what is noted, who can read it, and that every change of it shows. */
#include "base/clock.h"
#include "core/wire/content.h"
#include "desk/audit/entry.h"
#include "desk/audit/pace.h"
#include "desk/vaults/sharing.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/desk_fixture.h"
#include <sqlite3.h>
#include <stdio.h>

static struct fixture fx;
static struct stream_id stream;
static int64_t case_id;

static struct audit_place
place(void)
{
    return (struct audit_place){ fx.app.keys, fx.app.records, fx.app.org, fx.app.roster };
}

static int
set_up(void **state)
{
    struct seeker_keys *keys = NULL;
    struct pulled p;
    struct casebook b;

    (void)state;
    fixture_new_team(&fx);
    struct session *s = fixture_unlock(&fx, "Olga");
    fixture_request(&fx, "Секретное обращение.", BELL_RING_NONE, &keys, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    fixture_settle(&fx.app);
    seeker_keys_drop(&keys);
    desk_casebook(&fx.app, s, &b);
    case_id = fixture_case(b.p, "Секретное обращение.");
    assert_int_equal(casebook_stream(&b, case_id, &stream), OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
        assert_int_equal(
            casebook_end(&b, audit_note(&b, AUDIT_READ, &stream, "17", &s->member, s->name)), OK);
    }
    desk_lock(&fx.app, s);
    assert_int_equal(desk_step(&fx.app, clock_steady_ms(), clock_now_s()), OK);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    fixture_done(&fx);
    return 0;
}

static struct audit_check
verify(void)
{
    struct audit_place at = place();
    struct audit_check c;

    assert_int_equal(audit_verify(&at, fx.folder, &c), OK);
    return c;
}

static void
sql(const char *text)
{
    char path[128];
    sqlite3 *h = NULL;

    (void)snprintf(path, sizeof path, "%s/records.db", fx.folder);
    assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
    assert_int_equal(sqlite3_exec(h, text, NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(h);
}

/* Keep the chain aside, in another file; put it back. */
static void
keep_copy(void)
{
    char text[256];

    (void)snprintf(text, sizeof text,
        "ATTACH '%s/copy.db' AS c; DROP TABLE IF EXISTS c.copy;"
        "CREATE TABLE c.copy AS SELECT * FROM main.audit",
        fx.folder);
    sql(text);
}

static void
put_back(void)
{
    char text[256];

    (void)snprintf(text, sizeof text,
        "ATTACH '%s/copy.db' AS c; DELETE FROM main.audit;"
        "INSERT INTO main.audit SELECT * FROM c.copy",
        fx.folder);
    sql(text);
    assert_int_equal(verify().fault, AUDIT_WHOLE);
}

static void
test_every_change_of_the_chain_names_the_first_bad_number(void **state)
{
    static const struct {
        const char *what, *change;
        enum audit_fault fault;
        uint64_t bad; /* 0: one behind the last */
    } rows[] = {
        { "edited", "UPDATE audit SET entry = zeroblob(length(entry)) WHERE n = 3", AUDIT_EDITED,
            3 },
        { "one bit", "UPDATE audit SET link = zeroblob(32) WHERE n = 4", AUDIT_EDITED, 4 },
        { "deleted", "DELETE FROM audit WHERE n = 2", AUDIT_MISSING, 2 },
        { "the first deleted", "DELETE FROM audit WHERE n = 1", AUDIT_MISSING, 1 },
        { "moved up", "DELETE FROM audit WHERE n = 2; UPDATE audit SET n = n - 1 WHERE n > 2",
            AUDIT_EDITED, 2 },
        { "two changed places",
            "UPDATE audit SET n = -1 WHERE n = 2; UPDATE audit SET n = 2 WHERE n = 3;"
            "UPDATE audit SET n = 3 WHERE n = -1",
            AUDIT_EDITED, 2 },
        { "cut", "DELETE FROM audit WHERE n > 3", AUDIT_MISSING, 4 },
        { "the last taken back", "DELETE FROM audit WHERE n = (SELECT max(n) FROM audit)",
            AUDIT_MISSING, 0 },
        { "all gone", "DELETE FROM audit", AUDIT_MISSING, 1 },
        { "one put in",
            "INSERT INTO audit SELECT max(n) + 1, zeroblob(200), zeroblob(32),"
            " zeroblob(32) FROM audit",
            AUDIT_EDITED, 0 },
    };
    struct audit_check whole = verify();

    (void)state;
    assert_int_equal(whole.fault, AUDIT_WHOLE);
    assert_true(whole.n >= 5); /* in, three readings, out */
    keep_copy();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sql(rows[i].change);
        struct audit_check c = verify();
        uint64_t bad = rows[i].bad;
        if (!bad)
            bad = rows[i].fault == AUDIT_EDITED ? whole.n + 1 : whole.n;
        if (c.fault != rows[i].fault || c.bad != bad)
            fail_msg("%s: fault %d at %llu", rows[i].what, (int)c.fault, (unsigned long long)c.bad);
        put_back();
    }
}

/* Without the anchor a cut chain would look whole: taking it away shows too. */
static void
test_the_anchor_is_missed(void **state)
{
    char path[128];
    char away[160];

    (void)state;
    (void)snprintf(path, sizeof path, "%s/audit.head", fx.folder);
    (void)snprintf(away, sizeof away, "%s.away", path);
    assert_int_equal(rename(path, away), 0);
    assert_int_equal(verify().fault, AUDIT_MISSING);
    assert_int_equal(rename(away, path), 0);
    assert_int_equal(verify().fault, AUDIT_WHOLE);
}

/* A desk that starts with a broken chain says so, and keeps the anchor as it is. */
static void
test_a_broken_chain_is_told_at_the_start(void **state)
{
    (void)state;
    keep_copy();
    sql("DELETE FROM audit WHERE n > 3");
    fixture_restart(&fx);
    assert_int_equal(fx.app.audit.fault, AUDIT_MISSING);
    assert_int_equal(fx.app.audit.bad, 4);
    assert_int_equal(desk_step(&fx.app, clock_steady_ms(), clock_now_s()), OK);
    assert_int_equal(verify().bad, 4);
    put_back();
    fixture_restart(&fx);
    assert_int_equal(fx.app.audit.fault, AUDIT_WHOLE);
}

static void
list(struct arena *a, struct audit_row rows[AUDIT_PAGE], size_t *n)
{
    struct audit_place at = place();
    bool more = false;

    assert_int_equal(audit_list(&at, &fx.app.vaults, 0, a, rows, n, &more), OK);
    assert_false(more);
}

static void
test_only_data_protection_reads_it_and_reads_no_case(void **state)
{
    static struct audit_row rows[AUDIT_PAGE];
    OWN(arena) a = arena_new(4 << 20);
    size_t n = 0;
    size_t n_reads = 0;

    (void)state;
    struct session *s = fixture_unlock(&fx, "Olga");
    list(a, rows, &n);
    assert_true(n > 0);
    for (size_t i = 0; i < n; i++)
        assert_false(rows[i].opened);
    (void)fixture_unlock(&fx, "Dina");
    list(a, rows, &n);
    assert_int_equal(rows[0].act, AUDIT_IN);
    assert_string_equal(rows[0].who, "Dina");
    for (size_t i = 0; i < n; i++) {
        assert_true(rows[i].opened);
        n_reads += rows[i].act == AUDIT_READ;
        if (rows[i].act != AUDIT_READ)
            continue;
        assert_true(id_equal(rows[i].stream.b, stream.b));
        assert_string_equal(rows[i].who, "Olga");
        assert_string_equal(rows[i].words, ""); /* under the stream's key, which she has not */
    }
    assert_int_equal(n_reads, 3);
    (void)s;
    desk_lock_all(&fx.app);
}

struct found {
    uint8_t b[AUDIT_ENTRY_MAX];
    size_t n;
};

static void
entry_number(uint64_t number, struct found *out)
{
    char path[128];
    sqlite3 *h = NULL;
    sqlite3_stmt *s = NULL;

    (void)snprintf(path, sizeof path, "%s/records.db", fx.folder);
    assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(h, "SELECT entry FROM audit WHERE n = ?", -1, &s, NULL), SQLITE_OK);
    (void)sqlite3_bind_int64(s, 1, (int64_t)number);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    out->n = (size_t)sqlite3_column_bytes(s, 0);
    assert_true(out->n <= sizeof out->b);
    memcpy(out->b, sqlite3_column_blob(s, 0), out->n);
    (void)sqlite3_finalize(s);
    (void)sqlite3_close(h);
}

/* Erasing a case takes the words with it: what stays is a tombstone, and the chain is whole. */
static void
test_erasing_a_case_leaves_a_tombstone(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct audit_place at = place();
    struct casebook b;
    struct found e;
    const char *words = NULL;

    (void)state;
    struct session *olga = fixture_unlock(&fx, "Olga");
    struct session *dina = fixture_unlock(&fx, "Dina");
    desk_casebook(&fx.app, olga, &b);
    entry_number(2, &e);
    assert_int_equal(
        entry_words(&at, &fx.app.vaults, &b.at, 2, (struct bytes){ e.b, e.n }, a, &words), OK);
    assert_string_equal(words, "17");
    assert_int_equal(casebook_erase(&b, case_id), OK);
    assert_int_not_equal(
        entry_words(&at, &fx.app.vaults, &b.at, 2, (struct bytes){ e.b, e.n }, a, &words), OK);
    struct audit_row row;
    assert_int_equal(entry_open(&at, &fx.app.vaults, 2, (struct bytes){ e.b, e.n }, a, &row), OK);
    assert_int_equal(row.act, AUDIT_READ);
    (void)dina;
    desk_lock_all(&fx.app);
    assert_int_equal(desk_step(&fx.app, clock_steady_ms(), clock_now_s()), OK);
    assert_int_equal(verify().fault, AUDIT_WHOLE);
}

static void
test_what_is_noted(void **state)
{
    static struct audit_row rows[AUDIT_PAGE];
    OWN(arena) a = arena_new(4 << 20);
    char token[SESSION_TOKEN_CAP];
    char which[ROSTER_ROLE_MAX + 1];
    struct session *s = NULL;
    struct members_at at;
    struct member vera;
    size_t lacking = 0;
    size_t n = 0;

    (void)state;
    assert_int_equal(desk_unlock(&fx.app, "Vera", "wrong", token, &s), ERR_FORBIDDEN);
    assert_int_equal(desk_unlock(&fx.app, "my secret words", "x", token, &s), ERR_FORBIDDEN);
    struct session *ivan = fixture_unlock(&fx, "Ivan");
    struct session *pavel = fixture_unlock(&fx, "Pavel");
    struct session *dina = fixture_unlock(&fx, "Dina");
    desk_members(&fx.app, ivan, &at);
    assert_int_equal(keys_member_get(fx.app.keys, "Vera", &vera), OK);
    assert_int_equal(member_set_roles(&at, &vera.id, ROLE_LAWYER | ROLE_APPROVER, &lacking), OK);
    assert_int_equal(member_remove(&at, &vera.id, which), OK);
    list(a, rows, &n);
    static const struct {
        enum audit_act act;
        const char *who, *words;
    } want[] = {
        { AUDIT_MEMBER_REMOVED, "Ivan", "Vera" },
        { AUDIT_MEMBER_CHANGED, "Ivan", "Vera" },
        { AUDIT_IN, "Dina", "" },
        { AUDIT_IN, "Pavel", "" },
        { AUDIT_IN, "Ivan", "" },
        { AUDIT_REFUSED, "", "" }, /* never what was typed: it may be a passphrase */
        { AUDIT_REFUSED, "Vera", "" },
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        assert_int_equal(rows[i].act, want[i].act);
        assert_string_equal(rows[i].who, want[i].who);
        assert_string_equal(rows[i].words, want[i].words);
    }
    (void)pavel;
    (void)dina;
    desk_lock_all(&fx.app);
}

static void
test_opening_much_faster_than_usual(void **state)
{
    static struct paces all;
    struct member_id olga = { { 1 } };
    struct member_id boris = { { 2 } };
    int64_t now_s = 1000000 * (int64_t)3600;
    int n_alarms = 0;

    (void)state;
    assert_int_equal(pace_limit(0), 40);
    assert_int_equal(pace_limit(20), 60);
    assert_int_equal(pace_limit(500), 120);
    assert_int_equal(pace_look(&all, &olga, 7, now_s), PACE_NEW);
    assert_int_equal(pace_look(&all, &olga, 7, now_s + 10), PACE_KNOWN);
    assert_int_equal(pace_look(&all, &boris, 7, now_s + 10), PACE_NEW);
    assert_int_equal(pace_look(&all, &olga, 7, now_s + PACE_SAME_S), PACE_NEW);
    for (int i = 0; i < 200; i++)
        n_alarms += pace_look(&all, &olga, 100 + i, now_s + 400) == PACE_TOO_FAST;
    assert_int_equal(n_alarms, 1);
    for (int i = 0; i < 40; i++)
        assert_int_not_equal(pace_look(&all, &boris, 100 + i, now_s + 3600 + 400), PACE_TOO_FAST);
    assert_int_equal(pace_look(&all, &boris, 99, now_s + 3600 + 400), PACE_TOO_FAST);
}

/* Pieces weigh a tenth, each case once an hour; a sheet counts like a case that is opened; what
   could not be noted was not read. */
static void
test_pieces_and_paper(void **state)
{
    static struct paces all;
    struct member_id olga = { { 1 } };
    int64_t now_s = 1000000 * (int64_t)3600;
    int first = 0;

    (void)state;
    for (int i = 1; i <= 500 && !first; i++) {
        assert_int_not_equal(pace_shown(&all, &olga, i, now_s), PACE_KNOWN);
        assert_int_equal(pace_shown(&all, &olga, i, now_s + 1), PACE_KNOWN);
        first = all.p[0].n > PACE_LEAST ? i : 0;
    }
    assert_int_equal(first, (PACE_LEAST + 1) * PACE_PIECES);
    assert_int_not_equal(pace_shown(&all, &olga, 1, now_s + 3600), PACE_KNOWN);
    assert_int_equal(pace_look(&all, &olga, 1, now_s + 3600), PACE_NEW); /* a piece is not all */
    pace_forget(&all, &olga, 1);
    assert_int_equal(pace_look(&all, &olga, 1, now_s + 3600), PACE_NEW);
    for (int i = 0; i < 118; i++)
        assert_int_equal(pace_more(&all, &olga, now_s + 3600), PACE_NEW);
    assert_int_equal(pace_more(&all, &olga, now_s + 3600), PACE_TOO_FAST);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_change_of_the_chain_names_the_first_bad_number),
        cmocka_unit_test(test_the_anchor_is_missed),
        cmocka_unit_test(test_a_broken_chain_is_told_at_the_start),
        cmocka_unit_test(test_only_data_protection_reads_it_and_reads_no_case),
        cmocka_unit_test(test_erasing_a_case_leaves_a_tombstone),
        cmocka_unit_test(test_what_is_noted),
        cmocka_unit_test(test_pieces_and_paper),
        cmocka_unit_test(test_opening_much_faster_than_usual),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
