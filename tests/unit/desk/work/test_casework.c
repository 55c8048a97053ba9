/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Casework over HTTP.  Each rule is met once by who may and once by who may not, and everything is
   there again after a restart. */
#include "base/clock.h"
#include "desk/work/acts.h"
#include "forms.gen.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/work/office.h"
#include <stdio.h>
#include <stdlib.h>

static void
test_stages(void **state)
{
    (void)state;
    stage_is(2, STAGE_NEW);
    act(&olga, "/c/2/urgency", "u=3&why=");
    stage_is(2, STAGE_TRIAGE);
    act(&olga, "/c/2/form/2", "rev=0&f1=2&f5=1&f9=papers&f10=2026-11-22");
    assert_int_equal(olga.status, 303);
    stage_is(2, STAGE_ASSESSMENT);
    act(&olga, "/c/2/form/4", "rev=0&f1=Deferment&f4=1");
    stage_is(2, STAGE_CASE_PLAN);
    act(&olga, "/c/2/form/5", "rev=0&f1=1&f3=lawyer&f6=1");
    stage_is(2, STAGE_SERVICE_PROVISION);
    browser_get(&ivan, "/c/2");
    browser_shows(&ivan, 200, "help is under way");
    assert_true(browser_has(&ivan, "waits for approval"));
}

static void
test_nobody_approves_her_own(void **state)
{
    (void)state;
    act(&ivan, "/c/2/form/10", "rev=0&f1=3&f2=1");
    browser_shows(&ivan, 409, "There is nothing to approve yet.");
    act(&ivan, "/c/2/form/10", "rev=0&f1=1&f2=1");
    assert_int_equal(ivan.status, 303);
    browser_get(&ivan, "/c/2");
    browser_shows(&ivan, 200, "<dd>approved</dd>");
    act(&olga, "/c/2/form/10", "rev=0&f1=1&f2=1"); /* her role does not approve at all */
    assert_int_equal(olga.status, 403);
    act(&ivan, "/c/2/form/4", "rev=0&f1=Second+goal&f4=2");
    act(&ivan, "/c/2/form/10", "rev=0&f1=2&f2=1"); /* the newest goal is his own */
    browser_shows(&ivan, 403, "This takes a second member");
}

static void
test_closing_asks_for_all(void **state)
{
    (void)state;
    act(&olga, "/c/2/close", "reason=1&words=");
    browser_shows(&olga, 409, "Одна цель плана ещё открыта");
    act(&olga, "/c/2/close", "reason=8&words="); /* the same as another one needs nothing more */
    assert_int_equal(olga.status, 303);
    stage_is(2, STAGE_CLOSED);
    act(&olga, "/c/2/reopen", "");
    stage_is(2, STAGE_SERVICE_PROVISION);
    browser_get(&olga, "/c/2");
    browser_shows(&olga, 200, "открыто снова");
}

static void
test_labels(void **state)
{
    char key[400];

    (void)state;
    act(&olga, "/c/2/label", "label=%D0%A1%D1%83%D0%B4&on=1"); /* Суд */
    assert_int_equal(olga.status, 303);
    act(&olga, "/c/2/label", "label=%D1%81%D1%83%D0%B4&on=1"); /* the same in small letters */
    act(&olga, "/c/3/label", "label=+&on=1");
    assert_int_equal(olga.status, 422);
    browser_get(&olga, "/views");
    browser_shows(&olga, 200, "суд");
    const char *at = strstr(olga.body, "/label/");
    assert_non_null(at);
    (void)snprintf(key, sizeof key, "%.*s", (int)strcspn(at, "\""), at);
    assert_null(strstr(key, "%")); /* no label stands in an address */
    browser_get(&olga, key);
    browser_shows(&olga, 200, "альтернативную");
    assert_false(browser_has(&olga, "загранпаспорт"));
    browser_get(&olga, "/label/0000000000000000");
    assert_int_equal(olga.status, 404);
    act(&olga, "/c/2/label", "off=%D0%A1%D0%A3%D0%94"); /* СУД */
    browser_get(&olga, "/views");
    assert_false(browser_has(&olga, "/label/"));
}

static void
test_watching(void **state)
{
    (void)state;
    act(&olga, "/c/3/watch", "on=1");
    browser_get(&olga, "/?f=watched");
    browser_shows(&olga, 200, "загранпаспорт");
    browser_get(&ivan, "/?f=watched");
    browser_shows(&ivan, 200, "You watch no request.");
    act(&olga, "/c/3/watch", "on=0");
    browser_get(&olga, "/?f=watched");
    assert_false(browser_has(&olga, "загранпаспорт"));
}

/* Put off it leaves the lists; when the person writes it is back at once. */
static void
test_putting_off(void **state)
{
    struct pulled p;

    (void)state;
    act(&olga, "/c/3/snooze", "until=2");
    browser_shows(&olga, 409, "Здесь ждут ответа");
    act(&olga, "/c/3/reply", "text=%D0%94%D0%B0");
    act(&olga, "/c/3/snooze", "until=1&day=2000-01-01");
    assert_int_equal(olga.status, 409);
    act(&olga, "/c/3/snooze", "until=1&day=");
    assert_int_equal(olga.status, 422);
    act(&olga, "/c/3/snooze", "until=2");
    assert_int_equal(olga.status, 303);
    browser_get(&olga, "/?f=open");
    assert_false(browser_has(&olga, "загранпаспорт"));
    browser_get(&olga, "/?f=off");
    browser_shows(&olga, 200, "загранпаспорт");
    fixture_follow_up(&fx, "Ещё вопрос", seekers[2], &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    fixture_settle(&fx.app);
    browser_get(&olga, "/");
    browser_shows(&olga, 200, "загранпаспорт");
    browser_get(&olga, "/?f=off");
    assert_false(browser_has(&olga, "загранпаспорт"));
}

/* The packet, the offer, and that only whom it was offered to takes it. */
static void
test_handing_over(void **state)
{
    OWN(arena) a = arena_new(4 << 20);
    struct case_work w;

    (void)state;
    act(&olga, "/c/3/form/8", "rev=0&f1=1&f3=Sasha&f6=do+not+call");
    browser_get(&olga, "/c/3/handover");
    browser_shows(&olga, 200, "do not call"); /* what goes is seen before it goes */
    browser_post(&olga, "/handover", "csrf={csrf}&to=&case=3");
    assert_int_equal(olga.status, 422);
    browser_post(&olga, "/handover", "csrf={csrf}&to=Olga&case=3");
    assert_int_equal(olga.status, 422); /* to herself */
    browser_post(&olga, "/handover", "csrf={csrf}&to=Ivan&note=shift&case=3&p3=call+on+Friday");
    browser_goes_to(&olga, "/handover?done=1");
    browser_get(&olga, "/handover");
    browser_shows(&olga, 200, "Предложено: Ivan.");
    assert_false(browser_has(&olga, "name=\"case\" value=\"3\"")); /* it is not offered twice */
    act(&olga, "/c/3/close", "reason=5&words=");
    browser_shows(&olga, 409, "Дело предложено другому");
    browser_get(&ivan, "/today");
    browser_shows(&ivan, 200, "/c/3");
    browser_shows(&ivan, 200, "Take over from Olga:");
    const char *offer = strstr(ivan.body, "Take over from Olga:");
    assert_memory_equal(strstr(offer, "class=\"clock"), "class=\"clock\"></span>", 21);
    browser_get(&ivan, "/handover");
    browser_shows(&ivan, 200, "call on Friday");
    act(&olga, "/c/3/offer", "act=take"); /* not hers to take */
    assert_int_equal(olga.status, 409);
    act(&ivan, "/c/3/offer", "act=take");
    assert_int_equal(ivan.status, 303);
    read_work(3, a, &w);
    assert_string_equal(w.offer_to, "");
    browser_get(&ivan, "/?f=mine");
    browser_shows(&ivan, 200, "загранпаспорт");
    act(&ivan, "/c/3/offer", "act=take");
    assert_int_equal(ivan.status, 409);
}

static void
test_only_the_trained_lead_what_is_urgent(void **state)
{
    (void)state;
    act(&olga, "/c/1/urgency", "u=1&why=");
    act(&olga, "/c/1/assign", "who=Olga"); /* nobody was trained yet: the rule binds nobody */
    assert_int_equal(olga.status, 303);
    browser_get(&ivan, "/book/21/new");
    browser_post(&ivan, "/book/21", "csrf={csrf}&rev=0&f1=Ivan&f2=1&f3=2026-01-01");
    assert_int_equal(ivan.status, 303);
    act(&ivan, "/c/1/assign", "who=Olga");
    browser_shows(&ivan, 403, "trained");
    act(&ivan, "/c/1/assign", "who=Ivan");
    assert_int_equal(ivan.status, 303);
    browser_post(&ivan, "/handover", "csrf={csrf}&to=Olga&case=1");
    assert_int_equal(ivan.status, 403);
    browser_post(&ivan, "/handover", "csrf={csrf}&to=Olga&case=3"); /* not urgent */
    assert_int_equal(ivan.status, 303);
    act(&ivan, "/c/3/offer", "act=decline");
}

/* No text before a human in an emergency, and none that has to be read again. */
static void
test_texts_for_answers(void **state)
{
    static const char add[] = "csrf={csrf}&rev=0&f1=Hello&f3=ru&f4=%s&f5=%s";
    char form[400];
    char hex[80];
    char to[200];

    (void)state;
    browser_get(&ivan, "/book/22/new");
    (void)snprintf(form, sizeof form, add, "Dear+{{name}}:+{{number}}", "2099-01-01");
    browser_post(&ivan, "/book/22", form);
    assert_int_equal(ivan.status, 303);
    browser_header(&ivan, "Location", to, sizeof to);
    (void)snprintf(hex, sizeof hex, "t=%.32s", to + strlen("/book/item/"));
    browser_get(&olga, "/c/3");
    browser_shows(&olga, 200, "/c/3/template");
    (void)snprintf(form, sizeof form, "%s&text=So+far", hex);
    act(&olga, "/c/3/template", form);
    browser_goes_to(&olga, "/c/3?done=draft#r");
    browser_get(&olga, "/c/3");
    browser_shows(&olga, 200, "So far\n\nDear Sasha: 3</textarea>");
    (void)snprintf(form, sizeof form, "%s&quiet=1", hex); /* as the script asks: the text alone */
    act(&olga, "/c/3/template", form);
    assert_int_equal(olga.status, 200);
    assert_string_equal(olga.body, "Dear Sasha: 3");
    browser_get(&olga, "/c/3");
    browser_shows(&olga, 200, "So far\n\nDear Sasha: 3</textarea>"); /* the draft is untouched */
    act(&olga, "/c/3/template", "t=zzz&text=");
    assert_int_equal(olga.status, 422);
    browser_get(&ivan, "/book/22/new");
    (void)snprintf(form, sizeof form, add, "Old", "2020-01-01");
    browser_post(&ivan, "/book/22", form);
    browser_header(&ivan, "Location", to, sizeof to);
    (void)snprintf(form, sizeof form, "t=%.32s&text=", to + strlen("/book/item/"));
    act(&olga, "/c/3/template", form);
    browser_shows(&olga, 409, "прошёл");
}

static void
test_no_text_before_a_human(void **state)
{
    struct seeker_keys *keys = NULL;
    struct pulled p;
    char form[400];

    (void)state;
    fixture_request(
        &fx, "Мужа держат в подвале и бьют, завтра штурм.", BELL_RING_DANGER, &keys, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    fixture_settle(&fx.app);
    seeker_keys_drop(&keys);
    browser_get(&ivan, "/book/22");
    const char *item = strstr(ivan.body, "/book/item/");
    assert_non_null(item);
    (void)snprintf(form, sizeof form, "t=%.32s&text=", item + strlen("/book/item/"));
    browser_get(&olga, "/");
    const char *first = strstr(olga.body, "class=\"row new\" href=\"/c/");
    assert_non_null(first);
    long id = strtol(first + strlen("class=\"row new\" href=\"/c/"), NULL, 10);
    char path[64];
    (void)snprintf(path, sizeof path, "/c/%ld", id);
    browser_get(&olga, path);
    browser_shows(&olga, 200, "готовые тексты появятся");
    (void)snprintf(path, sizeof path, "/c/%ld/template", id);
    char fields[500];
    (void)snprintf(fields, sizeof fields, "csrf={csrf}&%s", form);
    browser_post(&olga, path, fields);
    browser_shows(&olga, 409, "сначала отвечает или решает человек");
}

/* Frozen, nothing is sent; one member cannot thaw it alone. */
static void
test_freezing(void **state)
{
    (void)state;
    act(&olga, "/c/2/freeze", "words=arrested");
    assert_int_equal(olga.status, 303);
    act(&olga, "/c/2/reply", "text=x");
    browser_shows(&olga, 409, "Обращение заморожено");
    assert_true(browser_has(&olga, ">x</textarea>"));
    act(&olga, "/c/2/close", "reason=8");
    assert_int_equal(olga.status, 409);
    act(&olga, "/c/2/thaw", "words=");
    assert_int_equal(olga.status, 422);
    act(&olga, "/c/2/thaw", "words=she+called");
    assert_int_equal(olga.status, 303);
    act(&olga, "/c/2/thaw", "words=again");
    browser_shows(&olga, 409, "Нужен второй участник");
    act(&olga, "/c/2/reply", "text=x");
    assert_int_equal(olga.status, 409); /* asking is not enough */
    browser_get(&ivan, "/today");
    browser_shows(&ivan, 200, "/c/2");
    act(&ivan, "/c/2/thaw", "words=seen");
    assert_int_equal(ivan.status, 303);
    act(&olga, "/c/2/reply", "text=x");
    assert_int_equal(olga.status, 303);
}

static void
test_unsafe_to_write(void **state)
{
    struct casebook cb = office_book();
    struct actor by = { .name = "Olga", .now_s = clock_now_s() };

    (void)state;
    act(&olga, "/c/1/form/8", "rev=0&f1=2");
    act(&olga, "/c/1/reply", "text=x");
    browser_shows(&olga, 409, "писать нельзя");
    assert_int_equal(casebook_begin(&cb, TX_WRITE), OK); /* nor by program */
    assert_int_equal(casebook_end(&cb, case_answer(&cb, 1, "x", &by)), ERR_FORBIDDEN);
}

/* Suspicion limits what staff tell; nobody waits longer for it. */
static void
test_suspicion_lowers_nothing(void **state)
{
    OWN(arena) a = arena_new(4 << 20);
    struct casebook cb = office_book();
    struct case_full before;
    struct case_full after;

    (void)state;
    assert_int_equal(case_get(cb.p, 1, a, &before), OK);
    act(&olga, "/c/1/form/1", "rev=0&f11=1");
    assert_int_equal(olga.status, 303);
    assert_int_equal(case_get(cb.p, 1, a, &after), OK);
    assert_int_equal(before.row.urgency, after.row.urgency);
    assert_int_equal(before.row.due_s, after.row.due_s);
    browser_get(&olga, "/c/1");
    browser_shows(&olga, 200, "Осторожно: ничего не сообщайте");
    case_wipe(&before);
    case_wipe(&after);
}

static void
test_two_sign_for_a_child(void **state)
{
    static const char child[] = "rev=0&f1=stay&f3=1&f4=%d&f5=talk&f6=Olga&f7=%s";
    char form[200];

    (void)state;
    (void)snprintf(form, sizeof form, child, 3, "");
    act(&olga, "/c/1/form/9", form);
    assert_int_equal(olga.status, 409); /* parents, and one signature */
    (void)snprintf(form, sizeof form, child, 1, "Ivan");
    act(&olga, "/c/1/form/9", form);
    assert_int_equal(olga.status, 409); /* nobody signs for another */
    (void)snprintf(form, sizeof form, child, 1, "");
    act(&olga, "/c/1/form/9", form);
    assert_int_equal(olga.status, 303);
    browser_get(&olga, "/c/1");
    browser_shows(&olga, 200, "С родителями без ребёнка не связываться.");
}

/* Merged by a person only, with a preview, and undone; both threads stay. */
static void
test_merging(void **state)
{
    OWN(arena) a = arena_new(4 << 20);
    struct case_work w;

    (void)state;
    browser_get(&olga, "/c/2/merge/3");
    browser_shows(&olga, 200, "Это одно и то же дело?");
    assert_true(browser_has(&olga, "альтернативную") && browser_has(&olga, "загранпаспорт"));
    browser_post(&olga, "/c/2/merge/2", "csrf={csrf}");
    assert_int_equal(olga.status, 409);
    browser_post(&olga, "/c/2/merge/3", "csrf={csrf}");
    browser_goes_to(&olga, "/c/2?done=work");
    read_work(3, a, &w);
    assert_true(w.merged);
    assert_int_equal(w.merged_into, 2);
    read_work(2, a, &w);
    assert_int_equal(w.n_in, 1);
    browser_post(&olga, "/c/1/merge/3", "csrf={csrf}"); /* it belongs to another already */
    assert_int_equal(olga.status, 409);
    browser_get(&olga, "/c/3");
    browser_shows(&olga, 200, "загранпаспорт");
    act(&olga, "/c/3/unmerge", "");
    read_work(2, a, &w);
    assert_int_equal(w.n_in, 0);
    read_work(3, a, &w);
    assert_false(w.merged);
}

static void
test_translating(void **state)
{
    char form[200];
    char entry[24];

    (void)state;
    browser_get(&olga, "/c/2");
    browser_field(&olga, "/c/2/translate", "entry", entry, sizeof entry);
    (void)snprintf(form, sizeof form, "entry=%s&text=I+want+to+know", entry);
    act(&olga, "/c/2/translate", form);
    assert_int_equal(olga.status, 303);
    browser_get(&olga, "/c/2");
    browser_shows(&olga, 200, "I want to know");
    assert_true(browser_has(&olga, "Хочу узнать про")); /* the original stays as it is */
    (void)snprintf(form, sizeof form, "entry=%s&text=I+want+to+know", entry);
    act(&olga, "/c/3/translate", form); /* an entry of another case */
    assert_int_equal(olga.status, 404);
}

static void
test_restart(void **state)
{
    OWN(arena) a = arena_new(4 << 20);
    struct case_work w;

    (void)state;
    act(&olga, "/c/2/label", "label=later&on=1");
    act(&olga, "/c/2/watch", "on=1");
    act(&olga, "/c/2/freeze", "words=again");
    fixture_restart(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    office_login(&ivan, 1);
    office_login(&olga, 0);
    browser_get(&olga, "/?f=watched"); /* from the head, before its records are read */
    browser_shows(&olga, 200, "альтернативную");
    read_work(2, a, &w);
    assert_true(w.frozen_s > 0);
    assert_int_equal(w.n_labels, 1);
    assert_string_equal(w.labels[0], "later");
    assert_string_equal(w.watchers[0], "Olga");
    assert_int_equal(w.stage, STAGE_SERVICE_PROVISION);
    assert_int_equal(fx.app.vaults.v[0].n_broken, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stages),
        cmocka_unit_test(test_nobody_approves_her_own),
        cmocka_unit_test(test_closing_asks_for_all),
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_watching),
        cmocka_unit_test(test_putting_off),
        cmocka_unit_test(test_handing_over),
        cmocka_unit_test(test_only_the_trained_lead_what_is_urgent),
        cmocka_unit_test(test_texts_for_answers),
        cmocka_unit_test(test_no_text_before_a_human),
        cmocka_unit_test(test_freezing),
        cmocka_unit_test(test_unsafe_to_write),
        cmocka_unit_test(test_suspicion_lowers_nothing),
        cmocka_unit_test(test_two_sign_for_a_child),
        cmocka_unit_test(test_merging),
        cmocka_unit_test(test_translating),
        cmocka_unit_test(test_restart),
    };

    return cmocka_run_group_tests(tests, office_set_up, office_tear_down);
}
