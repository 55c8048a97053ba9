/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What was said has a clock of its own: its words go for ever, the case stays.  T10 for words: no
   key that is stored now, or that a later backup holds, opens an older copy of records.db. */
#include "base/clock.h"
#include "base/file.h"
#include "desk/keep/backup.h"
#include "desk/keep/paper.h"
#include "desk/keep/talk.h"
#include "desk/post/contact.h"
#include "desk/vaults/sharing.h"
#include "desk/work/acts.h"
#include "keys.gen.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"
#include <stdio.h>

enum { FILE_MAX = 64 << 20, DAYS = 90 };

#define CANARY "канарейка"

static struct fixture fx;
static struct browser olga;
static struct seeker_keys *seeker;
static struct arena *mem;
static struct recovery_halves halves;
static char why[BACKUP_WHY_CAP];

static void
enter(void)
{
    fx.app.conf.origin = "http://127.0.0.1:8080";
    fx.app.conf.keep_months = 24;
    browser_new(&olga, &fx.app);
    browser_login(&olga, &fx.members[0], "");
    fixture_settle(&fx.app);
    fixture_read(&fx.app);
}

static int
set_up(void **state)
{
    struct pulled p;

    (void)state;
    fixture_new(&fx);
    mem = arena_new(256 << 20);
    assert_int_equal(
        recovery_make(fx.folder, "Ivan", bytes_of(fx.members[1].passphrase), &halves, why), OK);
    fixture_request(&fx, "Повестка, " CANARY " один", BELL_RING_NONE, &seeker, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    enter();
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    seeker_keys_drop(&seeker);
    arena_drop(&mem);
    fixture_done(&fx);
    return 0;
}

static struct casebook
book(void)
{
    struct casebook b;

    desk_book(&fx.app, vaults_by_role(&fx.app.vaults, "intake"), &b);
    assert_non_null(b.p);
    return b;
}

static struct actor
actor(int64_t days_ago)
{
    return (struct actor){
        .name = "Olga", .now_s = clock_now_s() - days_ago * DAY_S, .id = fx.app.sessions.s[0].member
    };
}

static void
answer(int64_t id, const char *text)
{
    struct casebook b = book();
    struct actor by = actor(0);

    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, case_answer(&b, id, text, &by)), OK);
}

/* Somebody called so many days ago, and was answered or not. */
static int64_t
call(int64_t days_ago, int64_t answered_days_ago)
{
    struct casebook b = book();
    struct actor by = actor(days_ago);
    struct actor later = actor(answered_days_ago);
    struct contact_came how = { .channel = CHANNEL_PHONE, .arrived_s = by.now_s, .by = &by };
    const struct letter l = { .address = "",
        .name = "",
        .subject = "",
        .text = "Звонила мать, " CANARY,
        .lang = "",
        .message_id = "",
        .references = "" };
    int64_t id = 0;

    random_fill(how.source.b, sizeof how.source.b);
    assert_int_equal(db_begin(b.at.keys, TX_WRITE), OK);
    b.at.keys_begun = true;
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    enum err e = contact_receive(&b, &how, &l, &id);
    assert_int_equal(casebook_end(&b, db_end(b.at.keys, e)), OK);
    b.at.keys_begun = false;
    if (answered_days_ago >= 0) {
        assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
        assert_int_equal(casebook_end(&b, contact_spoken(&b, id, "Сказала: " CANARY, &later)), OK);
    }
    return id;
}

static struct talk
talk_of(int64_t id)
{
    struct talk t;

    assert_int_equal(talk_get(book().p, id, &t), OK);
    return t;
}

static struct stream_id
stream_of(int64_t id)
{
    const struct casebook b = book();
    struct stream_id s;

    assert_int_equal(casebook_stream(&b, id, &s), OK);
    return s;
}

/* What reading a stream comes to. */
struct heard {
    size_t n, n_words, n_broken;
};

static enum err
see(void *closure, const struct stream_id *stream, int64_t id, const struct record *r)
{
    struct heard *s = closure;

    (void)stream;
    (void)id;
    s->n++;
    s->n_words += memmem(r->body.p, r->body.n, CANARY, strlen(CANARY)) != NULL;
    return OK;
}

static struct heard
read_with(struct db *keys, struct db *records, int64_t id)
{
    struct casebook b = book();
    struct stream_id stream = stream_of(id);
    struct heard s = { 0 };

    b.at.keys = keys;
    b.at.records = records;
    assert_int_equal(stream_read(&b.at, &stream, see, &s, &s.n_broken), OK);
    return s;
}

static bool
entries_hold(int64_t id, const char *text)
{
    struct casebook b = book();
    struct entries got;
    bool found = false;

    assert_int_equal(casebook_need(&b, id), OK);
    assert_int_equal(case_entries(b.p, &(struct entries_ask){ .id = id }, mem, &got), OK);
    for (size_t i = 0; i < got.n; i++)
        found = found || strstr(got.e[i].body, text);
    return found;
}

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

static void
travel(bool on)
{
    const uint8_t id[ID_BYTES] = { 9 };
    const uint8_t digest[32] = { 9 };
    OWN(db_stmt) s = db_use(fx.app.keys, on ? KEYS_TRAVEL_PUT : KEYS_TRAVEL_ERASE);

    db_bind_bytes(s, 1, (struct bytes){ id, ID_BYTES });
    if (on) {
        db_bind_bytes(s, 2, (struct bytes){ id, ID_BYTES });
        db_bind_bytes(s, 3, (struct bytes){ digest, sizeof digest });
        db_bind_i64(s, 4, 1);
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
    travel(true);
    step();
    assert_true(entries_hold(old, CANARY));
    travel(false);
    step();
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
    step(); /* and holds up nobody */
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

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
