/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/desk/dates/night_desk.h"
#include "base/clock.h"
#include "base/own.h"
#include "tests/unit/check.h"
#include <sqlite3.h>
#include <stdio.h>
#include <sys/socket.h>

struct at_desk desk;
struct post_pipe *channel;

int
night_set_up(void **state)
{
    int fd[2];

    (void)state;
    at_desk_new(&desk);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
    channel = post_pipe_new(fd[0]);
    desk.fx.app.post = (struct post){ .pipe = post_pipe_new(fd[1]), .wanted = true };
    return 0;
}

int
night_tear_down(void **state)
{
    (void)state;
    post_pipe_drop(&channel);
    at_desk_done(&desk);
    return 0;
}

int64_t
at(int64_t day, int hour)
{
    return day * DAY_S + hour * (int64_t)HOUR_S;
}

struct alert_state
alerts_now(void)
{
    struct alert_state s;

    assert_int_equal(alert_state_get(desk.fx.app.records, &s), OK);
    return s;
}

int64_t
ring_at(int64_t now_s)
{
    assert_int_equal(night_ring(desk.fx.app.records, now_s), OK);
    return alerts_now().n_dates;
}

int64_t
new_date(int64_t days, int64_t *id)
{
    int64_t day = day_of(clock_now_s()) + days;
    struct date d = date_of_day(day);
    char fields[300];

    (void)snprintf(fields, sizeof fields,
        "csrf={csrf}&kind=5&day=%02d.%02d.%04d&end=&zone=UTC&what=&why=x&do=type", d.day, d.month,
        d.year);
    browser_get(&desk.olga, "/c/1/dates/new");
    browser_post(&desk.olga, "/c/1/dates/new", fields);
    *id = date_kept(&desk.olga);
    return at(day + 1, 0);
}

void
copy_night(void)
{
    assert_int_equal(desk_night(&desk.fx.app, clock_now_s()), OK);
}

void
way(int64_t place, const char *member)
{
    struct duty_row row = {
        .place = place, .member = member, .lang = "ru", .way = ALERT_COMMAND, .target = member
    };

    assert_int_equal(db_begin(desk.fx.app.keys, TX_WRITE), OK);
    assert_int_equal(db_end(desk.fx.app.keys, duty_put(desk.fx.app.keys, &row)), OK);
}

const char *
woken(int64_t now_s, char to[64])
{
    struct post_place place = { desk.fx.app.keys, desk.fx.app.records, &desk.fx.app.org,
        &desk.fx.app.vaults };
    struct frame f;

    to[0] = '\0';
    desk.fx.app.post.ring_ms = 0; /* a minute has passed */
    assert_int_equal(ring_step(&desk.fx.app.post, &place, now_s), OK);
    assert_int_equal(post_pipe_move(desk.fx.app.post.pipe), OK);
    assert_int_equal(post_pipe_move(channel), OK);
    while (!post_pipe_next(channel, &f)) {
        const char *body = (const char *)f.body.p;
        if (f.kind != FRAME_ALERT) /* settings after a key that changed */
            continue;
        size_t n = strcspn(body, "\n");
        (void)snprintf(to + strlen(to), 64 - strlen(to), "%.*s ", (int)n, body);
        assert_non_null(strstr(body, "\nПосмотрите, пожалуйста."));
        assert_null(strstr(body, "Секрет"));
    }
    return to;
}

void
raise_one(uint8_t first, uint8_t second, int64_t now_s)
{
    struct content_id source = { { first, second } };
    struct db *records = desk.fx.app.records;

    assert_int_equal(db_begin(records, TX_WRITE), OK);
    assert_int_equal(db_end(records, alert_raise(records, &source, now_s)), OK);
}

void
night_sql(const char *sql)
{
    char path[128];
    sqlite3 *h = NULL;

    (void)snprintf(path, sizeof path, "%s/records.db", desk.fx.folder);
    assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
    assert_int_equal(sqlite3_exec(h, sql, NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(h);
}

int64_t
night_count(const char *sql)
{
    char path[128];
    sqlite3 *h = NULL;
    sqlite3_stmt *s = NULL;

    (void)snprintf(path, sizeof path, "%s/records.db", desk.fx.folder);
    assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(h, sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(s, 0);
    (void)sqlite3_finalize(s);
    (void)sqlite3_close(h);
    return n;
}
