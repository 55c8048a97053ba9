/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/ticket.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

enum { MADE = 1796000000, MIN = 2, MAX = 86400 };

struct fixture {
    struct ticket_key key;
    struct hub_id hub;
    struct ticket t;
};

static struct fixture
made(void)
{
    struct fixture f;
    struct once once;

    FILL(f.key.b, v_gate_ticket_key);
    FILL(f.hub.b, v_auth_hub);
    FILL(once.b, v_gate_once);
    ticket_make(&f.key, &f.hub, MADE, &once, &f.t);
    return f;
}

static void
test_same_text_as_the_others(void **state)
{
    struct fixture f = made();
    struct ticket back;
    char text[TICKET_TEXT + 1];

    (void)state;
    ticket_print(&f.t, text);
    assert_string_equal(text, v_gate_ticket_text);
    assert_int_equal(ticket_parse(bytes_of(text), &back), OK);
    assert_memory_equal(&back, &f.t, sizeof back);
}

static void
test_age_decides(void **state)
{
    static const struct {
        int64_t after_s;
        enum err expected;
        uint32_t wait_s;
    } rows[] = { { 0, ERR_BUSY, 2 }, { 1, ERR_BUSY, 1 }, { 2, OK, 0 }, { MAX, OK, 0 },
        { MAX + 1, ERR_EXPIRED, 0 }, { -60, ERR_BUSY, 62 }, { -61, ERR_EXPIRED, 0 } };
    struct fixture f = made();

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t wait_s = 0;
        enum err e = ticket_check(&f.t, &f.key, &f.hub, MADE + rows[i].after_s, MIN, MAX, &wait_s);
        assert_int_equal(e, rows[i].expected);
        assert_int_equal(wait_s, rows[i].wait_s);
    }
}

static void
test_any_changed_byte_is_forged(void **state)
{
    struct fixture f = made();
    uint8_t b[TICKET_BYTES];
    uint32_t wait_s = 7;

    (void)state;
    ticket_encode(&f.t, b);
    for (size_t i = 0; i < sizeof b; i++) {
        struct ticket t;
        b[i] ^= 0x40;
        ticket_decode(b, &t);
        assert_int_equal(ticket_check(&t, &f.key, &f.hub, MADE + 9, MIN, MAX, &wait_s), ERR_FORGED);
        b[i] ^= 0x40;
    }
    f.hub.b[0] ^= 1;
    assert_int_equal(ticket_check(&f.t, &f.key, &f.hub, MADE + 9, MIN, MAX, &wait_s), ERR_FORGED);
    assert_int_equal(wait_s, 7);
}

static void
test_parse_refuses(void **state)
{
    struct ticket t;
    char text[TICKET_TEXT + 2];

    (void)state;
    memcpy(text, v_gate_ticket_text, TICKET_TEXT);
    text[TICKET_TEXT] = 'A';
    for (size_t n = 0; n < TICKET_TEXT + 2; n++) {
        enum err e = ticket_parse((struct bytes){ (uint8_t *)text, n }, &t);
        assert_int_equal(e, n == TICKET_TEXT ? OK : ERR_MALFORMED);
    }
    text[5] = '+';
    assert_int_equal(
        ticket_parse((struct bytes){ (uint8_t *)text, TICKET_TEXT }, &t), ERR_MALFORMED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_text_as_the_others),
        cmocka_unit_test(test_age_decides),
        cmocka_unit_test(test_any_changed_byte_is_forged),
        cmocka_unit_test(test_parse_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
