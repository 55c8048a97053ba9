/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* act=send: what is wrong with a form, what is sealed, whom it goes to, and that sending twice is
   harmless. */
#include "core/triage/triage.h"
#include "core/wire/parts.h"
#include "core/wire/shelf.h"
#include "seeker/pages.h"
#include "tests/unit/check.h"
#include "tests/unit/gate/world.h"
#include "text/text.h"

static const char text[] = "Мне пришла повестка на 25 ноября. Что делать? <b>&\"'";
static const char shown[] =
    "Мне пришла повестка на 25 ноября. Что делать? &lt;b&gt;&amp;&#34;&#39;";

static int
setup(void **state)
{
    *state = world_new();
    return 0;
}

static int
teardown(void **state)
{
    struct world *w = *state;

    world_drop(&w);
    return 0;
}

static const char *
long_text(struct world *w, const char *piece, size_t n)
{
    char *t = arena_alloc(w->a, n * strlen(piece) + 1);

    for (size_t i = 0; i < n; i++)
        memcpy(t + i * strlen(piece), piece, strlen(piece));
    return t;
}

/* One sentence of the form in Russian. */
static const char *
ru(const char *msgid)
{
    return text_get(LANG_RU, msgid);
}

static void
test_problems(void **state)
{
    struct world *w = *state;
    const char *too_long = long_text(w, "ж", REQUEST_TEXT_MAX / 2 + 3);
    const struct row {
        const char *label, *text, *name, *value, *name2, *value2, *says;
    } rows[] = {
        { "empty", "", "who", "self", "a", "", "Write at least one sentence about what happened" },
        { "blank", " \n\t ", "who", "self", "a", "",
            "Write at least one sentence about what happened" },
        { "31 February", text, "d", "31", "m", "2",
            "There is no such day. Write numbers, for example 25 11 2026" },
        { "day in words", text, "d", "first", "a", "",
            "There is no such day. Write numbers, for example 25 11 2026" },
        { "unknown organisation", text, "org", "99999999999999999999999999999999", "a", "",
            "This organisation is no longer here. Choose another one." },
        { "expired card", text, "org", "04040404040404040404040404040404", "a", "",
            "This organisation is no longer here. Choose another one." },
        { "no organisation at all", text, "org", "nonsense", "a", "",
            "This organisation is no longer here. Choose another one." },
        { "designated", text, "org", "02020202020202020202020202020202", "country", "RU",
            "This organisation is banned or marked by the law in that country. Read the warning "
            "and decide." },
        { "too long", too_long, "a", "", "b", "", NULL },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        const char *tok = ticket_of(w, 60);
        struct got g = fetch(w, "POST", "/", /* of two fields of a name the first counts */
            fields(w, r->name, r->value, r->name2, r->value2, "act", "send", "l", "ru", "tok", tok,
                "text", r->text, "d", "5", "m", "12", "y", "2026", "danger", "soon", NULL));
        assert_int_equal(g.status, 422);
        assert_string_equal(hidden(w, g.body, "tok"), tok);
        assert_non_null(strstr(g.body, "value=\"soon\" checked"));
        if (r->says)
            assert_non_null(strstr(g.body, ru(r->says)));
        if (r->text[0] && strchr(" \n", r->text[0]) == NULL)
            assert_non_null(strstr(g.body, strcmp(r->text, text) == 0 ? shown : r->text));
        assert_int_equal(w->peer->n_puts, 0);
    }
}

static void
test_everything_typed_comes_back(void **state)
{
    struct world *w = *state;
    struct got g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "de", "tok", ticket_of(w, 60), "text", text, "who",
            "relative", "country", "DE", "d", "40", "m", "13", "y", "1", "what", "hearing",
            "danger", "no", "safe", "no", "org", "03030303030303030303030303030303", NULL));
    static const char *const kept[] = { shown, "value=\"relative\" selected",
        "value=\"DE\" selected", "name=\"d\" inputmode=\"numeric\" maxlength=\"2\" value=\"40\"",
        "value=\"13\"", "value=\"1\"", "value=\"hearing\" selected", "value=\"no\" checked",
        "value=\"03030303030303030303030303030303\" checked", "<html lang=\"de\">" };

    assert_int_equal(g.status, 422);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        assert_non_null(strstr(g.body, kept[i]));
}

static void
test_sealed_as_the_desk_expects(void **state)
{
    struct world *w = *state;
    struct layer_head head;
    struct message m;
    struct got g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "ru", "tok", ticket_of(w, 60), "text", text, "who", "self",
            "country", "RU", "d", "5", "m", "12", "y", "26", "what", "hearing", "danger", "yes",
            "safe", "no", "org", "auto", NULL));

    assert_int_equal(g.status, 303);
    assert_int_equal(strlen(g.location), 3 + GATE_PASS_TEXT);
    assert_memory_equal(g.location, "/w/", 3);
    assert_int_equal(w->peer->n_puts, 1);
    assert_int_equal(w->peer->puts[0].n, 1);
    assert_int_equal(desk_opens(w, ALPHA, &w->peer->puts[0].e[0], &head, &m), OK);
    assert_int_equal(head.type, MESSAGE_REQUEST);
    assert_int_equal(head.bell, BELL_RING_DANGER);
    assert_string_equal(head.lang, "ru");
    assert_true(bytes_equal(m.text, bytes_of(text)));
    assert_int_equal(m.has, HAS_TEXT | HAS_CARD | HAS_PSK | HAS_LANG | HAS_ANSWERS);
    assert_int_equal(m.answers.who, WHO_SELF);
    assert_string_equal(m.answers.country, "RU");
    assert_true(m.answers.has_day);
    assert_int_equal(m.answers.day, 20792); /* 5 December 2026 */
    assert_int_equal(m.answers.day_kind, DATE_HEARING);
    assert_int_equal(m.answers.danger, DANGER_YES);
    assert_int_equal(m.answers.safe, 2);
    for (int i = 0; i < N_CARDS; i++)
        if (i != ALPHA)
            assert_int_not_equal(desk_opens(w, i, &w->peer->puts[0].e[0], &head, &m), OK);
}

static void
test_words_lead_to_the_answer(void **state)
{
    struct world *w = *state;
    struct layer_head head;
    struct message m;
    struct got g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "uk", "tok", ticket_of(w, 60), "text", text, NULL));
    struct got page = fetch(w, "GET", g.location, NULL);

    assert_int_equal(page.status, 200);
    assert_int_equal(page.n_body, PAGE_PRIVATE_BYTES);
    assert_non_null(strstr(page.body, "http://hub.example.org"));
    assert_non_null(strstr(page.body, "Alpha"));
    assert_int_equal(desk_opens(w, ALPHA, &w->peer->puts[0].e[0], &head, &m), OK);
    g = fetch(
        w, "POST", "/", fields(w, "act", "read", "l", "uk", "words", words_on(w, page.body), NULL));
    assert_int_equal(g.status, 303);
    g = fetch(w, "GET", g.location, NULL);
    assert_int_equal(g.status, 200);
    assert_int_equal(w->peer->n, shelf_number(m.card.shelf16, 3)); /* the shelf on the card */
    assert_int_equal(w->peer->p, 3);
}

/* Press twice, edit, come again after a turn of the epochs: the words are the same each time. */
static void
test_once(void **state)
{
    struct world *w = *state;
    const char *tok = ticket_of(w, 60);
    const char *same = fields(w, "act", "send", "l", "ru", "tok", tok, "text", text, NULL);
    const char *edited = fields(w, "act", "send", "l", "ru", "tok", tok, "text", "Другое", NULL);
    const char *first =
        words_on(w, fetch(w, "GET", fetch(w, "POST", "/", same).location, NULL).body);

    assert_string_equal(
        words_on(w, fetch(w, "GET", fetch(w, "POST", "/", same).location, NULL).body), first);
    assert_memory_equal(&w->peer->puts[0].e[0], &w->peer->puts[1].e[0], ENVELOPE_BYTES);
    assert_string_equal(
        words_on(w, fetch(w, "GET", fetch(w, "POST", "/", edited).location, NULL).body), first);
    assert_memory_not_equal(&w->peer->puts[0].e[0], &w->peer->puts[2].e[0], ENVELOPE_BYTES);
    epochs_turn(w->epochs, EPOCH_MS);
    w->peer->next[0] = HUBLINK_SPENT;
    w->peer->n_next = 1;
    w->peer->first_epoch = 1;
    struct got g = fetch(w, "POST", "/", same);
    assert_int_equal(g.status, 303);
    assert_int_equal(w->peer->puts[3].epoch, 2);
    assert_int_equal(w->peer->puts[4].epoch, 1);
    assert_memory_equal(&w->peer->puts[0].e[0], &w->peer->puts[4].e[0], ENVELOPE_BYTES);
    assert_string_equal(words_on(w, fetch(w, "GET", g.location, NULL).body), first);
    epochs_turn(w->epochs, 2 * EPOCH_MS);
    w->peer->next[0] = HUBLINK_SPENT;
    w->peer->n_next = 1;
    assert_int_equal(
        fetch(w, "POST", "/", same).status, 410); /* nobody can make those words again */
}

static void
test_another_ticket_gives_other_words(void **state)
{
    struct world *w = *state;
    const char *words[2];

    for (int i = 0; i < 2; i++) {
        struct got g = fetch(w, "POST", "/",
            fields(w, "act", "send", "l", "en", "tok", ticket_of(w, 60), "text", text, NULL));
        words[i] = words_on(w, fetch(w, "GET", g.location, NULL).body);
    }
    assert_string_not_equal(words[0], words[1]);
    assert_memory_not_equal(&w->peer->puts[0].e[0].b[4], &w->peer->puts[1].e[0].b[4], 32);
}

static void
test_long_text_in_parts(void **state)
{
    struct world *w = *state;
    const char *whole = long_text(w, "Прошу помощи. ", REQUEST_TEXT_MAX / 27);
    const struct message *parts[4];
    struct bytes joined;
    struct layer_head head;
    struct got g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "ru", "tok", ticket_of(w, 60), "text", whole, "country", "RU",
            NULL));

    assert_int_equal(g.status, 303);
    assert_int_equal(w->peer->n_puts, 1);
    assert_int_equal(w->peer->puts[0].n, 4);
    for (size_t i = 0; i < 4; i++) {
        struct message *m = arena_alloc(w->a, sizeof *m);
        assert_int_equal(desk_opens(w, ALPHA, &w->peer->puts[0].e[i], &head, m), OK);
        parts[i] = m;
    }
    assert_int_equal(parts_join(parts, 4, w->a, &joined), OK);
    assert_true(bytes_equal(joined, bytes_of(whole)));
}

static void
test_words_in_the_text(void **state)
{
    struct world *w = *state;
    struct got g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "ru", "tok", ticket_of(w, 60), "text", text, NULL));
    const char *words = words_on(w, fetch(w, "GET", g.location, NULL).body);
    const char *pasted = arena_printf(w->a, "Здравствуйте, вот мои слова: %s. Помогите.", words);

    g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "ru", "tok", ticket_of(w, 60), "text", pasted, NULL));
    assert_int_equal(g.status, 422);
    assert_non_null(strstr(g.body, ru("The text holds twelve words. They are your key: take them "
                                      "out. Nobody needs them but you.")));
    assert_non_null(strstr(g.body, pasted));
    assert_int_equal(w->peer->n_puts, 1);
}

static void
test_not_utf8(void **state)
{
    struct world *w = *state;
    const char *body =
        arena_printf(w->a, "act=send&l=ru&tok=%s&text=%%D0%%96%%FFzz%%C3", ticket_of(w, 60));
    struct got g = fetch(w, "POST", "/", body);

    assert_int_equal(g.status, 422);
    assert_non_null(
        strstr(g.body, ru("Some characters cannot be read. Take them out and send again.")));
    assert_non_null(strstr(g.body, "Ж\xef\xbf\xbdzz\xef\xbf\xbd"));
}

/* The marked organisation goes through once confirmed, and is never chosen by itself. */
static void
test_designated(void **state)
{
    struct world *w = *state;
    struct layer_head head;
    struct message m;
    struct got g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "ru", "tok", ticket_of(w, 60), "text", text, "country", "RU",
            "org", "02020202020202020202020202020202", "confirm", "1", NULL));

    assert_int_equal(g.status, 303);
    assert_int_equal(desk_opens(w, BETA, &w->peer->puts[0].e[0], &head, &m), OK);
    g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "en", "tok", ticket_of(w, 60), "text", text, "country", "RU",
            NULL));
    assert_int_equal(g.status, 303);
    assert_int_equal(desk_opens(w, GAMMA, &w->peer->puts[1].e[0], &head, &m), OK);
}

static void
test_only_marked_or_closed_ones(void **state)
{
    struct world *w = *state;
    const int64_t late_s = NOW_S + INT64_C(200) * 24 * 3600;
    struct book_card all[N_CARDS];

    memcpy(all, w->book->cards, sizeof all);
    w->book->cards[0] = all[BETA];
    w->book->n_cards = 1;
    struct got g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "ru", "tok", ticket_of(w, 60), "text", text, "country", "RU",
            NULL));
    assert_int_equal(g.status, 422); /* the only one left is marked there: ask */
    assert_non_null(strstr(g.body, "name=\"confirm\""));
    assert_non_null(strstr(g.body, "value=\"02020202020202020202020202020202\" checked"));
    w->app.now_s = late_s; /* all door keys have run out */
    g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "ru", "tok", ticket_of(w, NOW_S - late_s + 60), "text", text,
            NULL));
    assert_int_equal(g.status, 422);
    assert_non_null(strstr(g.body,
        ru("Right now nobody here can receive a message. Copy your text and try again tomorrow.")));
    assert_non_null(strstr(g.body, shown));
    assert_int_equal(w->peer->n_puts, 0);
    memcpy(w->book->cards, all, sizeof all);
}

static void
test_headers(void **state)
{
    struct world *w = *state;
    struct got g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "en", "tok", ticket_of(w, 60), "text", text, NULL));
    static const char *const wanted[] = { "Cache-Control: no-store", "Referrer-Policy: no-referrer",
        "X-Content-Type-Options: nosniff", "frame-ancestors 'none'", "form-action 'self'",
        "default-src 'none'; style-src 'sha256-", "Connection: close" };
    struct got page = fetch(w, "GET", g.location, NULL);

    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        assert_non_null(strstr(g.head, wanted[i]));
        assert_non_null(strstr(page.head, wanted[i]));
    }
    assert_null(strstr(page.head, "Set-Cookie"));
    assert_null(strstr(page.head, "Server:"));
}

int
main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(test_problems),
        CASE(test_everything_typed_comes_back),
        CASE(test_sealed_as_the_desk_expects),
        CASE(test_words_lead_to_the_answer),
        CASE(test_once),
        CASE(test_another_ticket_gives_other_words),
        CASE(test_long_text_in_parts),
        CASE(test_words_in_the_text),
        CASE(test_not_utf8),
        CASE(test_designated),
        CASE(test_only_marked_or_closed_ones),
        CASE(test_headers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
