/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "net/trouble.h"
#include "post/compose.h"
#include "post/outbox.h"
#include "post/telegram_words.h"
#include "tests/unit/check.h"

static struct channel_conf
channel(void)
{
    struct channel_conf c;

    channel_conf_init(&c);
    c.kind = CHANNEL_MAIL;
    c.text[CT_ADDRESS] = "help@example.org";
    return c;
}

static struct letter
letter(const char *to, const char *subject)
{
    return (struct letter){ .address = to,
        .name = "",
        .subject = subject,
        .text = "а\nb\n",
        .lang = "",
        .message_id = "0123",
        .references = "x@y z@w" };
}

static void
test_mail(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct channel_conf c = channel();
    struct letter l = letter("ivan@example.org", "Re: Вопрос");
    struct bytes out;

    (void)state;
    assert_int_equal(mail_compose(&c, &l, NULL, 1795338780, a, &out), OK);
    const char *text = arena_text_n(a, out.p, out.n);
    assert_non_null(strstr(text, "Date: Sun, 22 Nov 2026 "));
    assert_non_null(strstr(text, "\r\nFrom: <help@example.org>\r\nTo: <ivan@example.org>\r\n"));
    assert_non_null(strstr(text, "\r\nMessage-ID: <0123@example.org>\r\n"));
    assert_non_null(strstr(text, "\r\nIn-Reply-To: <z@w>\r\n"));
    assert_non_null(strstr(text, "\r\nReferences: <x@y>\r\n <z@w>\r\n"));
    assert_non_null(strstr(text, "\r\nSubject: =?utf-8?B?UmU6INCS0L7Qv9GA0L7RgQ==?=\r\n"));
    assert_non_null(strstr(text, "\r\n\r\n0LANCmINCg==\r\n"));
    for (const char *p = text; *p; p += strcspn(p, "\n") + 1) /* no bare line end, no long line */
        assert_true(strcspn(p, "\n") <= 78 && p[strcspn(p, "\n") - 1] == '\r');
}

/* The name beside our address: the channel's, the one that the person asked for, or none. */
static void
test_mail_sender(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct channel_conf c = channel();
    struct letter l = letter("ivan@example.org", "Re:");
    struct bytes out;

    (void)state;
    c.text[CT_SHOWN] = "Quiet Harbour";
    assert_int_equal(mail_compose(&c, &l, NULL, 0, a, &out), OK);
    assert_non_null(
        strstr(arena_text_n(a, out.p, out.n), "From: Quiet Harbour <help@example.org>\r\n"));
    l.flags = LETTER_NO_NAME;
    assert_int_equal(mail_compose(&c, &l, NULL, 0, a, &out), OK);
    assert_non_null(strstr(arena_text_n(a, out.p, out.n), "\r\nFrom: <help@example.org>\r\n"));
    l.sender = "Marina";
    assert_int_equal(mail_compose(&c, &l, NULL, 0, a, &out), OK);
    assert_non_null(strstr(arena_text_n(a, out.p, out.n), "From: Marina <help@example.org>\r\n"));
    assert_null(strstr(arena_text_n(a, out.p, out.n), "Harbour"));
}

/* Our key goes along, in lines that no server folds anew. */
static void
test_mail_key(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct channel_conf c = channel();
    struct letter l = letter("ivan@example.org", "s");
    const uint8_t key[200] = { 0x98, 1 };
    struct bytes out;

    (void)state;
    assert_int_equal(mail_compose(&c, &l, NULL, 0, a, &out), OK);
    assert_null(strstr(arena_text_n(a, out.p, out.n), "Autocrypt"));
    c.key = (struct bytes){ key, sizeof key };
    assert_int_equal(mail_compose(&c, &l, NULL, 0, a, &out), OK);
    const char *text = arena_text_n(a, out.p, out.n);
    assert_non_null(strstr(text, "\r\nAutocrypt: addr=help@example.org; prefer-encrypt=mutual; "
                                 "keydata=\r\n mAEAAAAA"));
    for (const char *p = text; *p; p += strcspn(p, "\n") + 1)
        assert_true(strcspn(p, "\n") <= 79 && p[strcspn(p, "\n") - 1] == '\r');
}

/* No text of a person becomes a header, a second address or a command. */
static void
test_mail_refuses(void **state)
{
    static const char *const bad[] = { "", "a", "@example.org", "a@", "a@b@c", "a@b\r\nBcc: x@y",
        "a@b, c@d", "a b@c", "<a@b>", "a@b\n", "\"a\"@b" };
    OWN(arena) a = arena_new(1 << 20);
    struct channel_conf c = channel();
    struct bytes out;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct letter l = letter(bad[i], "s");
        assert_int_equal(mail_compose(&c, &l, NULL, 0, a, &out), ERR_MALFORMED);
    }
    struct letter l = letter("ivan@example.org", "s\r\nBcc: x@example.org");
    assert_int_equal(mail_compose(&c, &l, NULL, 0, a, &out), OK);
    assert_null(strstr(arena_text_n(a, out.p, out.n), "\nBcc:"));
}

static enum err
put(struct outbox *b, uint64_t id, size_t room)
{
    return outbox_put(b, &(struct letter_name){ .id = id }, room, bytes_of("x"));
}

static void
test_outbox(void **state)
{
    static struct outbox b;

    (void)state;
    assert_null(outbox_due(&b, 0));
    assert_int_equal(outbox_next_ms(&b), -1);
    assert_int_equal(put(&b, 1, OUTBOX_USUAL), OK);
    assert_int_equal(put(&b, 2, OUTBOX_USUAL), OK);
    assert_int_equal(put(&b, 1, OUTBOX_USUAL), OK);
    assert_int_equal(b.n, 2);
    struct outgoing_letter *o = outbox_due(&b, 0);
    assert_int_equal(o->name.id, 1);
    o->next_ms = 500;
    assert_int_equal(outbox_due(&b, 0)->name.id, 2);
    outbox_drop(&b, outbox_due(&b, 0));
    assert_null(outbox_due(&b, 499));
    assert_int_equal(outbox_next_ms(&b), 500);
    outbox_done(&b);
    assert_int_equal(retry_wait_ms(10000, 0), 10000);
    assert_int_equal(retry_wait_ms(10000, 1), 20000);
    assert_int_equal(retry_wait_ms(10000, 1000), 900000);
    assert_int_equal(retry_wait_ms(100, 3), 800);
    assert_int_equal(wait_s_of(100), 1);
    assert_int_equal(wait_s_of(20000), 20);
}

/* What waits for hours keeps no room of what may leave, and neither that of a call. */
static void
test_outbox_room(void **state)
{
    static struct outbox b;
    uint64_t i = 1;

    (void)state;
    for (; i <= OUTBOX_HELD; i++)
        assert_int_equal(put(&b, i, OUTBOX_HELD), OK);
    assert_int_equal(put(&b, i, OUTBOX_HELD), ERR_BUSY);
    for (; i <= OUTBOX_USUAL; i++)
        assert_int_equal(put(&b, i, OUTBOX_USUAL), OK);
    assert_int_equal(put(&b, i, OUTBOX_USUAL), ERR_BUSY);
    assert_int_equal(put(&b, RING_BIT | i, OUTBOX_MAX), OK);
    assert_int_equal(outbox_due(&b, 0)->name.id, RING_BIT | i); /* before all others */
    for (i++; i <= OUTBOX_MAX; i++)
        assert_int_equal(put(&b, RING_BIT | i, OUTBOX_MAX), OK);
    assert_int_equal(put(&b, RING_BIT | i, OUTBOX_MAX), ERR_BUSY);
    outbox_done(&b);
}

/* Numbers of rows come again: a letter is the same only with the same source. */
static void
test_outbox_names(void **state)
{
    static struct outbox b;
    const struct letter_name one = { 1, { { 1 } } }, other = { 1, { { 2 } } };

    (void)state;
    assert_int_equal(outbox_put(&b, &one, OUTBOX_USUAL, bytes_of("x")), OK);
    assert_int_equal(outbox_put(&b, &other, OUTBOX_USUAL, bytes_of("y")), OK);
    assert_int_equal(b.n, 2);
    assert_true(outbox_cancel(&b, &one));
    assert_false(outbox_cancel(&b, &one));
    assert_int_equal(b.n, 1);
    outbox_note_sent(&b, &one);
    assert_true(outbox_was_sent(&b, &one));
    assert_false(outbox_was_sent(&b, &other));
    for (uint64_t i = 0; i < OUTBOX_SENT; i++)
        outbox_note_sent(&b, &other);
    assert_false(outbox_was_sent(&b, &one));
    outbox_done(&b);
}

static void
test_words(void **state)
{
    OWN(arena) a = arena_new(1 << 16);
    char code[3];

    (void)state;
    assert_int_equal(telegram_lang("de-AT", code), LANG_DE);
    assert_string_equal(code, "de");
    assert_int_equal(telegram_lang("fr", code), LANG_EN);
    assert_string_equal(code, "");
    assert_int_equal(telegram_lang("", code), LANG_EN);
    for (enum lang l = LANG_RU; l < N_LANGS; l++) {
        assert_non_null(strstr(telegram_greeting(a, l, "http://x.onion"), "http://x.onion"));
        assert_null(strstr(telegram_greeting(a, l, ""), "{1}"));
        assert_true(strlen(telegram_refusal(a, l, "")) > 40);
    }
}

static void
test_where_plain_text_may_go(void **state)
{
    static const char *const local[] = { "imap://127.0.0.1:143", "smtp://localhost",
        "127.0.0.1:7583", "http://abc.onion/x", "imap://[::1]:143" };
    static const char *const far[] = { "imap://mail.example.org", "http://127.0.0.1.example.org",
        "http://localhost.example.org:80", "http://onion", "http://x.onion.example.org", "" };

    (void)state;
    for (size_t i = 0; i < sizeof local / sizeof *local; i++)
        assert_true(net_is_local(local[i]));
    for (size_t i = 0; i < sizeof far / sizeof *far; i++)
        assert_false(net_is_local(far[i]));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mail),
        cmocka_unit_test(test_mail_sender),
        cmocka_unit_test(test_mail_key),
        cmocka_unit_test(test_mail_refuses),
        cmocka_unit_test(test_outbox),
        cmocka_unit_test(test_outbox_room),
        cmocka_unit_test(test_outbox_names),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_where_plain_text_may_go),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
