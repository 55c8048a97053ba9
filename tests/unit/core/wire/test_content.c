/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

static void
test_known_hashes(void **state)
{
    uint8_t key[32], tail[100];

    (void)state;
    run_fill(1, key, sizeof key);
    run_fill(0, tail, sizeof tail);
    assert_memory_equal(digest_blake2b(bytes_of("abc")).b, v_hashes_blake2b_abc, 32);
    assert_memory_equal(digest_sha256(bytes_of("abc")).b, v_hashes_sha256_abc, 32);
    assert_memory_equal(digest_keyed(key, "label", V(tail)).b, v_hashes_blake2b_keyed, 32);
}

static void
test_ids_are_the_first_half_of_the_whole_hash(void **state)
{
    struct psk psk;
    struct envelope e;

    (void)state;
    FILL(psk.b, v_seeker_psk);
    FILL(e.b, v_request_envelope);
    assert_memory_equal(thread_id_of(&psk).b, v_seeker_thread, 16);
    assert_memory_equal(envelope_id(&e).b, v_request_id, 16);
    assert_true(id_equal(envelope_id(&e).b, v_request_id));
    e.b[4095] ^= 1;
    assert_false(id_equal(envelope_id(&e).b, v_request_id));
}

static void
test_secrets_compare_and_wipe(void **state)
{
    uint8_t a[32] = { 1 }, b[32] = { 1 };

    (void)state;
    assert_int_equal(crypto_start(), OK);
    assert_true(secret_equal(a, b, sizeof a));
    b[31] = 1;
    assert_false(secret_equal(a, b, sizeof a));
    secret_wipe(b, sizeof b);
    secret_wipe(a, sizeof a);
    assert_true(secret_equal(a, b, sizeof a));
    random_fill(a, sizeof a);
    random_fill(b, sizeof b);
    assert_false(secret_equal(a, b, sizeof a));
    for (int i = 0; i < 100; i++)
        assert_true(random_below(3) < 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_hashes),
        cmocka_unit_test(test_ids_are_the_first_half_of_the_whole_hash),
        cmocka_unit_test(test_secrets_compare_and_wipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
