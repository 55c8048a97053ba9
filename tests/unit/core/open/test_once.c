/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/once.h"
#include "core/open/seeker_keys.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

static struct epoch_key r;
static struct once once;
static struct request_to to;
static struct message m;

static int
setup(void **state)
{
    struct box_secret people, door;
    struct seed seed;

    (void)state;
    assert_int_equal(crypto_start(), OK);
    FILL(r.b, v_gate_r);
    FILL(once.b, v_gate_once);
    FILL(people.b, v_request_people_secret);
    FILL(door.b, v_request_door_secret);
    to = (struct request_to){ made_network(), made_org(), box_public_of(&people),
        box_public_of(&door) };
    once_seed(&r, &once, &seed);
    m = made_message(MESSAGE_REQUEST);
    struct seeker_keys *k = seeker_keys_new(&seed, &to.network);
    assert_non_null(k);
    m.card = seeker_card_of(k);
    seeker_psk(k, &to.org, &m.psk);
    seeker_keys_drop(&k);
    return 0;
}

static void
test_same_bytes_as_the_others(void **state)
{
    struct seed seed;
    uint8_t group[PART_GROUP_BYTES];
    struct envelope e;

    (void)state;
    once_seed(&r, &once, &seed);
    assert_memory_equal(seed.b, v_gate_seed, sizeof seed.b);
    once_group(&r, &once, m.text, group);
    assert_memory_equal(group, v_gate_group, sizeof group);
    assert_int_equal(once_request_seal(&r, &once, &to, &m, BELL_RING_DATE, &e), OK);
    assert_memory_equal(e.b, v_gate_envelope, sizeof e.b);
    run_fill(3, m.nonce, sizeof m.nonce); /* the message's own nonce is not used */
    assert_int_equal(once_request_seal(&r, &once, &to, &m, BELL_RING_DATE, &e), OK);
    assert_memory_equal(e.b, v_gate_envelope, sizeof e.b);
}

/* Whatever changes, the ephemeral keys change: both, or two plaintexts would meet one key. */
static void
test_any_change_gives_other_keys(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 9; i++) {
        struct epoch_key r2 = r;
        struct once once2 = once;
        struct request_to to2 = to;
        struct message m2 = m;
        enum bell bell = BELL_RING_DATE;
        struct envelope e;
        switch (i) {
        case 0: r2.b[0] ^= 1; break;
        case 1: once2.b[0] ^= 1; break;
        case 2: to2.network.b[0] ^= 1; break;
        case 3: to2.org.b[0] ^= 1; break;
        case 4: to2.people = to.door; break;
        case 5: to2.door = to.people; break;
        case 6: m2.text.n -= 1; break;
        case 7: bell = BELL_RING_NONE; break;
        default: m2.type = MESSAGE_FOLLOW_UP; break;
        }
        assert_int_equal(once_request_seal(&r2, &once2, &to2, &m2, bell, &e), OK);
        assert_memory_not_equal(e.b + 4, v_gate_envelope + 4, 32);
    }
}

static void
test_malformed_is_refused(void **state)
{
    struct message bad = m;
    struct envelope e;

    (void)state;
    bad.has &= ~(uint32_t)HAS_PSK;
    assert_int_equal(once_request_seal(&r, &once, &to, &bad, BELL_RING_NONE, &e), ERR_MALFORMED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes_as_the_others),
        cmocka_unit_test(test_any_change_gives_other_keys),
        cmocka_unit_test(test_malformed_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
