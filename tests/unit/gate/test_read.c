/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* act=read, the answers, and writing again. */
#include "core/open/words.h"
#include "seeker/pages.h"
#include "tests/unit/check.h"
#include "tests/unit/gate/world.h"
#include "text/text.h"

enum { HOUR = 497000 };

struct reader_of_answers {
    struct world *w;
    struct seeker_keys *keys;
    const char *words;
};

static int
setup(void **state)
{
    static struct reader_of_answers r;
    struct seed seed = { { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 } };
    struct words words;
    struct out o;

    r.w = world_new();
    r.keys = seeker_keys_new(&seed, &r.w->network);
    assert_int_equal(words_encode(&seed, WORDS_RU, &words), OK);
    o = out_in(r.w->a);
    for (int i = 0; i < WORDS_COUNT; i++) {
        out_lit(&o, words.word[i], strlen(words.word[i]));
        out_lit(&o, " ", 1);
    }
    r.words = out_text_of(&o);
    *state = &r;
    return 0;
}

static int
teardown(void **state)
{
    struct reader_of_answers *r = *state;

    seeker_keys_drop(&r->keys);
    world_drop(&r->w);
    return 0;
}

static struct got
read_answers(struct reader_of_answers *r)
{
    struct got g =
        fetch(r->w, "POST", "/", fields(r->w, "act", "read", "l", "ru", "words", r->words, NULL));

    assert_int_equal(g.status, 303);
    assert_memory_equal(g.location, "/t/", 3);
    return fetch(r->w, "GET", g.location, NULL);
}

static void
test_typed_words(void **state)
{
    struct reader_of_answers *r = *state;
    struct world *w = r->w;
    const char *first = arena_text_n(w->a, r->words, strcspn(r->words, " "));
    const char *rest = r->words + strlen(first) + 1;
    const struct row {
        const char *words, *says;
    } rows[] = {
        { "", "Type in the twelve words" },
        { " ,.- ", "Type in the twelve words" },
        { arena_printf(w->a, "ъъъъщщ %s", rest), "Please check word {1}: it is not in the list" },
        { rest, NULL },
        { arena_printf(w->a, "%s%s", rest, rest), NULL },
        { "1234567890 1234567890 1234567890 123456789",
            "Please check the digits: there must be 40, in four groups of ten" },
        { "9999999999 1234567890 1234567890 1234567890",
            "Please check the digits: there must be 40, in four groups of ten" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct got g = fetch(
            w, "POST", "/", fields(w, "act", "read", "l", "ru", "words", rows[i].words, NULL));
        const char *says = rows[i].says ? text_get(LANG_RU, rows[i].says) : NULL;
        if (says)
            says = text_fill(w->a, says, (const char *const[]){ "1", NULL });
        assert_int_equal(g.status, 422);
        assert_non_null(strstr(g.body, "role=\"alert\""));
        if (says)
            assert_non_null(strstr(g.body, says));
        if (rows[i].words[0] > ' ')
            assert_non_null(strstr(g.body, rows[i].words));
    }
    assert_int_equal(w->peer->n_shelf_asks, 0);
}

static void
test_answers_newest_first(void **state)
{
    struct reader_of_answers *r = *state;
    struct world *w = r->w;

    answer_at(w, 3, r->keys, (struct said){ ALPHA, ALPHA, 1, HOUR, "первый ответ", NULL });
    answer_at(w, 60, r->keys, (struct said){ GAMMA, GAMMA, 1, HOUR + 5, "zweite Antwort", NULL });
    answer_at(
        w, 1, r->keys, (struct said){ ALPHA, ALPHA, 2, HOUR - 9, "второй, часы отстали", NULL });
    answer_at(
        w, 17, r->keys, (struct said){ ALPHA, ALPHA, 1, HOUR, "первый ответ", NULL }); /* a copy */
    struct got g = read_answers(r);
    const char *first = strstr(g.body, "первый ответ"),
               *second = strstr(g.body, "второй, часы отстали"),
               *german = strstr(g.body, "zweite Antwort");

    assert_int_equal(g.status, 200);
    assert_int_equal(g.n_body, PAGE_PRIVATE_BYTES);
    assert_non_null(first);
    assert_non_null(second);
    assert_non_null(german);
    assert_true(german < second && second < first);
    assert_null(strstr(first + 1, "первый ответ"));
    assert_non_null(strstr(g.body, "Alpha"));
    assert_non_null(strstr(g.body, "Gamma"));
}

/* Nobody but an organisation of the root note, with what only she and the seeker share,
   is heard. */
static void
test_false_answers_are_not_shown(void **state)
{
    struct reader_of_answers *r = *state;
    struct world *w = r->w;
    struct seed other = { { 9 } };
    struct seeker_keys *stranger = seeker_keys_new(&other, &w->network);

    answer_at(w, 0, r->keys, (struct said){ BETA, ALPHA, 1, HOUR, "FALSE-1", NULL });
    answer_at(w, 1, stranger, (struct said){ ALPHA, ALPHA, 1, HOUR, "FALSE-2", NULL });
    answer_at(w, 2, r->keys, (struct said){ LISTED, LISTED, 1, HOUR, "TRUE-1", NULL });
    struct org_id listed = w->org[LISTED];
    memset(w->org[LISTED].b, 77, sizeof w->org[LISTED].b); /* in no root note */
    answer_at(w, 3, r->keys, (struct said){ LISTED, LISTED, 1, HOUR, "FALSE-3", NULL });
    w->org[LISTED] = listed;
    struct got g = read_answers(r);
    assert_null(strstr(g.body, "FALSE"));
    assert_non_null(strstr(g.body, "TRUE-1"));
    assert_non_null(strstr(g.body, "org-05050505"));
    seeker_keys_drop(&stranger);
}

static void
test_parts(void **state)
{
    struct reader_of_answers *r = *state;
    struct world *w = r->w;
    const struct message_part part[] = { { 0, 3, { 1 } }, { 1, 3, { 1 } }, { 2, 3, { 1 } } };

    answer_at(w, 9, r->keys, (struct said){ ALPHA, ALPHA, 1, HOUR, "gamma", &part[2] });
    answer_at(w, 5, r->keys, (struct said){ ALPHA, ALPHA, 1, HOUR, "alpha ", &part[0] });
    struct got g = read_answers(r);
    assert_non_null(strstr(g.body, "alpha […]\ngamma")); /* one is missing: said, not hidden */
    answer_at(w, 7, r->keys, (struct said){ ALPHA, ALPHA, 1, HOUR, "beta ", &part[1] });
    g = read_answers(r);
    assert_non_null(strstr(g.body, "alpha beta gamma"));
    assert_null(strstr(g.body, "[…]"));
}

/* T13: unused, empty, full and wrong-shelf words look the same from outside. */
static void
test_all_look_the_same(void **state)
{
    struct reader_of_answers *r = *state;
    struct world *w = r->w;
    struct got none = read_answers(r);

    for (size_t i = 0; i < 64; i++)
        answer_at(w, i, r->keys,
            (struct said){
                ALPHA, ALPHA, (uint32_t)i + 1, HOUR, arena_printf(w->a, "ответ %zu", i), NULL });
    struct got full = read_answers(r);
    shelf_of_strangers(w, 256);
    struct got wide = read_answers(r);
    struct got *all[] = { &none, &full, &wide };
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(all[i]->status, 200);
        assert_int_equal(all[i]->n_body, PAGE_PRIVATE_BYTES);
        assert_int_equal(strlen(all[i]->head), strlen(none.head));
        assert_int_equal(strlen(hidden(w, all[i]->body, "again")), GATE_PASS_TEXT);
    }
    assert_int_equal(w->peer->n_shelf_asks, 3);
    assert_non_null(strstr(none.body, text_get(LANG_RU, "There is no answer yet.")));
    assert_non_null(strstr(full.body, "ответ 63"));
}

static void
test_sheets(void **state)
{
    struct reader_of_answers *r = *state;
    struct world *w = r->w;
    char *long_text = arena_alloc(w->a, 3900);
    size_t n_sheets = 0, seen[8] = { 0 };
    const char *older;

    memset(long_text, 'x', 3899);
    for (size_t i = 0; i < 8; i++) {
        (void)snprintf(long_text, 20, "begin-%zu", i);
        long_text[7] = ' ';
        answer_at(w, i, r->keys,
            (struct said){ ALPHA, ALPHA, (uint32_t)i + 1, HOUR + (uint32_t)i, long_text, NULL });
    }
    struct got g = read_answers(r);
    assert_non_null(strstr(g.body, "begin-7"));
    do {
        n_sheets++;
        assert_int_equal(g.n_body, PAGE_PRIVATE_BYTES);
        for (size_t i = 0; i < 8; i++)
            seen[i] += strstr(g.body, arena_printf(w->a, "begin-%zu", i)) != NULL;
        const char *links = strstr(g.body, "href=\"/t/");
        older = links ? arena_text_n(w->a, links + 6, strcspn(links + 6, "\"")) : NULL;
        links = links ? strstr(links + 1, "href=\"/t/") : NULL;
        if (n_sheets > 1)
            older = links ? arena_text_n(w->a, links + 6, strcspn(links + 6, "\"")) : NULL;
        if (older)
            g = fetch(w, "GET", older, NULL);
    } while (older && n_sheets < 20);
    assert_true(n_sheets >= 3);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(seen[i], 1);
}

static void
test_shelf_cannot_be_read(void **state)
{
    struct reader_of_answers *r = *state;

    r->w->peer->shelf_broken = true;
    struct got g = read_answers(r);
    assert_int_equal(g.status, 503);
    assert_non_null(strstr(g.body,
        text_get(LANG_RU, "The answers could not be opened just now. Try again in a minute.")));
}

/* A further message: the same words, to the organisation that answered last. */
static void
test_write_again(void **state)
{
    struct reader_of_answers *r = *state;
    struct world *w = r->w;
    struct layer_head head;
    struct message m;
    struct psk psk;

    answer_at(w, 3, r->keys, (struct said){ GAMMA, GAMMA, 1, HOUR, "ответ", NULL });
    struct got g = read_answers(r);
    const char *again = hidden(w, g.body, "again");
    w->app.now_s = NOW_S + 20 * 60; /* twenty minutes of writing */
    g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "ru", "tok", hidden(w, g.body, "tok"), "again", again, "text",
            "Спасибо, ещё вопрос", NULL));
    assert_int_equal(g.status, 303);
    assert_int_equal(desk_opens(w, GAMMA, &w->peer->puts[0].e[0], &head, &m), OK);
    seeker_psk(r->keys, &w->org[GAMMA], &psk);
    assert_int_equal(head.type, MESSAGE_FOLLOW_UP);
    assert_true(psk_equal(&psk, &m.psk));
    assert_int_equal(m.card.shelf16, r->keys->shelf16);
    g = fetch(w, "GET", g.location, NULL);
    assert_string_equal(words_on(w, g.body), r->words);
    assert_non_null(strstr(g.body,
        text_get(LANG_RU, "Your twelve words stay the same. You need not write anything down.")));
}

/* Nothing was typed: the thread again, with its answers, what is missing, and the same words. */
static void
test_write_again_with_nothing(void **state)
{
    struct reader_of_answers *r = *state;
    struct world *w = r->w;

    for (int round = 0; round < 2; round++) { /* without an answer, and with one */
        if (round > 0)
            answer_at(w, 3, r->keys, (struct said){ GAMMA, GAMMA, 1, HOUR, "der Rat", NULL });
        struct got g = read_answers(r);
        assert_null(strstr(g.body, "role=\"alert\""));
        g = fetch(w, "POST", "/",
            fields(w, "act", "send", "l", "ru", "tok", hidden(w, g.body, "tok"), "again",
                hidden(w, g.body, "again"), "text", " \n", NULL));
        assert_int_equal(g.status, 303);
        assert_memory_equal(g.location, "/t/", 3);
        g = fetch(w, "GET", g.location, NULL);
        assert_int_equal(g.status, 200);
        assert_int_equal(g.n_body, PAGE_PRIVATE_BYTES);
        assert_non_null(strstr(g.body, "role=\"alert\""));
        assert_non_null(strstr(g.body, text_get(LANG_RU, "Write at least one sentence")));
        assert_non_null(strstr(g.body, text_get(LANG_RU, "Your twelve words stay the same.")));
        assert_int_equal(strstr(g.body, "der Rat") != NULL, round > 0);
        assert_int_equal(strlen(hidden(w, g.body, "again")), GATE_PASS_TEXT);
    }
    assert_int_equal(w->peer->n_puts, 0);
}

/* Any other mistake: the text is kept, and the page is still that of a further message, not of a
   first one. */
static void
test_a_further_message_with_a_mistake(void **state)
{
    struct reader_of_answers *r = *state;
    struct world *w = r->w;

    answer_at(w, 3, r->keys, (struct said){ GAMMA, GAMMA, 1, HOUR, "der Rat", NULL });
    struct got g = read_answers(r);
    g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "ru", "tok", hidden(w, g.body, "tok"), "again",
            hidden(w, g.body, "again"), "text", arena_printf(w->a, "Вот: %s", r->words), NULL));
    assert_int_equal(g.status, 422);
    assert_non_null(strstr(g.body, "Вот: "));
    assert_non_null(strstr(g.body, text_get(LANG_RU, "Your twelve words stay the same.")));
    assert_null(strstr(g.body, text_get(LANG_RU, "Tell it in your own words")));
    assert_null(strstr(g.body, "name=\"danger\""));
    assert_null(strstr(g.body, "name=\"country\""));
    const char *back = strstr(g.body, "href=\"/t/");
    assert_non_null(back);
    g = fetch(w, "GET", arena_text_n(w->a, back + 6, strcspn(back + 6, "\"")), NULL);
    assert_int_equal(g.status, 200);
    assert_non_null(strstr(g.body, "der Rat"));
    assert_null(strstr(g.body, "role=\"alert\""));
}

/* No answer yet: nobody here knows to whom the first message went, so the form asks. */
static void
test_write_again_without_an_answer(void **state)
{
    struct reader_of_answers *r = *state;
    struct world *w = r->w;
    struct layer_head head;
    struct message m;
    struct got page = read_answers(r);
    const char *tok = hidden(w, page.body, "tok"), *again = hidden(w, page.body, "again");

    w->app.now_s = NOW_S + 60;
    struct got g = fetch(w, "POST", "/",
        fields(
            w, "act", "send", "l", "ru", "tok", tok, "again", again, "text", "Где ответ?", NULL));
    assert_int_equal(g.status, 422);
    assert_non_null(strstr(g.body, "Где ответ?"));
    assert_string_equal(hidden(w, g.body, "again"), again);
    assert_non_null(strstr(g.body, "value=\"03030303030303030303030303030303\""));
    g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "ru", "tok", tok, "again", again, "text", "Где ответ?", "org",
            "03030303030303030303030303030303", NULL));
    assert_int_equal(g.status, 303);
    assert_int_equal(desk_opens(w, GAMMA, &w->peer->puts[0].e[0], &head, &m), OK);
    assert_string_equal(words_on(w, fetch(w, "GET", g.location, NULL).body), r->words);
}

static void
test_old_passes(void **state)
{
    struct reader_of_answers *r = *state;
    struct world *w = r->w;
    struct got g =
        fetch(w, "POST", "/", fields(w, "act", "read", "l", "uk", "words", r->words, NULL));
    struct got page = fetch(w, "GET", g.location, NULL);
    const char *again = hidden(w, page.body, "again");
    const char *cut = arena_text_n(w->a, g.location, strlen(g.location) - 1);
    const char *other = arena_printf(w->a, "/w/%s", g.location + 3);

    assert_int_equal(fetch(w, "GET", cut, NULL).status, 410);
    assert_int_equal(fetch(w, "GET", other, NULL).status, 410); /* a thread's pass opens no words */
    w->app.now_s = NOW_S + GATE_PASS_THREAD_S + 1;
    struct got old = fetch(w, "GET", g.location, NULL);
    assert_int_equal(old.status, 410);
    assert_non_null(strstr(old.body, "<html lang=\"uk\">"));
    assert_non_null(strstr(old.body, "href=\"/uk/r\""));
    w->app.now_s = NOW_S + GATE_PASS_LONG_S + 1; /* the text is shown again as a first message */
    page = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "uk", "tok", ticket_of(w, 60), "again", again, "text",
            "Ще раз", NULL));
    assert_int_equal(page.status, 422);
    assert_non_null(strstr(page.body, "Ще раз"));
    assert_null(hidden(w, page.body, "again"));
}

/* An address that never was a pass tells no language: the page speaks all five. */
static void
test_an_address_of_nobody(void **state)
{
    struct reader_of_answers *r = *state;
    static const char *const targets[] = { "/t/foo", "/w/foo", "/t/elsewhere/foo" };

    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct got g = fetch(r->w, "GET", targets[i], NULL);
        assert_int_equal(g.status, i < 2 ? 410 : 404);
        for (enum lang l = LANG_RU; l < N_LANGS; l++) {
            const char *title = i < 2 ? "This page is closed" : "There is no such page";
            assert_non_null(strstr(g.body, text_get(l, title)));
            assert_non_null(strstr(g.body, arena_printf(r->w->a, "href=\"/%s/\"", lang_code(l))));
            assert_non_null(strstr(g.body, arena_printf(r->w->a, "href=\"/%s/r\"", lang_code(l))));
        }
    }
}

static void
test_what_is_not_there(void **state)
{
    struct reader_of_answers *r = *state;
    struct world *w = r->w;
    char *huge = arena_alloc(w->a, 300000);
    static const struct row {
        const char *method, *target, *body;
        unsigned status;
        const char *lang;
    } rows[] = {
        { "GET", "/w/abc", NULL, 410, NULL },
        { "GET", "/t/", NULL, 404, NULL },
        { "GET", "/", NULL, 405, NULL },
        { "DELETE", "/w/abc", NULL, 405, NULL },
        { "POST", "/w/abc", "act=send&l=be", 405, "be" },
        { "POST", "/elsewhere", "act=send&l=be", 404, "be" },
        { "POST", "/", "", 400, NULL },
        { "POST", "/", "act=send&l=xx&text=a", 400, NULL },
        { "POST", "/", "act=nonsense&l=de", 400, "de" },
        { "POST", "/", "text=lost&l=de", 400, "de" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct got g = fetch(w, rows[i].method, rows[i].target, rows[i].body);
        assert_int_equal(g.status, rows[i].status);
        if (rows[i].lang)
            assert_non_null(strstr(g.body, arena_printf(w->a, "<html lang=\"%s\">", rows[i].lang)));
        assert_non_null(strstr(g.head, "Cache-Control: no-store"));
    }
    memset(huge, 'a', 200000);
    memcpy(huge, "act=send&l=de&text=", 19);
    struct got g = fetch(w, "POST", "/", huge);
    assert_int_equal(g.status, 413);
    assert_non_null(strstr(g.body, "<html lang=\"de\">"));
}

/* A cut body and a body that is none get no answer that pretends, and keep nobody. */
static void
test_cut_bodies(void **state)
{
    struct reader_of_answers *r = *state;
    static const char *const requests[] = {
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST / HTTP/9.9\r\n\r\n",
        "nonsense\r\n\r\n",
    };

    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        struct got g = fetch_raw(r->w, requests[i], strlen(requests[i]));
        assert_true(g.status == 0 || (g.status >= 400 && g.status < 600));
    }
}

int
main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(test_typed_words),
        CASE(test_answers_newest_first),
        CASE(test_false_answers_are_not_shown),
        CASE(test_parts),
        CASE(test_all_look_the_same),
        CASE(test_sheets),
        CASE(test_shelf_cannot_be_read),
        CASE(test_write_again),
        CASE(test_write_again_with_nothing),
        CASE(test_a_further_message_with_a_mistake),
        CASE(test_an_address_of_nobody),
        CASE(test_write_again_without_an_answer),
        CASE(test_old_passes),
        CASE(test_what_is_not_there),
        CASE(test_cut_bodies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
