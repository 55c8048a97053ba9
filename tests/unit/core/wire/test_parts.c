/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "core/wire/parts.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

static const uint8_t group[PART_GROUP_BYTES] = { 1, 2, 3, 4, 5, 6, 7, 8 };
static uint8_t text[ANSWER_TEXT_MAX + 8];

/* n bytes of characters of `width` bytes, padded with single ones. */
static struct bytes
text_of(size_t n, size_t width)
{
    static const char *const chars[] = { "", "x", "ж", "€", "𝄞" };
    size_t at = n % width;

    memset(text, 'x', at);
    for (; at < n; at += width)
        memcpy(text + at, chars[width], width);
    return (struct bytes){ text, n };
}

static void
assert_parts_fit_and_join(const struct message *whole, size_t max, size_t expected)
{
    struct parts p;
    struct arena *a = arena_new(1 << 16);
    const struct message *list[PART_MAX_COUNT];
    uint8_t b[4096];
    struct bytes joined;

    assert_int_equal(parts_plan(whole, max, group, &p), OK);
    if (expected)
        assert_int_equal(p.n, expected);
    for (size_t i = 0; i < p.n; i++) {
        struct writer w = writer_of(b, max);
        assert_int_equal(message_encode(&p.m[i], &w), OK);
        assert_true(utf8_is_valid(p.m[i].text));
        list[p.n - 1 - i] = &p.m[i];
    }
    assert_int_equal(parts_join(list, p.n, a, &joined), OK);
    assert_true(bytes_equal(joined, whole->text));
    arena_drop(&a);
}

static void
test_capacity_of_one_envelope(void **state)
{
    struct message r = made_request(), a = made_answer();

    (void)state;
    for (size_t width = 1; width <= 4; width++) {
        r.text = text_of(REQUEST_TEXT_ONE, width);
        assert_parts_fit_and_join(&r, REQUEST_MESSAGE_MAX, 1);
        r.text = text_of(REQUEST_TEXT_ONE + 1, width);
        assert_parts_fit_and_join(&r, REQUEST_MESSAGE_MAX, 2);
        a.text = text_of(ANSWER_TEXT_ONE, width);
        assert_parts_fit_and_join(&a, ANSWER_MESSAGE_MAX, 1);
        a.text = text_of(ANSWER_TEXT_ONE + 1, width);
        assert_parts_fit_and_join(&a, ANSWER_MESSAGE_MAX, 2);
    }
}

static void
test_capacity_in_all(void **state)
{
    struct message r = made_request(), a = made_answer();
    struct parts p;

    (void)state;
    for (size_t width = 1; width <= 4; width++) {
        for (size_t less = 0; less < 4; less++) {
            r.text = text_of(REQUEST_TEXT_MAX - less, width);
            assert_parts_fit_and_join(&r, REQUEST_MESSAGE_MAX, 4);
            a.text = text_of(ANSWER_TEXT_MAX - less, width);
            assert_parts_fit_and_join(&a, ANSWER_MESSAGE_MAX, 4);
        }
        r.text = text_of(REQUEST_TEXT_MAX + 1, width);
        assert_int_equal(parts_plan(&r, REQUEST_MESSAGE_MAX, group, &p), ERR_TOO_LARGE);
        a.text = text_of(ANSWER_TEXT_MAX + 1, width);
        assert_int_equal(parts_plan(&a, ANSWER_MESSAGE_MAX, group, &p), ERR_TOO_LARGE);
    }
}

static void
test_every_length(void **state)
{
    struct message r = made_request();

    (void)state;
    for (size_t n = 1; n <= REQUEST_TEXT_MAX; n += n < 64 ? 1 : 97) {
        r.text = text_of(n, 1 + n % 4);
        assert_parts_fit_and_join(&r, REQUEST_MESSAGE_MAX, 0);
    }
}

static void
test_join_refuses(void **state)
{
    struct message r = made_request();
    struct parts p;
    struct arena *a = arena_new(1 << 16);
    struct bytes joined;

    (void)state;
    r.text = text_of(9000, 1);
    text[5] = 0x79; /* so that the first part differs from the second */
    assert_int_equal(parts_plan(&r, REQUEST_MESSAGE_MAX, group, &p), OK);
    assert_int_equal(p.n, 3);
    const struct message *missing[] = { &p.m[0], &p.m[2] };
    assert_int_equal(parts_join(missing, 2, a, &joined), ERR_NOT_FOUND);
    assert_int_equal(parts_join(missing, 0, a, &joined), ERR_NOT_FOUND);
    const struct message *doubled[] = { &p.m[0], &p.m[1], &p.m[1], &p.m[2] };
    assert_int_equal(parts_join(doubled, 4, a, &joined), OK);
    struct message other = p.m[1];
    const struct message *mixed[] = { &p.m[0], &other, &p.m[2] };
    other.part.group[0] ^= 1;
    assert_int_equal(parts_join(mixed, 3, a, &joined), ERR_CONFLICT);
    other = p.m[1];
    other.psk.b[5] ^= 1;
    assert_int_equal(parts_join(mixed, 3, a, &joined), ERR_CONFLICT);
    other = p.m[1];
    other.part.index = 0; /* a second first part that says something else */
    assert_int_equal(parts_join(mixed, 3, a, &joined), ERR_CONFLICT);
    other = r;
    assert_int_equal(parts_join(mixed, 3, a, &joined), ERR_CONFLICT);
    arena_drop(&a);
}

static void
test_plan_refuses(void **state)
{
    struct message r = made_request();
    struct parts p;

    (void)state;
    r.text = (struct bytes){ text, 0 };
    assert_int_equal(parts_plan(&r, REQUEST_MESSAGE_MAX, group, &p), ERR_MALFORMED);
    r.text = bytes_of("\xC3(");
    assert_int_equal(parts_plan(&r, REQUEST_MESSAGE_MAX, group, &p), ERR_MALFORMED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_capacity_of_one_envelope),
        cmocka_unit_test(test_capacity_in_all),
        cmocka_unit_test(test_every_length),
        cmocka_unit_test(test_join_refuses),
        cmocka_unit_test(test_plan_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
