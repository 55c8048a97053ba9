/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "core/wire/note.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

/* The example of the Go package that C2SP signed-note comes from. */
static const char known_note[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
static const char known_vkey[] =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
static const char known_key[] =
    "1a5cd90714 3c384c41e8 30c5bce12a a8817ec564 9aaabf2c31 388b35b2d7 44d6";

static struct sign_public
key_of_known(void)
{
    struct sign_public k;
    char hex[65];
    size_t n = 0;

    for (const char *c = known_key; *c; c++)
        if (*c != ' ')
            hex[n++] = *c;
    hex[n] = '\0';
    assert_int_equal(hex_decode(hex, k.b, sizeof k.b), OK);
    return k;
}

static void
test_known_note(void **state)
{
    struct sign_public key = key_of_known();
    struct note n;
    char line[NOTE_LINE_CAP], vkey[NOTE_VKEY_CAP];

    (void)state;
    assert_int_equal(note_parse(bytes_of(known_note), &n), OK);
    assert_int_equal(n.n_sigs, 1);
    assert_int_equal(n.text.n, 99);
    assert_int_equal(note_verify(&n, "PeterNeumann", &key), OK);
    assert_int_equal(note_verify(&n, "PeterNewmann", &key), ERR_NOT_FOUND);
    key.b[0] ^= 1;
    assert_int_equal(note_verify(&n, "PeterNeumann", &key), ERR_NOT_FOUND);
    key.b[0] ^= 1;
    n.sigs[0].sig[10] ^= 1;
    assert_int_equal(note_verify(&n, "PeterNeumann", &key), ERR_FORGED);
    n.sigs[0].sig[10] ^= 1;
    n.text.n--;
    assert_int_equal(note_verify(&n, "PeterNeumann", &key), ERR_FORGED);
    note_line(&n.sigs[0], line);
    assert_string_equal(line, strstr(known_note, "\u2014"));
    note_vkey("PeterNeumann", &key, vkey);
    assert_string_equal(vkey, known_vkey);
}

static void
test_other_signatures_are_passed_over(void **state)
{
    static char in[sizeof known_note + 400];
    struct sign_public key = key_of_known();
    struct note n;

    (void)state;
    (void)snprintf(
        in, sizeof in, "%s\u2014 someone AAAA\n\u2014 other+name %092d\n", known_note, 0);
    assert_int_equal(note_parse(bytes_of(in), &n), OK);
    assert_int_equal(n.n_sigs, 1);
    assert_int_equal(note_verify(&n, "PeterNeumann", &key), OK);
}

static void
test_malformed(void **state)
{
    static const char *const bad[] = {
        "",
        "\n",
        "\n\n",
        "text\n",
        "text\n\n",
        "text\n\nsignature\n",
        "text\n\n\u2014 name\n",
        "text\n\n\u2014 name \n",
        "text\n\n\u2014  AAAA\n",
        "text\n\n\u2014 name AAAA",
        "te\txt\n\n\u2014 name AAAA\n",
        "te\xFFxt\n\n\u2014 name AAAA\n",
        "text\n\n\u2014 name AAAA\n\u2014 bad\n",
    };
    struct note n = { .n_sigs = 9 };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(note_parse(bytes_of(bad[i]), &n), ERR_MALFORMED);
    assert_int_equal(n.n_sigs, 9);
}

/* A signature has one spelling: no other byte may stand for a digit of it. */
static void
test_each_changed_digit_is_another_signature(void **state)
{
    char in[sizeof known_note];
    struct sign_public key = key_of_known();
    size_t start = (size_t)(strstr(known_note, "x08go") - known_note);
    struct note n;

    (void)state;
    for (size_t i = start; i < start + 92; i++) {
        for (unsigned v = 1; v < 128; v++) {
            memcpy(in, known_note, sizeof in);
            in[i] = (char)v;
            if (v == (unsigned)(unsigned char)known_note[i] || note_parse(bytes_of(in), &n))
                continue;
            assert_int_not_equal(note_verify(&n, "PeterNeumann", &key), OK);
        }
        memcpy(in, known_note, sizeof in);
        memcpy(in + i, "\u00D1", 2);
        assert_int_equal(note_parse(bytes_of(in), &n), ERR_MALFORMED);
    }
}

static void
test_too_many_signatures(void **state)
{
    static char in[8192];
    const char *line = strstr(known_note, "\u2014");
    size_t n = (size_t)(line - known_note);
    struct note note;

    (void)state;
    memcpy(in, known_note, n);
    for (size_t i = 0; i < NOTE_MAX_SIGS + 1; i++) {
        memcpy(in + n, line, strlen(line));
        n += strlen(line);
    }
    struct bytes most = { (uint8_t *)in, n - strlen(line) }, over = { (uint8_t *)in, n };
    assert_int_equal(note_parse(most, &note), OK);
    assert_int_equal(note_parse(over, &note), ERR_TOO_LARGE);
}

static void
test_file_of_several(void **state)
{
    struct bytes rest = bytes_of("one\n=====\ntwo\nlines\n=====\nlast\n"), one;

    (void)state;
    assert_true(notes_next(&rest, &one));
    assert_true(bytes_equal(one, bytes_of("one\n")));
    assert_true(notes_next(&rest, &one));
    assert_true(bytes_equal(one, bytes_of("two\nlines\n")));
    assert_true(notes_next(&rest, &one));
    assert_true(bytes_equal(one, bytes_of("last\n")));
    assert_false(notes_next(&rest, &one));
    rest = bytes_of("one\n=====\n");
    assert_true(notes_next(&rest, &one));
    assert_false(notes_next(&rest, &one));
}

static void
test_names(void **state)
{
    static const char *const good[] = { "a", "org-40414243", "understory.example/editor" };
    static const char *const bad[] = { "", "two words", "plus+", "tab\t", "ж",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(note_name_is_valid(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(note_name_is_valid(bad[i]));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_note),
        cmocka_unit_test(test_other_signatures_are_passed_over),
        cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_each_changed_digit_is_another_signature),
        cmocka_unit_test(test_too_many_signatures),
        cmocka_unit_test(test_file_of_several),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
