/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Search: what is typed, what is found, and the page. */
#include "base/clock.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include "core/wire/message.h"
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
        { "-повестка -service", 10 }, { "-general lang:en", 0 }, { "-повестка lang:en", 4 },
        { "is:late", 0 }, { "", 15 }, { "и", 0 }, { "%", 15 }, /* nothing that could be a word */
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (finds(table[i].typed) != table[i].bits)
            fail_msg("%s: %d", table[i].typed, finds(table[i].typed));
}

static size_t
how_many(const char *typed, bool *more)
{
    struct find_query q;
    struct found f;

    assert_int_equal(find_parse(typed, fx.a, &q), OK);
    assert_int_equal(find_cases(book.p, &q, "Olga", clock_now_s(), fx.a, &f), OK);
    for (size_t i = 1; i < f.n; i++)
        assert_true(f.ids[i - 1] > f.ids[i]); /* here the latest have the highest numbers */
    *more = f.more;
    return f.n;
}

/* A case of the projection alone: its number, and the words it begins with. */
static void
add_case(int64_t id, const char *words)
{
    uint8_t body[600];
    struct writer w = writer_of(body, sizeof body);
    struct message m = { .type = MESSAGE_REQUEST, .has = HAS_TEXT | HAS_PSK | HAS_CARD };
    struct record r = { .kind = RECORD_MESSAGE, .number = MESSAGE_REQUEST, .at_s = 1000 + id };
    struct stream_id stream;

    random_fill(stream.b, sizeof stream.b);
    random_fill(m.psk.b, sizeof m.psk.b);
    random_fill(m.card.pk.b, sizeof m.card.pk.b);
    m.text = bytes_of(words);
    assert_int_equal(message_encode(&m, &w), OK);
    r.rating = (struct rating){ .urgency = 3, .country = "KZ", .date_day = INT32_MIN };
    r.body = (struct bytes){ body, w.n };
    assert_int_equal(case_apply(book.p, &stream, id, &r), OK);
}

static void
add_note(int64_t case_id, int64_t id, const char *words)
{
    struct record r = {
        .kind = RECORD_NOTE, .at_s = 1000 + id, .by_name = "Olga", .body = bytes_of(words)
    };
    struct stream_id stream;

    assert_int_equal(casebook_stream(&book, case_id, &stream), OK);
    assert_int_equal(case_apply(book.p, &stream, id, &r), OK);
}

/* Words of one case may stand in different entries; a phrase does not reach into another. */
static void
test_words_of_several_entries(void **state)
{
    bool more = false;

    (void)state;
    assert_int_equal(db_begin(book.p, TX_WRITE), OK);
    add_case(70000, "жемчужина моря");
    add_case(70001, "жемчужина суши");
    assert_int_equal(how_many("жемчужина скалистый", &more), 0);
    add_note(70001, 70002, "на скалистом берегу");
    assert_int_equal(how_many("жемчужины скалистый", &more), 1);
    assert_int_equal(how_many("жемчужины -скалистый", &more), 1);
    add_note(70001, 70003, "\xFF\xFE");
    assert_int_equal(how_many("жемчужины скалистый", &more), 1);
    assert_int_equal(how_many("\"суши на\"", &more), 0);
    assert_int_equal(how_many("\"скалистом берегу\"", &more), 1);
    assert_int_equal(how_many("жемчужина country:kz", &more), 2);
    assert_int_equal(how_many("жемчужина country:de", &more), 0);
    assert_int_equal(find_forget(book.p, 70001), OK);
    assert_int_equal(how_many("жемчужина", &more), 1);
    assert_int_equal(find_want(book.p, 70001), OK);
    assert_int_equal(how_many("жемчужина", &more), 2);
    assert_int_equal(db_end(book.p, ERR_CONFLICT), ERR_CONFLICT); /* nothing of it stays */
    assert_int_equal(how_many("жемчужина", &more), 0);
}

/* What is found is cut by age, and said. */
static void
test_very_many(void **state)
{
    enum { MANY = FOUND_MAX + 50 };
    int64_t wanted = 0;
    bool more = false;

    (void)state;
    assert_int_equal(db_begin(book.p, TX_WRITE), OK);
    for (int64_t i = 0; i < MANY; i++)
        add_case(80000 + i, i % 100 == 0 ? "жемчужина редкая" : "жемчужина");
    assert_int_equal(find_wanted(book.p, 10000, &wanted), OK);
    assert_int_equal(wanted, MANY);
    while (wanted > 0) {
        assert_int_equal(find_index_some(book.p, 0), OK);
        assert_int_equal(find_wanted(book.p, 10000, &wanted), OK);
    }
    assert_int_equal(how_many("жемчужина", &more), FOUND_MAX);
    assert_true(more);
    assert_int_equal(how_many("жемчужина редкая", &more), MANY / 100 + 1);
    assert_false(more);
    assert_int_equal(how_many("country:kz", &more), FOUND_MAX);
    assert_true(more);
    assert_int_equal(how_many("жемчужина country:de", &more), 0);
    assert_false(more);
    assert_int_equal(db_end(book.p, ERR_CONFLICT), ERR_CONFLICT);
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
        cmocka_unit_test(test_words_of_several_entries),
        cmocka_unit_test(test_very_many),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_page),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
