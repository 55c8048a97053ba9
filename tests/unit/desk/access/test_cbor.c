/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is let near the library that parses what browsers send. */
#include "desk/access/cbor.h"
#include "tests/unit/check.h"

#define CASE(text, good)                                                                           \
    {                                                                                              \
        { (const uint8_t *)(text), sizeof(text) - 1 }, good                                        \
    }

static void
test_modest(void **state)
{
    static const struct {
        struct bytes b;
        bool good;
    } table[] = { CASE("", true), CASE("\x01", true), CASE("\x18\xFF", true), CASE("\x18", false),
        CASE("\x43"
             "abc",
            true),
        CASE("\x43"
             "ab",
            false),
        CASE("\x82\x01\x02", true), CASE("\x82\x01", false), CASE("\x80", true),
        CASE("\xA1\x01\x26", true), CASE("\xA1\x01", false),
        CASE("\xA2\x01\xA1\x02\x03\x04\x05", true), /* a key, as devices send it */
        CASE("\xC1\x01", true), CASE("\xC1", false), CASE("\xF6", true),
        CASE("\xFB\0\0\0\0\0\0\0\0", true), CASE("\x81\x81\x81\x81\x01", true), /* four deep */
        CASE("\x81\x81\x81\x81\x81\x01", false),                                /* five */
        CASE("\x9A\x9A\x9A\x9A\x9A\x9A", false),       /* 2.6 thousand million items */
        CASE("\xBB\x80\0\0\0\0\0\0\0\x01\x02", false), /* a count that doubles to nothing */
        CASE("\x9F\x01\xFF", false), CASE("\x5F\x41x\xFF", false), /* of no length known before */
        CASE("\x1C", false), CASE("\x01\x02\x03", true) };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (cbor_is_modest(table[i].b) != table[i].good)
            fail_msg("row %zu", i);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_modest) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
