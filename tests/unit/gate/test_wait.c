/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the committer answers other than "stored", and the page that carries envelopes. */
#include "seeker/pages.h"
#include "tests/unit/check.h"
#include "tests/unit/gate/world.h"
#include "text/text.h"

static const char text[] = "Секретный текст о повестке";

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

static struct got
send_with(struct world *w, const char *tok)
{
    return fetch(
        w, "POST", "/", fields(w, "act", "send", "l", "ru", "tok", tok, "text", text, NULL));
}

static const char *
carry_of(struct world *w, const char *page)
{
    return fields(w, "act", "carry", "l", "ru", "tok", hidden(w, page, "tok"), "st",
        hidden(w, page, "st"), "env", hidden(w, page, "env"), NULL);
}

static void
answer_next(struct world *w, enum hublink_status status)
{
    w->peer->next[w->peer->n_next++] = status;
}

static void
test_every_status(void **state)
{
    struct world *w = *state;
    static const struct row {
        enum hublink_status status;
        unsigned http;
        const char *says; /* in Russian on the page; NULL: a redirect */
        bool same_ticket, has_text, carries;
    } rows[] = {
        { HUBLINK_STORED, 303, NULL, false, false, false },
        { HUBLINK_EARLY, 200, "Almost done", true, false, true },
        { HUBLINK_BUSY, 503, "Please wait a little", true, false, true },
        { HUBLINK_EXPIRED, 422,
            "The page was open for too long. Your text is here: press \"Send\" once more.", false,
            true, false },
        { HUBLINK_FORGED, 422,
            "The page was open for too long. Your text is here: press \"Send\" once more.", false,
            true, false },
        { HUBLINK_FULL, 503,
            "The message could not be kept just now. Nothing is lost: press \"Send\" in a minute.",
            true, true, false },
        { HUBLINK_FAILED, 503,
            "The message could not be kept just now. Nothing is lost: press \"Send\" in a minute.",
            true, true, false },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *tok = ticket_of(w, 60);
        answer_next(w, rows[i].status);
        struct got g = send_with(w, tok);
        assert_int_equal(g.status, rows[i].http);
        if (!rows[i].says)
            continue;
        const char *next = hidden(w, g.body, "tok");
        assert_non_null(strstr(g.body, text_get(LANG_RU, rows[i].says)));
        assert_int_equal(strlen(next), TICKET_TEXT);
        assert_int_equal(strcmp(next, tok) == 0, rows[i].same_ticket);
        assert_int_equal(strstr(g.body, text) != NULL, rows[i].has_text);
        assert_int_equal(hidden(w, g.body, "env") != NULL, rows[i].carries);
    }
}

static void
test_hub_is_gone(void **state)
{
    struct world *w = *state;
    int64_t commit = w->conf.commit;

    w->conf.commit = 9999;
    struct got g = send_with(w, ticket_of(w, 60));
    assert_int_equal(g.status, 503);
    assert_non_null(strstr(g.body, text));
    w->conf.commit = commit;
}

static void
test_tickets(void **state)
{
    struct world *w = *state;
    char *forged = arena_text(w->a, ticket_of(w, 60));
    const struct row {
        const char *tok;
        unsigned status;
    } rows[] = { { "", 422 }, { "x", 422 }, { forged, 422 }, { ticket_of(w, 25 * 3600), 422 },
        { ticket_of(w, -600), 422 }, { ticket_of(w, 23 * 3600), 303 }, { ticket_of(w, 1), 200 },
        { TICKET_PLACE, 422 } };

    forged[20] = forged[20] == 'A' ? 'B' : 'A';
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct got g = send_with(w, rows[i].tok);
        assert_int_equal(g.status, rows[i].status);
        if (g.status == 422) {
            assert_non_null(strstr(g.body, text));
            assert_string_not_equal(hidden(w, g.body, "tok"), rows[i].tok);
        }
    }
    assert_int_equal(
        w->peer->n_puts, 1); /* a ticket that is not good never reaches the committer */
}

static void
test_carry_until_it_is_taken(void **state)
{
    struct world *w = *state;
    const char *tok = ticket_of(w, 60);
    struct layer_head head;
    struct message m;

    answer_next(w, HUBLINK_BUSY);
    w->peer->wait_s = 40;
    struct got g = send_with(w, tok);
    assert_int_equal(g.n_body % PAGE_PRIVATE_BYTES, 0);
    assert_non_null(strstr(g.body, "40"));
    answer_next(w, HUBLINK_BUSY);
    g = fetch(w, "POST", "/", carry_of(w, g.body));
    assert_int_equal(g.status, 503);
    epochs_turn(w->epochs, EPOCH_MS); /* the first key is still held */
    g = fetch(w, "POST", "/", carry_of(w, g.body));
    assert_int_equal(g.status, 303);
    assert_int_equal(w->peer->n_puts, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(w->peer->puts[i].epoch, 1);
        assert_memory_equal(&w->peer->puts[i].e[0], &w->peer->puts[0].e[0], ENVELOPE_BYTES);
        assert_memory_equal(w->peer->puts[i].ticket, w->peer->puts[0].ticket, 36);
    }
    assert_int_equal(desk_opens(w, ALPHA, &w->peer->puts[2].e[0], &head, &m), OK);
    g = fetch(w, "GET", g.location, NULL);
    assert_int_equal(g.status, 200);
    assert_int_equal(strlen(words_on(w, g.body)) > 40, 1);
}

static void
test_carry_with_an_old_ticket_goes_on(void **state)
{
    struct world *w = *state;

    answer_next(w, HUBLINK_BUSY);
    answer_next(w, HUBLINK_EXPIRED);
    answer_next(w, HUBLINK_FULL);
    struct got first = send_with(w, ticket_of(w, 60));
    struct got second = fetch(w, "POST", "/", carry_of(w, first.body));
    assert_int_equal(second.status, 200);
    assert_string_not_equal(hidden(w, second.body, "tok"), hidden(w, first.body, "tok"));
    assert_string_equal(hidden(w, second.body, "env"), hidden(w, first.body, "env"));
    struct got third = fetch(w, "POST", "/", carry_of(w, second.body));
    assert_int_equal(third.status, 503);
    assert_string_equal(hidden(w, third.body, "env"), hidden(w, first.body, "env"));
    assert_int_equal(fetch(w, "POST", "/", carry_of(w, third.body)).status, 303);
}

static void
test_bad_carries(void **state)
{
    struct world *w = *state;

    answer_next(w, HUBLINK_BUSY);
    struct got g = send_with(w, ticket_of(w, 60));
    const char *tok = hidden(w, g.body, "tok"), *st = hidden(w, g.body, "st"),
               *env = hidden(w, g.body, "env");
    const struct row {
        const char *tok, *st, *env;
        unsigned status;
    } rows[] = {
        { tok, st, "", 400 },
        { tok, st, arena_text_n(w->a, env, strlen(env) - 4), 400 },
        { tok, st, arena_printf(w->a, "%s%s%s%s%s", env, env, env, env, env), 400 },
        { tok, st, arena_printf(w->a, "B%s", env + 1), 400 },
        { tok, st, arena_printf(w->a, "%s!", env), 400 },
        { tok, "", env, 410 },
        { tok, arena_printf(w->a, "%s", st + 1), env, 410 },
        { "x", st, env, 200 },
    };
    size_t n_puts = w->peer->n_puts;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(fetch(w, "POST", "/",
                             fields(w, "act", "carry", "l", "ru", "tok", rows[i].tok, "st",
                                 rows[i].st, "env", rows[i].env, NULL))
                             .status,
            rows[i].status);
    assert_int_equal(w->peer->n_puts, n_puts);
}

/* What the committer says is one line to the kit; the words in it are the contract. */
static void
test_sealed_in_the_browser(void **state)
{
    struct world *w = *state;
    static const struct row {
        enum hublink_status status;
        const char *says;
    } rows[] = { { HUBLINK_STORED, "stored\n" }, { HUBLINK_EARLY, "wait 40\n" },
        { HUBLINK_BUSY, "wait 40\n" }, { HUBLINK_EXPIRED, "ticket " },
        { HUBLINK_FORGED, "ticket " }, { HUBLINK_FULL, "full\n" }, { HUBLINK_FAILED, "full\n" } };
    const char *tok = ticket_of(w, 60);

    answer_next(w, HUBLINK_BUSY);
    const char *env = hidden(w, send_with(w, ticket_of(w, 61)).body, "env");
    struct envelope sealed = w->peer->puts[0].e[0];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        w->peer->n_next = 0;
        answer_next(w, rows[i].status);
        w->peer->wait_s = 40;
        struct got g = fetch(
            w, "POST", "/", fields(w, "act", "seal", "l", "ru", "tok", tok, "env", env, NULL));
        assert_int_equal(g.status, 200);
        assert_non_null(strstr(g.head, "text/plain"));
        assert_memory_equal(g.body, rows[i].says, strlen(rows[i].says));
        assert_int_equal(w->peer->n_puts, i + 2);
        assert_memory_equal(&w->peer->puts[i + 1].e[0], &sealed, ENVELOPE_BYTES);
    }
}

/* Given twice with a turn of the epochs between: asked again under the first one, stored once. */
static void
test_sealed_and_sent_twice(void **state)
{
    struct world *w = *state;
    const char *tok = ticket_of(w, 60);

    answer_next(w, HUBLINK_BUSY);
    const char *env = hidden(w, send_with(w, ticket_of(w, 61)).body, "env");
    w->peer->first_epoch = 7;
    answer_next(w, HUBLINK_SPENT);
    struct got g =
        fetch(w, "POST", "/", fields(w, "act", "seal", "l", "ru", "tok", tok, "env", env, NULL));
    assert_string_equal(g.body, "stored\n");
    assert_int_equal(w->peer->puts[2].epoch, 7);
}

static void
test_bad_seals(void **state)
{
    struct world *w = *state;
    const char *good = ticket_of(w, 60);
    const struct row {
        const char *tok, *env;
        unsigned status;
        const char *says;
    } rows[] = { { good, "", 200, "ticket " }, { "", "AAAA", 200, "ticket " },
        { "x", "AAAA", 200, "ticket " }, { good, "AAAA", 400, "" }, { good, "!!", 400, "" } };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct got g = fetch(w, "POST", "/",
            fields(w, "act", "seal", "l", "ru", "tok", rows[i].tok, "env", rows[i].env, NULL));
        assert_int_equal(g.status, rows[i].status);
        assert_memory_equal(g.body, rows[i].says, strlen(rows[i].says));
    }
    assert_int_equal(w->peer->n_puts, 0);
}

static void
test_type_back(void **state)
{
    struct world *w = *state;
    struct got page = fetch(w, "GET", send_with(w, ticket_of(w, 60)).location, NULL);
    const char *list[12], *at = words_on(w, page.body);
    const char *st = hidden(w, page.body, "st");

    for (int i = 0; i < 12; i++) {
        size_t n = strcspn(at, " ");
        list[i] = arena_text_n(w->a, at, n);
        at += n + 1;
    }
    const struct row {
        const char *w3, *w7, *w10, *says;
    } rows[] = {
        { list[2], list[6], list[9], "Words 3, 7 and 10 are right. Put the paper away." },
        { list[3], list[6], list[9], NULL },
        { "", "", "", "Write down twelve words" },
        { list[2], "", list[9], NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct got g = fetch(w, "POST", "/",
            fields(w, "act", "check", "l", "ru", "st", st, "w3", rows[i].w3, "w7", rows[i].w7,
                "w10", rows[i].w10, NULL));
        assert_int_equal(g.status, 303);
        g = fetch(w, "GET", g.location, NULL);
        assert_int_equal(g.n_body, PAGE_PRIVATE_BYTES);
        if (rows[i].says)
            assert_non_null(strstr(g.body, text_get(LANG_RU, rows[i].says)));
        assert_int_equal(strstr(g.body, "role=\"alert\"") != NULL, rows[i].says == NULL);
    }
    assert_int_equal(
        fetch(w, "POST", "/", fields(w, "act", "check", "l", "ru", "st", "old", NULL)).status, 410);
}

/* One word is wrong: it alone is marked and named, the others stay in their fields. */
static void
test_one_wrong_word(void **state)
{
    struct world *w = *state;
    struct got page = fetch(w, "GET", send_with(w, ticket_of(w, 60)).location, NULL);
    char *list = arena_text(w->a, words_on(w, page.body)), *word[12], *rest = NULL;

    for (int i = 0; i < 12; i++)
        word[i] = strtok_r(i ? NULL : list, " ", &rest);
    struct got g = fetch(w, "POST", "/",
        fields(w, "act", "check", "l", "ru", "st", hidden(w, page.body, "st"), "w3", word[2], "w7",
            word[0], "w10", word[9], NULL));
    g = fetch(w, "GET", g.location, NULL);
    assert_string_equal(hidden(w, g.body, "w3"), word[2]);
    assert_string_equal(hidden(w, g.body, "w7"), "");
    assert_string_equal(hidden(w, g.body, "w10"), word[9]);
    assert_non_null(strstr(g.body, "href=\"#w7\""));
    assert_non_null(strstr(g.body, "id=\"w7\" aria-invalid=\"true\""));
    assert_non_null(strstr(g.body, "id=\"w3\" aria-invalid=\"false\""));
    assert_non_null(
        strstr(g.body, text_fill(w->a, text_get(LANG_RU, "Word {1} is different. Look once more."),
                           (const char *const[]){ "7", NULL })));
    assert_int_equal(g.n_body, PAGE_PRIVATE_BYTES);
}

/* Crisis lines of the country stand first on the page of the words when the writer is in danger. */
static void
test_danger_shows_lines_first(void **state)
{
    struct world *w = *state;
    struct got g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "ru", "tok", ticket_of(w, 60), "text", text, "danger", "yes",
            "country", "RU", NULL));
    struct got page = fetch(w, "GET", g.location, NULL);
    struct got calm = fetch(w, "GET", send_with(w, ticket_of(w, 60)).location, NULL);

    assert_true(strstr(page.body, "tel:112") < strstr(page.body, "<ol class=\"words\""));
    assert_true(strstr(calm.body, "tel:") > strstr(calm.body, "<ol class=\"words\""));
}

int
main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(test_every_status),
        CASE(test_hub_is_gone),
        CASE(test_tickets),
        CASE(test_carry_until_it_is_taken),
        CASE(test_carry_with_an_old_ticket_goes_on),
        CASE(test_bad_carries),
        CASE(test_sealed_in_the_browser),
        CASE(test_sealed_and_sent_twice),
        CASE(test_bad_seals),
        CASE(test_type_back),
        CASE(test_one_wrong_word),
        CASE(test_danger_shows_lines_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
