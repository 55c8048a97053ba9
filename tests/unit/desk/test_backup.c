/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Recovery key, backup, restore, drill: a desk that is lost comes back on an empty machine. */
#include "base/clock.h"
#include "base/file.h"
#include "core/wire/content.h"
#include "desk/files/files.h"
#include "desk/keep/backup.h"
#include "desk/keep/paper.h"
#include "keys.gen.h"
#include "records.gen.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/desk_fixture.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { FILE_MAX = 64 << 20 };

static struct fixture fx;
static struct recovery_halves halves;
static struct box_secret *recovery;
static struct seeker_keys *seekers[3];
static char file[96], place[96];
static char why[BACKUP_WHY_CAP];

static void
request(int i, const char *text)
{
    struct pulled p;

    fixture_request(&fx, text, BELL_RING_NONE, &seekers[i], &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
}

static void
login(struct app *app, int who)
{
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;

    assert_int_equal(
        desk_unlock(app, fx.members[who].name, fx.members[who].passphrase, token, &s), OK);
    fixture_settle(app);
    fixture_read(app);
}

static int
set_up(void **state)
{
    (void)state;
    fixture_new(&fx);
    (void)snprintf(file, sizeof file, "%s/desk.backup", fx.folder);
    (void)snprintf(place, sizeof place, "%s/again", fx.folder);
    recovery = box_secret_new();
    request(0, "Сына увезли ночью");
    request(1, "Хочу подати заяву на альтернативну службу");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        seeker_keys_drop(&seekers[i]);
    box_secret_drop(&recovery);
    backup_remove(place);
    fixture_done(&fx);
    return 0;
}

static int64_t
n_cases(struct app *app)
{
    struct case_counts c = { 0 };
    struct casebook b;

    desk_casebook(app, NULL, &b);
    assert_int_equal(case_count(b.p, "", clock_now_s(), &c), OK);
    return c.waiting + c.answered + c.closed;
}

/* Start what was restored, beside the other desk. */
static void
start_restored(struct app *app)
{
    const char *words = NULL;

    memset(app, 0, sizeof *app);
    app->conf = fx.app.conf;
    app->conf.folder = place;
    if (desk_start(app, fx.a, &words))
        fail_msg("desk_start: %s", words);
    assert_int_equal(desk_start_hubs(app, fx.a, &words), OK);
}

static void
test_no_recovery_key(void **state)
{
    struct backup_made made;

    (void)state;
    assert_int_equal(backup_make(fx.folder, file, 1, &made, why), ERR_NOT_FOUND);
    assert_non_null(strstr(why, "understory recovery"));
    assert_int_not_equal(access(file, F_OK), 0);
}

static void
test_make_recovery_key(void **state)
{
    (void)state;
    assert_int_equal(
        recovery_make(fx.folder, "Ivan", bytes_of("wrong"), &halves, why), ERR_FORBIDDEN);
    /* Olga reads requests, but does not hold the organisation's keys. */
    assert_int_equal(
        recovery_make(fx.folder, "Olga", bytes_of(fx.members[0].passphrase), &halves, why),
        ERR_FORBIDDEN);
    assert_int_equal(
        recovery_make(fx.folder, "Ivan", bytes_of(fx.members[1].passphrase), &halves, why), OK);
    assert_int_equal(halves.version, 1);
    recovery_secret_of(&halves.half[0], &halves.half[1], recovery);
}

static void
test_halves_are_read(void **state)
{
    OWN(box_secret) again = box_secret_new();
    struct words_problem p;
    char first[DIGITS_CAP], second[DIGITS_CAP];
    int half = 0;

    (void)state;
    digits_encode(&halves.half[0], first);
    digits_encode(&halves.half[1], second);
    assert_int_equal(recovery_read_halves(bytes_of(first), bytes_of(second), again, &half, &p), OK);
    assert_memory_equal(again->b, recovery->b, KEY_BYTES);
    assert_int_equal(recovery_read_halves(bytes_of(second), bytes_of(first), again, &half, &p), OK);
    assert_memory_not_equal(again->b, recovery->b, KEY_BYTES);
    second[0] = second[0] == '0' ? '1' : '0';
    assert_int_not_equal(
        recovery_read_halves(bytes_of(first), bytes_of(second), again, &half, &p), OK);
    assert_int_equal(half, 2);
}

/* The desk runs, somebody is logged in, one box waits unopened. */
static void
test_backup_and_drill(void **state)
{
    struct backup_facts facts;
    struct backup_made made;
    struct drill d;
    struct stat st;

    (void)state;
    login(&fx.app, 0);
    assert_int_equal(n_cases(&fx.app), 2);
    assert_int_equal(backup_make(fx.folder, file, 1795338780, &made, why), OK);
    assert_string_equal(made.lacking, "");
    assert_false(made.unnoted);
    assert_int_equal(fixture_noted(&fx, AUDIT_BACKUP, ""), 1);
    assert_int_equal(made.facts.streams, 2);
    assert_int_equal(stat(file, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal((uint64_t)st.st_size, made.bytes);
    if (backup_restore(file, recovery, place, false, &facts, why))
        fail_msg("%s", why);
    assert_int_equal(facts.made_s, 1795338780);
    if (backup_drill(place, recovery, &d, why))
        fail_msg("%s", why);
    assert_int_equal(d.n_cases, 2);
    assert_int_equal(d.n_opened, d.n_vaults);
    assert_int_equal(d.n_broken, 0);
    assert_int_equal(d.n_keyless, 0);
    assert_int_equal((uint64_t)d.n_records, facts.records);
    backup_remove(place);
}

static bool
holds(const char *path, const uint8_t *what, size_t n)
{
    OWN(arena) a = arena_new(FILE_MAX);
    struct bytes b;

    assert_int_equal(file_read(path, FILE_MAX - 1024, a, &b), OK);
    return memmem(b.p, b.n, what, n) != NULL;
}

/* T8: no door secret outside the escrow, no key in the records; the file itself shows nothing. */
static void
test_what_a_backup_holds(void **state)
{
    char keys[128], records[128], live[128];
    struct backup_facts facts;
    OWN(box_secret) door = box_secret_new();
    int n = 0;

    (void)state;
    (void)snprintf(keys, sizeof keys, "%s/keys.db", place);
    (void)snprintf(records, sizeof records, "%s/records.db", place);
    (void)snprintf(live, sizeof live, "%s/keys.db", fx.folder);
    assert_int_equal(backup_restore(file, recovery, place, false, &facts, why), OK);
    for (size_t i = 0; i < fx.app.doors.n; i++) {
        struct door *d = &fx.app.doors.d[i];
        if (!d->secret)
            continue;
        assert_true(holds(live, d->secret->b, KEY_BYTES));
        assert_false(holds(keys, d->secret->b, KEY_BYTES));
        assert_false(holds(records, d->secret->b, KEY_BYTES));
        assert_false(holds(file, d->secret->b, KEY_BYTES));
        n++;
    }
    assert_true(n > 0);
    assert_false(holds(file, (const uint8_t *)"Olga", 4));
    assert_false(holds(file, (const uint8_t *)"SQLite", 6));
    backup_remove(place);
}

/* The audit log came along whole, with an anchor of its own, and knows that it was restored. */
static void
goes_on(struct app *app)
{
    static struct audit_row rows[AUDIT_PAGE];
    struct audit_place at = { app->keys, app->records, app->org, app->roster };
    OWN(arena) a = arena_new(1 << 20);
    bool more = false;
    size_t n = 0;

    assert_int_equal(app->audit.fault, AUDIT_WHOLE);
    login(app, 1);
    assert_int_equal(audit_list(&at, &app->vaults, 0, a, rows, &n, &more), OK);
    assert_true(n > 2);
    assert_int_equal(rows[0].act, AUDIT_IN);
    assert_int_equal(rows[1].act, AUDIT_RECOVERED);
    assert_string_equal(rows[1].words, "2026-11-22");
    assert_int_equal(rows[2].act, AUDIT_BACKUP);
}

/* The restored desk: same passphrases, every case, and it opens what was on the way. */
static void
test_restored_desk_works(void **state)
{
    static struct app app;
    struct backup_facts facts;
    struct pulled p;

    (void)state;
    assert_int_equal(backup_restore(file, recovery, place, true, &facts, why), OK);
    start_restored(&app);
    goes_on(&app);
    login(&app, 0);
    assert_int_equal(n_cases(&app), 2);
    assert_int_equal(app.n_broken, 0);
    assert_true(app.doors_left > DOORS_LOW);
    fixture_request(&fx, "Ich komme zu spät?", BELL_RING_NONE, &seekers[2], &p);
    struct filing f = {
        .records = app.records, .doors = &app.doors, .network = app.network, .now_s = clock_now_s()
    };
    assert_int_equal(db_begin(app.records, TX_WRITE), OK);
    assert_int_equal(db_end(app.records, intake_file(&f, &p)), OK);
    assert_int_equal(store_filed_waiting(app.records, &app.waiting), OK);
    fixture_settle(&app);
    assert_int_equal(n_cases(&app), 3);
    desk_stop(&app);
    assert_int_equal(backup_restore(file, recovery, place, true, &facts, why), ERR_CONFLICT);
    backup_remove(place);
}

static void
attach(struct app *app, struct bytes content)
{
    struct casebook b;
    const struct file_given g = { "paper.pdf", "application/pdf", content, 1795338780, NULL };

    desk_casebook(app, NULL, &b);
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, file_keep(&b, 1, &g)), OK);
}

/* The drill opens attachments too, and says which backup has lost a piece of one. */
static void
test_attachments_are_checked(void **state)
{
    static uint8_t content[3 * 65536 + 7];
    char records[128], words[DB_WHY_BYTES];
    struct backup_facts facts;
    struct backup_made made;
    struct stream_id stream;
    struct casebook b;
    struct drill d;

    (void)state;
    random_fill(content, sizeof content);
    attach(&fx.app, (struct bytes){ content, sizeof content });
    attach(&fx.app, bytes_of("%PDF-1.4"));
    assert_int_equal(backup_make(fx.folder, file, 1795338780, &made, why), OK);
    assert_int_equal(backup_restore(file, recovery, place, false, &facts, why), OK);
    assert_int_equal(backup_drill(place, recovery, &d, why), OK);
    assert_int_equal(d.n_files, 2);
    assert_int_equal(d.n_files_broken, 0);
    (void)snprintf(records, sizeof records, "%s/records.db", place);
    desk_casebook(&fx.app, NULL, &b);
    assert_int_equal(casebook_stream(&b, 1, &stream), OK);
    {
        OWN(db) db = NULL;
        assert_int_equal(store_open(records, &db, words), OK);
        OWN(db_stmt) s = db_use(db, RECORDS_BLOB_ERASE_STREAM);
        db_bind_bytes(s, 1, (struct bytes){ stream.b, ID_BYTES });
        assert_int_equal(db_run(s), OK);
    }
    assert_int_equal(backup_drill(place, recovery, &d, why), OK);
    assert_int_equal(d.n_files_broken, 2);
    assert_int_equal(d.n_broken, 0);
    backup_remove(place);
}

/* All passphrases are lost: the paper opens the vaults for a member of the office. */
static void
test_new_passphrase(void **state)
{
    static struct app app;
    struct backup_facts facts;
    char passphrase[PASSPHRASE_CAP];
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;

    (void)state;
    assert_int_equal(backup_restore(file, recovery, place, true, &facts, why), OK);
    assert_int_equal(
        recovery_new_passphrase(place, recovery, "Nobody", passphrase, why), ERR_NOT_FOUND);
    if (recovery_new_passphrase(place, recovery, "Ivan", passphrase, why))
        fail_msg("%s", why);
    start_restored(&app);
    assert_int_equal(app.audit.fault, AUDIT_WHOLE);
    assert_int_equal(desk_unlock(&app, "Ivan", fx.members[1].passphrase, token, &s), ERR_FORBIDDEN);
    assert_int_equal(desk_unlock(&app, "Ivan", passphrase, token, &s), OK);
    fixture_read(&app);
    assert_int_equal(n_cases(&app), 2);
    assert_int_equal(app.n_broken, 0);
    desk_stop(&app);
    backup_remove(place);
}

static void
cut_to(const char *from, const char *to, size_t n, size_t flip)
{
    OWN(arena) a = arena_new(FILE_MAX);
    struct bytes b;

    assert_int_equal(file_read(from, FILE_MAX - 1024, a, &b), OK);
    uint8_t *copy = arena_alloc(a, b.n);
    memcpy(copy, b.p, b.n);
    if (flip)
        copy[flip] ^= 1;
    assert_int_equal(file_replace(to, (struct bytes){ copy, n && n < b.n ? n : b.n }), OK);
}

static void
refused(const char *path, const struct box_secret *with, const char *words)
{
    struct backup_facts facts;
    char keys[128];

    assert_int_not_equal(backup_restore(path, with, place, true, &facts, why), OK);
    if (!strstr(why, words))
        fail_msg("\"%s\" does not say \"%s\"", why, words);
    (void)snprintf(keys, sizeof keys, "%s/keys.db", place);
    assert_int_not_equal(access(keys, F_OK), 0);
}

static void
test_bad_backups(void **state)
{
    OWN(box_secret) other = box_secret_new();
    char bad[128];

    (void)state;
    (void)snprintf(bad, sizeof bad, "%s/bad", fx.folder);
    box_secret_random(other);
    refused(file, other, "another recovery key");
    refused("/nonexistent/file", recovery, "cannot be read");
    for (size_t at = 100; at < 60000; at += 9973) {
        cut_to(file, bad, at, 0);
        refused(bad, recovery, at < 180 ? "no backup" : "cut");
    }
    cut_to(file, bad, 0, 5000);
    refused(bad, recovery, "damaged");
    cut_to(file, bad, 0, 150); /* in the sealed key */
    refused(bad, recovery, "damaged");
    cut_to(file, bad, 0, 3);
    refused(bad, recovery, "no backup");
    cut_to(file, bad, 0, 18); /* "1" becomes "0" */
    refused(bad, recovery, "no backup");
}

/* What is erased now is gone from the next backup, whatever copies of records lie around. */
static void
test_erased_stays_erased(void **state)
{
    struct backup_facts facts;
    struct backup_made made;
    struct casebook b;
    struct drill d;
    bool more = false;
    struct case_row *rows = NULL;
    size_t n = 0;

    (void)state;
    login(&fx.app, 0);
    desk_casebook(&fx.app, NULL, &b);
    struct case_ask ask = { .list = LIST_OPEN, .mine = "" };
    assert_int_equal(case_list(b.p, &ask, fx.a, &rows, &n, &more), OK);
    assert_int_equal(n, 2);
    assert_int_equal(casebook_erase(&b, rows[0].id), OK);
    assert_int_equal(backup_make(fx.folder, file, 1795338781, &made, why), OK);
    assert_int_equal(made.facts.streams, 1);
    assert_int_equal(backup_restore(file, recovery, place, false, &facts, why), OK);
    assert_int_equal(backup_drill(place, recovery, &d, why), OK);
    assert_int_equal(d.n_cases, 1);
    assert_int_equal(d.n_keyless, 0);
    backup_remove(place);
}

/* A later key replaces the earlier one: wraps of that one go when vaults are open again. */
static void
test_next_recovery_key(void **state)
{
    struct backup_facts facts;
    struct backup_made made;
    OWN(box_secret) later = box_secret_new();

    (void)state;
    assert_int_equal(
        recovery_make(fx.folder, "Ivan", bytes_of(fx.members[1].passphrase), &halves, why), OK);
    assert_int_equal(halves.version, 2);
    recovery_secret_of(&halves.half[0], &halves.half[1], later);
    assert_int_equal(backup_make(fx.folder, file, 1795338782, &made, why), OK);
    assert_string_equal(made.lacking, "");
    refused(file, recovery, "another recovery key");
    assert_int_equal(backup_restore(file, later, place, false, &facts, why), OK);
    backup_remove(place);
}

/* The wraps for the paper fall behind the vaults: the desk counts them, also while nobody is there,
   and makes them anew as soon as somebody opens what they are of. */
static void
test_wraps_that_are_lacking(void **state)
{
    int64_t soon_ms = clock_steady_ms() + 60 * 1000;

    (void)state;
    desk_lock_all(&fx.app);
    {
        OWN(db_stmt) s = db_use(fx.app.keys, KEYS_PAPER_ERASE);
        db_bind_i64(s, 1, WRAP_RECOVERY);
        assert_int_equal(db_run(s), OK);
    }
    keep_soon(&fx.app);
    assert_int_equal(keep_step(&fx.app, soon_ms), OK);
    assert_int_equal(fx.app.keeping.n_lacking, 2);
    login(&fx.app, 0);
    keep_soon(&fx.app);
    assert_int_equal(keep_step(&fx.app, soon_ms), OK);
    assert_int_equal(fx.app.keeping.n_lacking, 1); /* the office's, which she does not open */
    login(&fx.app, 1);
    assert_int_equal(keep_step(&fx.app, soon_ms), OK);
    assert_int_equal(fx.app.keeping.n_lacking, 1); /* in its turn */
    keep_soon(&fx.app);
    assert_int_equal(keep_step(&fx.app, soon_ms), OK);
    assert_int_equal(fx.app.keeping.n_lacking, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_recovery_key),
        cmocka_unit_test(test_make_recovery_key),
        cmocka_unit_test(test_halves_are_read),
        cmocka_unit_test(test_backup_and_drill),
        cmocka_unit_test(test_what_a_backup_holds),
        cmocka_unit_test(test_restored_desk_works),
        cmocka_unit_test(test_attachments_are_checked),
        cmocka_unit_test(test_new_passphrase),
        cmocka_unit_test(test_bad_backups),
        cmocka_unit_test(test_erased_stays_erased),
        cmocka_unit_test(test_next_recovery_key),
        cmocka_unit_test(test_wraps_that_are_lacking),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
