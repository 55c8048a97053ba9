/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What was said has a clock of its own: its words go for ever, the case stays.  T10 for words: no
   key that is stored now, or that a later backup holds, opens an older copy of records.db. */
#include "base/clock.h"
#include "base/file.h"
#include "desk/keep/backup.h"
#include "desk/vaults/sharing.h"
#include "desk/work/acts.h"
#include "keys.gen.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/talk_desk.h"
#include <stdio.h>

enum { FILE_MAX = 64 << 20, DAYS = 90 };

static char why[BACKUP_WHY_CAP];

static struct db *
open_copy(const char *path)
{
    char words[DB_WHY_BYTES];
    struct db *db = NULL;

    if (store_open(path, &db, words))
        fail_msg("%s", words);
    return db;
}

static struct db *
restored_keys(const char *backup)
{
    OWN(box_secret) recovery = box_secret_new();
    const char *place = arena_printf(mem, "%s/again", fx.folder);
    char words[DB_WHY_BYTES];
    struct backup_facts facts;
    struct drill d;
    struct db *db = NULL;

    recovery_secret_of(&halves.half[0], &halves.half[1], recovery);
    if (backup_restore(backup, recovery, place, false, &facts, why))
        fail_msg("%s", why);
    assert_int_equal(backup_drill(place, recovery, &d, why), OK);
    assert_int_equal(d.n_broken, 0);
    assert_int_equal(keys_open(arena_printf(mem, "%s/keys.db", place), &db, words), OK);
    return db;
}

static void
test_words_are_gone_for_ever(void **state)
{
    const char *before = arena_printf(mem, "%s/records.before", fx.folder);
    const char *backup = arena_printf(mem, "%s/desk.backup", fx.folder);
    struct casebook b = book();
    struct actor by = actor(0);
    enum desk_problem no = PROBLEM_NONE;
    struct backup_made made;
    struct case_full c;
    struct kept_row row;

    (void)state;
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, case_note(&b, 1, "Юрист: прошение подано", &by)), OK);
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, case_decide(&b, 1, 2, "суд", &by)), OK);
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(
        casebook_end(&b, work_translate(&b, 1, 1, "Translated " CANARY, &by, &no)), OK);
    answer(1, "Мы помним, " CANARY " два");
    assert_int_equal(db_copy_to_file(fx.app.records, before), OK);
    OWN(db) old = open_copy(before);
    struct heard s = read_with(fx.app.keys, old, 1);
    const size_t n = s.n;
    assert_int_equal(s.n_words, 3);
    assert_int_equal(s.n_broken, 0);

    bool fit = false;
    assert_int_equal(backup_copies_fit(fx.app.keys, old, &fit), OK);
    assert_true(fit);
    assert_true(fixture_finds(b.p, CANARY, 1));
    assert_int_equal(talk_erase(&b, 1, clock_now_s()), OK);
    assert_false(fixture_finds(b.p, CANARY, 1));
    assert_int_equal(backup_copies_fit(fx.app.keys, old, &fit), OK);
    assert_false(fit);
    assert_int_equal(backup_copies_fit(fx.app.keys, fx.app.records, &fit), OK);
    assert_true(fit);

    /* No stored key opens the older copy: neither its records nor, with them, its head. */
    s = read_with(fx.app.keys, old, 1);
    assert_int_equal(s.n, 0);
    assert_int_equal(s.n_broken, n);
    struct stream_id stream = stream_of(1);
    assert_int_equal(
        keys_kept_get(fx.app.keys, &stream, b.vault->row.id.b, 1, &row), ERR_NOT_FOUND);
    assert_int_equal(keys_kept_get(fx.app.keys, &stream, b.vault->row.id.b, 2, &row), OK);
    /* Nor those of a backup made since. */
    assert_int_equal(backup_make(fx.folder, backup, clock_now_s(), &made, why), OK);
    OWN(db) later = restored_keys(backup);
    s = read_with(later, old, 1);
    assert_int_equal(s.n, 0);
    s = read_with(later, fx.app.records, 1);
    assert_int_equal(s.n_words, 0);
    assert_int_equal(s.n_broken, 0);
    backup_remove(arena_printf(mem, "%s/again", fx.folder));
    /* What stands there now opens whole, one translation less and one line more. */
    s = read_with(fx.app.keys, fx.app.records, 1);
    assert_int_equal(s.n, n);
    assert_int_equal(s.n_words, 0);
    assert_int_equal(s.n_broken, 0);
    assert_int_equal(case_get(b.p, 1, mem, &c), OK);
    assert_int_equal(c.row.urgency, 2);
    assert_string_equal(c.row.lang, "ru");
    assert_true(c.has_card);
    assert_null(strstr(c.row.subject, CANARY));
    assert_true(*c.row.subject);
    case_wipe(&c);
    assert_true(entries_hold(1, "прошение подано"));
    assert_false(entries_hold(1, CANARY));
    assert_int_equal(talk_of(1).last_s, 0);
    assert_int_equal(talk_erase(&b, 1, clock_now_s()), ERR_CONFLICT); /* nothing is left */
}

static void
test_the_page_says_so(void **state)
{
    (void)state;
    browser_get(&olga, "/c/1");
    browser_shows(&olga, 200, "Тексты всех сообщений выше стёрты навсегда");
    assert_true(browser_has(&olga, "Текст стёрт"));
    assert_true(browser_has(&olga, "прошение подано"));
    assert_false(browser_has(&olga, CANARY));
    browser_get(&olga, "/c/1/keep");
    browser_shows(&olga, 200, "Тексты сообщений стёрты");
}

/* The person and the desk go on talking, in the same case. */
static void
test_talk_goes_on(void **state)
{
    struct casebook b = book();
    struct pulled p;

    (void)state;
    answer(1, "Есть новости?");
    fixture_follow_up(&fx, "Да, отпустили", seeker, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    fixture_settle(&fx.app);
    assert_true(entries_hold(1, "Да, отпустили"));
    assert_true(entries_hold(1, "Есть новости?"));
    assert_true(talk_of(1).waits);
    assert_int_equal(talk_erase(&b, 1, clock_now_s()), ERR_CONFLICT); /* she waits */
    answer(1, "Рады!");
    fixture_restart(&fx);
    enter();
    assert_int_equal(fx.app.n_broken, 0);
    assert_true(entries_hold(1, "Рады!"));
    assert_false(entries_hold(1, CANARY));
    b = book();
    assert_int_equal(talk_erase(&b, 1, clock_now_s()), OK); /* a second time */
    assert_false(entries_hold(1, "Рады!"));
}

static void
step(void)
{
    bool more = true;

    for (int i = 0; more && i < 100; i++)
        assert_int_equal(talk_step(&fx.app, clock_steady_ms() + 1000, &more), OK);
    assert_false(more);
}

/* Ivan's keys are away for so many days; negative: they are here. */
static void
travel(int64_t days)
{
    const uint8_t digest[32] = { 9 };
    struct member ivan;
    OWN(db_stmt) s = db_use(fx.app.keys, days < 0 ? KEYS_TRAVEL_ERASE : KEYS_TRAVEL_PUT);

    assert_int_equal(keys_member_get(fx.app.keys, "Ivan", &ivan), OK);
    db_bind_bytes(s, 1, (struct bytes){ ivan.id.b, ID_BYTES });
    if (days >= 0) {
        db_bind_bytes(s, 2, (struct bytes){ ivan.id.b, ID_BYTES });
        db_bind_bytes(s, 3, (struct bytes){ digest, sizeof digest });
        db_bind_i64(s, 4, day_of(clock_now_s()) - days);
    }
    assert_int_equal(db_run(s), OK);
}

/* By its own clock: 90 days after the last word; not while somebody waits, not when it is held, not
   while keys are on a journey; and whoever may hold sees in time which ones are next. */
static void
test_the_clock(void **state)
{
    struct casebook b = book();
    struct actor by = actor(0);
    const int64_t old = call(120, 95);
    const int64_t soon = call(120, 80);
    const int64_t waits = call(120, -1);
    const int64_t held = call(120, 95);
    const int64_t opened_s = clock_now_s() - 120 * DAY_S;
    struct case_full c;

    (void)state;
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, hold_set(&b, held, true, "Суд", &by)), OK);
    step(); /* not set: 0 days, never */
    assert_true(entries_hold(old, CANARY));
    fx.app.conf.keep_message_days = DAYS;
    browser_get(&olga, "/keep");
    browser_shows(&olga, 200, arena_printf(mem, "/c/%lld\"", (long long)soon));
    assert_false(browser_has(&olga, arena_printf(mem, "<a href=\"/c/%lld\"", (long long)waits)));
    browser_get(&olga, arena_printf(mem, "/c/%lld/keep", (long long)soon));
    browser_shows(&olga, 200, "Тексты сообщений сотрутся после");
    travel(13);
    step();
    assert_true(entries_hold(old, CANARY));
    browser_get(&olga, "/keep");
    browser_shows(&olga, 200, "Ключи участника Ivan в дороге");
    travel(-1);
    travel(14); /* nobody who stays away stops it for ever */
    step();
    browser_get(&olga, "/keep");
    assert_false(browser_has(&olga, "в дороге"));
    travel(-1);
    assert_false(entries_hold(old, CANARY));
    assert_true(entries_hold(soon, CANARY));
    assert_true(entries_hold(waits, CANARY));
    assert_true(entries_hold(held, CANARY));
    assert_int_equal(case_get(b.p, old, mem, &c), OK);
    case_wipe(&c);
    assert_int_equal(c.opened_s, opened_s);
    assert_true(c.row.last_s < by.now_s - 94 * DAY_S); /* the case's clock did not begin anew */
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, hold_set(&b, held, false, "Кончился", &by)), OK);
    step();
    assert_false(entries_hold(held, CANARY));
}

static bool
is_marked(void)
{
    OWN(db_stmt) s = db_use(fx.app.keys, KEYS_SHEDDING_LIST);
    bool any = false;

    assert_int_equal(db_step(s, &any), OK);
    return any;
}

/* What a power cut leaves behind is finished, or taken back, by the next step. */
static void
test_cut_in_the_middle(void **state)
{
    struct casebook b = book();
    const int64_t id = call(10, 5);
    struct stream_id stream = stream_of(id);
    const uint8_t *vault = b.vault->row.id.b;
    struct kept_row row;

    (void)state;
    assert_int_equal(stream_shed_begin(&b.at, &stream), OK);
    assert_int_equal(shed_finish(fx.app.keys, fx.app.records), OK);
    assert_int_equal(keys_kept_get(fx.app.keys, &stream, vault, 1, &row), OK);
    assert_int_equal(read_with(fx.app.keys, fx.app.records, id).n_words, 2);
    assert_false(is_marked());
    assert_int_equal(stream_shed_begin(&b.at, &stream), OK);
    assert_int_equal(db_begin(b.at.records, TX_WRITE), OK);
    assert_int_equal(
        db_end(b.at.records, stream_shed_rewrite(&b.at, &stream, talk_without, NULL)), OK);
    fixture_restart(&fx);
    fx.app.conf.keep_message_days = DAYS;
    enter();
    step();
    assert_int_equal(keys_kept_get(fx.app.keys, &stream, vault, 1, &row), ERR_NOT_FOUND);
    assert_int_equal(read_with(fx.app.keys, fx.app.records, id).n_words, 0);
    assert_int_equal(read_with(fx.app.keys, fx.app.records, id).n_broken, 0);
}

/* A case that one member reads besides the vault: both see it without the words. */
static void
test_shared_with_a_member(void **state)
{
    struct casebook b = book();
    struct actor by = actor(0);
    const int64_t id = call(100, 95);
    const struct stream_id stream = stream_of(id);
    uint8_t readers[MAX_READERS][ID_BYTES];
    struct member ivan;
    size_t n = 0;

    (void)state;
    assert_int_equal(keys_member_get(fx.app.keys, "Ivan", &ivan), OK);
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, case_share(&b, id, ivan.id.b, &by)), OK);
    step();
    assert_false(entries_hold(id, CANARY));
    assert_int_equal(keys_readers(fx.app.keys, &stream, readers, &n), OK);
    assert_int_equal(n, 2);
}

/* A record that does not open: nothing is changed, nothing is lost. */
static void
test_broken_stays(void **state)
{
    struct casebook b = book();
    const int64_t id = call(100, 95);

    (void)state;
    struct stream_id stream = stream_of(id);
    struct stored r = { .stream = stream,
        .seq = 40,
        .epoch = 1,
        .kind = RECORD_NOTE,
        .sealed = { (const uint8_t *)"noise noise noise noise noise noise noise", 41 } };
    assert_int_equal(db_begin(b.at.records, TX_WRITE), OK);
    assert_int_equal(db_end(b.at.records, store_record_put(b.at.records, &r)), OK);
    assert_int_equal(talk_erase(&b, id, clock_now_s()), ERR_FORGED);
    struct heard s = read_with(fx.app.keys, fx.app.records, id);
    assert_int_equal(s.n_words, 2);
    assert_int_equal(s.n_broken, 1);
    const int64_t other = call(100, 95);
    browser_get(&olga, "/keep");
    assert_false(browser_has(&olga, "не удалось стереть"));
    step(); /* it holds up nobody */
    assert_false(entries_hold(other, CANARY));
    assert_int_equal(read_with(fx.app.keys, fx.app.records, id).n_words, 2);
    /* and is not quiet */
    browser_get(&olga, "/keep");
    browser_shows(&olga, 200, "не удалось стереть");
    assert_true(browser_has(&olga, arena_printf(mem, "/c/%lld/keep\"", (long long)id)));
    assert_false(browser_has(&olga, arena_printf(mem, "/c/%lld/keep\"", (long long)other)));
    browser_get(&olga, arena_printf(mem, "/c/%lld/keep", (long long)id));
    browser_shows(&olga, 200, "не удалось стереть");
    assert_false(browser_has(&olga, "Тексты сообщений сотрутся после"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_are_gone_for_ever),
        cmocka_unit_test(test_the_page_says_so),
        cmocka_unit_test(test_talk_goes_on),
        cmocka_unit_test(test_the_clock),
        cmocka_unit_test(test_cut_in_the_middle),
        cmocka_unit_test(test_shared_with_a_member),
        cmocka_unit_test(test_broken_stays),
    };

    return cmocka_run_group_tests(tests, talk_set_up, talk_tear_down);
}
