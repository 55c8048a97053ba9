/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/hpke_open.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

static struct box_secret secret;
static struct box_public pk;

static int
setup(void **state)
{
    (void)state;
    FILL(secret.b, v_rfc9180_secret);
    FILL(pk.b, v_rfc9180_public);
    return 0;
}

static void
test_rfc_9180_base_mode(void **state)
{
    uint8_t out[sizeof v_rfc9180_plain];
    struct box_public derived = box_public_of(&secret);

    (void)state;
    assert_memory_equal(derived.b, pk.b, sizeof pk.b);
    assert_int_equal(
        hpke_open_base(&secret, &pk, V(v_rfc9180_info), V(v_rfc9180_aad), V(v_rfc9180_box), out),
        OK);
    assert_memory_equal(out, v_rfc9180_plain, sizeof out);
}

static void
test_each_flipped_bit_is_forged(void **state)
{
    uint8_t box[sizeof v_rfc9180_box], out[sizeof v_rfc9180_plain], zero[sizeof out] = { 0 };

    (void)state;
    for (size_t bit = 0; bit < 8 * sizeof box; bit++) {
        memcpy(box, v_rfc9180_box, sizeof box);
        box[bit / 8] ^= (uint8_t)(1u << bit % 8);
        memset(out, 0, sizeof out);
        enum err e = hpke_open_base(&secret, &pk, V(v_rfc9180_info), V(v_rfc9180_aad), V(box), out);
        /* The top bit of an X25519 key does not count on the curve;
           it counts in the key schedule. */
        assert_int_equal(e, ERR_FORGED);
        assert_memory_equal(out, zero, sizeof out);
    }
}

static void
test_info_aad_and_length_are_bound(void **state)
{
    uint8_t out[sizeof v_rfc9180_plain];
    struct bytes box = V(v_rfc9180_box), info = V(v_rfc9180_info), aad = V(v_rfc9180_aad);

    (void)state;
    assert_int_equal(
        hpke_open_base(&secret, &pk, (struct bytes){ info.p, info.n - 1 }, aad, box, out),
        ERR_FORGED);
    assert_int_equal(
        hpke_open_base(&secret, &pk, info, (struct bytes){ NULL, 0 }, box, out), ERR_FORGED);
    for (size_t n = 0; n < box.n; n++)
        assert_int_equal(
            hpke_open_base(&secret, &pk, info, aad, (struct bytes){ box.p, n }, out), ERR_FORGED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rfc_9180_base_mode),
        cmocka_unit_test(test_each_flipped_bit_is_forged),
        cmocka_unit_test(test_info_aad_and_length_are_bound),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
