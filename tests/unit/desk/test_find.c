/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Search: what is typed, what is found, and the page. */
#include "base/clock.h"
#include "desk/find/find.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"
#include <stdio.h>

static struct fixture fx;
static struct browser b;
static struct casebook book;
static struct seeker_keys *seekers[4];

static const char *const texts[] = {
    "Мне вручили повестку, явиться завтра в военкомат. Я в Армении.",
    "Мого чоловіка тримають у підвалі, телефон забрали",
    "I need general information about alternative service",
    "Ich bin in Berlin, mein Pass läuft in zwei Monaten ab",
};

static int
set_up(void **state)
{
    (void)state;
    fixture_new(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    for (size_t i = 0; i < 4; i++) {
        struct pulled p;
        fixture_request(&fx, texts[i], BELL_RING_DANGER, &seekers[i], &p);
        assert_int_equal(fixture_file(&fx, &p), 1);
    }
    browser_new(&b, &fx.app);
    browser_login(&b, &fx.members[0], "");
    fixture_settle(&fx.app);
    desk_casebook(&fx.app, NULL, &book);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++)
        seeker_keys_drop(&seekers[i]);
    fixture_done(&fx);
    return 0;
}

/* "kind=value/number" of each part, blanks between. */
static const char *
told(const struct find_query *q, struct arena *a)
{
    static const char *const names[] = { "word", "phrase", "without", "country", "lang", "u", "is",
        "lead", "due", "opened", "waits", "unknown" };
    const char *all = "";

    for (size_t i = 0; i < q->n; i++) {
        const struct find_part *p = &q->p[i];
        all = arena_printf(a, "%s%s%s%s%s/%d", all, i ? " " : "", names[p->kind],
            p->less ? "<" : "=", p->value, (int)p->number);
    }
    return all;
}

static void
test_queries(void **state)
{
    static const struct {
        const char *typed, *told;
    } table[] = {
        { "", "" },
        { "  ", "" },
        { "Повестку", "word=повестку/0" },
        { "\"рапорт об Отказе\" -армия", "phrase=рапорт об отказе/0 without=армия/0" },
        { "\"not closed", "phrase=not closed/0" },
        { "\"\"", "" },
        { "-", "" },
        { "country:am страна:RU", "country=AM/0 country=RU/0" },
        { "country:armenia", "unknown=country armenia/0" },
        { "lang:uk мова:de lang:xx", "lang=uk/0 lang=de/0 unknown=lang xx/0" },
        { "u:1 u:1,2 U:U3 u:5", "u=/2 u=/6 u=/8 unknown=u 5/0" },
        { "is:waiting есть:ждёт is:odd", "is=/3 is=/3 unknown=is odd/0" },
        { "lead:me lead:- ведёт:Ольга", "lead=me/0 lead=-/0 lead=Ольга/0" },
        { "due<7d due>2w срок<1", "due</604800 due=/1209600 due</86400" },
        { "due:7d due<x due<", "unknown=due 7d/0 unknown=due x/0 unknown=due/0" },
        { "waits>3h waits<3h opened<30d", "waits=/10800 unknown=waits 3h/0 opened</2592000" },
        { "u:1\tнож", "u=/2 word=нож/0" },
        { "12:30 a<b http://x", "unknown=12 30/0 unknown=a b/0 unknown=http x/0" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct find_query q;
        assert_int_equal(find_parse(table[i].typed, fx.a, &q), OK);
        assert_string_equal(told(&q, fx.a), table[i].told);
    }
}

static void
test_bad_queries(void **state)
{
    char wide[FIND_TYPED_MAX + 2];
    struct find_query q;

    (void)state;
    memset(wide, 'a', sizeof wide - 1);
    wide[sizeof wide - 1] = '\0';
    assert_int_equal(find_parse(wide, fx.a, &q), ERR_TOO_LARGE);
    assert_int_equal(find_parse("\xFF", fx.a, &q), ERR_MALFORMED);
    assert_int_equal(find_parse("a b c d e f g h i j k l m n o p q r s", fx.a, &q), OK);
    assert_true(q.more);
    assert_int_equal(q.n, FIND_PARTS_MAX);
    assert_int_equal(find_parse("a country:am \"b c\"", fx.a, &q), OK);
    assert_string_equal(find_without(&q, 1, fx.a), "a \"b c\"");
    assert_string_equal(find_with(&q, "u:1", fx.a), "a country:am \"b c\" u:1");
}

/* Which of the four texts are found, as bits. */
static int
finds(const char *typed)
{
    struct find_query q;
    struct found f;
    int bits = 0;

    assert_int_equal(find_parse(typed, fx.a, &q), OK);
    assert_int_equal(find_cases(book.p, &q, "Olga", clock_now_s(), fx.a, &f), OK);
    for (size_t i = 0; i < f.n; i++) {
        struct case_full c;
        assert_int_equal(case_get(book.p, f.ids[i], fx.a, &c), OK);
        for (int k = 0; k < 4; k++)
            bits |= strncmp(c.row.subject, texts[k], 10) == 0 ? 1 << k : 0;
        case_wipe(&c);
    }
    return bits;
}

static void
test_what_is_found(void **state)
{
    static const struct {
        const char *typed;
        int bits;
    } table[] = {
        { "повестка", 1 }, { "военкомата", 1 }, { "чоловік підвал", 2 }, { "чоловік повестка", 0 },
        { "Pässe", 8 }, { "service -general", 0 }, { "service -повестка", 4 },
        { "\"телефон забрали\"", 2 }, { "\"забрали телефон\"", 0 }, { "lang:uk", 2 },
        { "lang:en service", 4 }, { "is:closed", 0 }, { "is:waiting", 15 },
        { "is:unread lead:-", 15 }, { "lead:me", 0 }, { "opened<1d", 15 }, { "opened>1d", 0 },
        { "is:late", 0 }, { "", 15 }, { "и", 0 }, { "%", 15 }, /* nothing that could be a word */
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (finds(table[i].typed) != table[i].bits)
            fail_msg("%s: %d", table[i].typed, finds(table[i].typed));
}

static void
test_pieces(void **state)
{
    static const struct {
        const char *text, *typed, *piece;
        size_t n_marks, from, to;
    } table[] = {
        { "Первая строка\nПовестку принесли", "повестка", "Повестку принесли", 1, 0, 16 },
        { "One two (words) here", "word", "One two (words) here", 1, 9, 14 },
        { "One two words", "\"two words\"", "One two words", 0, 0, 0 },
        { "Nothing", "other", NULL, 0, 0, 0 },
        { "", "x", NULL, 0, 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct find_query q;
        struct find_piece piece;
        assert_int_equal(find_parse(table[i].typed, fx.a, &q), OK);
        bool there = find_piece_of(table[i].text, &q, fx.a, &piece);
        assert_int_equal(there, table[i].piece != NULL);
        if (!there)
            continue;
        assert_string_equal(piece.text, table[i].piece);
        assert_int_equal(piece.n_marks, table[i].n_marks);
        if (piece.n_marks > 0) {
            assert_int_equal(piece.marks[0].from, table[i].from);
            assert_int_equal(piece.marks[0].to, table[i].to);
        }
    }
}

static void
ask_for(const char *q)
{
    char form[600];

    browser_get(&b, "/search");
    (void)snprintf(form, sizeof form, "csrf={csrf}&q=%s", q);
    browser_post(&b, "/search", form);
    if (b.status == 303)
        browser_get(&b, "/search");
}

static void
test_page(void **state)
{
    char wide[400];

    (void)state;
    ask_for("%D0%BF%D0%BE%D0%B2%D0%B5%D1%81%D1%82%D0%BA%D0%B0+foo%3A1");
    browser_shows(&b, 200, "не операция поиска");
    ask_for("%D0%BF%D0%BE%D0%B2%D0%B5%D1%81%D1%82%D0%BA%D0%B0"); /* повестка */
    browser_shows(&b, 200, "<mark>повестку</mark>");
    assert_true(browser_has(&b, "class=\"chip\""));
    ask_for("is%3Awaiting");
    browser_shows(&b, 200, "name=\"q\" value=\"is:waiting lang:uk\"");
    ask_for("%25+-");
    browser_shows(&b, 200, "искать нечего");
    ask_for("%3Cb%3E");
    assert_false(browser_has(&b, "<b>\""));
    memset(wide, 'a', sizeof wide - 1);
    wide[sizeof wide - 1] = '\0';
    ask_for(wide);
    assert_int_equal(b.status, 413);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_queries),
        cmocka_unit_test(test_bad_queries),
        cmocka_unit_test(test_what_is_found),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_page),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
