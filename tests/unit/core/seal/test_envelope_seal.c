/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/seal/envelope_seal.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"
#include <sodium.h>

static struct request_to
made_to(void)
{
    struct request_to to = { .network = made_network(), .org = made_org() };

    assert_int_equal(crypto_scalarmult_base(to.people.b, v_request_people_secret), 0);
    assert_int_equal(crypto_scalarmult_base(to.door.b, v_request_door_secret), 0);
    return to;
}

static void
test_request_same_bytes_as_the_others(void **state)
{
    struct request_to to = made_to();
    struct message m = made_request();
    struct seal_random rnd;
    struct envelope e;

    (void)state;
    FILL(rnd.outer.b, v_request_outer);
    FILL(rnd.inner.b, v_request_inner);
    FILL(rnd.nonce, v_request_nonce);
    memset(m.nonce, 0, sizeof m.nonce); /* the nonce comes with the randomness */
    assert_int_equal(request_seal(&to, &m, BELL_RING_DANGER, &rnd, &e), OK);
    assert_memory_equal(e.b, v_request_envelope, sizeof e.b);
}

static void
test_answer_same_bytes_as_the_others(void **state)
{
    struct network_id network = made_network();
    struct message m = made_answer();
    struct seal_random rnd;
    struct box_public to;
    struct envelope e;

    (void)state;
    FILL(to.b, v_seeker_public);
    FILL(rnd.outer.b, v_answer_outer);
    FILL(rnd.nonce, v_answer_nonce);
    assert_int_equal(answer_seal(&network, &to, &m, &rnd, &e), OK);
    assert_memory_equal(e.b, v_answer_envelope, sizeof e.b);
}

static void
test_each_seal_is_fresh(void **state)
{
    struct request_to to = made_to();
    struct message m = made_request();
    struct envelope a, b;

    (void)state;
    assert_int_equal(request_seal(&to, &m, BELL_RING_NONE, NULL, &a), OK);
    assert_int_equal(request_seal(&to, &m, BELL_RING_NONE, NULL, &b), OK);
    assert_memory_equal(a.b, b.b, ENVELOPE_HEAD_BYTES);
    assert_memory_not_equal(a.b + 4, b.b + 4, 32);
    assert_memory_not_equal(a.b + 36, b.b + 36, 32);
}

static void
test_too_long_and_malformed_give_nothing(void **state)
{
    static uint8_t text[4200];
    struct request_to to = made_to();
    struct message m = made_request();
    struct envelope e = { { 7 } };

    (void)state;
    memset(text, 'x', sizeof text);
    m.text = (struct bytes){ text, REQUEST_TEXT_ONE + 1 };
    assert_int_equal(request_seal(&to, &m, BELL_RING_NONE, NULL, &e), ERR_TOO_LARGE);
    m.text = bytes_of("\xFE");
    assert_int_equal(request_seal(&to, &m, BELL_RING_NONE, NULL, &e), ERR_MALFORMED);
    m.text = bytes_of("x");
    memset(to.door.b, 0, sizeof to.door.b);
    assert_int_equal(request_seal(&to, &m, BELL_RING_NONE, NULL, &e), ERR_MALFORMED);
    struct message a = made_answer();
    a.text = (struct bytes){ text, ANSWER_TEXT_ONE + 1 };
    assert_int_equal(answer_seal(&to.network, &to.people, &a, NULL, &e), ERR_TOO_LARGE);
    assert_int_equal(e.b[0], 7);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request_same_bytes_as_the_others),
        cmocka_unit_test(test_answer_same_bytes_as_the_others),
        cmocka_unit_test(test_each_seal_is_fresh),
        cmocka_unit_test(test_too_long_and_malformed_give_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
