/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What one of several organisations cannot do with its answers: draw to itself what is written to
   another, or stay on top. */
#include "core/open/words.h"
#include "tests/unit/check.h"
#include "tests/unit/gate/world.h"

enum { HOUR = 497000 };

struct seeker {
    struct world *w;
    struct seeker_keys *keys;
    const char *words;
};

static int
setup(void **state)
{
    static struct seeker s;
    struct seed seed = { { 9, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 } };
    char digits[DIGITS_CAP];

    s.w = world_new();
    s.keys = seeker_keys_new(&seed, &s.w->network);
    digits_encode(&seed, digits);
    s.words = arena_text(s.w->a, digits);
    *state = &s;
    return 0;
}

static int
teardown(void **state)
{
    struct seeker *s = *state;

    seeker_keys_drop(&s->keys);
    world_drop(&s->w);
    return 0;
}

static struct got
read_answers(struct seeker *s)
{
    struct got g =
        fetch(s->w, "POST", "/", fields(s->w, "act", "read", "l", "ru", "words", s->words, NULL));

    assert_int_equal(g.status, 303);
    return fetch(s->w, "GET", g.location, NULL);
}

static void
test_a_reply_goes_to_whom_the_writer_names(void **state)
{
    struct seeker *s = *state;
    struct world *w = s->w;
    struct layer_head head;
    struct message m;

    answer_at(w, 3, s->keys, (struct said){ ALPHA, ALPHA, 1, HOUR, "где вы сейчас?", NULL });
    answer_at(w, 9, s->keys, (struct said){ GAMMA, GAMMA, 1, HOUR + 1, "wir hören zu", NULL });
    struct got g = read_answers(s);
    const char *tok = hidden(w, g.body, "tok"), *again = hidden(w, g.body, "again");

    w->app.now_s = NOW_S + 60;
    g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "ru", "tok", tok, "again", again, "text", "Я там-то", NULL));
    assert_int_equal(g.status, 422);
    assert_int_equal(w->peer->n_puts, 0);
    assert_non_null(strstr(g.body, "Я там-то"));
    g = fetch(w, "POST", "/",
        fields(w, "act", "send", "l", "ru", "tok", tok, "again", again, "text", "Я там-то", "org",
            "01010101010101010101010101010101", NULL));
    assert_int_equal(g.status, 303);
    assert_int_equal(desk_opens(w, ALPHA, &w->peer->puts[0].e[0], &head, &m), OK);
    assert_int_equal(head.type, MESSAGE_FOLLOW_UP);
}

static void
test_an_hour_to_come_is_now(void **state)
{
    struct seeker *s = *state;
    struct world *w = s->w;
    const uint32_t now = (uint32_t)(NOW_S / 3600);

    answer_at(w, 3, s->keys, (struct said){ ALPHA, ALPHA, 1, now, "von heute", NULL });
    answer_at(w, 9, s->keys, (struct said){ GAMMA, GAMMA, 1, UINT32_MAX, "aus der Zukunft", NULL });
    struct got g = read_answers(s);
    const char *later = strstr(g.body, "aus der Zukunft"), *today = strstr(g.body, "von heute");

    assert_non_null(later);
    assert_non_null(today);
    assert_true(today < later);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_a_reply_goes_to_whom_the_writer_names, setup, teardown),
        cmocka_unit_test_setup_teardown(test_an_hour_to_come_is_now, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
