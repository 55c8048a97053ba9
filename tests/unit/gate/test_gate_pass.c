/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "gate/gate_pass.h"
#include "tests/unit/check.h"
#include <assert.h>

static struct gate_pass
sample(void)
{
    struct gate_pass p = { .kind = PASS_WORDS,
        .lang = LANG_BE,
        .crisis = true,
        .has_org = true,
        .country = "AM",
        .stage = WORDS_WRONG,
        .wrong = WRONG_7,
        .sheet = 513,
        .epoch = 77,
        .made_s = 1000,
        .seed = { { 1, 2, 3 } } };

    memset(p.org.b, 9, sizeof p.org.b);
    return p;
}

static void
test_there_and_back(void **state)
{
    struct gate_pass p = sample(), q = { .kind = PASS_UNSET };
    OWN(epochs) e = epochs_new(0);
    char a[GATE_PASS_TEXT + 1], b[GATE_PASS_TEXT + 1];

    (void)state;
    assert_int_equal(gate_pass_print(e, &p, a), OK);
    assert_int_equal(gate_pass_print(e, &p, b), OK);
    assert_int_equal(strlen(a), GATE_PASS_TEXT);
    assert_string_not_equal(a, b); /* nothing tells that two are of one person */
    assert_int_equal(gate_pass_lang(a), LANG_BE);
    assert_int_equal(gate_pass_read(e, a, PASS_WORDS, 1000, &q), OK);
    assert_int_equal(q.lang, p.lang);
    assert_true(q.crisis && q.has_org && !q.again);
    assert_string_equal(q.country, "AM");
    assert_int_equal(q.stage, WORDS_WRONG);
    assert_int_equal(q.wrong, WRONG_7);
    assert_int_equal(q.sheet, 513);
    assert_int_equal(q.epoch, 77);
    assert_memory_equal(q.org.b, p.org.b, sizeof p.org.b);
    assert_memory_equal(q.seed.b, p.seed.b, sizeof p.seed.b);
}

static void
test_every_flipped_character(void **state)
{
    struct gate_pass p = sample(), q;
    OWN(epochs) e = epochs_new(0);
    char a[GATE_PASS_TEXT + 1];

    (void)state;
    assert_int_equal(gate_pass_print(e, &p, a), OK);
    for (size_t i = 0; i < GATE_PASS_TEXT; i++) {
        char kept = a[i];
        a[i] = kept == 'Q' ? 'R' : 'Q';
        assert_int_equal(gate_pass_read(e, a, PASS_WORDS, 1000, &q), ERR_EXPIRED);
        a[i] = kept;
    }
    a[GATE_PASS_TEXT - 1] = '\0';
    assert_int_equal(gate_pass_read(e, a, PASS_WORDS, 1000, &q), ERR_EXPIRED);
    assert_int_equal(gate_pass_lang(a), LANG_UNSET);
    assert_int_equal(gate_pass_read(e, NULL, PASS_WORDS, 1000, &q), ERR_EXPIRED);
}

static void
test_ages_and_kinds(void **state)
{
    static const struct {
        enum pass_kind made, wanted;
        int64_t age_s;
        enum err e;
    } rows[] = {
        { PASS_WORDS, PASS_WORDS, GATE_PASS_LONG_S, OK },
        { PASS_WORDS, PASS_WORDS, GATE_PASS_LONG_S + 1, ERR_EXPIRED },
        { PASS_THREAD, PASS_THREAD, GATE_PASS_THREAD_S, OK },
        { PASS_THREAD, PASS_THREAD, GATE_PASS_THREAD_S + 1, ERR_EXPIRED },
        { PASS_WORDS, PASS_THREAD, 0, ERR_EXPIRED },
        { PASS_THREAD, PASS_WORDS, 0, ERR_EXPIRED },
        { PASS_AGAIN, PASS_THREAD, 0, ERR_EXPIRED },
        { PASS_WAIT, PASS_WAIT, 0, OK },
    };
    OWN(epochs) e = epochs_new(0);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct gate_pass p = sample(), q;
        char a[GATE_PASS_TEXT + 1];
        p.kind = rows[i].made;
        assert_int_equal(gate_pass_print(e, &p, a), OK);
        assert_int_equal(gate_pass_read(e, a, rows[i].wanted, 1000 + rows[i].age_s, &q), rows[i].e);
    }
}

static void
test_epochs(void **state)
{
    struct gate_pass p = sample(), q;
    OWN(epochs) e = epochs_new(0);
    char a[GATE_PASS_TEXT + 1];
    struct epoch_key first;

    (void)state;
    first = e->now.r;
    assert_int_equal(gate_pass_print(e, &p, a), OK);
    assert_null(epochs_find(e, 0));
    assert_int_equal(e->before.number, 0);
    epochs_turn(e, EPOCH_MS - 1);
    assert_int_equal(e->now.number, 1);
    assert_int_equal(epochs_left_ms(e, EPOCH_MS - 1), 1);
    epochs_turn(e, EPOCH_MS);
    assert_int_equal(e->now.number, 2);
    assert_memory_equal(epochs_find(e, 1)->r.b, first.b, sizeof first.b);
    assert_memory_not_equal(e->now.r.b, first.b, sizeof first.b);
    assert_int_equal(gate_pass_read(e, a, PASS_WORDS, 1000, &q), OK);
    epochs_turn(e, 2 * EPOCH_MS);
    assert_null(epochs_find(e, 1));
    assert_int_equal(gate_pass_read(e, a, PASS_WORDS, 1000, &q), ERR_EXPIRED);
    epochs_turn(e, 9 * EPOCH_MS); /* asleep for long: nothing old is left */
    assert_int_equal(e->now.number, 4);
    static const struct epoch none;
    assert_memory_equal(&e->before, &none, sizeof none);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_every_flipped_character),
        cmocka_unit_test(test_ages_and_kinds),
        cmocka_unit_test(test_epochs),
    };

    assert(!crypto_start());
    return cmocka_run_group_tests(tests, NULL, NULL);
}
