/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "mailparse/autocrypt.h"
#include "mailparse/clean.h"
#include "mailparse/html.h"
#include "mailparse/mail.h"
#include "tests/unit/check.h"
#include <stdio.h>
#include <stdlib.h>

static struct arena *a;
static struct letter l;
static struct charsets held;

static enum err
parse(const char *raw)
{
    arena_clear(a);
    memset(&l, 0, sizeof l);
    return mail_parse(bytes_of(raw), a, &l);
}

/* A key comes with the mail of whom it belongs to, not with one that redirects answers. */
static void
test_key_not_by_reply_to(void **state)
{
    char key[201];
    char mail[1000];
    static const struct {
        const char *from, *reply;
        bool taken;
    } rows[] = {
        { "a@example.org", "", true },
        { "a@example.org", "Reply-To: A@example.org\r\n", true },
        { "mallory@example.net", "Reply-To: a@example.org\r\n", false },
        { "a@example.org", "Reply-To: mallory@example.net\r\n", false },
    };

    (void)state;
    memset(key, 'm', sizeof key - 1);
    key[sizeof key - 1] = '\0';
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        (void)snprintf(mail, sizeof mail,
            "From: %s\r\n%sMessage-ID: <m@x>\r\nAutocrypt: addr=a@example.org; keydata=%s\r\n\r\nx",
            rows[i].from, rows[i].reply, key);
        assert_int_equal(parse(mail), OK);
        assert_int_equal(l.key.n > 0, rows[i].taken);
    }
}

static void
test_plain(void **state)
{
    (void)state;
    assert_int_equal(
        parse(
            "From: =?koi8-r?B?6dfBzg==?= <ivan@example.org>\r\n"
            "Reply-To: other@example.org\r\nMessage-ID: <m@x>\r\n"
            "References: <a@x>\r\n <b@x>\r\nSubject: =?utf-8?q?=D0=AF?=\r\n"
            "Content-Type: text/plain; charset=windows-1251\r\n\r\n\xDF \xE7\xE4\xE5\xF1\xFC\r\n"),
        OK);
    assert_string_equal(l.name, "Иван");
    assert_string_equal(l.address, "other@example.org");
    assert_string_equal(l.subject, "Я");
    assert_string_equal(l.text, "Я здесь\n");
    assert_string_equal(l.message_id, "m@x");
    assert_string_equal(l.references, "a@x b@x");
}

static void
test_charset_is_guessed(void **state)
{
    (void)state;
    assert_int_equal(
        parse("From: a@example.org\n\n\xCC\xE5\xED\xFF \xE7\xE0\xE1\xF0\xE0\xEB\xE8\n"), OK);
    assert_string_equal(l.text, "Меня забрали\n");
    assert_int_equal(
        parse("From: a@example.org\nContent-Type: text/plain; charset=no-such\n\nжив\n"), OK);
    assert_string_equal(l.text, "жив\n");
}

static void
test_files_and_alternatives(void **state)
{
    (void)state;
    assert_int_equal(
        parse(
            "From: a@example.org\nContent-Type: multipart/mixed; boundary=M\n\n--M\n"
            "Content-Type: multipart/alternative; boundary=A\n\n--A\n"
            "Content-Type: text/plain\n\nplain\n--A\nContent-Type: text/html\n\n<p>web</p>\n--A--\n"
            "--M\nContent-Type: application/pdf; name=\"../../etc/pass\xE2\x80\xAEwd.pdf\"\n"
            "Content-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nSGk=\n"
            "--M\nContent-Type: message/rfc822\n\nFrom: b@example.org\nSubject: in\n\ninner\n"
            "--M--\n"),
        OK);
    assert_string_equal(l.text, "plain");
    assert_int_equal(l.flags, 0);
    assert_int_equal(l.n_files, 2);
    assert_string_equal(l.files[0].name, "passwd.pdf");
    assert_string_equal(l.files[0].type, "application/pdf");
    assert_true(bytes_equal(l.files[0].content, bytes_of("Hi")));
    assert_string_equal(l.files[1].name, "message.eml");
}

static void
test_html(void **state)
{
    static const struct {
        const char *html, *text;
    } rows[] = {
        { "<p>one</p><p>two</p>", "one\n\ntwo\n\n" },
        { "a<br>b<br><br>c", "a\nb\n\nc" },
        { "<script>x</script>a<style>y</style>b", "ab" },
        { "<a href=\"https://evil.example/\">bank</a>", "bank [https://evil.example/]" },
        { "<a href='https://a.example'>https://a.example</a>", "https://a.example" },
        { "<a href=\"javascript:x\">x</a>", "x" },
        { "&lt;b&gt; &#1071;&#x42F;&nbsp;&unknown;", "<b> ЯЯ &unknown;" },
        { "<!-- <p>no</p> -->yes", "yes" },
        { "a < b", "a < b" },
        { "<img src=\"x\" alt='>'>end", "end" },
        { "<p title=\"never closed", "" },
        { "<li>one<li>two", "- one\n- two" },
        { "<!doctype html><title>t</title>x", "x" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_clear(a);
        assert_string_equal(html_to_text(a, rows[i].html), rows[i].text);
    }
}

static void
test_marks(void **state)
{
    (void)state;
    assert_int_equal(parse("From: a@example.org\nAuto-Submitted: auto-replied\n\nx\n"), OK);
    assert_int_equal(l.flags, LETTER_AUTOMATIC);
    assert_int_equal(parse("From: a@example.org\nAuto-Submitted: no\n\nx\n"), OK);
    assert_int_equal(l.flags, 0);
    assert_int_equal(parse("From: a@example.org\n\n-----BEGIN PGP MESSAGE-----\nx\n"), OK);
    assert_int_equal(l.flags, LETTER_ENCRYPTED);
    assert_int_equal(parse("From: \"x\" <a@b@c>, <ok@example.org>\n\nx\n"), OK);
    assert_string_equal(parse("From: <a b@example.org>\n\nx\n") ? "" : l.address, "");
}

static void
test_long_text_is_cut(void **state)
{
    enum { N = LETTER_TEXT_MAX + 5000 };
    char *raw = malloc(N + 64);

    (void)state;
    assert_non_null(raw);
    int n = snprintf(raw, 64, "From: a@example.org\n\n");
    memset(raw + n, 'x', N);
    raw[n + N] = '\0';
    assert_int_equal(parse(raw), OK);
    assert_int_equal(strlen(l.text), LETTER_TEXT_MAX);
    assert_int_equal(l.flags, LETTER_CUT);
    assert_int_equal(l.n_files, 1);
    assert_int_equal(l.files[0].content.n, N);
    free(raw);
}

static void
test_autocrypt(void **state)
{
    char good[400] = "addr=a@example.org; prefer-encrypt=mutual; keydata=";
    struct bytes key;
    bool mutual = false;
    size_t n = strlen(good);

    (void)state;
    memset(good + n, 'm', 100); /* 0x9A 0x69 ... */
    good[n + 100] = '\0';
    arena_clear(a);
    assert_int_equal(autocrypt_read(good, "A@example.org", a, &key, &mutual), OK);
    assert_int_equal(key.n, 75);
    assert_true(mutual);
    assert_int_equal(autocrypt_read(good, "b@example.org", a, &key, &mutual), ERR_NOT_FOUND);
    good[0] = 'x'; /* a critical attribute that nobody knows */
    assert_int_equal(autocrypt_read(good, "a@example.org", a, &key, &mutual), ERR_NOT_FOUND);
    assert_int_equal(
        autocrypt_read("addr=a@example.org; keydata=!!", "a@example.org", a, &key, &mutual),
        ERR_NOT_FOUND);
}

static void
test_lines(void **state)
{
    (void)state;
    arena_clear(a);
    assert_string_equal(clean_line(a, "a\r\nBcc: x\tb\x01 \xE2\x80\xAE", 100), "a Bcc: x b");
    assert_string_equal(clean_line(a, "яяяя", 5), "яя");
    assert_string_equal(clean_file_name(a, "C:\\x\\y.doc"), "y.doc");
    assert_string_equal(clean_file_name(a, "../.."), "");
    assert_string_equal(clean_type(a, "Image", "JPEG"), "image/jpeg");
    assert_string_equal(clean_type(a, "te xt", "x"), "application/octet-stream");
    assert_string_equal(clean_ids(a, "junk <a@b> <c d> <e@f>\r\n", 100), "a@b e@f");
    assert_string_equal(clean_ids(a, "<aaaa@b> <c@d>", 5), "c@d");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_charset_is_guessed),
        cmocka_unit_test(test_files_and_alternatives),
        cmocka_unit_test(test_html),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_long_text_is_cut),
        cmocka_unit_test(test_key_not_by_reply_to),
        cmocka_unit_test(test_autocrypt),
        cmocka_unit_test(test_lines),
    };

    a = arena_new(MAIL_ARENA_BYTES);
    mail_parser_start(&held);
    int failed = a ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
    arena_drop(&a);
    return failed;
}
