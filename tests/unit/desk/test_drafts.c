/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A draft cannot be lost, and colleagues see that somebody writes. */
#include "desk/drafts/drafts.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"
#include <stdio.h>

static struct fixture fx;
static struct browser olga, ivan;
static struct seeker_keys *seeker;

static int
set_up(void **state)
{
    struct pulled p;

    (void)state;
    fixture_new(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    fixture_request(&fx, "Меня увезут завтра", BELL_RING_DANGER, &seeker, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    browser_new(&olga, &fx.app);
    browser_new(&ivan, &fx.app);
    browser_login(&olga, &fx.members[0], "");
    fixture_settle(&fx.app);
    browser_login(&ivan, &fx.members[1], "");
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

static const uint8_t *
olga_id(void)
{
    return fx.app.sessions.s[0].member.b;
}

static void
keep(struct browser *b, const char *field, const char *text, const char *quiet)
{
    char form[512];

    browser_get(b, "/c/1");
    (void)snprintf(form, sizeof form, "csrf={csrf}&field=%s&text=%s&quiet=%s", field, text, quiet);
    browser_post(b, "/c/1/draft", form);
}

static void
test_it_is_there_again_after_a_restart(void **state)
{
    (void)state;
    keep(&olga, "reply", "Half+an+answer", "1");
    assert_int_equal(olga.status, 204);
    keep(&olga, "note", "Half+a+note", "");
    browser_goes_to(&olga, "/c/1?done=draft#n");
    fixture_restart(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    browser_new(&olga, &fx.app);
    browser_new(&ivan, &fx.app);
    browser_login(&olga, &fx.members[0], "");
    browser_login(&ivan, &fx.members[1], "");
    browser_get(&olga, "/c/1");
    browser_shows(&olga, 200, ">Half an answer</textarea>");
    assert_true(browser_has(&olga, ">Half a note</textarea>"));
}

static void
test_a_colleague_sees_who_writes_and_not_in_her_own_field(void **state)
{
    (void)state;
    browser_get(&ivan, "/c/1");
    browser_shows(&ivan, 200, "Olga");
    assert_true(browser_has(&ivan, "class=\"box hold writing\""));
    assert_true(browser_has(&ivan, ">Half an answer</p>"));
    assert_false(browser_has(&ivan, ">Half an answer</textarea>"));
    browser_get(&olga, "/c/1");
    assert_false(browser_has(&olga, "class=\"box hold writing\""));
}

static void
test_an_empty_one_is_erased(void **state)
{
    (void)state;
    keep(&olga, "note", "", "1");
    assert_int_equal(olga.status, 204);
    browser_get(&olga, "/c/1");
    assert_false(browser_has(&olga, "Half a note"));
}

static void
test_a_colleagues_answer_leaves_it_and_sending_erases_it(void **state)
{
    char lines[24];
    char form[256];

    (void)state;
    browser_get(&ivan, "/c/1");
    browser_field(&ivan, "/c/1/", "lines", lines, sizeof lines);
    (void)snprintf(form, sizeof form, "csrf={csrf}&lines=%s&text=From+Ivan", lines);
    browser_post(&ivan, "/c/1/reply", form);
    assert_int_equal(ivan.status, 303);
    browser_get(&olga, "/c/1");
    browser_shows(&olga, 200, ">Half an answer</textarea>");
    browser_field(&olga, "/c/1/", "lines", lines, sizeof lines);
    (void)snprintf(form, sizeof form, "csrf={csrf}&lines=%s&text=Whole&then=next", lines);
    browser_post(&olga, "/c/1/reply", form);
    browser_goes_to(&olga, "/?done=reply"); /* nobody else waits */
    browser_get(&olga, "/c/1");
    assert_false(browser_has(&olga, "Half an answer"));
    browser_get(&olga, "/live.json?c=1");
    assert_false(browser_has(&olga, "\"lines\":0"));
}

static void
test_bad_ones(void **state)
{
    static const struct {
        const char *path, *fields;
        unsigned status;
    } bad[] = {
        { "/c/1/draft", "csrf={csrf}&field=urgency&text=a", 400 },
        { "/c/1/draft", "csrf={csrf}&text=a", 400 },
        { "/c/999/draft", "csrf={csrf}&field=note&text=a", 404 },
        { "/c/1/draft", "csrf=wrong&field=note&text=a", 403 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        browser_get(&olga, "/c/1");
        browser_post(&olga, bad[i].path, bad[i].fields);
        assert_int_equal(olga.status, bad[i].status);
    }
}

/* The row of one case opens nowhere else: neither in another case nor as another member's. */
static void
test_a_moved_row_does_not_open(void **state)
{
    struct casebook b;
    struct case_full c;
    struct draft d = { { { 7 } }, FORM_NOTE, 5, "Moved" };
    struct draft got[DRAFTS_MAX];
    size_t n = 9;

    (void)state;
    keep(&olga, "note", "Mine", "1");
    desk_casebook(&fx.app, NULL, &b);
    assert_int_equal(case_get(b.p, 1, fx.a, &c), OK);
    assert_int_equal(db_begin(b.at.records, TX_WRITE), OK);
    assert_int_equal(draft_put(&b.at, &c.stream, &d), OK);
    assert_int_equal(draft_list(&b.at, &c.stream, fx.a, got, &n), OK);
    assert_int_equal(n, 2);
    assert_int_equal(draft_erase(b.at.records, &c.stream, &d.member, FORM_NOTE), OK);
    assert_int_equal(draft_list(&b.at, &c.stream, fx.a, got, &n), OK);
    assert_int_equal(n, 1);
    assert_string_equal(got[0].text, "Mine");
    assert_int_equal(db_end(b.at.records, OK), OK);
    case_wipe(&c);
}

/* A new epoch of the stream begins: what was being written is still there. */
static void
test_it_survives_a_new_epoch(void **state)
{
    struct casebook b;
    struct case_full c;
    struct draft got[DRAFTS_MAX];
    size_t n = 0;
    uint32_t before = 0;
    uint32_t after = 0;
    char lines[24];
    char form[256];

    (void)state;
    keep(&olga, "note", "From+before", "1");
    desk_casebook(&fx.app, NULL, &b);
    assert_int_equal(case_get(b.p, 1, fx.a, &c), OK);
    assert_int_equal(stream_epoch_now(&b.at, &c.stream, &before), OK);
    assert_int_equal(stream_share(&b.at, &c.stream, olga_id()), OK);
    assert_int_equal(stream_unshare(&b.at, &c.stream, olga_id()), OK);
    browser_get(&ivan, "/c/1");
    browser_field(&ivan, "/c/1/", "lines", lines, sizeof lines);
    (void)snprintf(form, sizeof form, "csrf={csrf}&lines=%s&text=Next", lines);
    browser_post(&ivan, "/c/1/note", form);
    assert_int_equal(ivan.status, 303);
    assert_int_equal(stream_epoch_now(&b.at, &c.stream, &after), OK);
    assert_true(after > before);
    assert_int_equal(draft_list(&b.at, &c.stream, fx.a, got, &n), OK);
    assert_int_equal(n, 1);
    assert_string_equal(got[0].text, "From before");
    case_wipe(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_is_there_again_after_a_restart),
        cmocka_unit_test(test_a_colleague_sees_who_writes_and_not_in_her_own_field),
        cmocka_unit_test(test_an_empty_one_is_erased),
        cmocka_unit_test(test_a_colleagues_answer_leaves_it_and_sending_erases_it),
        cmocka_unit_test(test_bad_ones),
        cmocka_unit_test(test_a_moved_row_does_not_open),
        cmocka_unit_test(test_it_survives_a_new_epoch),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
