/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Dates at the desk, over HTTP: worked out, typed, confirmed, moved, done. */
#include "tests/unit/check.h"
#include "tests/unit/desk/dates/at_desk.h"
#include <inttypes.h>
#include <stdio.h>

static struct at_desk desk;

static int
set_up(void **state)
{
    (void)state;
    at_desk_new(&desk);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    at_desk_done(&desk);
    return 0;
}

static void
test_empty(void **state)
{
    (void)state;
    browser_get(&desk.olga, "/dates");
    browser_shows(&desk.olga, 200, "Здесь дат нет.");
    browser_get(&desk.olga, "/dates/month?m=2026-02");
    browser_shows(&desk.olga, 200, "февраль 2026");
    browser_get(&desk.olga, "/dates/month?m=nonsense");
    browser_shows(&desk.olga, 200, "class=\"month\"");
    browser_get(&desk.olga, "/c/1/dates");
    browser_shows(&desk.olga, 200, "Дат пока нет.");
    browser_get(&desk.olga, "/dates/77");
    assert_int_equal(desk.olga.status, 404);
    browser_get(&desk.olga, "/c/77/dates");
    assert_int_equal(desk.olga.status, 404);
    browser_get(&desk.olga, "/c/77/dates/new");
    assert_int_equal(desk.olga.status, 404);
}

/* What a rule gives is shown with its steps before anything is kept. */
static void
test_a_rule_is_worked_out(void **state)
{
    (void)state;
    date_ask(&desk.olga, "tr-removal-suit", "05.03.2026", "", "show");
    browser_shows(&desk.olga, 200, "Что даёт правило");
    assert_true(browser_has(&desk.olga, "четверг, 12 марта 2026, до конца дня"));
    assert_true(browser_has(&desk.olga, "Europe/Istanbul"));
    assert_true(browser_has(&desk.olga, "Считаем от дня: четверг, 5 марта 2026."));
    assert_true(browser_has(&desk.olga, "Источник: Закон Турции об иностранцах"));
    assert_true(browser_has(&desk.olga, "не подтвердил ни один юрист"));
    assert_true(browser_has(&desk.olga, "Подача останавливает высылку, но не всегда"));
    assert_false(browser_has(&desk.olga, "подтвердить как юрист")); /* she is none */
    browser_get(&desk.olga, "/dates");
    browser_shows(&desk.olga, 200, "Здесь дат нет.");
    date_ask(&desk.pavel, "tr-removal-suit", "05.03.2026", "", "show");
    assert_true(browser_has(&desk.pavel, "value=\"confirm\""));
}

static void
test_what_cannot_be_worked_out(void **state)
{
    static const struct {
        const char *rule, *base, *words;
    } cases[] = {
        { "", "05.03.2026", "Выберите правило." },
        { "no-such", "05.03.2026", "Выберите правило." },
        { "tr-removal-suit", "", "Это не дата." },
        { "tr-removal-suit", "30.02.2026", "Это не дата." },
        { "tr-removal-suit", "05.03.1969", "до 1970 года" },
        { "tr-removal-suit", "1850", "до 1970 года" },
        { "tr-removal-suit", "05.03.2101", "после 2100 года" },
        { "tr-removal-suit", "05.03.2345", "после 2100 года" },
        { "tr-removal-suit", "31.12.2100", "после 2100 года" },
        { "tr-removal-suit", "05.03.2010", "нет действующей редакции" },
        { "de-asylum-suit", "01.07.2026", "нет действующей редакции" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        date_ask(&desk.olga, cases[i].rule, cases[i].base, "", "keep");
        browser_shows(&desk.olga, 422, cases[i].words);
    }
    browser_post(&desk.olga, "/c/1/dates/new",
        "csrf={csrf}&rule=tr-removal-suit&base=05.03.2026&time=25:00&means=1&do=keep");
    browser_shows(&desk.olga, 422, "Это не время суток.");
    browser_post(&desk.olga, "/c/1/dates/new",
        "csrf={csrf}&rule=tr-removal-suit&base=05.03.2026&means=2&way=&do=keep");
    browser_shows(&desk.olga, 422, "Ничего не выбрано");
    browser_post(&desk.olga, "/c/1/dates/new",
        "csrf={csrf}&rule=tr-removal-suit&base=05.03.2026&means=1&zone=Mars%2FX&do=keep");
    browser_shows(&desk.olga, 422, "не знают этой страны");
    browser_post(&desk.olga, "/c/77/dates/new",
        "csrf={csrf}&rule=tr-removal-suit&base=05.03.2026&means=1&do=keep");
    assert_int_equal(desk.olga.status, 404);
    browser_get(&desk.olga, "/dates");
    browser_shows(&desk.olga, 200, "Здесь дат нет.");
}

static int64_t first_id;

static void
test_keeping_and_confirming(void **state)
{
    char path[64];

    (void)state;
    date_ask(&desk.olga, "tr-removal-suit", "05.03.2031", "%3Cb%3EИск+в+суд", "keep");
    first_id = date_kept(&desk.olga);
    date_shows(&desk.olga, first_id, "Эту дату не подтвердил ни один юрист.");
    assert_true(browser_has(&desk.olga, "Считаем вперёд: 7 дней."));
    assert_true(browser_has(&desk.olga, "&lt;b&gt;Иск в суд"));
    assert_true(browser_has(&desk.olga, "обращение в суд"));
    assert_false(browser_has(&desk.olga, "/confirm\""));
    (void)snprintf(path, sizeof path, "/dates/%" PRId64 "/confirm", first_id);
    browser_post(&desk.olga, path, "csrf={csrf}&seq=0");
    assert_int_equal(desk.olga.status, 403);
    date_shows(&desk.pavel, first_id, "/confirm\"");
    date_do(&desk.pavel, first_id, "confirm", "");
    assert_int_equal(date_kept(&desk.pavel), first_id);
    date_shows(&desk.olga, first_id, "Подтверждено юристом: ");
    /* It cannot be confirmed twice, and an old page does nothing. */
    browser_post(&desk.pavel, path, "csrf={csrf}&seq=0");
    browser_shows(&desk.pavel, 422, "class=\"errsum\"");
    browser_get(&desk.olga, "/dates");
    browser_shows(&desk.olga, 200, "обращение в суд");
    browser_get(&desk.olga, "/dates/month?m=2031-03");
    browser_shows(&desk.olga, 200, "class=\"has\"");
    browser_get(&desk.olga, "/dates/month?m=2031-04");
    assert_false(browser_has(&desk.olga, "class=\"has\""));
    browser_get(&desk.olga, "/c/1");
    browser_shows(&desk.olga, 200, "среда, 12 марта 2031, до конца дня");
}

static void
test_typed_by_hand(void **state)
{
    (void)state;
    browser_get(&desk.olga, "/c/1/dates/new");
    browser_post(&desk.olga, "/c/1/dates/new",
        "csrf={csrf}&kind=4&day=20.03.2031&end=10:00&zone=Europe%2FKyiv&what=&why=&do=type");
    browser_shows(&desk.olga, 422, "Напишите почему");
    assert_true(browser_has(&desk.olga, "value=\"20.03.2031\"")); /* nothing typed is lost */
    browser_post(&desk.olga, "/c/1/dates/new",
        "csrf={csrf}&kind=&day=20.03.2031&zone=Europe%2FKyiv&why=x&do=type");
    browser_shows(&desk.olga, 422, "Выберите, что это за дата.");
    browser_post(&desk.olga, "/c/1/dates/new",
        "csrf={csrf}&kind=4&day=03.2031&zone=Europe%2FKyiv&why=x&do=type");
    browser_shows(&desk.olga, 422, "Это не день. Напишите 22.11.2026");
    browser_shows(&desk.olga, 422, "<a href=\"#day\" id=\"e-why\">");
    browser_shows(&desk.olga, 422, "id=\"day\" aria-invalid=\"true\"");
    browser_shows(&desk.olga, 422, "id=\"kind\" aria-invalid=\"false\"");
    browser_shows(&desk.olga, 422, "id=\"base\" aria-invalid=\"false\"");
    browser_post(&desk.olga, "/c/1/dates/new",
        "csrf={csrf}&kind=4&day=20.03.2021&zone=Europe%2FKyiv&why=x&do=type");
    browser_shows(&desk.olga, 422, "name=\"past\" value=\"1\"");
    browser_shows(&desk.olga, 422, "id=\"day\" aria-invalid=\"true\"");
    browser_post(&desk.olga, "/c/1/dates/new",
        "csrf={csrf}&kind=4&day=20.03.1931&zone=Europe%2FKyiv&why=x&do=type");
    browser_shows(&desk.olga, 422, "до 1970 года");
    browser_post(&desk.olga, "/c/1/dates/new",
        "csrf={csrf}&kind=4&day=20.03.2031&end=24:00&zone=Europe%2FKyiv&why=x&do=type");
    browser_shows(&desk.olga, 422, "Это не время суток.");
    browser_post(&desk.olga, "/c/1/dates/new",
        "csrf={csrf}&kind=4&day=20.03.2031&end=10:00&zone=Europe%2FKyiv&why=bailiff&do=type");
    int64_t id = date_kept(&desk.olga);
    date_shows(&desk.olga, id, "четверг, 20 марта 2031, до 10:00");
    assert_true(browser_has(&desk.olga, "08:00 UTC"));
    date_do(&desk.olga, id, "withdraw", "&why=");
    browser_shows(&desk.olga, 422, "Напишите почему");
    date_do(&desk.olga, id, "withdraw", "&why=mistake");
    date_shows(&desk.olga, id, "Отозвано: ");
    browser_get(&desk.olga, "/dates");
    assert_false(browser_has(&desk.olga, "20 марта 2031"));
}

static void
test_done_deputy_and_moving(void **state)
{
    char path[96];

    (void)state;
    date_do(&desk.olga, first_id, "deputy", "&who=Nobody");
    browser_shows(&desk.olga, 422, "Ничего не выбрано");
    (void)snprintf(path, sizeof path, "&who=%s", desk.fx.members[3].name);
    date_do(&desk.olga, first_id, "deputy", path);
    date_shows(&desk.pavel, first_id, desk.fx.members[3].name);
    browser_get(&desk.pavel, "/dates?f=mine");
    (void)snprintf(path, sizeof path, "id=\"d%" PRId64 "\"", first_id);
    browser_shows(&desk.pavel, 200, path);
    browser_get(&desk.olga, "/dates?f=mine"); /* she does not lead the case yet */
    assert_false(browser_has(&desk.olga, "12 марта 2031"));
    date_do(&desk.olga, first_id, "done", "");
    date_shows(&desk.olga, first_id, "Сделано: ");
    browser_get(&desk.olga, "/dates");
    assert_false(browser_has(&desk.olga, "12 марта 2031"));
    browser_get(&desk.olga, "/dates?f=done");
    browser_shows(&desk.olga, 200, "12 марта 2031");
    date_do(&desk.olga, first_id, "done", "");
    browser_shows(&desk.olga, 422, "Кто-то успел раньше");
    date_do(&desk.olga, first_id, "reopen", "");
    date_shows(&desk.olga, first_id, "Подтверждено юристом: "); /* as it was before */
    (void)snprintf(path, sizeof path, "/c/1/dates/new?move=%" PRId64, first_id);
    browser_get(&desk.olga, path);
    browser_shows(&desk.olga, 200, "value=\"12.03.2031\"");
    browser_post(&desk.olga, path,
        "csrf={csrf}&kind=14&day=10.03.2031&end=&zone=Europe%2FIstanbul&what=&why=earlier&do=type");
    assert_int_equal(date_kept(&desk.olga), first_id);
    date_shows(&desk.olga, first_id,
        "Эту дату не подтвердил ни один юрист."); /* another date, unconfirmed */
    assert_true(browser_has(&desk.olga, "понедельник, 10 марта 2031"));
    assert_true(browser_has(&desk.olga, "Дату вписал человек."));
    (void)snprintf(path, sizeof path, "/c/2/dates/new?move=%" PRId64, first_id);
    browser_get(&desk.olga, path);
    assert_int_equal(desk.olga.status, 404);
}

/* Two dates for one act, as after a merge. */
static void
test_dates_that_contradict(void **state)
{
    (void)state;
    date_ask(&desk.olga, "tr-removal-suit", "07.03.2031", "", "keep");
    int64_t other = date_kept(&desk.olga);
    date_shows(&desk.olga, other, "Другая дата этого обращения");
    date_shows(&desk.olga, first_id, "Другая дата этого обращения");
    date_do(&desk.olga, other, "withdraw", "&why=double");
    date_shows(&desk.olga, first_id, "понедельник, 10 марта 2031");
    assert_false(browser_has(&desk.olga, "Другая дата этого обращения"));
}

/* The request goes into another one: its date stands there too, both contradict, and who leads the
   other one holds it.  Nothing is dropped; undone, it is as it was. */
static void
test_a_real_merge(void **state)
{
    struct seeker_keys *keys = NULL;
    struct pulled p;
    char fields[200], id[40];

    (void)state;
    fixture_request(&desk.fx, "Ещё одно письмо", BELL_RING_DANGER, &keys, &p);
    seeker_keys_drop(&keys);
    assert_int_equal(fixture_file(&desk.fx, &p), 1);
    fixture_settle(&desk.fx.app);
    browser_get(&desk.olga, "/?f=open");
    const char *at = strstr(desk.olga.body, "Ещё одно письмо");
    assert_non_null(at);
    int64_t other = 0;
    for (const char *s = strstr(desk.olga.body, "href=\"/c/"); s && s < at;
         s = strstr(s + 1, "href=\"/c/"))
        (void)sscanf(s, "href=\"/c/%" SCNd64, &other);
    assert_true(other > 1);
    (void)snprintf(fields, sizeof fields, "/c/%" PRId64 "/assign", other);
    browser_get(&desk.olga, "/c/1");
    char who[100];
    (void)snprintf(who, sizeof who, "csrf={csrf}&who=%s", desk.fx.members[3].name);
    browser_post(&desk.olga, fields, who);
    (void)snprintf(fields, sizeof fields, "/c/%" PRId64 "/dates/new", other);
    browser_post(
        &desk.olga, fields, "csrf={csrf}&rule=tr-removal-suit&base=04.03.2031&means=1&do=keep");
    int64_t theirs = date_kept(&desk.olga);
    (void)snprintf(fields, sizeof fields, "/c/1/merge/%" PRId64, other);
    browser_get(&desk.olga, fields);
    browser_post(&desk.olga, fields, "csrf={csrf}");
    assert_int_equal(desk.olga.status, 303);
    (void)snprintf(fields, sizeof fields, "/c/%" PRId64 "/dates", other);
    browser_get(&desk.olga, fields);
    (void)snprintf(id, sizeof id, "id=\"d%" PRId64 "\"", first_id);
    if (!browser_has(&desk.olga, id)) { /* it was the other way round */
        browser_get(&desk.olga, "/c/1/dates");
        (void)snprintf(id, sizeof id, "id=\"d%" PRId64 "\"", theirs);
        browser_shows(&desk.olga, 200, id);
    }
    date_shows(&desk.olga, theirs, "Другая дата этого обращения");
    date_shows(&desk.olga, first_id, "Другая дата этого обращения");
    date_do(&desk.olga, theirs, "withdraw", "&why=double");
    date_shows(&desk.olga, first_id, "понедельник, 10 марта 2031");
    assert_false(browser_has(&desk.olga, "Другая дата этого обращения"));
}

static void
test_unsure_and_elsewhere(void **state)
{
    (void)state;
    browser_post(&desk.olga, "/c/1/dates/new",
        "csrf={csrf}&rule=ru-alternative-service&base=2031&means=1&stay=GE&do=keep");
    int64_t id = date_kept(&desk.olga);
    date_shows(&desk.olga, id, "Неточно: что-то неизвестно");
    assert_true(browser_has(&desk.olga, "Известен только год, 2031"));
    assert_true(browser_has(&desk.olga, "может не обязывать"));
    date_do(&desk.olga, id, "withdraw", "&why=x");
}

/* What was kept is there again, at once and after all records were read. */
static void
test_after_a_restart(void **state)
{
    (void)state;
    fixture_restart(&desk.fx);
    desk.fx.app.conf.origin = "http://127.0.0.1:8080";
    browser_new(&desk.olga, &desk.fx.app);
    browser_login(&desk.olga, &desk.fx.members[0], "");
    browser_get(&desk.olga, "/dates");
    browser_shows(&desk.olga, 200, "понедельник, 10 марта 2031"); /* from the head of the stream */
    fixture_read(&desk.fx.app);
    assert_int_equal(desk.fx.app.n_broken, 0);
    browser_get(&desk.olga, "/dates");
    browser_shows(&desk.olga, 200, "понедельник, 10 марта 2031");
    date_shows(&desk.olga, first_id, "Дату вписал человек.");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_a_rule_is_worked_out),
        cmocka_unit_test(test_what_cannot_be_worked_out),
        cmocka_unit_test(test_keeping_and_confirming),
        cmocka_unit_test(test_typed_by_hand),
        cmocka_unit_test(test_done_deputy_and_moving),
        cmocka_unit_test(test_dates_that_contradict),
        cmocka_unit_test(test_a_real_merge),
        cmocka_unit_test(test_unsure_and_elsewhere),
        cmocka_unit_test(test_after_a_restart),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
