/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/sign.h"
#include "core/wire/card.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"
#include <sodium.h>

static uint8_t buffer[65536];

static void
test_notes_same_as_the_others(void **state)
{
    static const struct {
        struct bytes file;
        const char *name;
        const uint8_t *seed;
    } rows[] = {
        { { (const uint8_t *)v_notes_root_text, sizeof v_notes_root_text - 1 }, "first",
            v_notes_editor_seed },
        { { (const uint8_t *)v_notes_card_text, sizeof v_notes_card_text - 1 }, "org-40414243",
            v_notes_identity_seed },
        { { (const uint8_t *)v_notes_roster_text, sizeof v_notes_roster_text - 1 }, "org-40414243",
            v_notes_identity_seed },
        { { (const uint8_t *)v_notes_edition_text, sizeof v_notes_edition_text - 1 }, "first",
            v_notes_editor_seed },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct writer w = writer_of(buffer, sizeof buffer);
        struct sign_secret key;
        struct note n;
        assert_int_equal(note_parse(rows[i].file, &n), OK);
        sign_secret_from_seed(rows[i].seed, &key);
        assert_int_equal(note_sign(n.text, rows[i].name, &key, &w), OK);
        assert_true(bytes_equal((struct bytes){ w.p, w.n }, rows[i].file));
    }
}

static void
test_rfc_8032(void **state)
{
    const uint8_t text[1] = { 0x72 };
    struct sign_secret key;
    uint8_t sig[SIGNATURE_BYTES];

    (void)state;
    sign_secret_from_seed(v_rfc8032_seed1, &key);
    assert_memory_equal(sign_public_of(&key).b, v_rfc8032_public1, 32);
    assert_int_equal(crypto_sign_detached(sig, NULL, NULL, 0, key.b), 0);
    assert_memory_equal(sig, v_rfc8032_sig1, sizeof sig);
    sign_secret_from_seed(v_rfc8032_seed2, &key);
    assert_memory_equal(sign_public_of(&key).b, v_rfc8032_public2, 32);
    assert_int_equal(crypto_sign_detached(sig, NULL, text, sizeof text, key.b), 0);
    assert_memory_equal(sig, v_rfc8032_sig2, sizeof sig);
}

static void
test_cosigned_note_counts_both(void **state)
{
    struct bytes text = bytes_of("some text\n");
    struct writer w = writer_of(buffer, sizeof buffer);
    struct sign_secret a, b;
    struct note n;
    char line[NOTE_LINE_CAP];

    (void)state;
    sign_secret_random(&a);
    sign_secret_random(&b);
    struct sign_public pa = sign_public_of(&a), pb = sign_public_of(&b);
    assert_int_equal(note_sign(text, "a", &a, &w), OK);
    assert_int_equal(note_parse((struct bytes){ w.p, w.n }, &n), OK);
    assert_int_equal(note_cosign(&n, "b", &b, line), OK);
    write_bytes(&w, bytes_of(line));
    assert_int_equal(note_parse((struct bytes){ w.p, w.n }, &n), OK);
    assert_int_equal(note_verify(&n, "a", &pa), OK);
    assert_int_equal(note_verify(&n, "b", &pb), OK);
    assert_int_equal(note_verify(&n, "b", &pa), ERR_NOT_FOUND);
}

/* A root file of two versions: the second must be signed by the editors of both. */
static void
test_root_chain(void **state)
{
    static struct root r, out;
    static char text[65536];
    struct network_id network;
    struct sign_secret old, new;
    struct note n;
    char line[NOTE_LINE_CAP];

    (void)state;
    sign_secret_from_seed(v_notes_editor_seed, &old);
    sign_secret_random(&new);
    assert_int_equal(root_open(VTEXT(v_notes_root_text), &r, &network), OK);
    r.version = 2;
    memcpy(r.editors[0].name, "second", 7);
    r.editors[0].key = sign_public_of(&new);
    struct writer tw = writer_of((uint8_t *)text, sizeof text),
                  w = writer_of(buffer, sizeof buffer);
    assert_int_equal(root_encode(&r, &tw), OK);
    write_bytes(&w, VTEXT(v_notes_root_text));
    write_bytes(&w, bytes_of("=====\n"));
    size_t start = w.n;
    assert_int_equal(note_sign((struct bytes){ tw.p, tw.n }, "second", &new, &w), OK);
    assert_int_equal(root_open((struct bytes){ w.p, w.n }, &out, &network), ERR_FORGED);
    assert_int_equal(note_parse((struct bytes){ w.p + start, w.n - start }, &n), OK);
    assert_int_equal(note_cosign(&n, "first", &old, line), OK);
    write_bytes(&w, bytes_of(line));
    assert_int_equal(root_open((struct bytes){ w.p, w.n }, &out, &network), OK);
    assert_int_equal(out.version, 2);
    assert_memory_equal(network.b, v_notes_network, 32);
}

static void
test_unsignable(void **state)
{
    static const char *const bad[] = { "", "x", "no end", "tab\there\n", "\xFF\n" };
    struct sign_secret key;

    (void)state;
    sign_secret_random(&key);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct writer w = writer_of(buffer, sizeof buffer);
        assert_int_equal(note_sign(bytes_of(bad[i]), "name", &key, &w), ERR_MALFORMED);
        assert_int_equal(w.n, 0);
    }
    struct writer w = writer_of(buffer, 20);
    assert_int_equal(note_sign(bytes_of("text\n"), "na me", &key, &w), ERR_MALFORMED);
    assert_int_equal(note_sign(bytes_of("text\n"), "name", &key, &w), ERR_TOO_LARGE);
}

static void
test_desk_auth_same_as_the_others(void **state)
{
    struct desk_request rq = { "PUT", "/d/12/77?x=1", .body = V(v_auth_body) };
    struct sign_secret key;
    struct desk_auth a;
    char value[DESK_AUTH_VALUE_CAP];

    (void)state;
    FILL(rq.hub.b, v_auth_hub);
    sign_secret_from_seed(v_auth_seed, &key);
    assert_int_equal(desk_auth_sign(&rq, &key, 1796000000, v_auth_nonce, &a), OK);
    desk_auth_print(&a, value);
    assert_string_equal(value, v_auth_value_text);
    assert_int_equal(desk_auth_sign(&rq, &key, -1, NULL, &a), ERR_MALFORMED);
    rq.target = "/with blank";
    assert_int_equal(desk_auth_sign(&rq, &key, 1, NULL, &a), ERR_MALFORMED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_notes_same_as_the_others),
        cmocka_unit_test(test_rfc_8032),
        cmocka_unit_test(test_cosigned_note_counts_both),
        cmocka_unit_test(test_root_chain),
        cmocka_unit_test(test_unsignable),
        cmocka_unit_test(test_desk_auth_same_as_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
