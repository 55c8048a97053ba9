/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/seeker_keys.h"
#include "core/wire/content.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

static void
test_same_keys_as_the_others(void **state)
{
    struct seed seed;
    struct network_id network = made_network();
    struct org_id org = made_org();
    struct psk psk;

    (void)state;
    FILL(seed.b, v_seeker_seed);
    struct seeker_keys *k = seeker_keys_new(&seed, &network);
    assert_non_null(k);
    assert_memory_equal(k->secret.b, v_seeker_secret, 32);
    assert_memory_equal(k->pk.b, v_seeker_public, 32);
    assert_int_equal(k->shelf16, v_seeker_shelf16[0] << 8 | v_seeker_shelf16[1]);
    assert_memory_equal(k->psk_root, v_seeker_psk_root, 32);
    seeker_psk(k, &org, &psk);
    assert_memory_equal(psk.b, v_seeker_psk, 32);
    assert_memory_equal(thread_id_of(&psk).b, v_seeker_thread, 16);
    assert_int_equal(seeker_card_of(k).shelf16, k->shelf16);
    org.b[0] ^= 1;
    seeker_psk(k, &org, &psk);
    assert_memory_not_equal(psk.b, v_seeker_psk, 32);
    seeker_keys_drop(&k);
    assert_null(k);
}

static void
test_another_network_gives_other_keys(void **state)
{
    struct seed seed;
    struct network_id network = made_network();

    (void)state;
    FILL(seed.b, v_seeker_seed);
    network.b[0] ^= 1;
    struct seeker_keys *k = seeker_keys_new(&seed, &network);
    assert_non_null(k);
    assert_memory_not_equal(k->pk.b, v_seeker_public, 32);
    assert_memory_not_equal(k->psk_root, v_seeker_psk_root, 32);
    seeker_keys_drop(&k);
}

static void
test_signing_keys(void **state)
{
    struct sign_secret s;
    uint8_t seed[KEY_BYTES];

    (void)state;
    sign_secret_from_seed(v_rfc8032_seed1, &s);
    assert_memory_equal(sign_public_of(&s).b, v_rfc8032_public1, 32);
    sign_secret_seed(&s, seed);
    assert_memory_equal(seed, v_rfc8032_seed1, 32);
    sign_secret_random(&s);
    assert_memory_not_equal(sign_public_of(&s).b, v_rfc8032_public1, 32);
}

static void
test_guarded_memory_is_zeroed_and_dropped(void **state)
{
    struct stream_key *k = stream_key_new();
    static const struct stream_key zero;

    (void)state;
    assert_non_null(k);
    assert_memory_equal(k->b, zero.b, sizeof zero.b);
    stream_key_drop(&k);
    assert_null(k);
    stream_key_drop(&k); /* nothing there: nothing happens */
}

static int
setup(void **state)
{
    (void)state;
    return (int)crypto_start();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_keys_as_the_others),
        cmocka_unit_test(test_another_network_gives_other_keys),
        cmocka_unit_test(test_signing_keys),
        cmocka_unit_test(test_guarded_memory_is_zeroed_and_dropped),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
