/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/member.h"
#include "core/open/words.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

static const char passphrase[] = "six words that nobody would guess";

static struct member_kek
made_kek(const char *text)
{
    struct kek_cost cost = kek_cost_for_tests();
    struct member_kek k;
    uint8_t salt[MEMBER_SALT_BYTES];

    run_fill(0x80, salt, sizeof salt);
    assert_int_equal(member_kek_of(bytes_of(text), salt, &cost, &k), OK);
    return k;
}

static void
test_same_key_as_the_others(void **state)
{
    struct member_kek k = made_kek(passphrase);

    (void)state;
    assert_memory_equal(k.b, v_desk_member_kek, sizeof k.b);
    k = made_kek("  Six WORDS\tthat\n nobody would  guess ");
    assert_memory_equal(k.b, v_desk_member_kek, sizeof k.b);
    k = made_kek("six words that nobody would guesss");
    assert_memory_not_equal(k.b, v_desk_member_kek, sizeof k.b);
}

static void
test_real_cost_is_the_stated_one(void **state)
{
    struct kek_cost real = kek_cost_real();

    (void)state;
    assert_int_equal(real.passes, 3);
    assert_int_equal(real.mem_kib, 256 * 1024);
}

static void
test_bad_input(void **state)
{
    static const struct kek_cost bad[] = { { 0, 64 }, { 17, 64 }, { 1, 7 }, { 1, (1 << 20) + 1 } };
    struct kek_cost cost = kek_cost_for_tests();
    uint8_t salt[MEMBER_SALT_BYTES] = { 0 }, longer[PASSPHRASE_MAX + 1];
    struct member_kek k;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(member_kek_of(bytes_of("x"), salt, &bad[i], &k), ERR_MALFORMED);
    assert_int_equal(member_kek_of(bytes_of(" \n\t "), salt, &cost, &k), ERR_MALFORMED);
    assert_int_equal(member_kek_of(bytes_of("\xFF"), salt, &cost, &k), ERR_MALFORMED);
    memset(longer, 'x', sizeof longer);
    assert_int_equal(member_kek_of(V(longer), salt, &cost, &k), ERR_TOO_LARGE);
    assert_int_equal(member_kek_of((struct bytes){ longer, PASSPHRASE_MAX }, salt, &cost, &k), OK);
}

static void
test_member_secret(void **state)
{
    struct member_kek k = made_kek(passphrase), wrong = made_kek("wrong");
    struct org_id org = made_org();
    struct member_id member;
    struct box_secret secret, out = { { 0 } };
    uint8_t nonce[24], sealed[MEMBER_SEALED_BYTES];

    (void)state;
    run_fill(0xB0, member.b, sizeof member.b);
    run_fill(0x77, secret.b, sizeof secret.b);
    run_fill(0x23, nonce, sizeof nonce);
    struct box_public pk = box_public_of(&secret);
    member_seal(&k, &org, &member, &secret, nonce, sealed);
    assert_memory_equal(sealed, v_desk_member_sealed, sizeof sealed);
    assert_int_equal(member_open(&wrong, &org, &member, &pk, sealed, &out), ERR_FORGED);
    member.b[0] ^= 1;
    assert_int_equal(member_open(&k, &org, &member, &pk, sealed, &out), ERR_FORGED);
    member.b[0] ^= 1;
    pk.b[0] ^= 1; /* somebody put another key into the database */
    assert_int_equal(member_open(&k, &org, &member, &pk, sealed, &out), ERR_FORGED);
    pk.b[0] ^= 1;
    assert_int_equal(out.b[0], 0);
    assert_int_equal(member_open(&k, &org, &member, &pk, sealed, &out), OK);
    assert_memory_equal(out.b, secret.b, sizeof out.b);
}

static void
test_new_passphrases(void **state)
{
    char a[PASSPHRASE_CAP], b[PASSPHRASE_CAP];

    (void)state;
    for (int round = 0; round < 100; round++) {
        unsigned blanks = 0;
        member_passphrase_new(a);
        member_passphrase_new(b);
        for (const char *c = a; *c; c++)
            blanks += *c == ' ';
        assert_int_equal(blanks, PASSPHRASE_WORDS - 1);
        assert_string_not_equal(a, b);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_key_as_the_others),
        cmocka_unit_test(test_real_cost_is_the_stated_one),
        cmocka_unit_test(test_bad_input),
        cmocka_unit_test(test_member_secret),
        cmocka_unit_test(test_new_passphrases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
