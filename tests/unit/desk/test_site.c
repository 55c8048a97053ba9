/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The desk as a browser meets it, over HTTP: the way in, lists, a case with all its forms, and what happens
   when something is wrong. */
#include "base/clock.h"
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

static void
login(struct browser *with, int who, const char *more)
{
    char form[4096];

    (void)snprintf(form, sizeof form, "l=en&name=%s&passphrase=%s%s", fx.members[who].name, fx.members[who].passphrase, more);
    for (char *c = form; *c; c++)
        *c = *c == ' ' ? '+' : *c;
    browser_post(with, "/login", form);
    assert_int_equal(with->status, 303);
}

static void
assert_goes_to(const struct browser *with, const char *where)
{
    char to[400];

    assert_int_equal(with->status, 303);
    browser_header(with, "Location", to, sizeof to);
    assert_string_equal(to, where);
}

static void
assert_page(const struct browser *with, unsigned status, const char *text)
{
    if (with->status != status || !browser_has(with, text))
        fail_msg("%u, wanted %u and \"%s\" in: %.3000s", with->status, status, text, with->answer);
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
        assert_true(r->who == ANYONE || r->who == MEMBER || r->who == OFFICE);
        assert_int_equal(r->method == GET, r->body_max_bytes == 0);
        anyone += r->who == ANYONE;
    }
    assert_int_equal(anyone, 4); /* the way in, and the files of the pages */
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
        (void)snprintf(path, sizeof path, "%s", r->path);
        if (strncmp(path, "/c/{n}", 6) == 0)
            (void)snprintf(path, sizeof path, "/c/1%s", r->path + 6);
        if (r->method == GET)
            browser_get(&b, path);
        else
            browser_post(&b, path, "csrf=x&text=t");
        assert_true(b.status == 303 || b.status == 403);
        assert_true(b.status == 403 ? browser_has(&b, "name=\"passphrase\"") : strstr(b.answer, "Location: /login") != NULL);
        assert_null(strstr(b.answer, "Секретный"));
    }
    browser_get(&b, "/live.json");
    assert_page(&b, 403, "{}");
    browser_get(&b, "/search?q=a%20b");
    assert_goes_to(&b, "/login?to=%2Fsearch%3Fq%3Da%2520b");
}

static void
test_locked_page(void **state)
{
    static const char *const headers[][2] = {
        { "Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
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
    assert_page(&b, 200, "1 new request waits. At least one says: danger now. The oldest came just now.");
    assert_true(browser_has(&b, "The desk is locked"));
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        browser_header(&b, headers[i][0], value, sizeof value);
        assert_string_equal(value, headers[i][1]);
    }
    browser_get(&b, "/login?l=de");
    assert_page(&b, 200, "Der Arbeitsplatz ist gesperrt");
    b.more = "Accept-Language: fr, uk;q=0.8, en\r\n";
    browser_get(&b, "/login");
    assert_page(&b, 200, "lang=\"uk\"");
    b.more = NULL;
}

/* Which of the two was wrong is not to be told: the same page, letter by letter. */
static void
test_wrong_names_and_passphrases(void **state)
{
    static char first[8192];

    (void)state;
    browser_post(&b, "/login", "l=en&name=Olga&passphrase=abrakadabra&to=%2Fstatus");
    assert_page(&b, 403, "Name and passphrase do not fit together");
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
    browser_post(&b, "/login", "l=en&name=Olga&passphrase=four");
    browser_post(&b, "/login", "l=ru&name=Olga&passphrase=five");
    assert_page(&b, 429, "Слишком много попыток. Попробуйте через");
    assert_true(browser_has(&b, "value=\"Olga\""));
    fx.app.login_ok_ms = 0;
    fx.app.login_failures = 0;
}

static void
test_other_sites_are_refused(void **state)
{
    static const char *const headers[] = { "Origin: https://elsewhere.example.org\r\n", "Origin: null\r\n",
        "Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\nOrigin: http://127.0.0.1:8080\r\n" };

    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        b.more = headers[i];
        browser_post(&b, "/login", "l=en&name=Olga&passphrase=x");
        assert_page(&b, 403, "This was sent from another site");
    }
    b.more = "Host: elsewhere.example.org:8080\r\n";
    browser_get(&b, "/login?l=en");
    assert_page(&b, 403, "http://127.0.0.1:8080");
    assert_false(browser_has(&b, "waits"));
    b.more = NULL;
    assert_int_equal(fx.app.login_failures, 0);
}

static void
test_the_way_in(void **state)
{
    char cookie[400];

    (void)state;
    login(&b, 0, "&to=%2Fstatus");
    assert_goes_to(&b, "/status");
    browser_header(&b, "Set-Cookie", cookie, sizeof cookie);
    assert_int_equal(strncmp(cookie, "__Host-desk-", 12), 0);
    assert_non_null(strstr(cookie, "; Path=/; Secure; HttpOnly; SameSite=Strict"));
    browser_get(&b, "/status");
    assert_page(&b, 200, "Olga");
    browser_get(&b, "/login?to=%2Fc%2F1");
    assert_goes_to(&b, "/c/1");
    browser_get(&b, "/login?to=%2F%2Felsewhere.example.org");
    assert_goes_to(&b, "/");
    browser_get(&b, "/login?to=https%3A%2F%2Felsewhere.example.org");
    assert_goes_to(&b, "/");
}

/* ---- At work.  Olga reads Russian. */

static void
test_lists(void **state)
{
    (void)state;
    browser_get(&b, "/");
    assert_page(&b, 200, "Секретный текст");
    assert_true(browser_has(&b, "href=\"/c/1\""));
    assert_true(browser_has(&b, "<title>Ждут ответа · Входящие</title>"));
    browser_get(&b, "/?f=closed");
    assert_page(&b, 200, "Закрытых обращений пока нет.");
    browser_get(&b, "/?f=mine");
    assert_page(&b, 200, "Вы не ведёте ни одного открытого обращения.");
    browser_get(&b, "/?p=77");
    assert_page(&b, 200, "Список не такой длинный.");
    browser_get(&b, "/live.json");
    assert_page(&b, 200, "{\"waiting\":1,\"open\":1,\"mine\":0,\"closed\":0,\"unread\":1,\"late\":0,\"u1\":");
}

static void
test_search(void **state)
{
    (void)state;
    browser_get(&b, "/search");
    assert_page(&b, 200, "Ищет в сообщениях");
    browser_get(&b, "/search?q=%D0%A1%D0%95%D0%9A%D0%A0%D0%95%D0%A2"); /* СЕКРЕТ */
    assert_page(&b, 200, "class=\"hit\" dir=\"auto\">Секретный текст");
    assert_true(browser_has(&b, "/c/1?q=%D0%A1%D0%95"));
    browser_get(&b, "/search?q=%3Cscript%3E%25_");
    assert_page(&b, 200, "Нигде нет «&lt;script&gt;%_»");
}

static void
test_reading_a_case_marks_it_read(void **state)
{
    char lines[24];
    char again[24];

    (void)state;
    browser_get(&b, "/c/1");
    assert_page(&b, 200, "Секретный текст");
    assert_true(browser_has(&b, "<title>№ 1 · Входящие</title>"));
    assert_true(browser_has(&b, "aria-current=\"page\""));
    browser_field(&b, "/c/1/reply", "lines", lines, sizeof lines);
    browser_get(&b, "/c/1");
    browser_field(&b, "/c/1/reply", "lines", again, sizeof again);
    assert_string_equal(lines, again); /* opened once, recorded once */
    browser_get(&b, "/live.json");
    assert_true(browser_has(&b, "\"unread\":0"));
    browser_get(&b, "/c/999");
    assert_page(&b, 404, "Обращения с таким номером в этой приёмной нет.");
    browser_get(&b, "/c/0");
    assert_int_equal(b.status, 404);
}

/* Fill a form of case 1 from its page as it is now, or with other lines. */
static void
act(const char *what, const char *fields, const char *lines)
{
    static char form[256 * 1024];
    char path[64];
    char now[24];

    browser_get(&b, "/c/1");
    browser_field(&b, "/c/1/", "lines", now, sizeof now);
    (void)snprintf(path, sizeof path, "/c/1/%s", what);
    (void)snprintf(form, sizeof form, "csrf={csrf}&lines=%s&f=waiting&p=1&%s", lines ? lines : now, fields);
    browser_post(&b, path, form);
}

static void
test_answering(void **state)
{
    (void)state;
    act("reply", "text=", NULL);
    assert_page(&b, 422, "Текста пока нет.");
    act("note", "text=%D0%9D%D0%B5+%D0%BE%D1%82%D0%B2%D0%B5%D1%87%D0%B0%D1%82%D1%8C", NULL); /* Не отвечать */
    assert_goes_to(&b, "/c/1?done=note&f=waiting&p=1");
    act("reply", "text=Old+%3Cb%3Etext", "1");
    assert_page(&b, 409, "Кто-то успел раньше");
    assert_true(browser_has(&b, ">Old &lt;b&gt;text</textarea>"));
    assert_true(browser_has(&b, "появилось, пока вы писали"));
    act("reply", "text=%D0%9C%D1%8B+%D1%80%D1%8F%D0%B4%D0%BE%D0%BC", NULL); /* Мы рядом */
    assert_goes_to(&b, "/c/1?done=reply&f=waiting&p=1");
    browser_get(&b, "/c/1?done=reply");
    assert_page(&b, 200, "Ответ запечатан. Он уйдёт с ближайшей отправкой.");
    assert_true(browser_has(&b, "Ответ человеку: Olga"));
    assert_true(browser_has(&b, "Мы рядом"));
    assert_true(browser_has(&b, "Запечатано. Уйдёт с ближайшей отправкой."));
    assert_true(browser_has(&b, "Заметка для коллег: Olga"));
    browser_get(&b, "/");
    assert_page(&b, 200, "Никто не ждёт ответа.");
    browser_get(&b, "/?f=mine"); /* who answers first leads */
    assert_page(&b, 200, "Секретный текст");
}

static void
test_too_long_a_text_comes_back(void **state)
{
    static char form[128 * 1024];
    size_t n = 5;

    (void)state;
    memcpy(form, "text=", 5);
    for (int i = 0; i < 16000; i++, n += 6)
        memcpy(form + n, "%D0%94", 7); /* Д, two bytes each */
    act("reply", form, NULL);
    assert_page(&b, 422, "знаков. Сократите его");
    const char *kept = strstr(b.body, "<textarea id=\"r\"");
    assert_non_null(kept);
    assert_int_equal(strcspn(strchr(kept, '>') + 1, "<"), 32000);
}

static void
test_urgency_needs_words_only_to_wait_longer(void **state)
{
    (void)state;
    act("urgency", "u=9&why=", NULL);
    assert_page(&b, 422, "Выберите одну из возможностей.");
    act("urgency", "u=1&why=", NULL);
    assert_goes_to(&b, "/c/1?done=urgency&f=waiting&p=1");
    act("urgency", "u=4&why=", NULL);
    assert_page(&b, 422, "Чтобы человек ждал дольше, напишите, почему.");
    assert_true(browser_has(&b, "value=\"4\" checked"));
    act("urgency", "u=4&why=spoke+on+the+phone", NULL);
    assert_int_equal(b.status, 303);
    browser_get(&b, "/c/1");
    assert_page(&b, 200, "Olga: решение U4");
    assert_true(browser_has(&b, "spoke on the phone"));
}

static void
test_lead_close_and_reopen(void **state)
{
    (void)state;
    act("assign", "who=Mallory", NULL);
    assert_page(&b, 422, "Выберите одну из возможностей.");
    act("assign", "who=Ivan", NULL);
    assert_goes_to(&b, "/c/1?done=assign&f=waiting&p=1");
    act("assign", "who=", NULL);
    assert_int_equal(b.status, 303);
    act("close", "reason=&words=x", NULL);
    assert_page(&b, 422, "Выберите одну из возможностей.");
    act("close", "reason=1&words=done", "2");
    assert_page(&b, 409, "Кто-то успел раньше");
    act("close", "reason=1&words=done", NULL);
    assert_goes_to(&b, "/c/1?done=close&f=waiting&p=1");
    browser_get(&b, "/c/1");
    assert_page(&b, 200, "Olga: обращение закрыто, цель достигнута");
    assert_false(browser_has(&b, "/c/1/reply"));
    act("reply", "text=late", NULL);
    assert_page(&b, 409, "Обращение тем временем закрыли.");
    act("reopen", "", NULL);
    assert_goes_to(&b, "/c/1?done=reopen&f=waiting&p=1");
    act("reopen", "", NULL);
    assert_page(&b, 409, "Обращение уже открыто.");
}

/* ---- Nothing typed is lost. */

static void
test_locked_while_writing(void **state)
{
    char text[400];
    char lines[24];

    (void)state;
    browser_get(&b, "/c/1");
    browser_field(&b, "/c/1/reply", "lines", lines, sizeof lines);
    desk_lock_all(&fx.app);
    (void)snprintf(text, sizeof text, "csrf={csrf}&lines=%s&text=Half+%%22an%%22+answer%%0Aof+two+lines", lines);
    browser_post(&b, "/c/1/reply", text);
    assert_page(&b, 403, "name=\"text\" value=\"Half &#34;an&#34; answer\nof two lines\"");
    assert_true(browser_has(&b, "The desk was locked meanwhile"));
    browser_post(&b, "/login", "l=en&name=Olga&passphrase=wrong&form=1&case=1&lines=3&text=Half+%22an%22+answer");
    assert_page(&b, 403, "name=\"text\" value=\"Half &#34;an&#34; answer\"");
    (void)snprintf(text, sizeof text, "&form=1&case=1&lines=%s&pick=&text=Half+%%22an%%22+answer%%0Aof+two+lines", lines);
    login(&b, 0, text);
    assert_goes_to(&b, "/c/1");
    browser_get(&b, "/c/1");
    assert_page(&b, 200, ">Half &#34;an&#34; answer\nof two lines</textarea>");
    assert_true(browser_has(&b, "снова в своём поле. Ничего не отправлено."));
    browser_get(&b, "/c/1"); /* still there */
    assert_page(&b, 200, "Half &#34;an&#34; answer");
    browser_post(&b, "/c/1/discard", "csrf={csrf}");
    assert_int_equal(b.status, 303);
    browser_get(&b, "/c/1");
    assert_false(browser_has(&b, "Half"));
}

static void
test_form_of_an_earlier_session(void **state)
{
    char old[CSRF_CAP];
    char form[400];
    char lines[24];

    (void)state;
    browser_get(&b, "/c/1");
    browser_field(&b, "/c/1/reply", "lines", lines, sizeof lines);
    memcpy(old, b.csrf, sizeof old);
    login(&b, 0, "");
    (void)snprintf(form, sizeof form, "csrf=%s&lines=%s&text=Kept+here", old, lines);
    browser_post(&b, "/c/1/reply", form);
    assert_page(&b, 403, ">Kept here</textarea>");
    assert_true(browser_has(&b, "Ваш текст сохранён: нажмите ещё раз."));
    assert_string_not_equal(old, b.csrf);
    (void)snprintf(form, sizeof form, "csrf=%s", old);
    browser_post(&b, "/lock", form);
    assert_page(&b, 403, "Ничего не сделано.");
    browser_get(&b, "/");
    assert_int_equal(b.status, 200);
}

static void
test_disk_that_refuses(void **state)
{
    (void)state;
    browser_get(&b, "/c/1");
    assert_int_equal(db_begin(fx.app.records, TX_READ), OK); /* a transaction that is open already: begin fails */
    browser_post(&b, "/c/1/note", "csrf={csrf}&lines=1&text=Kept+text");
    assert_int_equal(db_end(fx.app.records, ERR_INTERNAL), ERR_INTERNAL);
    assert_page(&b, 500, "Сохранить не удалось");
    assert_true(browser_has(&b, ">Kept text</textarea>"));
}

/* ---- Settings, other pages, bad input. */

static void
test_settings(void **state)
{
    (void)state;
    browser_get(&b, "/settings");
    assert_page(&b, 200, "value=\"ru\" checked");
    assert_true(browser_has(&b, "<dialog id=\"keys\""));
    browser_post(&b, "/settings", "csrf={csrf}&lang=xx");
    assert_int_equal(b.status, 400);
    browser_post(&b, "/settings", "csrf={csrf}&lang=de");
    assert_goes_to(&b, "/settings?done=1");
    browser_get(&b, "/settings?done=1");
    assert_page(&b, 200, "Gespeichert.");
    assert_false(browser_has(&b, "<dialog"));
    login(&b, 0, ""); /* both are remembered */
    browser_get(&b, "/settings");
    assert_page(&b, 200, "Einzelne Tasten");
    assert_false(browser_has(&b, "<dialog"));
    browser_post(&b, "/settings", "csrf={csrf}&lang=ru&keys=1");
    browser_get(&b, "/");
    assert_page(&b, 200, "<dialog");
}

static void
test_status(void **state)
{
    (void)state;
    browser_get(&b, "/status");
    assert_page(&b, 200, "http://127.0.0.1:1");
    assert_true(browser_has(&b, "Ответы, которых ещё нет ни на одном узле"));
    assert_true(browser_has(&b, "(этот сеанс)"));
    fx.app.alarm = "database or disk is full";
    browser_get(&b, "/status");
    assert_page(&b, 200, "database or disk is full");
    browser_get(&b, "/");
    assert_page(&b, 200, "Приёмная сейчас не может работать.");
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
    assert_page(&b, 200, ":root{");
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
        assert_page(&b, rows[i].status, rows[i].words);
    }
    memset(large, 'a', sizeof large);
    browser_send(&b, "POST", "/c/1/note", (struct bytes){ (const uint8_t *)large, sizeof large });
    assert_page(&b, 413, "слишком много текста");
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
    login(&b2, 1, "");
    browser_get(&b2, "/");
    assert_page(&b2, 200, "Ivan");
    browser_get(&b, "/");
    browser_post(&b, "/logout", "csrf={csrf}");
    assert_goes_to(&b, "/login");
    browser_get(&b, "/");
    assert_goes_to(&b, "/login");
    browser_get(&b2, "/");
    assert_int_equal(b2.status, 200);
    login(&b, 0, "");
    browser_get(&b, "/");
    browser_post(&b, "/lock", "csrf={csrf}");
    assert_goes_to(&b, "/login");
    browser_get(&b2, "/");
    assert_goes_to(&b2, "/login");
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
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_search),
        cmocka_unit_test(test_reading_a_case_marks_it_read),
        cmocka_unit_test(test_answering),
        cmocka_unit_test(test_too_long_a_text_comes_back),
        cmocka_unit_test(test_urgency_needs_words_only_to_wait_longer),
        cmocka_unit_test(test_lead_close_and_reopen),
        cmocka_unit_test(test_locked_while_writing),
        cmocka_unit_test(test_form_of_an_earlier_session),
        cmocka_unit_test(test_disk_that_refuses),
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_status),
        cmocka_unit_test(test_files_of_pages),
        cmocka_unit_test(test_bad_input),
        cmocka_unit_test(test_counters_are_no_use),
        cmocka_unit_test(test_locks),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
