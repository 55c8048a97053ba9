/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Forms at the desk, over HTTP and over a restart: filled in, refused with words, changed, seen in
   every state they were in, withdrawn; the book is made when it is first needed. */
#include "base/clock.h"
#include "desk/forms/rules.h"
#include "forms.gen.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"
#include <stdio.h>

static struct fixture fx;
static struct browser b;
static struct seeker_keys *seeker;

/* Ivan as a duty lead: who keeps the book is a matter of roles. */
static void
login_lead(void)
{
    browser_login(&b, &fx.members[1], "");
    for (size_t i = 0; i < MAX_SESSIONS; i++)
        fx.app.sessions.s[i].roles |= fx.app.sessions.s[i].used ? ROLE_DUTY_LEAD : 0;
}

static int
set_up(void **state)
{
    struct pulled p;

    (void)state;
    fixture_new(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    browser_new(&b, &fx.app);
    fixture_request(&fx, "Секретный текст", BELL_RING_DANGER, &seeker, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    login_lead(); /* reads English */
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

static struct casebook
book(void)
{
    struct casebook cb;

    desk_casebook(&fx.app, NULL, &cb);
    assert_non_null(cb.p);
    return cb;
}

/* The address the last answer leads to, without what follows a question mark. */
static const char *
where(char to[200])
{
    browser_header(&b, "Location", to, 200);
    to[strcspn(to, "?")] = '\0';
    return to;
}

static void
test_a_new_form_is_refused_with_words(void **state)
{
    (void)state;
    browser_get(&b, "/c/1/form/8");
    browser_shows(&b, 200, "<h1>Safe contact</h1>");
    browser_post(&b, "/c/1/form/8", "csrf={csrf}&rev=0&f3=Sasha&f6=do+not+call");
    browser_shows(&b, 422, "<a href=\"#f1\">May we write to the person?: This is needed.</a>");
    assert_true(browser_has(&b, "value=\"Sasha\""));
    assert_true(browser_has(&b, ">do not call</textarea>"));
}

/* Typed before the desk was locked: it waits on a page of its own, and comes back to the member who
   typed it and to no other. */
static void
test_what_was_typed_over_a_lock(void **state)
{
    char form[200];
    char by[80];

    (void)state;
    browser_get(&b, "/c/1/form/8");
    browser_field(&b, "/c/1/form/8", "by", by, sizeof by);
    (void)snprintf(form, sizeof form, "csrf=%s&by=%s&rev=0&f1=2&f3=Sasha", b.csrf, by);
    browser_post(&b, "/logout", "csrf={csrf}");
    browser_post(&b, "/c/1/form/8", form);
    browser_shows(&b, 403, "name=\"f3\" value=\"Sasha\"");
    assert_true(browser_has(&b, "action=\"/c/1/form/8\""));
    assert_false(browser_has(&b, "name=\"csrf\""));
    login_lead();
    browser_post(&b, "/c/1/form/8", form);
    browser_shows(&b, 403, "name=\"f3\" value=\"Sasha\"");
    assert_true(browser_has(&b, "<h1>Safe contact</h1>"));
    browser_post(&b, "/logout", "csrf={csrf}");
    browser_login(&b, &fx.members[0], "");
    browser_post(&b, "/c/1/form/8", form);
    assert_int_equal(b.status, 403);
    assert_false(browser_has(&b, "Sasha"));
    browser_post(&b, "/logout", "csrf={csrf}");
    login_lead();
}

static void
test_fill_change_and_withdraw(void **state)
{
    char to[200];
    char path[240];

    (void)state;
    browser_get(&b, "/c/1/form/8");
    browser_post(&b, "/c/1/form/8", "csrf={csrf}&rev=0&f1=2&f2=5&f2=1&f6=do+not+call");
    assert_int_equal(b.status, 303);
    browser_get(&b, where(to));
    browser_shows(&b, 200, "by the twelve words, by phone");
    assert_true(browser_has(&b, "do not call"));
    browser_get(&b, "/c/1");
    browser_shows(&b, 200, "Ivan filled in: Safe contact");
    browser_get(&b, "/c/1/form/8"); /* a case has one: it is changed */
    browser_shows(&b, 200, "name=\"rev\" value=\"1\"");
    browser_post(&b, to, "csrf={csrf}&rev=1&f1=1&f6=never+name+the+unit");
    assert_int_equal(b.status, 303);
    browser_post(&b, to, "csrf={csrf}&rev=1&f1=1&f6=too+late");
    browser_shows(&b, 409, "Something was added here");
    assert_true(browser_has(&b, ">too late</textarea>"));
    browser_get(&b, to);
    browser_shows(&b, 200, "never name the unit");
    assert_true(browser_has(&b, "Earlier states"));
    assert_true(browser_has(&b, "do not call")); /* what it said before stays readable */
    (void)snprintf(path, sizeof path, "%s/withdraw", to);
    browser_post(&b, path, "csrf={csrf}&rev=1");
    assert_int_equal(b.status, 409);
    browser_post(&b, path, "csrf={csrf}&rev=2");
    browser_goes_to(&b, to);
    browser_get(&b, to);
    browser_shows(&b, 200, "Withdrawn by Ivan");
    assert_true(browser_has(&b, "never name the unit"));
    browser_get(&b, "/c/1/form/8");
    browser_shows(&b, 200, "name=\"rev\" value=\"0\"");
}

static void
test_what_is_not_there(void **state)
{
    static const char *const paths[] = { "/c/1/form/999", "/c/1/form/20", "/book/8", "/book/999",
        "/c/1/item/00112233445566778899aabbccddeeff", "/c/1/item/x",
        "/book/item/00112233445566778899aabbccddeeff", "/c/7/form/8" };

    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        browser_get(&b, paths[i]);
        if (b.status != 404)
            fail_msg("%s: %u", paths[i], b.status);
    }
}

/* An item of one case is not to be had under another's address. */
static void
test_an_item_stays_where_it_is(void **state)
{
    char to[200];
    char path[240];

    (void)state;
    browser_get(&b, "/c/1/form/7");
    browser_post(&b, "/c/1/form/7", "csrf={csrf}&rev=0&f1=1&f2=2026-12-01");
    (void)snprintf(path, sizeof path, "/book%s", where(to) + 4);
    browser_get(&b, path);
    assert_int_equal(b.status, 404);
    browser_post(&b, path, "csrf={csrf}&rev=1&f1=1&f2=2026-12-01");
    assert_int_equal(b.status, 404);
}

static void
test_the_book(void **state)
{
    char to[200];

    (void)state;
    browser_get(&b, "/book");
    browser_shows(&b, 200, "Roster: duty hours");
    browser_get(&b, "/book/20/new");
    browser_post(&b, "/book/20",
        "csrf={csrf}&rev=0&f1=Olga&f2=2026-11-22T09%3A00&f2z=Europe%2FBerlin&f3=2026-11-22T17%3A00"
        "&f4=ru&f4=&f4=uk&f5=1");
    assert_int_equal(b.status, 303);
    browser_get(&b, where(to));
    browser_shows(&b, 200, "22 November 2026, 09:00 Europe/Berlin");
    assert_true(browser_has(&b, "Russian, Ukrainian"));
    browser_get(&b, "/book/20");
    browser_shows(&b, 200, "Olga");
    browser_get(&b, "/"); /* the book is no case */
    assert_false(browser_has(&b, "/c/2"));
}

static void
test_a_counsellor_keeps_no_roster(void **state)
{
    (void)state;
    browser_post(&b, "/logout", "csrf={csrf}");
    browser_login(&b, &fx.members[0], "");
    browser_get(&b, "/book/20");
    browser_shows(&b, 200, "Olga");
    assert_false(browser_has(&b, "/book/20/new"));
    browser_get(&b, "/book/20/new");
    assert_int_equal(b.status, 403);
    browser_get(&b, "/c/1");
    browser_post(&b, "/book/20", "csrf={csrf}&rev=0&f1=Olga");
    assert_int_equal(b.status, 403);
}

static const struct field_value followup[] = { { FOLLOWUP_KIND, FOLLOWUP_KIND_DATE, 0, "" },
    { FOLLOWUP_DUE, 20790, DATE_EXACT, "" }, { FOLLOWUP_COMMENT, 0, 0, "Сделано" } };

static enum err
put(const struct item_put *what, struct item_id *id)
{
    struct actor by = { .name = "Olga", .now_s = 1795338780 };
    struct casebook cb = book();
    enum err e = casebook_begin(&cb, TX_WRITE);

    return e ? e : casebook_end(&cb, item_put(&cb, what, &by, id));
}

/* The rule itself: who calls it by program is checked like who types. */
static void
test_rule(void **state)
{
    const struct form_def *d = form_def_of(FORM_FOLLOWUP);
    static const struct field_value far[] = { { FOLLOWUP_KIND, 99, 0, "" },
        { FOLLOWUP_DUE, 20790, 0, "" } };
    struct item_id id;
    const struct {
        struct item_put put;
        enum err e;
    } rows[] = {
        { { 1, d, NULL, followup, 3 }, OK },
        { { 1, d, NULL, followup, 1 }, ERR_MALFORMED }, /* the day is needed */
        { { 1, d, NULL, far, 2 }, ERR_MALFORMED },      /* no such choice */
        { { 1, d, NULL, followup, 0 }, ERR_MALFORMED }, /* nothing to withdraw */
        { { 0, d, NULL, followup, 3 }, ERR_MALFORMED }, /* not a form of the book */
        { { 4711, d, NULL, followup, 3 }, ERR_NOT_FOUND },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(put(&rows[i].put, &id), rows[i].e);
    assert_int_equal(put(&rows[0].put, &id), OK);
    assert_int_equal(put(&(struct item_put){ 1, d, &id, NULL, 0 }, &id), OK); /* withdrawn */
    assert_int_equal(put(&(struct item_put){ 1, d, &id, followup, 3 }, &id), ERR_CONFLICT);
}

/* After a restart everything is there again, from the sealed records alone. */
static void
test_restart(void **state)
{
    struct items_ask ask = { .case_id = 1, .form = FORM_FOLLOWUP };
    struct item **all = NULL;
    struct item *past = NULL;
    size_t n = 0;
    size_t n_past = 0;
    int64_t roster = 0;

    (void)state;
    fixture_restart(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    browser_new(&b, &fx.app);
    login_lead();
    struct casebook cb = book();
    OWN(arena) a = arena_new(8 << 20);
    assert_int_equal(items_list(cb.p, &ask, a, &all, &n), OK);
    assert_int_equal(n, 2); /* one over HTTP, one by the rule */
    assert_int_equal(item_number(all[1], FOLLOWUP_DUE, 0), 20790);
    assert_string_equal(item_text(all[1], FOLLOWUP_COMMENT), "Сделано");
    assert_int_equal(items_count(cb.p, 0, FORM_DUTY, &roster), OK);
    assert_int_equal(roster, 1);
    ask = (struct items_ask){ .case_id = 1, .form = FORM_SAFE_REPLY, .withdrawn = true };
    assert_int_equal(items_list(cb.p, &ask, a, &all, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(item_past(cb.p, all[0], a, &past, &n_past), OK);
    assert_int_equal(n_past, 3);
    assert_true(past[0].withdrawn);
    assert_string_equal(item_text(&past[2], SAFE_REPLY_DO_NOT), "do not call");
    assert_int_equal(fx.app.vaults.v[0].n_broken, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_new_form_is_refused_with_words),
        cmocka_unit_test(test_what_was_typed_over_a_lock),
        cmocka_unit_test(test_fill_change_and_withdraw),
        cmocka_unit_test(test_what_is_not_there),
        cmocka_unit_test(test_an_item_stays_where_it_is),
        cmocka_unit_test(test_the_book),
        cmocka_unit_test(test_a_counsellor_keeps_no_roster),
        cmocka_unit_test(test_rule),
        cmocka_unit_test(test_restart),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
