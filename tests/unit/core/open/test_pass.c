/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/pass.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

static void
test_pass(void **state)
{
    struct epoch_key r;
    struct pass_key k;
    uint8_t nonce[24], plain[64], sealed[64 + PASS_EXTRA_BYTES], out[64] = { 0 };
    struct bytes aad = bytes_of("words");

    (void)state;
    FILL(r.b, v_gate_r);
    run_fill(0x24, nonce, sizeof nonce);
    run_fill(0x13, plain, sizeof plain);
    pass_key_of(&r, &k);
    assert_memory_equal(k.b, v_gate_pass_key, sizeof k.b);
    assert_int_equal(pass_seal(&k, aad, V(plain), nonce, sealed), OK);
    assert_memory_equal(sealed, v_gate_pass, sizeof sealed);
    assert_int_equal(pass_open(&k, bytes_of("thread"), V(sealed), out, 64), ERR_FORGED);
    assert_int_equal(pass_open(&k, aad, V(sealed), out, 63), ERR_FORGED);
    assert_int_equal(pass_open(&k, aad, (struct bytes){ sealed, 30 }, out, 64), ERR_FORGED);
    for (size_t i = 0; i < sizeof sealed; i++) {
        sealed[i] ^= 1;
        assert_int_equal(pass_open(&k, aad, V(sealed), out, 64), ERR_FORGED);
        sealed[i] ^= 1;
    }
    assert_int_equal(out[0], 0);
    assert_int_equal(pass_open(&k, aad, V(sealed), out, 64), OK);
    assert_memory_equal(out, plain, sizeof out);
    struct bytes big = { plain, PASS_PLAIN_MAX + 1 };
    assert_int_equal(pass_seal(&k, aad, big, nonce, sealed), ERR_TOO_LARGE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_pass) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
