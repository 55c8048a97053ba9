/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "http/multipart.h"
#include "tests/unit/check.h"

static const char type[] = "multipart/form-data; boundary=B1";

static enum err
parse(const char *content_type, const char *body, struct arena *a, struct form *f,
    struct multipart_file *file)
{
    return multipart_parse(bytes_of(body), content_type, a, f, file);
}

static void
test_fields_and_a_file(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct multipart_file file = { 0 };
    struct form f;

    (void)state;
    assert_int_equal(
        parse(type,
            "--B1\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n"
            "--B1\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\none\r\ntwo\r\n"
            "--B1\r\nContent-Disposition: form-data; name=\"file\"; "
            "filename=\"../a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
            "\r\n--B\r\n\r\n--B1--\r\n",
            a, &f, &file),
        OK);
    assert_int_equal(f.n, 2);
    assert_string_equal(form_text(&f, "csrf"), "abc");
    assert_string_equal(form_text(&f, "text"), "one\ntwo");
    assert_string_equal(
        file.name, "../a.pdf"); /* as the browser says: cleaned by whoever keeps it */
    assert_string_equal(file.type, "application/pdf");
    assert_int_equal(file.content.n, 7);
    assert_memory_equal(file.content.p, "\r\n--B\r\n", 7);
}

static void
test_no_file_was_chosen(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct multipart_file file = { 0 };
    struct form f;

    (void)state;
    assert_int_equal(parse("Multipart/Form-Data; boundary=\"B1\"",
                         "--B1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n"
                         "Content-Type: application/octet-stream\r\n\r\n\r\n--B1--",
                         a, &f, &file),
        OK);
    assert_null(file.name);
    assert_int_equal(f.n, 0);
}

static void
test_damaged(void **state)
{
    static const struct {
        const char *type, *body;
    } table[] = {
        { "multipart/form-data", "--B1--" },
        { "multipart/form-data; boundary=", "--B1--" },
        { "multipart/form-data; boundary=B1{", "--B1--" },
        { "multipart/form-data; boundary="
          "01234567890123456789012345678901234567890123456789012345678901234567890",
            "--B1--" },
        { type, "" },
        { type, "--B1" },
        { type, "--B2--" },
        { type, "--B1\r\n" },
        { type, "--B1\r\n\r\n\r\nx\r\n--B1--" },
        { type, "--B1\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B1--" },
        { type, "--B1\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--B1--" },
        { type, "--B1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx" },
        { type, "--B1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--B1" },
        { type, "--B1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--B1zz" },
        { type, "--B1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xFF\r\n--B1--" },
        { type, "--B1\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x\"\r\n\r\nx\r\n"
                "--B1\r\nContent-Disposition: form-data; name=\"b\"; filename=\"y\"\r\n\r\nx\r\n"
                "--B1--" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        OWN(arena) a = arena_new(1 << 20);
        struct multipart_file file = { 0 };
        struct form f;
        assert_int_equal(parse(table[i].type, table[i].body, a, &f, &file), ERR_MALFORMED);
    }
    assert_false(multipart_is(NULL));
    assert_false(multipart_is("application/x-www-form-urlencoded"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields_and_a_file),
        cmocka_unit_test(test_no_file_was_chosen),
        cmocka_unit_test(test_damaged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
