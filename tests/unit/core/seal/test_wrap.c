/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/seal/wrap.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"
#include <sodium.h>

static void
test_same_bytes_as_the_others(void **state)
{
    struct wrap_about about = { .org = made_org(), .purpose = WRAP_STREAM, .epoch = 3 };
    struct box_public to;
    struct ephemeral eph;
    struct wrap w;
    uint8_t key[KEY_BYTES];

    (void)state;
    run_fill(0x90, about.object, sizeof about.object);
    run_fill(0x30, about.recipient, sizeof about.recipient);
    run_fill(0xC0, key, sizeof key);
    run_fill(0x41, eph.b, sizeof eph.b);
    assert_int_equal(crypto_scalarmult_base(to.b, v_desk_vault_secret), 0);
    assert_int_equal(wrap_seal(&about, &to, key, &eph, &w), OK);
    assert_memory_equal(w.b, v_desk_wrap, sizeof w.b);
    about.purpose = WRAP_UNSET;
    assert_int_equal(wrap_seal(&about, &to, key, &eph, &w), ERR_MALFORMED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_same_bytes_as_the_others) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
