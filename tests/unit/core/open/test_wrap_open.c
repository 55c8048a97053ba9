/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/wrap_open.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

static struct wrap_about about;
static struct box_secret vault;
static struct box_public pk;
static uint8_t key[KEY_BYTES];

static int
setup(void **state)
{
    (void)state;
    about = (struct wrap_about){ .org = made_org(), .purpose = WRAP_STREAM, .epoch = 3 };
    run_fill(0x90, about.object, sizeof about.object);
    run_fill(0x30, about.recipient, sizeof about.recipient);
    run_fill(0xC0, key, sizeof key);
    FILL(vault.b, v_desk_vault_secret);
    pk = box_public_of(&vault);
    return 0;
}

/* The same facts with one of them changed. */
static struct wrap_about
other_about(unsigned which)
{
    struct wrap_about a = about;

    switch (which) {
    case 0: a.org.b[0] ^= 1; break;
    case 1: a.purpose = WRAP_VAULT; break;
    case 2: a.object[15] ^= 1; break;
    case 3: a.epoch++; break;
    default: a.recipient[0] ^= 1; break;
    }
    return a;
}

static void
test_wrap_opens_only_as_what_it_is(void **state)
{
    struct wrap w;
    uint8_t out[KEY_BYTES] = { 0 };
    struct box_secret stranger;

    (void)state;
    FILL(w.b, v_desk_wrap);
    assert_int_equal(wrap_open(&w, &about, &vault, &pk, out), OK);
    assert_memory_equal(out, key, sizeof key);
    memset(out, 0, sizeof out);
    for (unsigned i = 0; i < 5; i++) {
        struct wrap_about a = other_about(i);
        assert_int_equal(wrap_open(&w, &a, &vault, &pk, out), ERR_FORGED);
    }
    for (size_t i = 0; i < sizeof w.b; i++) {
        w.b[i] ^= 4;
        assert_int_equal(wrap_open(&w, &about, &vault, &pk, out), ERR_FORGED);
        w.b[i] ^= 4;
    }
    box_secret_random(&stranger);
    struct box_public other_pk = box_public_of(&stranger);
    assert_int_equal(wrap_open(&w, &about, &stranger, &other_pk, out), ERR_FORGED);
    assert_int_equal(out[0] | out[31], 0);
}

static void
test_kept_opens_only_as_what_it_is(void **state)
{
    struct vault_key vk;
    struct kept kept;
    uint8_t nonce[24], out[KEY_BYTES] = { 0 };

    (void)state;
    run_fill(0x22, nonce, sizeof nonce);
    vault_key_of(&vault, &vk);
    assert_memory_equal(vk.b, v_desk_vault_key, sizeof vk.b);
    kept_seal(&vk, &about, key, nonce, &kept);
    assert_memory_equal(kept.b, v_desk_kept, sizeof kept.b);
    assert_int_equal(kept_open(&vk, &about, &kept, out), OK);
    assert_memory_equal(out, key, sizeof key);
    for (unsigned i = 0; i < 5; i++) {
        struct wrap_about a = other_about(i);
        assert_int_equal(kept_open(&vk, &a, &kept, out), ERR_FORGED);
    }
    for (size_t i = 0; i < sizeof kept.b; i++) {
        kept.b[i] ^= 4;
        assert_int_equal(kept_open(&vk, &about, &kept, out), ERR_FORGED);
        kept.b[i] ^= 4;
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrap_opens_only_as_what_it_is),
        cmocka_unit_test(test_kept_opens_only_as_what_it_is),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
