/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The desk without its pages: file while locked, unlock, read, answer, lock, and find all again. */
#include "base/clock.h"
#include "core/wire/content.h"
#include "desk/cases/renewing.h"
#include "desk/find/find.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/desk_fixture.h"
#include <sqlite3.h>
#include <stdio.h>

static struct fixture fx;

static int
set_up(void **state)
{
    (void)state;
    fixture_new(&fx);
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
olga(void)
{
    struct actor a = { .name = "Olga", .now_s = clock_now_s() };

    memset(a.id.b, 1, sizeof a.id.b);
    return a;
}

static struct casebook
book(void)
{
    struct casebook b;

    desk_casebook(&fx.app, NULL, &b);
    assert_non_null(b.p);
    return b;
}

static size_t
how_many(const struct casebook *b, const char *typed, struct arena *a)
{
    struct find_query q;
    struct found f;

    assert_int_equal(find_parse(typed, a, &q), OK);
    assert_int_equal(find_cases(b->p, &q, "Olga", 0, a, &f), OK);
    return f.n;
}

static void
test_a_locked_desk_files_rings_and_reads_nothing(void **state)
{
    struct seeker_keys *keys = NULL;
    struct casebook b;
    struct pulled p;

    (void)state;
    fixture_request(
        &fx, "Мужа держат в подвале и бьют, завтра штурм.", BELL_RING_DANGER, &keys, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    assert_int_equal(fixture_file(&fx, &p), 0); /* the same envelope again is nothing new */
    assert_int_equal(fx.app.waiting.n, 1);
    assert_int_equal(fx.app.waiting.bell, BELL_RING_DANGER);
    desk_casebook(&fx.app, NULL, &b);
    assert_null(b.p);
    p.envelope.b[2000] ^= 1;
    assert_int_equal(fixture_file(&fx, &p), 0);
    seeker_keys_drop(&keys);
}

/* Each name waits for itself: a stranger who tries Olga's does not lock out Ivan. */
static void
test_wrong_passphrases_are_refused_and_slowed(void **state)
{
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;

    (void)state;
    assert_int_equal(desk_unlock(&fx.app, "Olga", "wrong", token, &s), ERR_FORBIDDEN);
    assert_int_equal(
        desk_unlock(&fx.app, "Nobody", fx.members[0].passphrase, token, &s), ERR_FORBIDDEN);
    assert_int_equal(
        desk_unlock(&fx.app, "Olga", fx.members[1].passphrase, token, &s), ERR_FORBIDDEN);
    assert_int_equal(desk_unlock(&fx.app, "Olga", "", token, &s), ERR_FORBIDDEN);
    assert_int_equal(desk_unlock(&fx.app, "Olga", "again", token, &s), ERR_FORBIDDEN);
    for (int i = 0; i < 5; i++) /* a machine that is busy takes longer for the next two */
        slow_failed(&fx.app.slow, "Olga", clock_steady_ms());
    assert_int_equal(desk_unlock(&fx.app, "Olga", fx.members[0].passphrase, token, &s), ERR_BUSY);
    assert_null(s);
    desk_lock(&fx.app, fixture_unlock(&fx, "Ivan"));
    assert_int_equal(desk_unlock(&fx.app, "Olga", fx.members[0].passphrase, token, &s), ERR_BUSY);
    slow_start(&fx.app.slow);
}

static void
test_slowness_is_bounded(void **state)
{
    static struct slow all;

    (void)state;
    slow_start(&all);
    for (int i = 0; i < 3; i++)
        slow_failed(&all, "Olga", 1000);
    assert_int_equal(slow_wait_ms(&all, "Olga", 1000), 0);
    slow_failed(&all, "Olga", 1000);
    assert_int_equal(slow_wait_ms(&all, "Olga", 1000), 2000);
    assert_int_equal(slow_wait_ms(&all, "Olga", 3000), 0);
    for (int i = 0; i < 99; i++)
        slow_failed(&all, "Olga", 1000);
    assert_int_equal(slow_wait_ms(&all, "Olga", 1000), 60000);
    slow_passed(&all, "Olga");
    assert_int_equal(slow_wait_ms(&all, "Olga", 1000), 0);
}

static void
test_unlock_opens_what_waited(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct case_ask ask = { .list = LIST_WAITING, .mine = "" };
    struct case_row *rows = NULL;
    size_t n = 0;
    bool more = false;

    (void)state;
    struct session *s = fixture_unlock(&fx, "Olga");
    struct casebook b = book();
    assert_int_equal(fx.app.waiting.n, 1);
    assert_int_equal(desk_wait_ms(&fx.app, clock_steady_ms()), 0);
    fixture_settle(&fx.app);
    assert_int_equal(fx.app.waiting.n, 0);
    assert_int_equal(case_list(b.p, &ask, a, &rows, &n, &more), OK);
    assert_int_equal(n, 1);
    assert_string_equal(rows[0].subject, "Мужа держат в подвале и бьют, завтра штурм.");
    assert_string_equal(rows[0].lang, "ru");
    assert_int_equal(rows[0].urgency, 1);
    assert_string_equal(rows[0].decided_by, "");
    assert_true(rows[0].reasons[0] != REASON_NONE);
    assert_true(rows[0].due_s == rows[0].waiting_s + 3600);
    assert_int_equal(rows[0].unread, 1);
    desk_lock(&fx.app, s);
    desk_casebook(&fx.app, NULL, &b);
    assert_null(b.p);
}

/* Everything a seeker can open on her shelf, joined. */
static void
read_answer(
    const struct outgoing *out, const struct seeker_keys *keys, struct opened *o, struct message *m)
{
    struct psk psk;

    assert_int_equal(drop_open(&out->envelope, &fx.app.network, &keys->secret, &keys->pk, o), OK);
    assert_int_equal(message_decode(o->type, (struct bytes){ o->body, o->n }, m), OK);
    seeker_psk(keys, &fx.app.org, &psk);
    assert_true(psk_equal(&psk, &m->psk));
    assert_int_equal(out->shelf16, keys->shelf16);
}

static void
test_request_answer_follow_up_close(void **state)
{
    static struct outgoing due[16];
    OWN(arena) a = arena_new(1 << 20);
    struct seeker_keys *keys = NULL;
    struct actor by = olga();
    struct stream_id stream;
    struct thread_id thread;
    struct case_full c;
    struct opened o;
    struct message m;
    struct psk psk;
    struct pulled p;
    int64_t id = 0;
    size_t n = 0;

    (void)state;
    struct session *s = fixture_unlock(&fx, "Ivan");
    struct casebook b = book();
    fixture_request(&fx, "Повестка на 5 декабря, хочу АГС.", BELL_RING_DATE, &keys, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    fixture_settle(&fx.app);
    seeker_psk(keys, &fx.app.org, &psk);
    thread = thread_id_of(&psk);
    assert_int_equal(case_of_thread(b.p, &thread, &id, &stream), OK);

    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(
        casebook_end(&b, case_answer(&b, id, "Здравствуйте. Срок можно перенести.", &by)), OK);
    assert_int_equal(
        store_out_due(fx.app.records, &fx.app.root->hubs[0].id, day_of(clock_now_s()), due, 16, &n),
        OK);
    assert_int_equal(n, 1);
    read_answer(&due[0], keys, &o, &m);
    assert_true(bytes_equal(m.text, bytes_of("Здравствуйте. Срок можно перенести.")));
    assert_int_equal(m.seq, 1);
    assert_true(id_equal(m.org.b, fx.app.org.b));

    assert_int_equal(case_get(b.p, id, a, &c), OK);
    assert_int_equal(c.row.waiting_s, 0);
    assert_string_equal(c.row.assignee, "Olga");
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, case_close(&b, id, CLOSE_GOAL_REACHED, "", &by)), OK);
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, case_answer(&b, id, "x", &by)), ERR_CONFLICT);

    fixture_follow_up(&fx, "Спасибо, ещё вопрос.", keys, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    fixture_settle(&fx.app);
    assert_int_equal(case_get(b.p, id, a, &c), OK);
    assert_string_equal(c.row.state, "open");
    assert_true(c.row.waiting_s > 0);
    desk_lock(&fx.app, s);
    seeker_keys_drop(&keys);
}

static size_t
n_due(int64_t days_from_now, struct outgoing due[32])
{
    size_t n = 0;

    assert_int_equal(store_out_due(fx.app.records, &fx.app.root->hubs[0].id,
                         day_of(clock_now_s()) + days_from_now, due, 32, &n),
        OK);
    return n;
}

/* An answer goes to its shelf again until the person writes or the case is closed. */
static void
test_an_answer_is_renewed(void **state)
{
    static struct outgoing due[32];
    OWN(arena) a = arena_new(1 << 20);
    struct seeker_keys *keys = NULL;
    struct actor by = olga();
    struct stream_id stream;
    struct thread_id thread;
    struct opened o;
    struct message m;
    struct psk psk;
    struct pulled p;
    int64_t id = 0;

    (void)state;
    struct session *s = fixture_unlock(&fx, "Ivan");
    struct casebook b = book();
    fixture_request(&fx, "Можно ли мне на АГС?", BELL_RING_DATE, &keys, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    fixture_settle(&fx.app);
    seeker_psk(keys, &fx.app.org, &psk);
    thread = thread_id_of(&psk);
    assert_int_equal(case_of_thread(b.p, &thread, &id, &stream), OK);
    size_t before = n_due(400, due);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
        assert_int_equal(casebook_end(&b, case_answer(&b, id, "Да, можно.", &by)), OK);
        size_t now = n_due(0, due);
        assert_int_equal(n_due(24, due), now);
        assert_int_equal(n_due(25, due), now + 1);
        assert_int_equal(n_due(400, due), before + 1 + (size_t)round + RENEW_TIMES);
        struct outgoing *first = &due[before + (size_t)round];
        struct outgoing *copy = first + 1;
        read_answer(copy, keys, &o, &m);
        assert_true(bytes_equal(m.text, bytes_of("Да, можно.")));
        assert_int_equal(m.seq, round + 1);
        assert_false(bytes_equal((struct bytes){ first->envelope.b, ENVELOPE_BYTES },
            (struct bytes){ copy->envelope.b, ENVELOPE_BYTES }));
        if (round == 0) {
            fixture_follow_up(&fx, "Спасибо", keys, &p);
            assert_int_equal(fixture_file(&fx, &p), 1);
            fixture_settle(&fx.app);
        } else {
            assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
            assert_int_equal(casebook_end(&b, case_close(&b, id, CLOSE_GOAL_REACHED, "", &by)), OK);
        }
        assert_int_equal(n_due(400, due), before + 1 + (size_t)round);
    }
    desk_lock(&fx.app, s);
    seeker_keys_drop(&keys);
}

static void
test_all_is_there_after_a_restart(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct case_ask ask = { .list = LIST_OPEN, .mine = "" };
    struct entries_ask thread = { 0 };
    struct entries entries;
    struct case_row *rows = NULL;
    size_t n = 0;
    bool more = false;

    (void)state;
    fixture_restart(&fx);
    struct session *s = fixture_unlock(&fx, "Olga");
    struct casebook b = book();
    fixture_read(&fx.app);
    assert_int_equal(fx.app.n_broken, 0);
    assert_int_equal(case_list(b.p, &ask, a, &rows, &n, &more), OK);
    assert_int_equal(n, 2);
    assert_int_equal(rows[0].urgency, 1);
    thread.id = rows[1].id;
    assert_int_equal(case_entries(b.p, &thread, a, &entries), OK);
    assert_false(entries.more);
    assert_int_equal(entries.n, 4); /* request, answer, closed, follow-up */
    assert_int_equal(entries.e[0].kind, RECORD_MESSAGE);
    assert_int_equal(entries.e[1].kind, RECORD_ANSWER);
    assert_string_equal(entries.e[1].who, "Olga");
    assert_string_equal(entries.e[3].body, "Спасибо, ещё вопрос.");
    assert_int_equal(how_many(&b, "СПАСИБО ЕЩЕ", a), 1);
    assert_int_equal(how_many(&b, "\"спасибо вопрос\"", a), 0);
    desk_lock(&fx.app, s);
}

/* What a thief with the file could do: change it behind the desk's back. */
static void
tamper(const char *sql)
{
    char path[128];
    sqlite3 *h = NULL;

    (void)snprintf(path, sizeof path, "%s/records.db", fx.folder);
    assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
    assert_int_equal(sqlite3_exec(h, sql, NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(h);
}

static size_t
n_broken_after(const char *sql)
{
    tamper(sql);
    struct session *s = fixture_unlock(&fx, "Olga");
    fixture_read(&fx.app);
    size_t n = fx.app.n_broken;
    desk_lock(&fx.app, s);
    return n;
}

static void
test_changed_records_are_noticed_and_the_rest_stays_readable(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct case_ask ask = { .list = LIST_OPEN, .mine = "" };
    struct case_row *rows = NULL;
    size_t n = 0;
    bool more = false;

    (void)state;
    assert_int_equal(n_broken_after("INSERT INTO record (stream, seq, epoch, kind, sealed)"
                                    " VALUES (zeroblob(16), 1, 1, 3, zeroblob(99))"),
        0); /* a stream without a key is not ours */
    assert_int_equal(n_broken_after("UPDATE record SET kind = 3 WHERE seq = 4"), 1);
    assert_true(
        n_broken_after("UPDATE record SET sealed = zeroblob(length(sealed)) WHERE seq = 3") >= 2);
    struct session *s = fixture_unlock(&fx, "Olga");
    struct casebook b = book();
    assert_int_equal(case_list(b.p, &ask, a, &rows, &n, &more), OK);
    assert_int_equal(n, 2);
    desk_lock(&fx.app, s);
}

static int64_t
n_of(const char *sql)
{
    char path[128];
    sqlite3 *h = NULL;
    sqlite3_stmt *s = NULL;

    (void)snprintf(path, sizeof path, "%s/records.db", fx.folder);
    assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(h, sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(s, 0);
    (void)sqlite3_finalize(s);
    (void)sqlite3_close(h);
    return n;
}

/* ---- Hubs, and what is out of date. */

static void
show_edition(size_t hub, uint32_t version)
{
    OWN(courier_job) job = courier_job_new(JOB_EDITION, hub, 1 << 20);

    job->answer.status = 200;
    job->answer.body = fixture_edition(&fx, version);
    assert_int_equal(
        hubs_take(&fx.app.hubs, fx.app.records, job, clock_now_s(), intake_file, NULL), OK);
}

static void
test_an_older_edition_is_refused_across_hubs_and_restarts(void **state)
{
    struct hub *h = NULL;

    (void)state;
    fx.app.hubs.n = 2;
    fx.app.hubs.h[1] = fx.app.hubs.h[0];
    h = fx.app.hubs.h;
    show_edition(0, 7);
    assert_int_equal(h[0].health, HUB_GOOD);
    show_edition(1, 6);
    assert_int_equal(h[1].health, HUB_BAD_EDITION);
    assert_string_equal(h[1].why, "edition 6 is older than 7");
    assert_int_equal(h[1].edition, 0);
    show_edition(1, 7);
    assert_int_equal(h[1].health, HUB_GOOD);
    fixture_restart(&fx);
    show_edition(0, 6);
    assert_int_equal(fx.app.hubs.h[0].health, HUB_BAD_EDITION);
    show_edition(0, 8);
    assert_int_equal(fx.app.hubs.h[0].health, HUB_GOOD);
}

static void
test_what_is_out_of_date_is_erased_once_a_day(void **state)
{
    static struct outgoing out;
    int64_t now_s = clock_now_s();
    int64_t today = day_of(now_s);
    struct content_id old = { { 9 } };
    struct content_id young = { { 8 } };
    uint32_t week = (uint32_t)week_of(now_s);
    bool was_there = true;
    int64_t n_seen = n_of("SELECT count(*) FROM seen");
    int64_t n_out = n_of("SELECT count(*) FROM outbox");

    (void)state;
    for (int i = 0; i < 3; i++) { /* delivered long ago, yesterday; never delivered */
        out.envelope.b[0] = (uint8_t)(i + 1);
        assert_int_equal(
            store_out_put(fx.app.records, &out, 3, i == 1 ? today - 1 : today - 36), OK);
    }
    tamper("INSERT INTO delivered SELECT id, zeroblob(16) FROM outbox ORDER BY id DESC LIMIT 2 "
           "OFFSET 1");
    assert_int_equal(store_seen(fx.app.records, &old, week - DOORS_KEEP_WEEKS - 1, &was_there), OK);
    assert_int_equal(store_seen(fx.app.records, &young, week, &was_there), OK);
    assert_int_equal(desk_step(&fx.app, clock_steady_ms(), now_s), OK);
    if (n_of("SELECT count(*) FROM seen") == n_seen + 2) /* swept today already */
        assert_int_equal(fx.app.swept_day, today);
    fx.app.swept_day = today - 1;
    assert_int_equal(desk_step(&fx.app, clock_steady_ms(), now_s), OK);
    assert_int_equal(n_of("SELECT count(*) FROM seen"), n_seen + 1);
    assert_int_equal(n_of("SELECT count(*) FROM outbox"), n_out + 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_locked_desk_files_rings_and_reads_nothing),
        cmocka_unit_test(test_wrong_passphrases_are_refused_and_slowed),
        cmocka_unit_test(test_slowness_is_bounded),
        cmocka_unit_test(test_unlock_opens_what_waited),
        cmocka_unit_test(test_request_answer_follow_up_close),
        cmocka_unit_test(test_all_is_there_after_a_restart),
        cmocka_unit_test(test_changed_records_are_noticed_and_the_rest_stays_readable),
        cmocka_unit_test(test_an_older_edition_is_refused_across_hubs_and_restarts),
        cmocka_unit_test(test_what_is_out_of_date_is_erased_once_a_day),
        cmocka_unit_test(test_an_answer_is_renewed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
