/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A date that is near and that nobody looks at wakes people, also while the desk is locked: when,
   whom, and what ends it. */
#include "base/clock.h"
#include "desk/dates/alarm.h"
#include "desk/post/turns.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/dates/night_desk.h"
#include <inttypes.h>
#include <stdio.h>

/* ---- When. */

/* Hours in UTC of a date that ends on day 20000 at this minute, on a clock so far ahead of UTC. */
static void
test_hours(void **state)
{
    static const struct {
        int32_t minute, ahead_h;
        int day_day, day_hour, hours_day, hours_hour, over_day, over_hour;
    } cases[] = {
        /* The end of a day: the evening of the day before that, 21 hours, 8 in the morning. */
        { 1440, 0, -1, 18, 0, 21, 1, 8 }, { 14 * 60, 0, -1, 14, 0, 11, 0, 14 },
        { 14 * 60 + 30, 0, -1, 14, 0, 11, 0, 15 }, { 9 * 60, 0, -1, 9, -1, 18, 0, 9 },
        { 60, 0, -2, 18, -1, 18, 0, 8 }, { 23 * 60, 0, -2 + 1, 18, 0, 20, 1, 8 },
        { 14 * 60, 4, -1, 10, 0, 7, 0, 10 }, /* there it is four hours later */
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date_due d = { .day = 20000, .minute = cases[i].minute, .holder = "", .deputy = "" };
        struct date_ring r[N_RING_STAGES];

        d.until_s = at(d.day, 0) + d.minute * 60 - at(0, cases[i].ahead_h);
        for (int k = RING_DAY; k < N_RING_STAGES; k++)
            date_ring_of(&d, (enum ring_stage)k, &r[k]);
        if (r[RING_DAY].ring_s != at(20000 + cases[i].day_day, cases[i].day_hour) ||
            r[RING_HOURS].ring_s != at(20000 + cases[i].hours_day, cases[i].hours_hour) ||
            r[RING_OVER].ring_s != at(20000 + cases[i].over_day, cases[i].over_hour))
            fail_msg("%zu: %" PRId64 " %" PRId64 " %" PRId64, i,
                (r[RING_DAY].ring_s - at(20000, 0)) / HOUR_S,
                (r[RING_HOURS].ring_s - at(20000, 0)) / HOUR_S,
                (r[RING_OVER].ring_s - at(20000, 0)) / HOUR_S);
        assert_true(r[RING_DAY].ring_s <= r[RING_HOURS].ring_s);
        assert_true(r[RING_HOURS].ring_s < d.until_s && r[RING_OVER].ring_s >= d.until_s);
        assert_int_equal(r[RING_DAY].from_s, d.until_s - 3 * DAY_S);
        assert_int_equal(r[RING_HOURS].from_s, r[RING_DAY].ring_s);
        assert_false(r[RING_DAY].attended);
        d.changed_s = r[RING_DAY].from_s; /* typed or covered when it was near */
        date_ring_of(&d, RING_DAY, &r[0]);
        date_ring_of(&d, RING_HOURS, &r[1]);
        assert_true(r[0].attended && !r[1].attended);
    }
}

/* ---- Whom. */

static void
test_order(void **state)
{
    static const char *const want[] = { "Olga", "Pavel", "Vera", "Dina", "Dina", "Ivan" };
    struct turns t = { .n = 6,
        .rows = { { .place = 1, .member = "Ivan" }, { .place = 2, .member = "Dina" },
            { .place = 3, .member = "Olga" }, { .place = 4, .member = "Vera" },
            { .place = 4, .member = "Dina" }, { .place = 5, .member = "Pavel" } },
        .on_duty = { "Vera", "Dina", "Nobody" },
        .n_on_duty = 3 };

    (void)state;
    turns_order(&t, "Olga", "Pavel");
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(t.rows[i].member, want[i]);
    assert_int_equal(t.n_places, 5);
    assert_true(t.rows[4].place < TURN_REST && t.rows[5].place >= TURN_REST);
    assert_true(turns_has(&t, "Ivan") && !turns_has(&t, "Nobody"));
}

/* ---- At a desk. */

static void
note(struct browser *b)
{
    browser_get(b, "/c/1");
    browser_post(b, "/c/1/note", "csrf={csrf}&text=x");
    assert_int_equal(b->status, 303);
}

/* Locked from here on: what was copied is all there is. */
static void
test_rings_locked(void **state)
{
    int64_t id = 0;
    int64_t until_s = new_date(10, &id);
    int64_t first_s = until_s - DAY_S - 6 * HOUR_S; /* the evening before the last day */

    (void)state;
    fixture_read(&desk.fx.app);
    desk_lock_all(&desk.fx.app); /* copies before it closes */
    assert_int_equal(ring_at(first_s - 1), 0);
    assert_int_equal(ring_at(first_s), 1);
    assert_int_equal(ring_at(first_s), 1); /* once */
    browser_login(&desk.olga, &desk.fx.members[0], "");
    fixture_read(&desk.fx.app);
    copy_night();
    assert_int_equal(alerts_now().n_dates, 1); /* an unlock alone answers nothing */
    browser_get(&desk.olga, "/today");
    assert_int_equal(alerts_now().n_dates, 1);
    desk.olga.more = "Sec-Fetch-Site: cross-site\r\n";
    browser_get(&desk.olga, "/c/1"); /* a page of another site cannot */
    desk.olga.more = NULL;
    assert_int_equal(alerts_now().n_dates, 1);
    browser_get(&desk.olga, "/c/1");
    assert_int_equal(alerts_now().n_dates, 1); /* to look is not enough */
    note(&desk.olga);
    assert_int_equal(alerts_now().n_dates, 0);
    assert_int_equal(ring_at(until_s - 4 * HOUR_S), 0);
    assert_int_equal(ring_at(until_s - 3 * HOUR_S), 1); /* she acted, but too early */
    date_shows(&desk.olga, id, "csrf");
    assert_int_equal(alerts_now().n_dates, 1);
    note(&desk.olga);
    assert_int_equal(alerts_now().n_dates, 0);
    assert_int_equal(ring_at(until_s + 8 * HOUR_S), 1); /* over, and nobody said it was done */
    date_do(&desk.olga, id, "done", "");
    copy_night();
    assert_int_equal(alerts_now().n_dates, 0);
    assert_int_equal(ring_at(until_s + 30 * DAY_S), 0);
}

/* What is done before its hour rings never; what is moved rings at its new hour. */
static void
test_done_and_moved(void **state)
{
    int64_t id = 0;
    int64_t until_s = new_date(12, &id);

    (void)state;
    copy_night();
    date_do(&desk.olga, id, "done", "");
    copy_night();
    assert_int_equal(ring_at(until_s + DAY_S), 0);
    date_do(&desk.olga, id, "reopen", "");
    copy_night();
    assert_int_equal(ring_at(until_s - DAY_S), 1);
    date_do(&desk.olga, id, "withdraw", "&why=x");
    copy_night();
    assert_int_equal(alerts_now().n_dates, 0);
    (void)new_date(0, &id); /* typed on its last day: she knows */
    copy_night();
    assert_int_equal(ring_at(clock_now_s()), 0);
    date_do(&desk.olga, id, "withdraw", "&why=x");
    copy_night();
}

/* ---- Climbing. */

/* Whoever leads, the deputy, the roster of the book in its order, then the others; also locked. */
static void
test_climbs(void **state)
{
    int64_t now_s = clock_now_s();
    struct date today = date_of_day(day_of(now_s));
    struct date later = date_of_day(day_of(now_s) + 40);
    char fields[400], text[64];
    int64_t id = 0;
    int64_t until_s = new_date(20, &id);
    int64_t t = until_s - DAY_S;

    (void)state;
    way(1, "Dina");
    way(2, "Vera");
    way(3, "Ivan");
    way(4, "Pavel");
    way(5, "Olga");
    browser_get(&desk.olga, "/c/1");
    (void)snprintf(fields, sizeof fields, "csrf={csrf}&who=%s", desk.fx.members[0].name);
    browser_post(&desk.olga, "/c/1/assign", fields);
    date_do(&desk.olga, id, "deputy", "&who=Pavel");
    for (size_t i = 0; i < MAX_SESSIONS; i++)
        desk.fx.app.sessions.s[i].roles |= desk.fx.app.sessions.s[i].used ? ROLE_DUTY_LEAD : 0;
    browser_get(&desk.olga, "/book/20/new");
    (void)snprintf(fields, sizeof fields,
        "csrf={csrf}&rev=0&f1=Ivan&f2=%04d-%02d-%02dT00:00&f2z=&f3=%04d-%02d-%02dT00:00"
        "&f3z=&f4=ru&f5=1",
        today.year, today.month, today.day, later.year, later.month, later.day);
    browser_post(&desk.olga, "/book/20", fields);
    if (desk.olga.status != 303)
        fail_msg("%u %s", desk.olga.status, strstr(desk.olga.body, "<main"));
    browser_get(&desk.olga, "/status");
    copy_night();
    browser_get(&desk.olga, "/status");
    assert_true(strstr(desk.olga.body, "<li>Ivan") < strstr(desk.olga.body, "<li>Dina"));
    assert_true(browser_has(&desk.olga, "сейчас дежурит"));
    desk_lock_all(&desk.fx.app);
    assert_string_equal(woken(t, text), "");
    assert_int_equal(ring_at(t), 1);
    assert_string_equal(woken(t, text), "Olga ");
    assert_string_equal(woken(t + ALERT_CLIMB_S - 1, text), "");
    assert_string_equal(woken(t + ALERT_CLIMB_S, text), "Pavel ");
    assert_string_equal(woken(t + 2 * ALERT_CLIMB_S, text), "Ivan ");
    assert_string_equal(woken(t + 3 * ALERT_CLIMB_S, text), "Dina ");
    assert_string_equal(woken(t + 4 * ALERT_CLIMB_S, text), "Vera ");
    assert_string_equal(woken(t + 5 * ALERT_CLIMB_S, text), "");
    assert_string_equal(woken(t + 4 * ALERT_CLIMB_S + ALERT_ROUND_S, text), "Olga ");
}

/* A message in danger calls the roster first; dates ring beside it. */
static void
test_message_first(void **state)
{
    struct post_pipe *pipe = desk.fx.app.post.pipe;
    struct content_id source = { { 7 } };
    int64_t t = clock_now_s();
    char text[64];

    (void)state;
    assert_int_equal(db_begin(desk.fx.app.records, TX_WRITE), OK);
    assert_int_equal(db_end(desk.fx.app.records, alert_raise(desk.fx.app.records, &source, t)), OK);
    assert_string_equal(woken(t, text), "Ivan ");
    desk.fx.app.alerts = alerts_now();
    browser_get(&desk.olga, "/login?l=ru");
    browser_shows(&desk.olga, 200, "Дежурных вызывают одного за другим");
    assert_true(browser_has(&desk.olga, "Дата близка или прошла"));
    desk.fx.app.post.alert_failed = true;
    browser_get(&desk.olga, "/login?l=ru");
    browser_shows(&desk.olga, 200, "Последний вызов не дошёл");
    assert_false(browser_has(&desk.olga, "одного за другим"));
    assert_string_equal(woken(t + 30 * DAY_S, text), "Dina Pavel "); /* the date is due, too */
    desk.fx.app.post.pipe = NULL;
    browser_get(&desk.olga, "/login?l=ru");
    browser_shows(&desk.olga, 200, "Никого не вызывают");
    assert_false(browser_has(&desk.olga, "одного за другим"));
    desk.fx.app.post.pipe = pipe;
    desk.fx.app.post.alert_failed = false;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hours),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_rings_locked),
        cmocka_unit_test(test_done_and_moved),
        cmocka_unit_test(test_climbs), /* locks for everybody */
        cmocka_unit_test(test_message_first),
    };

    return cmocka_run_group_tests(tests, night_set_up, night_tear_down);
}
