/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "base/text.h"
#include "desk/dates/ics.h"
#include "tests/unit/check.h"
#include <stdio.h>

static const char *
line(struct arena *a, const char *name, const char *value)
{
    struct out o = out_in(a);

    ics_line(&o, name, value);
    return out_text_of(&o);
}

static void
test_escapes(void **state)
{
    OWN(arena) a = arena_new(1 << 16);

    (void)state;
    assert_string_equal(ics_text(a, "plain"), "plain");
    assert_string_equal(ics_text(a, "a;b,c\\d"), "a\\;b\\,c\\\\d");
    assert_string_equal(ics_text(a, "one\r\ntwo\nthree\t\x07\x7f"), "one\\ntwo\\nthree");
    assert_string_equal(ics_text(a, "END:VEVENT\r\nBEGIN:VEVENT"), "END:VEVENT\\nBEGIN:VEVENT");
    assert_string_equal(ics_text(a, "Срок"), "Срок");
    assert_string_equal(ics_text(a, ""), "");
}

/* Every line is at most 75 bytes long, is whole UTF-8, and unfolds to what it was. */
static void
check_folding(struct arena *a, const char *value)
{
    const char *got = line(a, "SUMMARY", value);
    struct out flat = out_in(a);

    assert_non_null(got);
    for (const char *s = got; *s;) {
        const char *end = strstr(s, "\r\n");
        assert_non_null(end);
        size_t n = (size_t)(end - s);
        assert_true(n <= 75);
        assert_true(utf8_is_valid((struct bytes){ (const uint8_t *)s, n }));
        if (s != got) {
            assert_int_equal(*s, ' ');
            s++;
            n--;
        }
        out_lit(&flat, s, n);
        s = end + 2;
    }
    assert_string_equal(out_text_of(&flat) + strlen("SUMMARY:"), value);
    arena_clear(a);
}

static void
test_folding(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    char text[600];

    (void)state;
    for (size_t n = 0; n < 300; n++) {
        memset(text, 'x', n);
        text[n] = '\0';
        check_folding(a, text);
    }
    /* Two, three and four bytes a letter, starting at every offset. */
    static const char *const letters[] = { "ы", "€", "𝄞" };
    for (size_t l = 0; l < 3; l++)
        for (size_t before = 0; before < 80; before++) {
            size_t at = before;
            memset(text, 'x', before);
            for (int i = 0; i < 60; i++) {
                memcpy(text + at, letters[l], strlen(letters[l]));
                at += strlen(letters[l]);
            }
            text[at] = '\0';
            check_folding(a, text);
        }
    assert_int_equal(strlen(line(a, "A", "")), 4);
}

static void
test_a_feed(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct ics_event events[2] = { { { 1, 2, 3 }, 4127, 1773522000, 1770000000, 0 },
        { { 9 }, 4128, 1774828800, 1770000000, 3 } };
    struct ics_feed f = { LANG_RU, events, 2 };
    struct out o = out_in(a);

    (void)state;
    ics_write(&o, &f);
    const char *text = out_text_of(&o);
    assert_non_null(strstr(text, "SUMMARY:Срок 4127\r\n"));
    assert_non_null(strstr(text, "DTEND:20260314T210000Z\r\n"));
    assert_non_null(strstr(text, "DTSTART:20260314T200000Z\r\n"));
    assert_non_null(strstr(text, "UID:01020300000000000000000000000000\r\n"));
    assert_non_null(strstr(text, "SEQUENCE:3\r\n"));
    assert_null(strstr(text, "LOCATION"));
    assert_null(strstr(text, "URL"));
    assert_true(strlen(text) > 2 && strcmp(text + strlen(text) - 15, "END:VCALENDAR\r\n") == 0);
    for (const char *s = text; *s; s++)
        assert_true(*s != '\n' || s[-1] == '\r');
}

static void
test_no_memory_is_a_failure(void **state)
{
    OWN(arena) a = arena_new(300);
    struct ics_event e = { { 1 }, 1, 1773522000, 1770000000, 0 };
    struct ics_feed f = { LANG_DE, &e, 1 };
    struct out o = out_in(a);

    (void)state;
    ics_write(&o, &f);
    assert_true(o.failed);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_folding),
        cmocka_unit_test(test_a_feed),
        cmocka_unit_test(test_no_memory_is_a_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
