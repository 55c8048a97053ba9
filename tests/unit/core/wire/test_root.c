/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/root.h"
#include "tests/unit/check.h"
#include "tests/unit/core/wire/altered.h"

static struct root r, back;
static char buffer[65536];

static void
test_open(void **state)
{
    struct network_id network;
    struct hub_id hub;
    struct org_id org = made_org();

    (void)state;
    FILL(hub.b, v_auth_hub);
    assert_int_equal(root_open(VTEXT(v_notes_root_text), &r, &network), OK);
    assert_memory_equal(network.b, v_notes_network, sizeof network.b);
    assert_int_equal(r.version, 1);
    assert_int_equal(r.threshold, 1);
    assert_string_equal(r.editors[0].name, "first");
    assert_string_equal(root_hub_find(&r, &hub)->address, "http://127.0.0.1:8080");
    assert_non_null(root_org_find(&r, &org));
    org.b[0] ^= 1;
    hub.b[0] ^= 1;
    assert_null(root_org_find(&r, &org));
    assert_null(root_hub_find(&r, &hub));
}

static void
test_encode_gives_the_same_text(void **state)
{
    struct writer w = writer_of((uint8_t *)buffer, sizeof buffer);
    struct bytes text = text_of_note(VTEXT(v_notes_root_text));

    (void)state;
    assert_int_equal(root_decode(text, &r), OK);
    assert_int_equal(root_encode(&r, &w), OK);
    assert_true(bytes_equal((struct bytes){ w.p, w.n }, text));
    w = writer_of((uint8_t *)buffer, text.n - 1);
    assert_int_equal(root_encode(&r, &w), ERR_TOO_LARGE);
}

static void
test_largest(void **state)
{
    struct writer w = writer_of((uint8_t *)buffer, sizeof buffer);

    (void)state;
    assert_int_equal(root_decode(text_of_note(VTEXT(v_notes_root_text)), &r), OK);
    r.n_orgs = ROOT_MAX_ORGS;
    for (size_t i = 0; i < r.n_orgs; i++) {
        run_fill((uint8_t)i, r.orgs[i].id.b, ID_BYTES);
        run_fill((uint8_t)(i + 1), r.orgs[i].identity.b, KEY_BYTES);
    }
    assert_int_equal(root_encode(&r, &w), OK);
    assert_int_equal(root_decode((struct bytes){ w.p, w.n }, &back), OK);
    assert_int_equal(back.n_orgs, ROOT_MAX_ORGS);
    write_bytes(&w, bytes_of("org aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "
                             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"));
    assert_int_equal(root_decode((struct bytes){ w.p, w.n }, &back), ERR_MALFORMED);
}

static void
test_malformed(void **state)
{
    static const struct alteration bad[] = {
        { "understory/root/1", "understory/root/2" },
        { "version 1", "version 01" },
        { "version 1", "version 0" },
        { "version 1", "version 4294967296" },
        { "version 1", "version  1" },
        { "version 1", "version 1 " },
        { "version 1\n", "" },
        { "threshold 1", "threshold 2" },
        { "threshold 1", "threshold 0" },
        { "editor first", "editor fir+st" },
        { "editor first", "editor first x" },
        { "threshold", "what 1\nthreshold" },
        { "hub d0", "hub D0" },
        { "hub d0", "hub " },
        { "http://127", "http: //127" },
        { "org 40", "org 4" },
        { "http://127.0.0.1:8080\n", "http://127.0.0.1:8080\n\n" },
        { "http://127.0.0.1:8080\n", "http://127.0.0.1:8080\r\n" },
    };
    struct bytes text = text_of_note(VTEXT(v_notes_root_text));

    (void)state;
    back.version = 77;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(
            root_decode(altered(text, &bad[i], buffer, sizeof buffer), &back), ERR_MALFORMED);
    for (size_t n = 0; n < text.n; n++)
        assert_int_equal(root_decode((struct bytes){ text.p, n }, &back), ERR_MALFORMED);
    assert_int_equal(back.version, 77);
}

static void
test_one_editor_cannot_stand_twice(void **state)
{
    struct writer w = writer_of((uint8_t *)buffer, sizeof buffer);

    (void)state;
    assert_int_equal(root_decode(text_of_note(VTEXT(v_notes_root_text)), &r), OK);
    r.editors[1] = r.editors[0];
    memcpy(r.editors[1].name, "second", 7);
    r.n_editors = 2;
    assert_int_equal(root_encode(&r, &w), ERR_MALFORMED); /* same key */
    r.editors[1].key.b[0] ^= 1;
    assert_int_equal(root_encode(&r, &w), OK);
    memcpy(r.editors[1].name, "first", 6);
    assert_int_equal(root_encode(&r, &w), ERR_MALFORMED); /* same name */
}

static void
test_forged_is_refused(void **state)
{
    struct network_id network;
    struct bytes file = VTEXT(v_notes_root_text);
    static const struct alteration later = { "version 1", "version 2" };
    static const struct alteration changed = { "8080", "8081" };

    (void)state;
    assert_int_equal(
        root_open(altered(file, &changed, buffer, sizeof buffer), &r, &network), ERR_FORGED);
    assert_int_equal(
        root_open(altered(file, &later, buffer, sizeof buffer), &r, &network), ERR_CONFLICT);
    assert_int_equal(root_open(bytes_of(""), &r, &network), ERR_MALFORMED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open),
        cmocka_unit_test(test_encode_gives_the_same_text),
        cmocka_unit_test(test_largest),
        cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_one_editor_cannot_stand_twice),
        cmocka_unit_test(test_forged_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
