/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/answers.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

static void
test_there_and_back(void **state)
{
    struct answers a = made_request().answers, back;
    uint8_t b[ANSWERS_MAX_BYTES];
    struct writer w = writer_of(b, sizeof b);

    (void)state;
    assert_int_equal(answers_encode(&a, &w), OK);
    assert_int_equal(w.n, ANSWERS_MAX_BYTES);
    assert_int_equal(answers_decode((struct bytes){ b, w.n }, &back), OK);
    assert_int_equal(back.who, 2);
    assert_string_equal(back.country, "AM");
    assert_true(back.has_day);
    assert_int_equal(back.day, 20800);
    assert_int_equal(back.day_kind, 2);
    assert_int_equal(back.danger, 3);
    assert_int_equal(back.safe, 1);
}

static void
test_nothing_answered_is_one_byte(void **state)
{
    struct answers a = { .form = 1 }, back;
    uint8_t b[ANSWERS_MAX_BYTES];
    struct writer w = writer_of(b, sizeof b);

    (void)state;
    assert_int_equal(answers_encode(&a, &w), OK);
    assert_int_equal(w.n, 1);
    assert_int_equal(answers_decode((struct bytes){ b, 1 }, &back), OK);
    assert_false(back.has_day);
    assert_string_equal(back.country, "");
}

static void
test_decode_table(void **state)
{
    static const struct {
        uint8_t b[12];
        size_t n;
        enum err expected;
    } rows[] = {
        { { 0 }, 0, ERR_MALFORMED }, { { 0 }, 1, ERR_MALFORMED }, /* form 0 */
        { { 2, 9, 9, 9 }, 4, OK },                                /* a later form: not read */
        { { 1, 1, 1, 0 }, 4, ERR_MALFORMED },          /* "not answered" is not written */
        { { 1, 1, 1, 32 }, 4, ERR_MALFORMED },         /* over the limit */
        { { 1, 1, 2, 1, 1 }, 5, ERR_MALFORMED },       /* too long a value */
        { { 1, 1, 1, 1, 1, 1, 1 }, 7, ERR_MALFORMED }, /* twice */
        { { 1, 7, 1, 1 }, 4, ERR_MALFORMED },          /* unknown, must be known */
        { { 1, 0x80, 1, 1 }, 4, OK },                  /* unknown, may be passed over */
        { { 1, 2, 2, 'a', 'm' }, 5, ERR_MALFORMED }, { { 1, 2, 2, 'A', 0 }, 5, ERR_MALFORMED },
        { { 1, 3, 4, 0x7F, 0xFF, 0xFF, 0xFF }, 7, ERR_MALFORMED }, /* a day far away */
        { { 1, 3, 4, 0xFF, 0xFF, 0xFF, 0xFF }, 7, OK },            /* the day before 1970 */
        { { 1, 3, 5, 0, 0 }, 5, ERR_MALFORMED },                   /* cut */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answers a;
        assert_int_equal(
            answers_decode((struct bytes){ rows[i].b, rows[i].n }, &a), rows[i].expected);
    }
}

static void
test_encode_refuses_what_decode_would(void **state)
{
    static const struct answers bad[] = { { .form = 2 }, { .form = 1, .country = "am" },
        { .form = 1, .who = 32 }, { .form = 1, .has_day = true, .day = 100000 } };
    uint8_t b[ANSWERS_MAX_BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct writer w = writer_of(b, sizeof b);
        assert_int_equal(answers_encode(&bad[i], &w), ERR_MALFORMED);
        assert_int_equal(w.n, 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_nothing_answered_is_one_byte),
        cmocka_unit_test(test_decode_table),
        cmocka_unit_test(test_encode_refuses_what_decode_would),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
