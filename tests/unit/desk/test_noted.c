/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What leaves the desk or is erased stands in the audit chain with its case before it happens; what
   search and lists show is a reading. */
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "desk/dates/acts.h"
#include "joblink/job.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LEADS = ROLE_COUNSELLOR | ROLE_DUTY_LEAD | ROLE_LAWYER, N_CASES = 3 };

static struct fixture fx;
static struct browser olga, ivan;
static struct seeker_keys *seekers[N_CASES];
static pid_t paper;

static void
all_roles(void)
{
    for (size_t i = 0; i < MAX_SESSIONS; i++)
        if (fx.app.sessions.s[i].used)
            fx.app.sessions.s[i].roles |= LEADS;
}

static int
set_up(void **state)
{
    (void)state;
    fixture_new(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    browser_new(&olga, &fx.app);
    browser_new(&ivan, &fx.app);
    for (size_t i = 0; i < N_CASES; i++) {
        struct pulled p;
        fixture_request(&fx, "Меня увезут завтра", BELL_RING_DANGER, &seekers[i], &p);
        assert_int_equal(fixture_file(&fx, &p), 1);
    }
    browser_login(&olga, &fx.members[0], "");
    browser_login(&ivan, &fx.members[1], "");
    fixture_settle(&fx.app);
    fixture_read(&fx.app);
    all_roles();
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_CASES; i++)
        seeker_keys_drop(&seekers[i]);
    if (paper > 0) {
        (void)kill(paper, SIGKILL);
        (void)waitpid(paper, NULL, 0);
    }
    fixture_done(&fx);
    return 0;
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

/* The log takes nothing more: a full disk, say. */
static void
log_breaks(void)
{
    sql("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT abs(-9223372036854775807 - 1); "
        "END");
}

static void
log_works(void)
{
    sql("DROP TRIGGER full");
}

/* The newest line of the log; Ivan is of the office, whose key opens it. */
static struct audit_row
newest(struct arena *a)
{
    struct audit_place at = { fx.app.keys, fx.app.records, fx.app.org, fx.app.roster };
    struct audit_row *rows = arena_alloc(a, AUDIT_PAGE * sizeof *rows);
    bool more = false;
    size_t n = 0;

    assert_int_equal(audit_list(&at, &fx.app.vaults, 0, a, rows, &n, &more), OK);
    assert_true(n > 0);
    assert_true(rows[0].opened);
    return rows[0];
}

static int64_t
case_number(size_t i)
{
    struct casebook b;
    struct case_row *rows = NULL;
    struct case_ask ask = { .list = LIST_WAITING, .mine = "", .now_s = clock_now_s() };
    OWN(arena) a = arena_new(1 << 20);
    bool more = false;
    size_t n = 0;

    desk_casebook(&fx.app, NULL, &b);
    assert_int_equal(case_list(b.p, &ask, a, &rows, &n, &more), OK);
    assert_true(i < n);
    return rows[i].id;
}

static struct stream_id
stream_of(int64_t id)
{
    struct stream_id stream;
    struct casebook b;

    desk_casebook(&fx.app, NULL, &b);
    assert_int_equal(casebook_stream(&b, id, &stream), OK);
    return stream;
}

/* Olga asks, Ivan confirms. */
static void
ask_and_confirm(const char *path)
{
    char form[96];
    char id[32];

    browser_get(&olga, "/keep");
    browser_post(&olga, path, "csrf={csrf}&why=court");
    browser_get(&ivan, "/keep");
    browser_field(&ivan, "/keep/confirm", "id", id, sizeof id);
    (void)snprintf(form, sizeof form, "csrf={csrf}&id=%s", id);
    browser_post(&ivan, "/keep/confirm", form);
}

static void
do_it(void)
{
    char form[96];
    char id[32];

    browser_get(&olga, "/keep");
    browser_field(&olga, "/keep/do", "id", id, sizeof id);
    (void)snprintf(form, sizeof form, "csrf={csrf}&id=%s", id);
    browser_post(&olga, "/keep/do", form);
}

static void
test_an_export_names_its_case(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    int64_t id = case_number(0);
    struct stream_id stream = stream_of(id);
    char path[64];

    (void)state;
    (void)snprintf(path, sizeof path, "/c/%lld/export", (long long)id);
    ask_and_confirm(path);
    struct audit_row r = newest(a);
    assert_int_equal(r.act, AUDIT_RELEASED);
    assert_string_equal(r.who, "Ivan");
    assert_true(r.has_stream && id_equal(r.stream.b, stream.b));
    do_it();
    browser_shows(&olga, 200, "understory-case");
    r = newest(a);
    assert_int_equal(r.act, AUDIT_EXPORTED);
    assert_string_equal(r.who, "Olga");
    assert_true(r.has_stream && id_equal(r.stream.b, stream.b));
}

static void
test_a_table_names_its_vault(void **state)
{
    OWN(arena) a = arena_new(1 << 20);

    (void)state;
    ask_and_confirm("/keep/table");
    struct audit_row r = newest(a);
    assert_int_equal(r.act, AUDIT_RELEASED);
    assert_string_equal(r.words, "intake");
    do_it();
    assert_int_equal(olga.status, 200);
    r = newest(a);
    assert_int_equal(r.act, AUDIT_EXPORTED);
    assert_false(r.has_stream);
    assert_string_equal(r.words, "intake: 3");
}

/* What cannot be noted does not happen: no byte leaves, nothing is erased, nothing is read. */
static void
test_what_cannot_be_noted_does_not_happen(void **state)
{
    int64_t id = case_number(0);
    char path[64];

    (void)state;
    (void)snprintf(path, sizeof path, "/c/%lld/export", (long long)id);
    ask_and_confirm(path);
    log_breaks();
    do_it();
    assert_int_equal(olga.status, 500);
    assert_false(browser_has(&olga, "understory-case"));
    log_works();
    (void)snprintf(path, sizeof path, "/c/%lld/erase", (long long)id);
    ask_and_confirm(path);
    log_breaks();
    do_it();
    assert_int_equal(olga.status, 500);
    assert_int_equal(case_number(0), id);
    (void)stream_of(id);
    log_works();
}

static void
test_a_confirmation_that_cannot_be_noted_is_none(void **state)
{
    (void)state;
    browser_get(&olga, "/keep");
    browser_post(&olga, "/keep/table", "csrf={csrf}&why=court");
    log_breaks();
    char form[96];
    char id[32];
    browser_get(&ivan, "/keep");
    browser_field(&ivan, "/keep/confirm", "id", id, sizeof id);
    (void)snprintf(form, sizeof form, "csrf={csrf}&id=%s", id);
    browser_post(&ivan, "/keep/confirm", form);
    assert_int_equal(ivan.status, 500);
    log_works();
    browser_get(&olga, "/keep");
    assert_false(browser_has(&olga, "/keep/do"));
}

/* A case that could not be noted is not shown, the second time neither. */
static void
test_a_reading_that_cannot_be_noted(void **state)
{
    char path[64];

    (void)state;
    (void)snprintf(path, sizeof path, "/c/%lld", (long long)case_number(2));
    log_breaks();
    for (int i = 0; i < 2; i++) {
        browser_get(&ivan, path);
        assert_int_equal(ivan.status, 500);
        assert_false(browser_has(&ivan, "увезут"));
    }
    log_works();
    browser_get(&ivan, path);
    browser_shows(&ivan, 200, "увезут");
}

static enum err
print(struct bytes question, int out)
{
    (void)question;
    return write(out, "%PDF-", 5) == 5 ? OK : ERR_INTERNAL;
}

static void
start_paper(void)
{
    int ends[2];

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    paper = fork();
    assert_true(paper >= 0);
    if (paper == 0) {
        (void)dup2(ends[1], 0);
        (void)dup2(ends[1], 1);
        (void)close(ends[0]);
        (void)close(ends[1]);
        _exit(job_serve(0, 1, print, NULL) ? 1 : 0);
    }
    (void)close(ends[1]);
    fx.app.keeping.paper_fd = ends[0];
}

static unsigned
paced(const char *name)
{
    for (size_t i = 0; i < MAX_SESSIONS; i++)
        for (size_t k = 0; k < PACE_MEMBERS; k++)
            if (fx.app.sessions.s[i].used && strcmp(fx.app.sessions.s[i].name, name) == 0 &&
                fx.app.paces.p[k].used &&
                id_equal(fx.app.paces.p[k].member.b, fx.app.sessions.s[i].member.b))
                return fx.app.paces.p[k].n;
    return 0;
}

static void
test_a_sheet_names_its_case_and_counts(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    int64_t id = case_number(1);
    struct stream_id stream = stream_of(id);
    char path[64];

    (void)state;
    start_paper();
    (void)snprintf(path, sizeof path, "/c/%lld/keep", (long long)id);
    browser_get(&olga, path);
    unsigned before = paced("Olga");
    (void)snprintf(path, sizeof path, "/c/%lld/sheet", (long long)id);
    browser_post(&olga, path, "csrf={csrf}");
    browser_shows(&olga, 200, "%PDF-");
    struct audit_row r = newest(a);
    assert_int_equal(r.act, AUDIT_PAPER);
    assert_true(r.has_stream && id_equal(r.stream.b, stream.b));
    assert_int_equal(paced("Olga"), before + 1);
    (void)snprintf(path, sizeof path, "/c/%lld/keep", (long long)id);
    browser_get(&olga, path);
    log_breaks();
    (void)snprintf(path, sizeof path, "/c/%lld/sheet", (long long)id);
    browser_post(&olga, path, "csrf={csrf}");
    assert_int_equal(olga.status, 500);
    log_works();
}

static void
test_what_a_search_shows_is_a_reading(void **state)
{
    OWN(arena) a = arena_new(1 << 20);

    (void)state;
    browser_get(&olga, "/search");
    browser_post(&olga, "/search", "csrf={csrf}&q=%D1%83%D0%B2%D0%B5%D0%B7%D1%83%D1%82");
    browser_get(&olga, "/search");
    browser_shows(&olga, 200, "<mark>");
    struct audit_row r = newest(a);
    assert_int_equal(r.act, AUDIT_FOUND);
    assert_string_equal(r.who, "Olga");
    assert_string_equal(r.words, "3");
    uint64_t n = r.n;
    browser_get(&olga, "/search"); /* the same ones again */
    assert_int_equal(newest(a).n, n);
    browser_post(&olga, "/search", "csrf={csrf}&q=%D0%B7%D0%B0%D0%B2%D1%82%D1%80%D0%B0");
    browser_get(&olga, "/search"); /* other words: other pieces */
    assert_int_equal(newest(a).n, n + 1);
    browser_post(&olga, "/search", "csrf={csrf}&q=is%3Aopen");
    browser_get(&olga, "/search"); /* no piece of a text */
    assert_int_equal(newest(a).n, n + 1);
    browser_post(&olga, "/search", "csrf={csrf}&q=%D1%83%D0%B2%D0%B5%D0%B7%D1%83%D1%82");
    log_breaks();
    browser_get(&olga, "/search");
    assert_int_equal(olga.status, 500);
    log_works();
}

/* A date of case 2, which nobody has opened yet. */
static int64_t
new_date(void)
{
    struct actor by = { .name = "Olga", .now_s = clock_now_s() };
    struct date_put put = { .case_id = case_number(1),
        .kind = KIND_APPEAL,
        .day = clock_now_s() / 86400 + 3,
        .minute = 1440,
        .zone = "Europe/Berlin",
        .what = "",
        .why = "letter" };
    struct casebook b;
    int64_t id = 0;

    desk_casebook(&fx.app, NULL, &b);
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, date_put(&b, &put, &by, &id)), OK);
    return id;
}

/* Lists of dates are noted by the page; the page of a date and that of a merge are readings of
   their cases. */
static void
test_dates_are_readings(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    int64_t date = new_date();
    struct stream_id stream = stream_of(case_number(1));
    struct stream_id other = stream_of(case_number(2));
    char path[64];

    (void)state;
    browser_get(&ivan, "/dates");
    struct audit_row r = newest(a);
    assert_int_equal(r.act, AUDIT_LISTED);
    assert_string_equal(r.words, "4"); /* the date, and three days named in requests */
    uint64_t n = r.n;
    browser_get(&ivan, "/dates/month");
    assert_int_equal(newest(a).n, n);
    (void)snprintf(path, sizeof path, "/dates/%lld", (long long)date);
    browser_get(&ivan, path);
    assert_int_equal(ivan.status, 200);
    r = newest(a);
    assert_int_equal(r.n, n + 1);
    assert_int_equal(r.act, AUDIT_READ);
    assert_true(id_equal(r.stream.b, stream.b));
    memset(&fx.app.paces, 0, sizeof fx.app.paces);
    (void)snprintf(path, sizeof path, "/c/%lld/merge/%lld", (long long)case_number(1),
        (long long)case_number(2));
    browser_get(&ivan, path);
    r = newest(a);
    assert_int_equal(r.n, n + 3);
    assert_true(id_equal(r.stream.b, other.b));
}

static void
test_an_erasure_names_its_tombstone(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    int64_t id = case_number(0);
    struct stream_id stream = stream_of(id);
    struct content_id stone = content_id_of((struct bytes){ stream.b, ID_BYTES });
    char hex[2 * ID_BYTES + 1];
    char path[64];

    (void)state;
    hex_encode((struct bytes){ stone.b, ID_BYTES }, hex);
    (void)snprintf(path, sizeof path, "/c/%lld/erase", (long long)id);
    ask_and_confirm(path);
    do_it();
    browser_goes_to(&olga, "/keep?m=4");
    struct audit_row r = newest(a);
    assert_int_equal(r.act, AUDIT_ERASED);
    assert_true(r.has_stream && id_equal(r.stream.b, stream.b));
    assert_string_equal(r.words, hex);
}

/* Who reads the log stands in it, and so does whoever locks for everybody, or is locked out by
   time. */
static void
test_the_log_knows_its_readers_and_who_went(void **state)
{
    OWN(arena) a = arena_new(1 << 20);

    (void)state;
    for (size_t i = 0; i < MAX_SESSIONS; i++)
        if (fx.app.sessions.s[i].used)
            fx.app.sessions.s[i].roles |= ROLE_DATA_PROTECTION;
    browser_get(&ivan, "/audit");
    assert_int_equal(ivan.status, 200);
    struct audit_row r = newest(a);
    assert_int_equal(r.act, AUDIT_LOG_READ);
    assert_string_equal(r.who, "Ivan");
    browser_get(&ivan, "/audit");
    assert_int_equal(newest(a).n, r.n);
    log_breaks();
    fx.app.sessions.s[0].log_noted_s = fx.app.sessions.s[1].log_noted_s = 0;
    browser_get(&ivan, "/audit");
    assert_int_equal(ivan.status, 500);
    log_works();
    size_t n_out = fixture_noted(&fx, AUDIT_OUT, "Olga");
    for (size_t i = 0; i < MAX_SESSIONS; i++)
        if (strcmp(fx.app.sessions.s[i].name, "Olga") == 0)
            fx.app.sessions.s[i].last_ms -= 24 * 3600 * (int64_t)1000;
    assert_int_equal(desk_step(&fx.app, clock_steady_ms(), clock_now_s()), OK);
    assert_int_equal(fixture_noted(&fx, AUDIT_OUT, "Olga"), n_out + 1);
    browser_get(&ivan, "/today");
    browser_post(&ivan, "/lock", "csrf={csrf}");
    assert_int_equal(fixture_noted(&fx, AUDIT_LOCKED_ALL, "Ivan"), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_table_names_its_vault),
        cmocka_unit_test(test_an_export_names_its_case),
        cmocka_unit_test(test_what_cannot_be_noted_does_not_happen),
        cmocka_unit_test(test_a_confirmation_that_cannot_be_noted_is_none),
        cmocka_unit_test(test_a_reading_that_cannot_be_noted),
        cmocka_unit_test(test_a_sheet_names_its_case_and_counts),
        cmocka_unit_test(test_what_a_search_shows_is_a_reading),
        cmocka_unit_test(test_dates_are_readings),
        cmocka_unit_test(test_an_erasure_names_its_tombstone),
        cmocka_unit_test(test_the_log_knows_its_readers_and_who_went),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
