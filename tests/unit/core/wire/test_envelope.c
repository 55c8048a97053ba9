/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/envelope.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

static void
test_only_the_known_head_passes(void **state)
{
    struct envelope e;

    (void)state;
    FILL(e.b, v_request_envelope);
    assert_int_equal(envelope_check(&e), OK);
    for (size_t i = 0; i < ENVELOPE_HEAD_BYTES; i++) {
        for (unsigned v = 0; v < 256; v++) {
            struct envelope other = e;
            other.b[i] = (uint8_t)v;
            bool same = v == e.b[i];
            assert_int_equal(envelope_check(&other), same ? OK : ERR_MALFORMED);
        }
    }
}

static void
test_lane_head_there_and_back(void **state)
{
    const struct layer_head heads[] = { { 1, BELL_RING_NONE, "" }, { 2, BELL_RING_DATE, "uk" },
        { 11, BELL_RING_DANGER, "de" } };
    uint8_t b[LAYER_HEAD_BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        struct layer_head h;
        assert_int_equal(lane_head_encode(&heads[i], b), OK);
        assert_int_equal(lane_head_decode(b, &h), OK);
        assert_int_equal(h.type, heads[i].type);
        assert_int_equal(h.bell, heads[i].bell);
        assert_string_equal(h.lang, heads[i].lang);
    }
}

static void
test_lane_head_refuses(void **state)
{
    static const uint8_t bad[][LAYER_HEAD_BYTES] = {
        { 0, 1, 0, 'r', 'u', 0, 0, 0 },
        { 1, 2, 0, 'r', 'u', 0, 0, 0 },
        { 1, 1, 3, 'r', 'u', 0, 0, 0 },
        { 1, 1, 0, 'r', 0, 0, 0, 0 },
        { 1, 1, 0, 'R', 'U', 0, 0, 0 },
        { 1, 1, 0, 'r', 'u', 1, 0, 0 },
        { 1, 1, 0, 'r', 'u', 0, 0, 9 },
    };
    struct layer_head h = { 77, BELL_RING_NONE, "xx" }, wrong = { 1, BELL_RING_NONE, "RU" };
    uint8_t b[LAYER_HEAD_BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(lane_head_decode(bad[i], &h), ERR_MALFORMED);
        assert_int_equal(h.type, 77);
    }
    assert_int_equal(lane_head_encode(&wrong, b), ERR_MALFORMED);
}

static void
test_drop_head(void **state)
{
    uint8_t b[LAYER_HEAD_BYTES], type = 0;

    (void)state;
    drop_head_encode(3, b);
    assert_int_equal(drop_head_decode(b, &type), OK);
    assert_int_equal(type, 3);
    for (size_t i = 0; i < sizeof b; i++) {
        uint8_t other[LAYER_HEAD_BYTES];
        memcpy(other, b, sizeof b);
        other[i] = i == 0 ? 0 : (uint8_t)(b[i] + 1);
        assert_int_equal(drop_head_decode(other, &type), ERR_MALFORMED);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_the_known_head_passes),
        cmocka_unit_test(test_lane_head_there_and_back),
        cmocka_unit_test(test_lane_head_refuses),
        cmocka_unit_test(test_drop_head),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
