/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The desk at work, over HTTP: lists, a case with all its forms, and that nothing typed is lost.
   Olga reads Russian. */
#include "base/clock.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"
#include <stdio.h>

static struct fixture fx;
static struct browser b;
static struct seeker_keys *seeker;

static void
ask(const char *text)
{
    struct pulled p;

    seeker_keys_drop(&seeker);
    fixture_request(&fx, text, BELL_RING_DANGER, &seeker, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
}

static int
set_up(void **state)
{
    (void)state;
    fixture_new(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    browser_new(&b, &fx.app);
    ask("Секретный текст");
    browser_login(&b, &fx.members[0], "");
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

/* ---- At work.  Olga reads Russian. */

static void
test_lists(void **state)
{
    (void)state;
    browser_get(&b, "/");
    browser_shows(&b, 200, "Секретный текст");
    assert_true(browser_has(&b, "href=\"/c/1\""));
    assert_true(browser_has(&b, "<title>Ждут ответа · Входящие</title>"));
    browser_get(&b, "/?f=closed");
    browser_shows(&b, 200, "Закрытых обращений пока нет.");
    browser_get(&b, "/?f=mine");
    browser_shows(&b, 200, "Вы не ведёте ни одного открытого обращения.");
    browser_get(&b, "/?p=77");
    browser_shows(&b, 200, "Список не такой длинный.");
    browser_get(&b, "/live.json");
    browser_shows(&b, 200,
        "{\"waiting\":1,\"open\":1,\"mine\":0,\"closed\":0,\"unread\":1,\"late\":0,\"u1\":");
}

static void
test_search(void **state)
{
    (void)state;
    browser_get(&b, "/search");
    browser_shows(&b, 200, "Ищет в сообщениях");
    browser_post(&b, "/search", "csrf={csrf}&q=%D0%A1%D0%95%D0%9A%D0%A0%D0%95%D0%A2"); /* СЕКРЕТ */
    browser_goes_to(&b, "/search");
    browser_get(&b, "/search");
    browser_shows(&b, 200, "<mark>Секретный</mark><span> текст</span>");
    assert_true(browser_has(&b, "href=\"/c/1?f=search\""));
    browser_post(&b, "/search", "csrf={csrf}&q=%3Cscript%3E%25_");
    browser_get(&b, "/search");
    browser_shows(&b, 200, "Нигде нет «&lt;script&gt;%_»");
}

/* Names that are searched must not stay in the browser's history. */
static void
test_no_search_in_an_address(void **state)
{
    (void)state;
    browser_get(&b, "/search?q=%D0%A1%D0%95%D0%9A%D0%A0%D0%95%D0%A2");
    assert_false(browser_has(&b, "Секретный"));
    browser_post(&b, "/search", "csrf={csrf}&q=Needle");
    browser_get(&b, "/search");
    assert_false(browser_has(&b, "?q="));
    assert_false(browser_has(&b, "&q="));
    assert_true(browser_has(&b, "method=\"post\" action=\"/search\""));
    browser_get(&b, "/c/1?f=search");
    browser_shows(&b, 200, "value=\"Needle\"");
    assert_false(browser_has(&b, "q=Needle"));
    browser_post(&b, "/c/1/assign", "csrf={csrf}&who=&f=search");
    browser_goes_to(&b, "/c/1?done=assign&f=search");
    browser_post(&b, "/search", "csrf={csrf}&q=+");
    browser_get(&b, "/search");
    browser_shows(&b, 200, "Ищет в сообщениях");
}

static void
test_reading_a_case_marks_it_read(void **state)
{
    char lines[24];
    char again[24];

    (void)state;
    b.more = "Sec-Fetch-Site: same-site\r\n";
    browser_get(&b, "/c/1");
    browser_shows(&b, 200, "Секретный текст");
    b.more = NULL;
    browser_get(&b, "/live.json");
    assert_true(browser_has(&b, "\"unread\":1")); /* shown, but not taken for read */
    browser_get(&b, "/c/1");
    browser_shows(&b, 200, "Секретный текст");
    assert_true(browser_has(&b, "<title>№ 1 · Входящие</title>"));
    assert_true(browser_has(&b, "aria-current=\"page\""));
    browser_field(&b, "/c/1/reply", "lines", lines, sizeof lines);
    browser_get(&b, "/c/1");
    browser_field(&b, "/c/1/reply", "lines", again, sizeof again);
    assert_string_equal(lines, again); /* opened once, recorded once */
    browser_get(&b, "/live.json");
    assert_true(browser_has(&b, "\"unread\":0"));
    browser_get(&b, "/c/999");
    browser_shows(&b, 404, "Обращения с таким номером в этой приёмной нет.");
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
    (void)snprintf(
        form, sizeof form, "csrf={csrf}&lines=%s&f=waiting&p=1&%s", lines ? lines : now, fields);
    browser_post(&b, path, form);
}

static void
test_answering(void **state)
{
    (void)state;
    act("reply", "text=", NULL);
    browser_shows(&b, 422, "Текста пока нет.");
    act("note", "text=%D0%9D%D0%B5+%D0%BE%D1%82%D0%B2%D0%B5%D1%87%D0%B0%D1%82%D1%8C",
        NULL); /* Не отвечать */
    browser_goes_to(&b, "/c/1?done=note&f=waiting&p=1");
    act("reply", "text=Old+%3Cb%3Etext", "1");
    browser_shows(&b, 409, "здесь появилось новое");
    assert_true(browser_has(&b, ">Old &lt;b&gt;text</textarea>"));
    assert_true(browser_has(&b, "появилось, пока вы писали"));
    act("reply", "text=%D0%9C%D1%8B+%D1%80%D1%8F%D0%B4%D0%BE%D0%BC", NULL); /* Мы рядом */
    browser_goes_to(&b, "/c/1?done=reply&f=waiting&p=1");
    browser_get(&b, "/c/1?done=reply");
    browser_shows(&b, 200, "Ответ запечатан. Он уйдёт с ближайшей отправкой.");
    assert_true(browser_has(&b, "Ответ человеку: Olga"));
    assert_true(browser_has(&b, "Мы рядом"));
    assert_true(browser_has(&b, "Запечатано. Уйдёт с ближайшей отправкой."));
    assert_true(browser_has(&b, "Заметка для коллег: Olga"));
    browser_get(&b, "/");
    browser_shows(&b, 200, "Никто не ждёт ответа.");
    browser_get(&b, "/?f=mine"); /* who answers first leads */
    browser_shows(&b, 200, "Секретный текст");
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
    browser_shows(&b, 422, "знаков. Сократите его");
    const char *kept = strstr(b.body, "<textarea id=\"r\"");
    assert_non_null(kept);
    assert_int_equal(strcspn(strchr(kept, '>') + 1, "<"), 32000);
}

static void
test_urgency_needs_words_only_to_wait_longer(void **state)
{
    (void)state;
    act("urgency", "u=9&why=", NULL);
    browser_shows(&b, 422, "Выберите одну из возможностей.");
    act("urgency", "u=1&why=", NULL);
    browser_goes_to(&b, "/c/1?done=urgency&f=waiting&p=1");
    act("urgency", "u=4&why=", NULL);
    browser_shows(&b, 422, "Чтобы человек ждал дольше, напишите, почему.");
    assert_true(browser_has(&b, "value=\"4\" checked"));
    act("urgency", "u=4&why=spoke+on+the+phone", NULL);
    assert_int_equal(b.status, 303);
    browser_get(&b, "/c/1");
    browser_shows(&b, 200, "Olga: решение U4");
    assert_true(browser_has(&b, "spoke on the phone"));
}

static void
test_lead_close_and_reopen(void **state)
{
    (void)state;
    act("assign", "who=Mallory", NULL);
    browser_shows(&b, 422, "Выберите одну из возможностей.");
    act("assign", "who=Ivan", NULL);
    browser_goes_to(&b, "/c/1?done=assign&f=waiting&p=1");
    act("assign", "who=", NULL);
    assert_int_equal(b.status, 303);
    act("close", "reason=&words=x", NULL);
    browser_shows(&b, 422, "Выберите одну из возможностей.");
    act("close", "reason=1&words=done", "2");
    browser_shows(&b, 409, "здесь появилось новое");
    act("close", "reason=1&words=done", NULL);
    browser_goes_to(&b, "/c/1?done=close&f=waiting&p=1");
    browser_get(&b, "/c/1");
    browser_shows(&b, 200, "Olga: обращение закрыто, цель достигнута");
    assert_false(browser_has(&b, "/c/1/reply"));
    act("reply", "text=late", NULL);
    browser_shows(&b, 409, "Обращение тем временем закрыли.");
    act("reopen", "", NULL);
    browser_goes_to(&b, "/c/1?done=reopen&f=waiting&p=1");
    act("reopen", "", NULL);
    browser_shows(&b, 409, "Обращение уже открыто.");
}

/* ---- Nothing typed is lost. */

static void
test_locked_while_writing(void **state)
{
    char text[400];
    char lines[24];
    char by[40];

    (void)state;
    browser_get(&b, "/c/1");
    browser_field(&b, "/c/1/reply", "lines", lines, sizeof lines);
    browser_field(&b, "/c/1/reply", "by", by, sizeof by);
    assert_int_equal(strlen(by), 2 * ID_BYTES);
    desk_lock_all(&fx.app);
    (void)snprintf(text, sizeof text,
        "csrf={csrf}&lines=%s&by=%s&text=Half+%%22an%%22+answer%%0Aof+two+lines", lines, by);
    browser_post(&b, "/c/1/reply", text);
    browser_shows(&b, 403, "name=\"text\" value=\"Half &#34;an&#34; answer\nof two lines\"");
    assert_true(browser_has(&b, "The desk was locked meanwhile"));
    browser_field(&b, "name=\"form\"", "by", text, sizeof text);
    assert_string_equal(text, by);
    (void)snprintf(text, sizeof text, "&form=1&case=1&lines=%s&pick=&by=%s&text=Half", lines, by);
    browser_login(&b, &fx.members[1], text); /* somebody else at the same browser */
    browser_goes_to(&b, "/today");
    browser_get(&b, "/c/1");
    browser_shows(&b, 200, "Секретный");
    assert_false(browser_has(&b, "Half"));
    desk_lock_all(&fx.app);
    browser_post(&b, "/login",
        "l=en&name=Olga&passphrase=wrong&form=1&case=1&lines=3&text=Half+%22an%22+answer");
    browser_shows(&b, 403, "name=\"text\" value=\"Half &#34;an&#34; answer\"");
    (void)snprintf(text, sizeof text,
        "&form=1&case=1&lines=%s&pick=&by=%s&text=Half+%%22an%%22+answer%%0Aof+two+lines", lines,
        by);
    browser_login(&b, &fx.members[0], text);
    browser_goes_to(&b, "/c/1");
    browser_get(&b, "/c/1");
    browser_shows(&b, 200, ">Half &#34;an&#34; answer\nof two lines</textarea>");
    assert_true(browser_has(&b, "снова в своём поле. Ничего не отправлено."));
    browser_get(&b, "/c/1"); /* still there */
    browser_shows(&b, 200, "Half &#34;an&#34; answer");
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
    browser_login(&b, &fx.members[0], "");
    (void)snprintf(form, sizeof form, "csrf=%s&lines=%s&text=Kept+here", old, lines);
    browser_post(&b, "/c/1/reply", form);
    browser_shows(&b, 403, ">Kept here</textarea>");
    assert_true(browser_has(&b, "Ваш текст сохранён: нажмите ещё раз."));
    assert_string_not_equal(old, b.csrf);
    browser_post(&b, "/c/1/note", "csrf={csrf}&by=00112233445566778899aabbccddeeff&text=Not+hers");
    assert_int_equal(b.status, 403);
    (void)snprintf(form, sizeof form, "csrf=%s", old);
    browser_post(&b, "/lock", form);
    browser_shows(&b, 403, "Ничего не сделано.");
    browser_get(&b, "/");
    assert_int_equal(b.status, 200);
}

static void
test_disk_that_refuses(void **state)
{
    (void)state;
    browser_get(&b, "/c/1");
    assert_int_equal(db_begin(fx.app.records, TX_READ),
        OK); /* a transaction that is open already: begin fails */
    browser_post(&b, "/c/1/note", "csrf={csrf}&lines=1&text=Kept+text");
    assert_int_equal(db_end(fx.app.records, ERR_INTERNAL), ERR_INTERNAL);
    browser_shows(&b, 500, "Сохранить не удалось");
    assert_true(browser_has(&b, ">Kept text</textarea>"));
}

/* Somebody who writes twice is shown as such before two counsellors answer. */
static void
test_possible_duplicates_are_marked(void **state)
{
    static const char text[] = "Мужа держат в подвале второй день и бьют, телефон забрали, завтра "
                               "отправляют на штурм без оружия.";

    (void)state;
    desk_lock_all(&fx.app);
    ask(text);
    ask(text);
    browser_login(&b, &fx.members[0], "");
    browser_get(&b, "/");
    browser_shows(&b, 200, "возможно, повтор");
    browser_get(&b, "/?f=closed");
    assert_false(browser_has(&b, "возможно, повтор"));
}

/* Follow-ups of a person beyond what one page and one request's memory hold. */
static void
write_much(int64_t id, int n)
{
    static char text[NOTE_TEXT_MAX + 1];
    struct actor by = { .name = "Olga", .now_s = clock_now_s() };
    struct casebook book;

    memset(text, '&', sizeof text - 1); /* five bytes each on a page */
    desk_casebook(&fx.app, NULL, &book);
    assert_int_equal(casebook_begin(&book, TX_WRITE), OK);
    for (int i = 0; i < n; i++) {
        (void)snprintf(text, sizeof text, "Stück%04d", i);
        text[10] = '&';
        assert_int_equal(case_note(&book, id, text, &by), OK);
    }
    assert_int_equal(casebook_end(&book, OK), OK);
}

static void
test_a_thread_without_end_is_shown_in_pages(void **state)
{
    char path[80];

    (void)state;
    write_much(1, 400);
    browser_get(&b, "/c/1");
    browser_shows(&b, 200, "Stück0399");
    assert_false(browser_has(&b, "Stück0380"));
    assert_false(browser_has(&b, "К последним записям"));
    const char *at = strstr(b.body, "href=\"/c/1?older=");
    assert_non_null(at);
    (void)snprintf(path, sizeof path, "%.*s", (int)strcspn(at + 6, "\""), at + 6);
    browser_get(&b, path);
    browser_shows(&b, 200, "К последним записям");
    assert_false(browser_has(&b, "Stück0399"));
    assert_true(browser_has(&b, "Stück0380"));
    browser_get(&b, "/c/1?older=2");
    browser_shows(&b, 200, "Секретный текст");
    assert_false(browser_has(&b, "href=\"/c/1?older="));
    browser_post(&b, "/search", "csrf={csrf}&q=St%C3%BCck0200");
    browser_get(&b, "/search");
    browser_shows(&b, 200, "href=\"/c/1?f=search\"");
    assert_true(browser_has(&b, "class=\"hit\""));
}

static void
test_the_inbox_tells_what_is_still_being_opened(void **state)
{
    (void)state;
    fx.app.waiting.n = 37;
    browser_get(&b, "/");
    browser_shows(&b, 200, "Открываются ещё 37.");
    fx.app.waiting.n = 0;
    browser_get(&b, "/");
    assert_false(browser_has(&b, "Открываются"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_search),
        cmocka_unit_test(test_reading_a_case_marks_it_read),
        cmocka_unit_test(test_no_search_in_an_address),
        cmocka_unit_test(test_answering),
        cmocka_unit_test(test_too_long_a_text_comes_back),
        cmocka_unit_test(test_urgency_needs_words_only_to_wait_longer),
        cmocka_unit_test(test_lead_close_and_reopen),
        cmocka_unit_test(test_locked_while_writing),
        cmocka_unit_test(test_form_of_an_earlier_session),
        cmocka_unit_test(test_disk_that_refuses),
        cmocka_unit_test(test_possible_duplicates_are_marked),
        cmocka_unit_test(test_a_thread_without_end_is_shown_in_pages),
        cmocka_unit_test(test_the_inbox_tells_what_is_still_being_opened),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
