/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/message.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

static void
test_same_bytes_as_the_others(void **state)
{
    uint8_t b[4096];
    struct message request = made_request(), answer = made_answer();
    struct writer w = writer_of(b, sizeof b);

    (void)state;
    assert_int_equal(message_encode(&request, &w), OK);
    assert_int_equal(w.n, sizeof v_request_message);
    assert_memory_equal(b, v_request_message, w.n);
    w = writer_of(b, sizeof b);
    assert_int_equal(message_encode(&answer, &w), OK);
    assert_int_equal(w.n, sizeof v_answer_message);
    assert_memory_equal(b, v_answer_message, w.n);
}

static void
test_decode_gives_back_every_field(void **state)
{
    struct message m, r = made_request(), a = made_answer();

    (void)state;
    assert_int_equal(message_decode(MESSAGE_REQUEST, V(v_request_message), &m), OK);
    assert_int_equal(m.has, r.has);
    assert_true(bytes_equal(m.text, r.text));
    assert_memory_equal(m.card.pk.b, r.card.pk.b, 32);
    assert_int_equal(m.card.shelf16, r.card.shelf16);
    assert_true(psk_equal(&m.psk, &r.psk));
    assert_string_equal(m.lang, "ru");
    assert_int_equal(m.answers.day, 20800);
    assert_int_equal(message_decode(MESSAGE_ANSWER, V(v_answer_message), &m), OK);
    assert_int_equal(m.has, a.has);
    assert_int_equal(m.seq, 2);
    assert_memory_equal(m.previous.b, a.previous.b, 16);
    assert_memory_equal(m.org.b, a.org.b, 16);
    assert_int_equal(m.hour, 498888);
}

static void
test_lists_and_parts_there_and_back(void **state)
{
    uint8_t b[4096], consent[2][MESSAGE_CONSENT_BYTES];
    struct message m = made_request(), back;
    struct writer w = writer_of(b, sizeof b);

    (void)state;
    run_fill(1, consent[0], sizeof consent[0]);
    run_fill(2, consent[1], sizeof consent[1]);
    m.n_consents = 2;
    m.consents[0] = V(consent[0]);
    m.consents[1] = V(consent[1]);
    m.n_blobs = 1;
    m.blobs[0] = (struct blob_ref){ .size_class = 3, .name = bytes_of("повестка.jpg") };
    m.has |= HAS_PART;
    m.part = (struct message_part){ 1, 3, { 1, 2, 3, 4, 5, 6, 7, 8 } };
    assert_int_equal(message_encode(&m, &w), OK);
    assert_int_equal(message_decode(MESSAGE_REQUEST, (struct bytes){ b, w.n }, &back), OK);
    assert_int_equal(back.n_consents, 2);
    assert_memory_equal(back.consents[1].p, consent[1], sizeof consent[1]);
    assert_int_equal(back.n_blobs, 1);
    assert_int_equal(back.blobs[0].size_class, 3);
    assert_true(bytes_equal(back.blobs[0].name, m.blobs[0].name));
    assert_memory_equal(&back.part, &m.part, sizeof m.part);
}

static void
test_every_cut_and_every_tail_is_refused(void **state)
{
    uint8_t b[4096];
    struct message m;
    size_t n = sizeof v_request_message, ok = 0;

    (void)state;
    memcpy(b, v_request_message, n);
    b[n] = 0;
    /* A cut between fields leaves whole fields: those are refused for what is missing, until the
       needed ones are there. */
    for (size_t i = 0; i < n; i++)
        ok += message_decode(MESSAGE_REQUEST, (struct bytes){ b, i }, &m) == OK;
    assert_int_equal(ok, 2); /* without language and answers, and without answers */
    assert_int_equal(
        message_decode(MESSAGE_REQUEST, (struct bytes){ b, n + 1 }, &m), ERR_MALFORMED);
}

/* nonce, text "hi", psk, and then `tail` */
static enum err
decode_with(enum message_type type, const uint8_t *tail, size_t n)
{
    uint8_t b[512] = { 1, 2, 3, 4, 5, 6, 7, 8, 0x01, 0, 2, 'h', 'i', 0x03, 0, 32 };
    struct message m;

    memcpy(b + 48, tail, n);
    return message_decode(type, (struct bytes){ b, 48 + n }, &m);
}

static void
test_rules_of_the_fields(void **state)
{
    static const struct {
        uint8_t tail[24];
        size_t n;
        enum err expected;
    } rows[] = {
        { { 0 }, 0, OK },
        { { 0x00, 0, 0 }, 3, ERR_MALFORMED },
        { { 0x09, 0, 0 }, 3, ERR_MALFORMED },
        { { 0x7F, 0, 1, 9 }, 4, ERR_MALFORMED },
        { { 0x80, 0, 1, 9 }, 4, OK },
        { { 0xFF, 0, 1, 9, 0x80, 0, 0, 0x80, 0, 0 }, 10, OK },
        { { 0x01, 0, 1, 'x' }, 4, ERR_MALFORMED }, /* text twice */
        { { 0x05, 0, 2, 'r', 'u' }, 5, OK },
        { { 0x05, 0, 2, 'R', 'u' }, 5, ERR_MALFORMED },
        { { 0x05, 0, 3, 'r', 'u', 's' }, 6, ERR_MALFORMED },
        { { 0x07, 0, 4, 0, 0, 0, 1 }, 7, OK },
        { { 0x07, 0, 3, 0, 0, 1 }, 6, ERR_MALFORMED },
        { { 0x07, 0, 9, 0, 0, 1 }, 6, ERR_MALFORMED }, /* longer than what is left */
        { { 0x0E, 0, 10, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8 }, 13, OK },
        { { 0x0E, 0, 10, 2, 2, 1, 2, 3, 4, 5, 6, 7, 8 }, 13,
            ERR_MALFORMED }, /* index past the end */
        { { 0x0E, 0, 10, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8 }, 13, ERR_MALFORMED }, /* a single part */
        { { 0x0E, 0, 10, 0, 5, 1, 2, 3, 4, 5, 6, 7, 8 }, 13, ERR_MALFORMED }, /* too many */
        { { 0x04, 0, 2, 1, 2 }, 5, ERR_MALFORMED }, /* a consent of another size */
        { { 0x06, 0, 2, 1, 2 }, 5, ERR_MALFORMED },
        { { 0x0F, 0, 0 }, 3, ERR_MALFORMED },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(decode_with(MESSAGE_FOLLOW_UP, rows[i].tail, rows[i].n), rows[i].expected);
}

static void
test_types_and_what_they_need(void **state)
{
    static const uint8_t org[19] = { 0x0C, 0, 16 };

    (void)state;
    for (unsigned type = 0; type < 16; type++) {
        bool known = type >= 1 && type <= 11 && type != 4;
        bool enough = known && type != MESSAGE_REQUEST && type != MESSAGE_ANSWER;
        assert_int_equal(decode_with((enum message_type)type, org, 0), enough ? OK : ERR_MALFORMED);
    }
    assert_int_equal(decode_with(MESSAGE_ANSWER, org, sizeof org), OK);
}

static void
test_text_must_be_utf8_and_there(void **state)
{
    uint8_t b[64] = { 1, 2, 3, 4, 5, 6, 7, 8, 0x03, 0, 32 };
    struct message m;

    (void)state;
    memcpy(b + 43, "\x01\x00\x02\xD0\x9F", 5);
    assert_int_equal(message_decode(MESSAGE_FOLLOW_UP, (struct bytes){ b, 48 }, &m), OK);
    b[47] = 'x';
    assert_int_equal(message_decode(MESSAGE_FOLLOW_UP, (struct bytes){ b, 48 }, &m), ERR_MALFORMED);
    b[45] = 0;
    assert_int_equal(message_decode(MESSAGE_FOLLOW_UP, (struct bytes){ b, 46 }, &m), ERR_MALFORMED);
    assert_int_equal(message_decode(MESSAGE_FOLLOW_UP, (struct bytes){ b, 43 }, &m), ERR_MALFORMED);
}

static void
test_encode_refuses_what_decode_would(void **state)
{
    uint8_t b[4096];
    struct message good = made_request();
    struct message bad[7];

    (void)state;
    for (size_t i = 0; i < 7; i++)
        bad[i] = good;
    bad[0].type = MESSAGE_UNSET;
    bad[1].has &= ~(uint32_t)HAS_PSK;
    bad[2].text = bytes_of("\xFF");
    bad[3].lang[0] = 'X';
    bad[4].n_blobs = MESSAGE_MAX_BLOBS + 1;
    bad[5].answers.form = 3;
    bad[6].n_consents = 1;
    for (size_t i = 0; i < 7; i++) {
        struct writer w = writer_of(b, sizeof b);
        assert_int_equal(message_encode(&bad[i], &w), ERR_MALFORMED);
    }
    struct writer w = writer_of(b, 100);
    assert_int_equal(message_encode(&good, &w), ERR_TOO_LARGE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes_as_the_others),
        cmocka_unit_test(test_decode_gives_back_every_field),
        cmocka_unit_test(test_lists_and_parts_there_and_back),
        cmocka_unit_test(test_every_cut_and_every_tail_is_refused),
        cmocka_unit_test(test_rules_of_the_fields),
        cmocka_unit_test(test_types_and_what_they_need),
        cmocka_unit_test(test_text_must_be_utf8_and_there),
        cmocka_unit_test(test_encode_refuses_what_decode_would),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
