/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The desk as a browser meets it, over HTTP: the way in and out, settings, and what happens when
   something is wrong.  Olga reads Russian. */
#include "base/clock.h"
#include "desk/access/roles.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"
#include <stdio.h>

static struct fixture fx;
static struct browser b, b2;
static struct seeker_keys *seeker;

static int
set_up(void **state)
{
    (void)state;
    fixture_new(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    browser_new(&b, &fx.app);
    browser_new(&b2, &fx.app);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    seeker_keys_drop(&seeker);
    fixture_done(&fx);
    return 0;
}

static void
ask(const char *text)
{
    struct pulled p;

    seeker_keys_drop(&seeker);
    fixture_request(&fx, text, BELL_RING_DANGER, &seeker, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
}

/* ---- Before anybody is known. */

static void
test_every_row_is_whole(void **state)
{
    size_t anyone = 0;

    (void)state;
    for (size_t i = 0; i < desk_n_routes; i++) {
        const struct route *r = &desk_routes[i];
        assert_true(r->method && r->path && r->tx && r->run);
        assert_true(r->who == ANYONE || r->who == MEMBER || roles_that_may(r->who) != 0);
        assert_int_equal(r->method == GET, r->body_max_bytes == 0);
        anyone += r->who == ANYONE;
    }
    /* the way in, the files of the pages, a calendar by its address, the button of the alarm */
    assert_int_equal(anyone, 13);
}

static void
test_strangers_see_nothing(void **state)
{
    (void)state;
    ask("Секретный текст");
    for (size_t i = 0; i < desk_n_routes; i++) {
        const struct route *r = &desk_routes[i];
        char path[64];
        if (r->who == ANYONE || strcmp(r->path, "/live.json") == 0)
            continue;
        browser_path(r->path, path, sizeof path);
        if (r->method == GET)
            browser_get(&b, path);
        else
            browser_post(&b, path, "csrf=x&text=t");
        assert_true(b.status == 303 || b.status == 403);
        assert_true(b.status == 403 ? browser_has(&b, "name=\"passphrase\"")
                                    : strstr(b.answer, "Location: /login") != NULL);
        assert_null(strstr(b.answer, "Секретный"));
    }
    browser_get(&b, "/live.json");
    browser_shows(&b, 403, "{}");
    browser_get(&b, "/?f=a%20b");
    browser_goes_to(&b, "/login?to=%2F%3Ff%3Da%2520b");
}

static void
test_locked_page(void **state)
{
    static const char *const headers[][2] = {
        { "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
            "img-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'" },
        { "Cache-Control", "no-store" },
        { "X-Content-Type-Options", "nosniff" },
        { "X-Frame-Options", "DENY" },
        { "Referrer-Policy", "same-origin" },
        { "Set-Cookie", "" },
    };
    char value[400];

    (void)state;
    browser_get(&b, "/login?l=en");
    browser_shows(
        &b, 200, "1 new request waits. At least one says: danger now. The oldest came just now.");
    assert_true(browser_has(&b, "The desk is locked"));
    assert_false(browser_has(&b, "stop calling")); /* nobody is called: no way is set up */
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        browser_header(&b, headers[i][0], value, sizeof value);
        assert_string_equal(value, headers[i][1]);
    }
    browser_get(&b, "/login?l=de");
    browser_shows(&b, 200, "Der Arbeitsplatz ist gesperrt");
    b.more = "Accept-Language: fr, uk;q=0.8, en\r\n";
    browser_get(&b, "/login");
    browser_shows(&b, 200, "lang=\"uk\"");
    b.more = NULL;
}

/* Which of the two was wrong is not to be told: the same page, letter by letter. */
static void
test_wrong_names_and_passphrases(void **state)
{
    static char first[8192];

    (void)state;
    browser_post(&b, "/login", "l=en&name=Olga&passphrase=abrakadabra&to=%2Fstatus");
    browser_shows(&b, 403, "Name and passphrase do not fit together");
    assert_true(browser_has(&b, "value=\"Olga\""));
    assert_true(browser_has(&b, "name=\"to\" value=\"/status\""));
    assert_false(browser_has(&b, "abrakadabra"));
    (void)snprintf(first, sizeof first, "%s", b.body);
    browser_post(&b, "/login", "l=en&name=Xlga&passphrase=abrakadabra&to=%2Fstatus");
    assert_int_equal(b.status, 403);
    char *name = strstr(first, "value=\"Olga\"");
    assert_non_null(name);
    name[7] = 'X';
    assert_string_equal(first, b.body);
    browser_post(&b, "/login", "l=en&name=&passphrase=");
    assert_int_equal(b.status, 403);
    browser_post(&b, "/login", "l=en&name=Olga&passphrase=three");
    browser_post(&b, "/login", "l=en&name=Olga&passphrase=four");
    browser_post(&b, "/login", "l=en&name=Olga&passphrase=four");
    browser_post(&b, "/login", "l=ru&name=Olga&passphrase=five");
    browser_shows(&b, 429, "Слишком много попыток. Попробуйте через");
    assert_true(browser_has(&b, "value=\"Olga\""));
    slow_start(&fx.app.slow);
}

static void
test_other_sites_are_refused(void **state)
{
    static const char *const headers[] = { "Origin: https://elsewhere.example.org\r\n",
        "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\nOrigin: http://127.0.0.1:8080\r\n" };

    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        b.more = headers[i];
        browser_post(&b, "/login", "l=en&name=Olga&passphrase=x");
        browser_shows(&b, 403, "This was sent from another site");
    }
    b.more = "Host: elsewhere.example.org:8080\r\n";
    browser_get(&b, "/login?l=en");
    browser_shows(&b, 403, "http://127.0.0.1:8080");
    assert_false(browser_has(&b, "waits"));
    b.more = NULL;
    for (size_t i = 0; i < SLOW_BUCKETS; i++)
        assert_int_equal(fx.app.slow.bucket[i].failures, 0);
}

static void
test_the_way_in(void **state)
{
    char cookie[400];

    (void)state;
    browser_login(&b, &fx.members[0], "&to=%2Fstatus");
    browser_goes_to(&b, "/status");
    browser_header(&b, "Set-Cookie", cookie, sizeof cookie);
    assert_int_equal(strncmp(cookie, "__Host-desk-", 12), 0);
    assert_non_null(strstr(cookie, "; Path=/; Secure; HttpOnly; SameSite=Strict"));
    browser_get(&b, "/status");
    browser_shows(&b, 200, "Olga");
    browser_get(&b, "/login?to=%2Fc%2F1");
    browser_goes_to(&b, "/c/1");
    browser_get(&b, "/login?to=%2F%2Felsewhere.example.org");
    browser_goes_to(&b, "/today");
    browser_get(&b, "/login?to=https%3A%2F%2Felsewhere.example.org");
    browser_goes_to(&b, "/today");
}

/* ---- Settings, other pages, bad input. */

static void
test_settings(void **state)
{
    (void)state;
    browser_get(&b, "/settings");
    browser_shows(&b, 200, "value=\"ru\" checked");
    assert_true(browser_has(&b, "<dialog id=\"keys\""));
    browser_post(&b, "/settings", "csrf={csrf}&lang=xx");
    assert_int_equal(b.status, 400);
    browser_post(&b, "/settings", "csrf={csrf}&lang=de");
    browser_goes_to(&b, "/settings?s=1");
    browser_get(&b, "/settings?s=1");
    browser_shows(&b, 200, "Gespeichert.");
    assert_false(browser_has(&b, "<dialog"));
    browser_login(&b, &fx.members[0], ""); /* both are remembered */
    browser_get(&b, "/settings");
    browser_shows(&b, 200, "Einzelne Tasten");
    assert_false(browser_has(&b, "<dialog"));
    browser_post(&b, "/settings", "csrf={csrf}&lang=ru&keys=1");
    browser_get(&b, "/");
    browser_shows(&b, 200, "<dialog");
}

/* Until a member chose, her browser's language counts; what she chose stays. */
static void
test_the_language_of_a_session(void **state)
{
    static struct browser other;

    (void)state;
    browser_new(&other, &fx.app);
    other.more = "Accept-Language: de\r\n";
    browser_login(&other, &fx.members[1], "");
    browser_get(&other, "/status");
    browser_shows(&other, 200, "<html lang=\"de\">");
    assert_true(browser_has(&other, "name=\"to\" value=\"/status\""));
    browser_post(&other, "/lang", "csrf={csrf}&lang=xx&to=%2Fstatus");
    assert_int_equal(other.status, 400);
    browser_post(&other, "/lang", "csrf={csrf}&lang=uk&to=%2F%2Fexample.org%2F");
    browser_goes_to(&other, "/today");
    browser_post(&other, "/lang", "csrf={csrf}&lang=be&to=%2Fstatus");
    browser_goes_to(&other, "/status");
    browser_get(&other, "/status");
    browser_shows(&other, 200, "<html lang=\"be\">");
    browser_post(&other, "/logout", "csrf={csrf}");
    browser_login(&other, &fx.members[1], "&l=en");
    browser_get(&other, "/status");
    browser_shows(&other, 200, "<html lang=\"be\">");
    browser_post(&other, "/logout", "csrf={csrf}");
}

static void
test_status(void **state)
{
    (void)state;
    browser_get(&b, "/status");
    browser_shows(&b, 200, "http://127.0.0.1:1");
    assert_true(browser_has(&b, "Ответы, которых ещё нет ни на одном узле"));
    assert_true(browser_has(&b, "(этот сеанс)"));
    fx.app.alarm = "database or disk is full";
    browser_get(&b, "/status");
    browser_shows(&b, 200, "database or disk is full");
    browser_get(&b, "/");
    browser_shows(&b, 200, "Приёмная сейчас не может работать.");
    fx.app.alarm = NULL;
}

static void
test_files_of_pages(void **state)
{
    char path[80];
    char value[200];

    (void)state;
    browser_get(&b, "/");
    const char *at = strstr(b.body, "href=\"/desk-");
    assert_non_null(at);
    (void)snprintf(path, sizeof path, "%.*s", (int)strcspn(at + 6, "\""), at + 6);
    browser_get(&b, path);
    browser_header(&b, "Cache-Control", value, sizeof value);
    assert_string_equal(value, "public, max-age=31536000, immutable");
    browser_header(&b, "Content-Type", value, sizeof value);
    assert_string_equal(value, "text/css; charset=utf-8");
    browser_get(&b, "/desk-0000000000000000.css");
    browser_header(&b, "Cache-Control", value, sizeof value);
    assert_string_equal(value, "no-cache");
    browser_shows(&b, 200, ":root{");
}

static void
test_bad_input(void **state)
{
    static const struct {
        const char *method, *path, *body;
        unsigned status;
        const char *words;
    } rows[] = {
        { "GET", "/nothing", "", 404, "Такой страницы нет" },
        { "GET", "/c/x", "", 404, "Такой страницы нет" },
        { "POST", "/status", "", 405, "Так этот адрес использовать нельзя." },
        { "DELETE", "/c/1", "", 405, "Так этот адрес использовать нельзя." },
        { "PUT", "/", "", 405, "Так этот адрес использовать нельзя." },
        { "POST", "/c/1/note", "csrf=x&text=%FF%FE", 400, "повреждённое или не в кодировке UTF-8" },
        { "POST", "/c/1/note", "text=%zz", 400, "повреждённое или не в кодировке UTF-8" },
        { "POST", "/c/1/note", "text=a%00b", 400, "повреждённое или не в кодировке UTF-8" },
        { "GET", "/%FF", "", 400, "" },
    };
    static char large[140 * 1024];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        browser_send(&b, rows[i].method, rows[i].path, bytes_of(rows[i].body));
        browser_shows(&b, rows[i].status, rows[i].words);
    }
    memset(large, 'a', sizeof large);
    browser_send(&b, "POST", "/c/1/note", (struct bytes){ (const uint8_t *)large, sizeof large });
    browser_shows(&b, 413, "слишком много текста");
    browser_get(&b, "/");
    assert_int_equal(b.status, 200);
}

static void
test_counters_are_no_use(void **state)
{
    int64_t last_ms = 0;

    (void)state;
    for (size_t i = 0; i < MAX_SESSIONS; i++)
        if (fx.app.sessions.s[i].used)
            fx.app.sessions.s[i].last_ms = 1;
    browser_get(&b, "/live.json");
    assert_int_equal(b.status, 200);
    for (size_t i = 0; i < MAX_SESSIONS; i++)
        last_ms = fx.app.sessions.s[i].last_ms > last_ms ? fx.app.sessions.s[i].last_ms : last_ms;
    assert_int_equal(last_ms, 1);
    browser_get(&b, "/status");
    for (size_t i = 0; i < MAX_SESSIONS; i++)
        last_ms = fx.app.sessions.s[i].last_ms > last_ms ? fx.app.sessions.s[i].last_ms : last_ms;
    assert_true(last_ms > 1);
}

static void
test_locks(void **state)
{
    (void)state;
    browser_login(&b2, &fx.members[1], "");
    browser_get(&b2, "/");
    browser_shows(&b2, 200, "Ivan");
    browser_get(&b, "/");
    browser_post(&b, "/logout", "csrf={csrf}");
    browser_goes_to(&b, "/login");
    browser_get(&b, "/");
    browser_goes_to(&b, "/login");
    browser_get(&b2, "/");
    assert_int_equal(b2.status, 200);
    browser_login(&b, &fx.members[0], "");
    browser_get(&b, "/");
    browser_post(&b, "/lock", "csrf={csrf}");
    browser_goes_to(&b, "/login");
    browser_get(&b2, "/");
    browser_goes_to(&b2, "/login");
    assert_int_equal(session_count(&fx.app.sessions), 0);
    assert_null(vaults_by_role(&fx.app.vaults, "intake")->projection);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_row_is_whole),
        cmocka_unit_test(test_strangers_see_nothing),
        cmocka_unit_test(test_locked_page),
        cmocka_unit_test(test_wrong_names_and_passphrases),
        cmocka_unit_test(test_other_sites_are_refused),
        cmocka_unit_test(test_the_way_in),
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_the_language_of_a_session),
        cmocka_unit_test(test_status),
        cmocka_unit_test(test_files_of_pages),
        cmocka_unit_test(test_bad_input),
        cmocka_unit_test(test_counters_are_no_use),
        cmocka_unit_test(test_locks),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
