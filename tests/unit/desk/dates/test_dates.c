/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Dates at the desk, over HTTP: worked out, typed, confirmed, moved, done; proceedings; the calendar
   address.  Olga is a counsellor and reads Russian, Pavel is a lawyer too. */
#include "base/clock.h"
#include "base/own.h"
#include "desk/dates/acts.h"
#include "desk/dates/alarm.h"
#include "desk/dates/feed.h"
#include "forms.gen.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"
#include <inttypes.h>
#include <stdio.h>

static struct fixture fx;
static struct browser olga, pavel;
static struct seeker_keys *seeker;

#define RULE_FORM                                                                                  \
    "csrf={csrf}&rule=%s&base=%s&time=%s&means=%d&way=%s&authority=&zone=&stay=%s&what=%s&do=%s"

static int
set_up(void **state)
{
    struct pulled p;

    (void)state;
    fixture_new_team(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    browser_new(&olga, &fx.app);
    browser_new(&pavel, &fx.app);
    fixture_request(&fx, "Секретный текст", BELL_RING_DANGER, &seeker, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    browser_login(&olga, &fx.members[0], "");
    fixture_settle(&fx.app);
    browser_login(&pavel, &fx.members[3], "");
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

/* The number of the date that the last answer leads to. */
static int64_t
kept(const struct browser *b)
{
    char to[128];
    int64_t id = 0;

    browser_header(b, "Location", to, sizeof to);
    if (b->status != 303 || sscanf(to, "/dates/%" SCNd64 "?done=1", &id) != 1)
        fail_msg("%u %s %.600s", b->status, to, b->body);
    return id;
}

static void
ask(struct browser *b, const char *rule, const char *base, const char *more, const char *act)
{
    char fields[600];

    (void)snprintf(fields, sizeof fields, RULE_FORM, rule, base, "", BASE_EVENT, "", "", more, act);
    browser_get(b, "/c/1/dates/new");
    browser_post(b, "/c/1/dates/new", fields);
}

/* With the number of changes that the page shows. */
static void
act(struct browser *b, int64_t id, const char *what, const char *more)
{
    char path[64], fields[300], seq[24];

    (void)snprintf(path, sizeof path, "/dates/%" PRId64, id);
    browser_get(b, path);
    browser_field(b, "<h2>", "seq", seq, sizeof seq);
    (void)snprintf(path, sizeof path, "/dates/%" PRId64 "/%s", id, what);
    (void)snprintf(fields, sizeof fields, "csrf={csrf}&seq=%s%s", seq, more);
    browser_post(b, path, fields);
}

static void
shows(struct browser *b, int64_t id, const char *text)
{
    char path[64];

    (void)snprintf(path, sizeof path, "/dates/%" PRId64, id);
    browser_get(b, path);
    browser_shows(b, 200, text);
}

static void
test_empty(void **state)
{
    (void)state;
    browser_get(&olga, "/dates");
    browser_shows(&olga, 200, "Здесь дат нет.");
    browser_get(&olga, "/dates/month?m=2026-02");
    browser_shows(&olga, 200, "февраль 2026");
    browser_get(&olga, "/dates/month?m=nonsense");
    browser_shows(&olga, 200, "class=\"month\"");
    browser_get(&olga, "/c/1/dates");
    browser_shows(&olga, 200, "Дат пока нет.");
    browser_get(&olga, "/dates/77");
    assert_int_equal(olga.status, 404);
    browser_get(&olga, "/c/77/dates");
    assert_int_equal(olga.status, 404);
    browser_get(&olga, "/c/77/dates/new");
    assert_int_equal(olga.status, 404);
}

/* What a rule gives is shown with its steps before anything is kept. */
static void
test_a_rule_is_worked_out(void **state)
{
    (void)state;
    ask(&olga, "tr-removal-suit", "05.03.2026", "", "show");
    browser_shows(&olga, 200, "Что даёт правило");
    assert_true(browser_has(&olga, "четверг, 12 марта 2026, до конца дня"));
    assert_true(browser_has(&olga, "Europe/Istanbul"));
    assert_true(browser_has(&olga, "Считаем от дня: четверг, 5 марта 2026."));
    assert_true(browser_has(&olga, "Источник: Закон Турции об иностранцах"));
    assert_true(browser_has(&olga, "не подтвердил ни один юрист"));
    assert_true(browser_has(&olga, "Подача останавливает высылку, но не всегда"));
    assert_false(browser_has(&olga, "подтвердить как юрист")); /* she is none */
    browser_get(&olga, "/dates");
    browser_shows(&olga, 200, "Здесь дат нет.");
    ask(&pavel, "tr-removal-suit", "05.03.2026", "", "show");
    assert_true(browser_has(&pavel, "value=\"confirm\""));
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
        ask(&olga, cases[i].rule, cases[i].base, "", "keep");
        browser_shows(&olga, 422, cases[i].words);
    }
    browser_post(&olga, "/c/1/dates/new",
        "csrf={csrf}&rule=tr-removal-suit&base=05.03.2026&time=25:00&means=1&do=keep");
    browser_shows(&olga, 422, "Это не время суток.");
    browser_post(&olga, "/c/1/dates/new",
        "csrf={csrf}&rule=tr-removal-suit&base=05.03.2026&means=2&way=&do=keep");
    browser_shows(&olga, 422, "Ничего не выбрано");
    browser_post(&olga, "/c/1/dates/new",
        "csrf={csrf}&rule=tr-removal-suit&base=05.03.2026&means=1&zone=Mars%2FX&do=keep");
    browser_shows(&olga, 422, "не знают этой страны");
    browser_post(&olga, "/c/77/dates/new",
        "csrf={csrf}&rule=tr-removal-suit&base=05.03.2026&means=1&do=keep");
    assert_int_equal(olga.status, 404);
    browser_get(&olga, "/dates");
    browser_shows(&olga, 200, "Здесь дат нет.");
}

static int64_t first_id;

static void
test_keeping_and_confirming(void **state)
{
    char path[64];

    (void)state;
    ask(&olga, "tr-removal-suit", "05.03.2031", "%3Cb%3EИск+в+суд", "keep");
    first_id = kept(&olga);
    shows(&olga, first_id, "Эту дату не подтвердил ни один юрист.");
    assert_true(browser_has(&olga, "Считаем вперёд: 7 дней."));
    assert_true(browser_has(&olga, "&lt;b&gt;Иск в суд"));
    assert_true(browser_has(&olga, "обращение в суд"));
    assert_false(browser_has(&olga, "/confirm\""));
    (void)snprintf(path, sizeof path, "/dates/%" PRId64 "/confirm", first_id);
    browser_post(&olga, path, "csrf={csrf}&seq=0");
    assert_int_equal(olga.status, 403);
    shows(&pavel, first_id, "/confirm\"");
    act(&pavel, first_id, "confirm", "");
    assert_int_equal(kept(&pavel), first_id);
    shows(&olga, first_id, "Подтверждено юристом: ");
    /* It cannot be confirmed twice, and an old page does nothing. */
    browser_post(&pavel, path, "csrf={csrf}&seq=0");
    browser_shows(&pavel, 422, "class=\"errsum\"");
    browser_get(&olga, "/dates");
    browser_shows(&olga, 200, "обращение в суд");
    browser_get(&olga, "/dates/month?m=2031-03");
    browser_shows(&olga, 200, "class=\"has\"");
    browser_get(&olga, "/dates/month?m=2031-04");
    assert_false(browser_has(&olga, "class=\"has\""));
    browser_get(&olga, "/c/1");
    browser_shows(&olga, 200, "среда, 12 марта 2031, до конца дня");
}

static void
test_typed_by_hand(void **state)
{
    (void)state;
    browser_get(&olga, "/c/1/dates/new");
    browser_post(&olga, "/c/1/dates/new",
        "csrf={csrf}&kind=4&day=20.03.2031&end=10:00&zone=Europe%2FKyiv&what=&why=&do=type");
    browser_shows(&olga, 422, "Напишите почему");
    assert_true(browser_has(&olga, "value=\"20.03.2031\"")); /* nothing typed is lost */
    browser_post(&olga, "/c/1/dates/new",
        "csrf={csrf}&kind=&day=20.03.2031&zone=Europe%2FKyiv&why=x&do=type");
    browser_shows(&olga, 422, "Выберите, что это за дата.");
    browser_post(
        &olga, "/c/1/dates/new", "csrf={csrf}&kind=4&day=03.2031&zone=Europe%2FKyiv&why=x&do=type");
    browser_shows(&olga, 422, "Это не дата.");
    browser_post(&olga, "/c/1/dates/new",
        "csrf={csrf}&kind=4&day=20.03.1931&zone=Europe%2FKyiv&why=x&do=type");
    browser_shows(&olga, 422, "до 1970 года");
    browser_post(&olga, "/c/1/dates/new",
        "csrf={csrf}&kind=4&day=20.03.2031&end=24:00&zone=Europe%2FKyiv&why=x&do=type");
    browser_shows(&olga, 422, "Это не время суток.");
    browser_post(&olga, "/c/1/dates/new",
        "csrf={csrf}&kind=4&day=20.03.2031&end=10:00&zone=Europe%2FKyiv&why=bailiff&do=type");
    int64_t id = kept(&olga);
    shows(&olga, id, "четверг, 20 марта 2031, до 10:00");
    assert_true(browser_has(&olga, "08:00 UTC"));
    act(&olga, id, "withdraw", "&why=");
    browser_shows(&olga, 422, "Напишите почему");
    act(&olga, id, "withdraw", "&why=mistake");
    shows(&olga, id, "Отозвано: ");
    browser_get(&olga, "/dates");
    assert_false(browser_has(&olga, "20 марта 2031"));
}

static void
test_done_deputy_and_moving(void **state)
{
    char path[96];

    (void)state;
    act(&olga, first_id, "deputy", "&who=Nobody");
    browser_shows(&olga, 422, "Ничего не выбрано");
    (void)snprintf(path, sizeof path, "&who=%s", fx.members[3].name);
    act(&olga, first_id, "deputy", path);
    shows(&pavel, first_id, fx.members[3].name);
    browser_get(&pavel, "/dates?f=mine");
    (void)snprintf(path, sizeof path, "id=\"d%" PRId64 "\"", first_id);
    browser_shows(&pavel, 200, path);
    browser_get(&olga, "/dates?f=mine"); /* she does not lead the case yet */
    assert_false(browser_has(&olga, "12 марта 2031"));
    act(&olga, first_id, "done", "");
    shows(&olga, first_id, "Сделано: ");
    browser_get(&olga, "/dates");
    assert_false(browser_has(&olga, "12 марта 2031"));
    browser_get(&olga, "/dates?f=done");
    browser_shows(&olga, 200, "12 марта 2031");
    act(&olga, first_id, "done", "");
    browser_shows(&olga, 422, "Кто-то успел раньше");
    act(&olga, first_id, "reopen", "");
    shows(&olga, first_id, "Подтверждено юристом: "); /* as it was before */
    (void)snprintf(path, sizeof path, "/c/1/dates/new?move=%" PRId64, first_id);
    browser_get(&olga, path);
    browser_shows(&olga, 200, "value=\"12.03.2031\"");
    browser_post(&olga, path,
        "csrf={csrf}&kind=14&day=10.03.2031&end=&zone=Europe%2FIstanbul&what=&why=earlier&do=type");
    assert_int_equal(kept(&olga), first_id);
    shows(&olga, first_id, "Эту дату не подтвердил ни один юрист."); /* another date, unconfirmed */
    assert_true(browser_has(&olga, "понедельник, 10 марта 2031"));
    assert_true(browser_has(&olga, "Дату вписал человек."));
    (void)snprintf(path, sizeof path, "/c/2/dates/new?move=%" PRId64, first_id);
    browser_get(&olga, path);
    assert_int_equal(olga.status, 404);
}

/* Two dates for one act, as after a merge. */
static void
test_dates_that_contradict(void **state)
{
    (void)state;
    ask(&olga, "tr-removal-suit", "07.03.2031", "", "keep");
    int64_t other = kept(&olga);
    shows(&olga, other, "Другая дата этого обращения");
    shows(&olga, first_id, "Другая дата этого обращения");
    act(&olga, other, "withdraw", "&why=double");
    shows(&olga, first_id, "понедельник, 10 марта 2031");
    assert_false(browser_has(&olga, "Другая дата этого обращения"));
}

static void
test_unsure_and_elsewhere(void **state)
{
    (void)state;
    browser_post(&olga, "/c/1/dates/new",
        "csrf={csrf}&rule=ru-alternative-service&base=2031&means=1&stay=GE&do=keep");
    int64_t id = kept(&olga);
    shows(&olga, id, "Неточно: что-то неизвестно");
    assert_true(browser_has(&olga, "Известен только год, 2031"));
    assert_true(browser_has(&olga, "может не обязывать"));
    act(&olga, id, "withdraw", "&why=x");
}

/* ---- Proceedings. */

static void
proceeding_item(char item[64])
{
    const char *at = strstr(olga.body, "<section class=\"proceeding\" id=\"p");

    assert_non_null(at);
    (void)snprintf(item, 64, "%.32s", at + strlen("<section class=\"proceeding\" id=\"p"));
}

static void
test_proceedings(void **state)
{
    char item[64], fields[400], path[100];

    (void)state;
    browser_get(&olga, "/c/1/form/41");
    browser_shows(&olga, 200, "Производство");
    browser_post(&olga, "/c/1/form/41", "csrf={csrf}&rev=0&f1=1&f2=DE&f3=30.06.2026");
    assert_int_equal(olga.status, 303);
    browser_get(&olga, "/c/1/dates");
    browser_shows(&olga, 200, "убежище: Германия");
    assert_true(browser_has(&olga, "прежние критерии (Дублин III)"));
    assert_true(browser_has(&olga, "не указано: это указывает юрист"));
    assert_true(browser_has(&olga, "какое государство отвечает"));
    proceeding_item(item);
    (void)snprintf(path, sizeof path, "/c/1/item/%s/edit", item);
    browser_get(&olga, path);
    (void)snprintf(path, sizeof path, "/c/1/item/%s", item);
    browser_post(&olga, path, "csrf={csrf}&rev=1&f1=1&f2=DE&f3=02.07.2026");
    assert_int_equal(olga.status, 303);
    browser_get(&olga, "/c/1/dates");
    browser_shows(&olga, 200, "Регламент (ЕС) 2024/1351");
    /* A step with a hearing stands among the dates. */
    (void)snprintf(fields, sizeof fields,
        "csrf={csrf}&rev=0&f1=%s&f2=3&f3=BAMF&f4=2031-05-06T09:30&f4z=Europe%%2FBerlin&f6=08.05."
        "2031",
        item);
    browser_post(&olga, "/c/1/form/42", fields);
    assert_int_equal(olga.status, 303);
    browser_get(&olga, "/c/1/dates");
    browser_shows(&olga, 200, "вторник, 6 мая 2031, 09:30, по часам Europe/Berlin");
    browser_get(&olga, "/dates/month?m=2031-05");
    browser_shows(&olga, 200, "вторник, 6 мая 2031, до 09:31");
    assert_true(browser_has(&olga, "BAMF"));
}

static void
test_other_countries_have_other_courses(void **state)
{
    (void)state;
    browser_post(&olga, "/c/1/form/41", "csrf={csrf}&rev=0&f1=2&f2=KZ");
    assert_int_equal(olga.status, 303);
    browser_post(&olga, "/c/1/form/41", "csrf={csrf}&rev=0&f1=3&f2=RS");
    assert_int_equal(olga.status, 303);
    browser_get(&olga, "/c/1/dates");
    browser_shows(&olga, 200, "выдача: Казахстан");
    assert_true(browser_has(&olga, "/c/1/dates/new?rule=kz-extradition-complaint"));
    assert_true(browser_has(&olga, "высылка: Сербия"));
    assert_true(browser_has(&olga, "Обычный порядок; для этой страны проверяет юрист"));
}

/* ---- The calendar address. */

static void
test_feed(void **state)
{
    char path[128], type[64], old[128];
    const char *at = NULL;
    static struct browser calendar; /* no cookie */

    (void)state;
    browser_new(&calendar, &fx.app);
    browser_get(&olga, "/dates");
    browser_post(&olga, "/dates/feed", "csrf={csrf}");
    browser_shows(&olga, 200, "Этот адрес показан один раз.");
    at = strstr(olga.body, "http://127.0.0.1:8080/ics/");
    assert_non_null(at);
    (void)snprintf(path, sizeof path, "/ics/%.43s", at + strlen("http://127.0.0.1:8080/ics/"));
    browser_get(&calendar, path);
    browser_shows(&calendar, 200, "BEGIN:VCALENDAR\r\n");
    browser_header(&calendar, "Content-Type", type, sizeof type);
    assert_string_equal(type, "text/calendar; charset=utf-8");
    assert_true(browser_has(&calendar, "SUMMARY:Срок "));
    assert_true(browser_has(&calendar, "DTEND:20310310T210000Z\r\n"));
    static const char *const never[] = { "Секретный", "суд", "Иск", "removal", "Istanbul", "Olga" };
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        assert_false(browser_has(&calendar, never[i]));
    /* A wrong address, one that was replaced, one that was ended: nothing. */
    browser_get(&calendar, "/ics/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    assert_int_equal(calendar.status, 404);
    (void)snprintf(old, sizeof old, "%s", path);
    browser_get(&olga, "/dates");
    browser_post(&olga, "/dates/feed", "csrf={csrf}");
    browser_get(&calendar, old);
    assert_int_equal(calendar.status, 404);
    at = strstr(olga.body, "http://127.0.0.1:8080/ics/");
    assert_non_null(at);
    (void)snprintf(path, sizeof path, "/ics/%.43s", at + strlen("http://127.0.0.1:8080/ics/"));
    /* Nobody is there: nothing is said, and calendars keep what they have. */
    browser_get(&olga, "/dates");
    browser_post(&olga, "/lock", "csrf={csrf}");
    browser_get(&calendar, path);
    assert_int_equal(calendar.status, 503);
    assert_false(browser_has(&calendar, "VCALENDAR"));
    browser_login(&olga, &fx.members[0], "");
    browser_get(&calendar, path);
    assert_int_equal(calendar.status, 200);
    browser_get(&olga, "/dates");
    browser_post(&olga, "/dates/feed/end", "csrf={csrf}");
    browser_get(&calendar, path);
    assert_int_equal(calendar.status, 404);
}

/* A date within the week asks for who leads; one that is over asks the duty lead too. */
static void
test_today(void **state)
{
    struct date tomorrow = date_of_day(day_of(clock_now_s()) + 1);
    char fields[300];

    (void)state;
    (void)snprintf(fields, sizeof fields, "who=%s&csrf={csrf}", fx.members[0].name);
    browser_get(&olga, "/c/1");
    browser_post(&olga, "/c/1/assign", fields);
    (void)snprintf(fields, sizeof fields,
        "csrf={csrf}&kind=13&day=%02d.%02d.%04d&end=&zone=UTC&what=&why=x&do=type", tomorrow.day,
        tomorrow.month, tomorrow.year);
    browser_get(&olga, "/c/1/dates/new");
    browser_post(&olga, "/c/1/dates/new", fields);
    int64_t id = kept(&olga);
    (void)snprintf(fields, sizeof fields, "href=\"/dates/%" PRId64 "\"", id);
    browser_get(&olga, "/today");
    browser_shows(&olga, 200, fields);
    assert_true(browser_has(&olga, "конец задержания или его продление"));
    browser_get(&pavel, "/today"); /* as a lawyer: nobody has confirmed it */
    browser_shows(&pavel, 200, fields);
    act(&olga, id, "done", "");
    browser_get(&olga, "/today");
    assert_false(browser_has(&olga, fields));
}

/* Over without an act: the holder is asked and the duty lead, by name and count alone. */
static void
test_alarms(void **state)
{
    struct vault *v = vaults_by_role(&fx.app.vaults, "intake");
    struct date yesterday = date_of_day(day_of(clock_now_s()) - 1);
    OWN(arena) a = arena_new(1 << 20);
    struct date_alarm *rows = NULL;
    size_t n = 0;
    char fields[300];

    (void)state;
    assert_int_equal(dates_alarms(v->projection, clock_now_s(), a, &rows, &n), OK);
    assert_int_equal(n, 0);
    (void)snprintf(fields, sizeof fields,
        "csrf={csrf}&kind=5&day=%02d.%02d.%04d&end=&zone=UTC&what=&why=x&do=type", yesterday.day,
        yesterday.month, yesterday.year);
    browser_get(&olga, "/c/1/dates/new");
    browser_post(&olga, "/c/1/dates/new", fields);
    int64_t id = kept(&olga);
    browser_get(&olga, "/dates");
    browser_shows(&olga, 200, "<b class=\"hot\">1</b>");
    assert_true(browser_has(&olga, "1 дата прошла, и никто не отметил, что сделано."));
    assert_int_equal(dates_alarms(v->projection, clock_now_s(), a, &rows, &n), OK);
    assert_int_equal(n, 2);
    assert_string_equal(rows[0].member, "");
    assert_string_equal(rows[1].member, fx.members[0].name);
    assert_true(rows[0].overdue == 1 && rows[1].overdue == 1 && rows[1].last == 0);
    act(&olga, id, "done", "");
    assert_int_equal(dates_alarms(v->projection, clock_now_s(), a, &rows, &n), OK);
    assert_int_equal(n, 0);
}

/* What was kept is there again, at once and after all records were read. */
static void
test_after_a_restart(void **state)
{
    (void)state;
    fixture_restart(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    browser_new(&olga, &fx.app);
    browser_login(&olga, &fx.members[0], "");
    browser_get(&olga, "/dates");
    browser_shows(&olga, 200, "понедельник, 10 марта 2031"); /* from the head of the stream */
    fixture_read(&fx.app);
    assert_int_equal(fx.app.n_broken, 0);
    browser_get(&olga, "/dates");
    browser_shows(&olga, 200, "понедельник, 10 марта 2031");
    assert_true(browser_has(&olga, "вторник, 6 мая 2031, до 09:31"));
    shows(&olga, first_id, "Дату вписал человек.");
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
        cmocka_unit_test(test_unsure_and_elsewhere),
        cmocka_unit_test(test_proceedings),
        cmocka_unit_test(test_other_countries_have_other_courses),
        cmocka_unit_test(test_today),
        cmocka_unit_test(test_alarms),
        cmocka_unit_test(test_feed),
        cmocka_unit_test(test_after_a_restart),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
