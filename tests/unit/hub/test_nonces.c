/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "core/wire/crypto.h"
#include "hub/nonces.h"
#include "tests/unit/check.h"

static enum err
add(struct nonces *n, uint32_t i, int64_t now_ms)
{
    uint8_t nonce[DESK_AUTH_NONCE_BYTES] = { 0 };

    memcpy(nonce, &i, sizeof i);
    return nonces_add(n, nonce, now_ms);
}

static void
test_seen_for_at_least_300_seconds(void **state)
{
    (void)state;
    for (int64_t start = 0; start < 700000; start += 50000) {
        OWN(nonces) n = nonces_new();
        assert_int_equal(add(n, 1, 5), OK);
        assert_int_equal(add(n, 2, start + 5), OK);
        assert_int_equal(add(n, 2, start + 6), ERR_CONFLICT);
        for (int64_t t = 1000; t <= 300000; t += 29900)
            assert_int_equal(add(n, 2, start + 5 + t - 1), ERR_CONFLICT);
        assert_int_equal(add(n, 2, start + 700000), OK);
        assert_int_equal(add(n, 2, start + 2000000), OK);
    }
}

static void
test_bounded(void **state)
{
    OWN(nonces) n = nonces_new();
    uint32_t i = 0;

    (void)state;
    while (!add(n, i, 1000))
        i++;
    assert_int_equal(i, 50000);
    assert_int_equal(add(n, 50000, 1000), ERR_BUSY);
    assert_int_equal(add(n, 7, 1000), ERR_CONFLICT);
    assert_int_equal(add(n, 50000, 302000), OK);
    assert_int_equal(add(n, 7, 302000), ERR_CONFLICT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seen_for_at_least_300_seconds),
        cmocka_unit_test(test_bounded),
    };
    if (crypto_start())
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
