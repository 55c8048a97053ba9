/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The desk without its pages: file while locked, unlock, read, answer, lock, and find all again. */
#include "base/clock.h"
#include "core/wire/content.h"
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

static struct session *
unlock(const char *name)
{
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;
    const struct setup_member *m = strcmp(name, "Olga") ? &fx.members[1] : &fx.members[0];

    assert_int_equal(desk_unlock(&fx.app, name, m->passphrase, token, &s), OK);
    assert_ptr_equal(session_find(&fx.app.sessions, token), s);
    return s;
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
    assert_int_equal(desk_unlock(&fx.app, "Olga", fx.members[0].passphrase, token, &s), ERR_BUSY);
    fx.app.login_ok_ms = 0;
    assert_null(s);
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
    struct session *s = unlock("Olga");
    struct casebook b = book();
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
    struct session *s = unlock("Ivan");
    struct casebook b = book();
    fixture_request(&fx, "Повестка на 5 декабря, хочу АГС.", BELL_RING_DATE, &keys, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    assert_int_equal(intake_open_all(&b, &b.at.vault->row.public, &n), OK);
    assert_int_equal(n, 1);
    seeker_psk(keys, &fx.app.org, &psk);
    thread = thread_id_of(&psk);
    assert_int_equal(case_of_thread(b.p, &thread, &id, &stream), OK);

    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(
        casebook_end(&b, case_answer(&b, id, "Здравствуйте. Срок можно перенести.", &by)), OK);
    assert_int_equal(store_out_due(fx.app.records, &fx.app.root->hubs[0].id, due, 16, &n), OK);
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
    assert_int_equal(intake_open_all(&b, &b.at.vault->row.public, &n), OK);
    assert_int_equal(case_get(b.p, id, a, &c), OK);
    assert_string_equal(c.row.state, "open");
    assert_true(c.row.waiting_s > 0);
    desk_lock(&fx.app, s);
    seeker_keys_drop(&keys);
}

static void
test_all_is_there_after_a_restart(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct case_ask ask = { .list = LIST_OPEN, .mine = "" };
    struct case_entry *entries = NULL;
    struct case_row *rows = NULL;
    size_t n = 0;
    bool more = false;

    (void)state;
    fixture_restart(&fx);
    struct session *s = unlock("Olga");
    struct casebook b = book();
    assert_int_equal(fx.app.n_broken, 0);
    assert_int_equal(case_list(b.p, &ask, a, &rows, &n, &more), OK);
    assert_int_equal(n, 2);
    assert_int_equal(rows[0].urgency, 1);
    assert_int_equal(case_entries(b.p, rows[1].id, a, &entries, &n), OK);
    assert_int_equal(n, 4); /* request, answer, closed, follow-up */
    assert_int_equal(entries[0].kind, RECORD_MESSAGE);
    assert_int_equal(entries[1].kind, RECORD_ANSWER);
    assert_string_equal(entries[1].who, "Olga");
    assert_string_equal(entries[3].body, "Спасибо, ещё вопрос.");
    assert_int_equal(case_search(b.p, "СПАСИБО ЕЩЕ", a, &rows, &n), OK);
    assert_int_equal(n, 0);
    assert_int_equal(case_search(b.p, "спасибо, ЕЩЕ", a, &rows, &n), OK);
    assert_int_equal(n, 1);
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
    struct session *s = unlock("Olga");
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
    struct session *s = unlock("Olga");
    struct casebook b = book();
    assert_int_equal(case_list(b.p, &ask, a, &rows, &n, &more), OK);
    assert_int_equal(n, 2);
    desk_lock(&fx.app, s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_locked_desk_files_rings_and_reads_nothing),
        cmocka_unit_test(test_wrong_passphrases_are_refused_and_slowed),
        cmocka_unit_test(test_unlock_opens_what_waited),
        cmocka_unit_test(test_request_answer_follow_up_close),
        cmocka_unit_test(test_all_is_there_after_a_restart),
        cmocka_unit_test(test_changed_records_are_noticed_and_the_rest_stays_readable),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
