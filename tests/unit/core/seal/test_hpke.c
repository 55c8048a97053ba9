/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/seal/hpke.h"
#include "core/seal/hpke_schedule.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

/* RFC 9180, A.2.1: every value on the way, not only the last one. */
static void
test_rfc_9180_base_mode(void **state)
{
    struct box_public to;
    struct ephemeral eph;
    struct hpke_shared shared;
    struct hpke_context ctx;
    uint8_t out[sizeof v_rfc9180_box];

    (void)state;
    FILL(to.b, v_rfc9180_public);
    FILL(eph.b, v_rfc9180_ephemeral);
    assert_int_equal(hpke_shared_secret(eph.b, to.b, v_rfc9180_box, to.b, &shared), OK);
    assert_memory_equal(shared.b, v_rfc9180_shared, sizeof shared.b);
    hpke_key_schedule(&shared, V(v_rfc9180_info), &ctx);
    assert_memory_equal(ctx.key, v_rfc9180_key, sizeof ctx.key);
    assert_memory_equal(ctx.nonce, v_rfc9180_nonce, sizeof ctx.nonce);
    assert_int_equal(
        hpke_seal_base(&to, V(v_rfc9180_info), V(v_rfc9180_aad), V(v_rfc9180_plain), &eph, out),
        OK);
    assert_memory_equal(out, v_rfc9180_box, sizeof out);
}

static void
test_each_seal_is_fresh(void **state)
{
    struct box_public to;
    uint8_t a[sizeof v_rfc9180_box], b[sizeof v_rfc9180_box];

    (void)state;
    FILL(to.b, v_rfc9180_public);
    assert_int_equal(
        hpke_seal_base(&to, V(v_rfc9180_info), V(v_rfc9180_aad), V(v_rfc9180_plain), NULL, a), OK);
    assert_int_equal(
        hpke_seal_base(&to, V(v_rfc9180_info), V(v_rfc9180_aad), V(v_rfc9180_plain), NULL, b), OK);
    assert_memory_not_equal(a, b, 32);
    assert_memory_not_equal(a + 32, b + 32, 32);
}

static void
test_unusable_keys_are_refused(void **state)
{
    static const struct box_public low_order[] = { { { 0 } }, { { 1 } },
        { { 0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
            0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
            0xff, 0xff, 0xff, 0x7f } } };
    uint8_t out[sizeof v_rfc9180_box] = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof low_order / sizeof low_order[0]; i++) {
        enum err e = hpke_seal_base(
            &low_order[i], V(v_rfc9180_info), V(v_rfc9180_aad), V(v_rfc9180_plain), NULL, out);
        assert_int_equal(e, ERR_MALFORMED);
        assert_int_equal(out[0], 0);
        assert_int_equal(out[40], 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rfc_9180_base_mode),
        cmocka_unit_test(test_each_seal_is_fresh),
        cmocka_unit_test(test_unusable_keys_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
