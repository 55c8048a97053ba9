/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"
#include "core/wire/card.h"
#include "core/wire/roster.h"
#include "tests/unit/check.h"
#include "tests/unit/core/wire/altered.h"

static struct root root;
static struct network_id network;
static struct card card, other;
static struct roster roster;
static char buffer[65536];

static int
setup(void **state)
{
    (void)state;
    return root_open(VTEXT(v_notes_root_text), &root, &network) ||
           card_open(VTEXT(v_notes_card_text), &root, &network, &card) ||
           roster_open(VTEXT(v_notes_roster_text), &root, &network, &roster);
}

static void
test_what_the_card_says(void **state)
{
    (void)state;
    assert_int_equal(card.version, 2);
    assert_int_equal(card.issued_day, 20780);
    assert_string_equal(card_name(&card, "ru"), "Тихий дом");
    assert_string_equal(card_name(&card, "de"), "Quiet House");
    assert_string_equal(card_about(&card, "ru"), "We answer within two days.");
    assert_true(card_has_lang(&card, "uk"));
    assert_false(card_has_lang(&card, "de"));
    assert_true(card_has_country(&card, "GE")); /* the star */
    assert_false(card_has_country(&card, ""));
    assert_memory_equal(card.auth.b, v_auth_public, 32);
    assert_int_equal(card.people_epoch, 3);
    assert_int_equal(card.first_week, 2960);
}

static void
test_door_of_the_week(void **state)
{
    static const struct {
        int64_t week, expected; /* -1: too old */
    } rows[] = { { 0, 0 }, { 2959, 0 }, { 2960, 0 }, { 2961, 1 }, { 2985, 25 }, { 2986, -1 } };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (int64_t s = 0; s < WEEK_S; s += WEEK_S - 1) {
            uint32_t week = 0;
            struct box_public door;
            enum err e = card_door(&card, rows[i].week * WEEK_S + s, &week, &door);
            assert_int_equal(e, rows[i].expected < 0 ? ERR_EXPIRED : OK);
            if (e)
                continue;
            assert_int_equal(week, 2960 + rows[i].expected);
            assert_memory_equal(door.b, card.doors[rows[i].expected].b, 32);
        }
    }
}

static void
test_encode_gives_the_same_text(void **state)
{
    struct writer w = writer_of((uint8_t *)buffer, sizeof buffer);

    (void)state;
    assert_int_equal(card_encode(&card, &w), OK);
    assert_true(bytes_equal((struct bytes){ w.p, w.n }, text_of_note(VTEXT(v_notes_card_text))));
    w = writer_of((uint8_t *)buffer, sizeof buffer);
    assert_int_equal(roster_encode(&roster, &w), OK);
    assert_true(bytes_equal((struct bytes){ w.p, w.n }, text_of_note(VTEXT(v_notes_roster_text))));
}

static void
test_malformed_cards(void **state)
{
    static const struct alteration bad[] = {
        { "card/1", "card/9" },
        { "issued 20780\n", "" },
        { "name ru Тихий дом\nname en Quiet House\n", "" },
        { "name ru", "name en" }, /* one language twice */
        { "name ru", "name rus" },
        { "name ru Тихий дом", "name ru" },
        { "name ru Тихий дом", "name ru  Тихий дом" },
        { "name ru Тихий дом", "name ru Тихий\tдом" },
        { "Тихий", "\xFF" },
        { "languages ru uk", "languages" },
        { "languages ru uk", "languages ru  uk" },
        { "languages ru uk", "languages RU" },
        { "countries RU", "countries ru" },
        { "countries RU", "countries RUS" },
        { "people 3", "people 0" },
        { "door 2960", "door 2961" },
        { "door 2985", "door 2987" },
        { "door 2985", "note 2985" },
        { "auth ", "auth 0" },
    };
    struct bytes text = text_of_note(VTEXT(v_notes_card_text));

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(
            card_decode(altered(text, &bad[i], buffer, sizeof buffer), &other), ERR_MALFORMED);
    for (size_t n = 0; n < text.n; n++)
        assert_int_equal(card_decode((struct bytes){ text.p, n }, &other), ERR_MALFORMED);
}

static void
test_long_values(void **state)
{
    struct writer w = writer_of((uint8_t *)buffer, sizeof buffer);

    (void)state;
    other = card;
    memset(other.names[0].text, 'x', WIRE_VALUE_MAX);
    other.names[0].text[WIRE_VALUE_MAX] = '\0';
    assert_int_equal(card_encode(&other, &w), OK);
    struct bytes text = { w.p, w.n };
    struct card back;
    assert_int_equal(card_decode(text, &back), OK);
    assert_string_equal(back.names[0].text, other.names[0].text);
    static char longer[65536];
    static const struct alteration one_more = { "name ru x", "name ru xx" };
    assert_int_equal(
        card_decode(altered(text, &one_more, longer, sizeof longer), &back), ERR_MALFORMED);
    other.names[0].text[3] = '\n';
    assert_int_equal(card_encode(&other, &w), ERR_MALFORMED);
}

static void
test_open_refuses_strangers_and_forgeries(void **state)
{
    static const struct alteration changed = { "version 2", "version 3" };
    static struct root without;
    struct network_id elsewhere = network;
    struct bytes file = VTEXT(v_notes_card_text);

    (void)state;
    elsewhere.b[0] ^= 1;
    without = root;
    without.orgs[0].id.b[0] ^= 1;
    assert_int_equal(card_open(file, &without, &network, &other), ERR_FORBIDDEN);
    assert_int_equal(card_open(file, &root, &elsewhere, &other), ERR_FORBIDDEN);
    without = root;
    without.orgs[0].identity.b[0] ^= 1;
    assert_int_equal(card_open(file, &without, &network, &other), ERR_FORGED);
    assert_int_equal(
        card_open(altered(file, &changed, buffer, sizeof buffer), &root, &network, &other),
        ERR_FORGED);
    assert_int_equal(card_open(VTEXT(v_notes_roster_text), &root, &network, &other), ERR_MALFORMED);
}

static void
test_roster(void **state)
{
    static const struct alteration bad[] = {
        { "roster/1", "card/1" },
        { "vault 30", "vault 3" },
        { "intake", "In take" },
        { "intake", "INTAKE" },
        { "intake", "a-role-of-17-chars" },
        { " 3 ", " 0 " },
        { "\nvault", "\nmember b0b1b2b3b4b5b6b7b8b9babbbcbdbebf "
                     "0000000000000000000000000000000000000000000000000000000000000000 1\nvault" },
        { " 5\n", " 0\n" },
        { " 5\n", " 05\n" },
        { " 5\n", "\n" },
    };
    struct bytes file = VTEXT(v_notes_roster_text), text = text_of_note(file);
    struct member_id member;
    struct vault_id vault;
    struct roster r;

    (void)state;
    run_fill(0xB0, member.b, sizeof member.b);
    run_fill(0x30, vault.b, sizeof vault.b);
    assert_non_null(roster_member_find(&roster, &member));
    assert_int_equal(roster_member_find(&roster, &member)->roles, 5);
    assert_string_equal(roster_vault_find(&roster, &vault)->role, "intake");
    assert_int_equal(roster_vault_find(&roster, &vault)->epoch, 3);
    vault.b[0] ^= 1;
    assert_null(roster_vault_find(&roster, &vault));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(
            roster_decode(altered(text, &bad[i], buffer, sizeof buffer), &r), ERR_MALFORMED);
    static const struct alteration swapped = { "a8", "a9" };
    assert_int_equal(
        roster_open(altered(file, &swapped, buffer, sizeof buffer), &root, &network, &r),
        ERR_FORBIDDEN); /* the first hit stands in the network id */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_the_card_says),
        cmocka_unit_test(test_door_of_the_week),
        cmocka_unit_test(test_encode_gives_the_same_text),
        cmocka_unit_test(test_malformed_cards),
        cmocka_unit_test(test_long_values),
        cmocka_unit_test(test_open_refuses_strangers_and_forgeries),
        cmocka_unit_test(test_roster),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
