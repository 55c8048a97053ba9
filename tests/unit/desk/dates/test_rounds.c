/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Nobody can keep others from being called: not a stranger with a stream of messages, not a member
   who puts herself first, looks at cases or presses the button. */
#include "base/clock.h"
#include "base/own.h"
#include "desk/audit/audit.h"
#include "desk/dates/alarm.h"
#include "desk/post/turns.h"
#include "postlink/letter.h"
#include "records.gen.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/dates/night_desk.h"
#include <stdio.h>

static int
set_up(void **state)
{
    static const char *const names[] = { "Dina", "Vera", "Ivan", "Pavel", "Olga" };

    (void)night_set_up(state);
    for (size_t i = 0; i < 5; i++)
        way((int64_t)i + 1, names[i]);
    return 0;
}

/* What a vault says of a date that is over at this moment. */
static void
put_date(uint8_t vault, uint8_t item, const char *holder, int64_t t)
{
    const uint8_t vault_id[ID_BYTES] = { vault }, item_id[ID_BYTES] = { item };
    struct db *records = desk.fx.app.records;
    OWN(db_stmt) s = db_use(records, RECORDS_DATE_RING_PUT);

    db_bind_bytes(s, 1, (struct bytes){ vault_id, ID_BYTES });
    db_bind_bytes(s, 2, (struct bytes){ item_id, ID_BYTES });
    db_bind_i64(s, 3, RING_OVER);
    db_bind_bytes(s, 4, (struct bytes){ item_id, ID_BYTES });
    db_bind_i64(s, 5, t);
    db_bind_i64(s, 6, t);
    db_bind_i64(s, 7, 0);
    db_bind_text(s, 8, holder);
    db_bind_text(s, 9, "");
    assert_int_equal(db_begin(records, TX_WRITE), OK);
    assert_int_equal(db_end(records, db_run(s)), OK);
}

/* Who sends a new one each minute holds up nobody: each climbs by its own clock, dates too. */
static void
test_stream_of_messages(void **state)
{
    int64_t t = clock_now_s() + 100 * DAY_S;
    char text[64], want[64];

    (void)state;
    (void)ring_at(t - 1);
    night_sql("DELETE FROM alert");
    raise_one(8, 0, t);
    assert_string_equal(woken(t, text), "Dina ");
    for (uint8_t i = 1; i < 10; i++) {
        raise_one(8, i, t + i * 60);
        assert_string_equal(woken(t + i * 60, text), "Dina ");
    }
    raise_one(8, 10, t + 600);
    put_date(1, 4, "Olga", t + 600);
    assert_int_equal(ring_at(t + 600), 1);
    (void)snprintf(want, sizeof want, "%s", woken(t + 600, text));
    assert_string_equal(want, "Dina Vera Olga ");
    raise_one(8, 20, t + 1200);
    assert_string_equal(woken(t + 1200, text), "Dina Vera Ivan ");
    night_sql("DELETE FROM alert");
}

/* The roster may change in the middle: nobody is called twice before all were called once. */
static void
test_first_in_the_roster(void **state)
{
    static const char *const on_duty[] = { "Olga", "Dina", "Pavel" };
    uint64_t called = 0, after = 0;
    struct turns rows = { .n = 3,
        .rows = { { .place = 1, .member = "Olga" }, { .place = 2, .member = "Dina" },
            { .place = 2, .member = "Pavel" } } };

    (void)state;
    for (size_t i = 0; i < 3; i++) { /* each time another stands before her */
        struct turns t = rows;
        for (size_t k = 0; k < i; k++)
            t.on_duty[k] = on_duty[2 - k];
        t.on_duty[i] = "Olga";
        t.n_on_duty = i + 1;
        turns_order(&t, "", "");
        if (i == 0)
            assert_int_equal(turns_next(&t, called, &after), 1);
        else
            assert_int_equal(turns_next(&t, called, &after), i == 1 ? 4 : 2);
        called = after;
    }
    assert_int_equal(called, 0); /* all were called */
}

/* The button on the locked page, and looking at the case: two half hours in all. */
static void
test_pauses_end(void **state)
{
    struct db *records = desk.fx.app.records;
    int64_t t = clock_now_s() + 200 * DAY_S;
    int64_t n = 0;
    char text[64];

    (void)state;
    night_sql("DELETE FROM alert");
    raise_one(9, 0, t);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(db_begin(records, TX_WRITE), OK);
        assert_int_equal(db_end(records, alert_pause(records, t, &n)), OK);
        assert_int_equal(n, i == 1 || i == 3); /* nothing rings, it rings, it is quiet, again */
        if (i == 0)
            assert_string_equal(woken(t, text), "Dina ");
        if (i == 2) {
            assert_string_equal(woken(t + ALERT_PAUSE_S - 1, text), "");
            t += ALERT_PAUSE_S;
            assert_string_equal(woken(t, text), "Vera ");
        }
    }
    t += ALERT_PAUSE_S;
    assert_string_equal(woken(t, text), "Ivan ");
    assert_int_equal(db_begin(records, TX_WRITE), OK);
    assert_int_equal(db_end(records, alert_pause(records, t, &n)), OK);
    assert_int_equal(n, 0);
    assert_int_equal(alerts_now().n_pausable, 0);
    assert_string_equal(woken(t + ALERT_CLIMB_S, text), "Pavel ");
    night_sql("DELETE FROM alert");
}

/* What calls somebody is dropped when it could not leave for ten minutes. */
static void
test_letters_end(void **state)
{
    OWN(arena) a = arena_new(1 << 16);
    const struct duty_row row = {
        .member = "Ivan", .lang = "ru", .way = ALERT_MAIL, .target = "i@example.org"
    };
    struct post *p = &desk.fx.app.post;
    const struct post was = *p;
    int64_t now_s = clock_now_s();
    struct letter l;
    struct frame f;

    (void)state;
    p->n = 1;
    p->ch[0] = (struct post_channel){ .slot = 1, .kind = CHANNEL_MAIL };
    assert_int_equal(ring_one(p, &row), OK);
    assert_int_equal(post_pipe_move(p->pipe), OK);
    assert_int_equal(post_pipe_move(channel), OK);
    assert_int_equal(post_pipe_next(channel, &f), OK);
    assert_int_equal(f.kind, FRAME_SEND);
    assert_int_equal(letter_decode(f.body, a, &l), OK);
    assert_true(l.until_s >= now_s + 600 && l.until_s <= now_s + 660);
    p->n = was.n;
    p->ch[0] = was.ch[0];
}

/* A second vault knows another lead and is closed since: one row decides, nothing starves. */
static void
test_two_vaults(void **state)
{
    int64_t t = clock_now_s() + 300 * DAY_S;
    char text[64];

    (void)state;
    (void)ring_at(t - 1); /* those of the tests before */
    night_sql("DELETE FROM alert");
    put_date(1, 5, "Vera", t);
    put_date(2, 5, "Olga", t);
    assert_int_equal(ring_at(t), 1);
    (void)woken(t, text);
    assert_true(strcmp(text, "Vera ") == 0 || strcmp(text, "Olga ") == 0);
    assert_string_equal(woken(t + 60, text), "");
    assert_string_equal(woken(t + ALERT_CLIMB_S, text), "Dina ");
    night_sql("DELETE FROM alert");
}

/* Two vaults know a date.  One is closed: what it says is old. */
static void
test_closed_vault_follows(void **state)
{
    int64_t id = 0;
    char fields[100];

    (void)state;
    (void)new_date(10, &id);
    copy_night();
    night_sql(
        "INSERT INTO date_ring SELECT zeroblob(16), item, stage, source, from_s, ring_s, state, "
        "'Vera', deputy FROM date_ring");
    browser_get(&desk.olga, "/c/1");
    (void)snprintf(fields, sizeof fields, "csrf={csrf}&who=%s", desk.fx.members[0].name);
    browser_post(&desk.olga, "/c/1/assign", fields);
    copy_night();
    assert_int_equal(night_count("SELECT count(*) FROM date_ring WHERE vault = zeroblob(16)"), 3);
    assert_int_equal(night_count("SELECT count(*) FROM date_ring WHERE holder = 'Vera'"), 0);
    date_do(&desk.olga, id, "done", "");
    copy_night();
    assert_int_equal(night_count("SELECT count(*) FROM date_ring"), 0);
}

static uint64_t
n_in_log(void)
{
    const struct app *app = &desk.fx.app;
    const struct audit_place place = { app->keys, app->records, app->org, app->roster };
    struct digest link;
    uint64_t n = 0;

    assert_int_equal(audit_last(&place, &n, &link), OK);
    return n;
}

/* Anybody can press it: it works while something rings, and the log says so. */
static void
test_button_is_noted(void **state)
{
    uint64_t n = n_in_log();
    int64_t now_s = clock_now_s();
    char text[64];

    (void)state;
    browser_post(&desk.pavel, "/quiet", "l=ru");
    assert_int_equal(desk.pavel.status, 303);
    assert_int_equal(n_in_log(), n);
    raise_one(1, 1, now_s);
    browser_post(&desk.pavel, "/quiet", "l=ru"); /* before anybody was called */
    assert_string_equal(woken(now_s, text), "Dina ");
    assert_int_equal(n_in_log(), n);
    for (int i = 0; i < 5; i++)
        browser_post(&desk.pavel, "/quiet", "l=ru");
    assert_int_equal(n_in_log(), n + 1);
    assert_true(alerts_now().next_s >= now_s + ALERT_PAUSE_S);
    assert_true(alerts_now().next_s <= now_s + ALERT_PAUSE_S + 60);
    night_sql("DELETE FROM alert");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_button_is_noted),
        cmocka_unit_test(test_closed_vault_follows),
        cmocka_unit_test(test_stream_of_messages),
        cmocka_unit_test(test_first_in_the_roster),
        cmocka_unit_test(test_pauses_end),
        cmocka_unit_test(test_letters_end),
        cmocka_unit_test(test_two_vaults),
    };

    return cmocka_run_group_tests(tests, set_up, night_tear_down);
}
