/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "core/wire/edition_note.h"
#include "tests/unit/check.h"
#include "tests/unit/core/wire/altered.h"

static struct root root;
static struct network_id network;
static struct arena *arena;
static struct edition edition;
static char buffer[1 << 20];

static int
setup(void **state)
{
    (void)state;
    arena = arena_new(1 << 22);
    return root_open(VTEXT(v_notes_root_text), &root, &network) ||
           edition_open(VTEXT(v_notes_edition_text), &root, &network, arena, &edition);
}

static int
teardown(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

static void
test_what_it_says(void **state)
{
    const struct edition_page *p = edition_page_find(&edition, "ru/1");

    (void)state;
    assert_int_equal(edition.version, 5);
    assert_int_equal(edition.drop_bits, 12);
    assert_int_equal(edition.slot_envelopes, 4);
    assert_int_equal(edition.n_pages, 2);
    assert_int_equal(edition.n_cards, 1);
    assert_non_null(p);
    assert_true(edition_page_is(p, VTEXT(v_notes_page_text)));
    assert_false(edition_page_is(p, bytes_of("<!doctype html>")));
    assert_false(edition_page_is(p, bytes_of("<!doctype htmL>\n")));
    assert_null(edition_page_find(&edition, "ru/2"));
    assert_null(edition_page_find(&edition, ""));
    assert_false(edition_is_expired(&edition, 20810));
    assert_true(edition_is_expired(&edition, 20811));
}

static void
test_cards_only_grow(void **state)
{
    static struct card c;
    struct digest text;

    (void)state;
    assert_int_equal(card_open(VTEXT(v_notes_card_text), &root, &network, &c), OK);
    assert_int_equal(card_text_digest(VTEXT(v_notes_card_text), &text), OK);
    assert_int_equal(edition_accepts_card(&edition, &c, &text), OK);
    c.version = 3;
    assert_int_equal(edition_accepts_card(&edition, &c, &text), OK);
    c.version = 1;
    assert_int_equal(edition_accepts_card(&edition, &c, &text), ERR_EXPIRED);
    c.version = 2;
    text.b[0] ^= 1;
    assert_int_equal(edition_accepts_card(&edition, &c, &text), ERR_CONFLICT);
    c.org.b[0] ^= 1;
    assert_int_equal(edition_accepts_card(&edition, &c, &text), ERR_NOT_FOUND);
}

static void
test_encode_gives_the_same_text(void **state)
{
    struct writer w = writer_of((uint8_t *)buffer, sizeof buffer);

    (void)state;
    assert_int_equal(edition_encode(&edition, &w), OK);
    assert_true(bytes_equal((struct bytes){ w.p, w.n }, text_of_note(VTEXT(v_notes_edition_text))));
}

static void
test_malformed(void **state)
{
    static const struct alteration bad[] = {
        { "edition/1", "edition/2" },
        { "drop-bits 12", "drop-bits 17" },
        { "slot-envelopes 4", "slot-envelopes 0" },
        { "slot-envelopes 4", "slot-envelopes 65" },
        { "page index", "page zindex" }, /* not ascending */
        { "page index", "page ru/1" },   /* twice */
        { "page index", "page ../index" },
        { "page index", "page a/./b" },
        { "page index", "page /index" },
        { "page index", "page index/" },
        { "page index", "page a//b" },
        { "page index", "page INDEX" },
        { "page index 16", "page index 5000000" },
        { "card 40", "card 4" },
        { "card 40", "kard 40" },
        { "card 40", "page zz 1 00\ncard 40" },
    };
    struct bytes text = text_of_note(VTEXT(v_notes_edition_text));
    struct edition e;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(edition_decode(altered(text, &bad[i], buffer, sizeof buffer), arena, &e),
            ERR_MALFORMED);
    for (size_t n = 0; n < text.n; n++) {
        OWN(arena) a = arena_new(1 << 16);
        enum err bad_cut = edition_decode((struct bytes){ text.p, n }, a, &e);
        bool whole_lines =
            n > 0 && text.p[n - 1] == '\n' && memmem(text.p, n, "slot-envelopes 4\n", 17);
        assert_int_equal(bad_cut, whole_lines ? OK : ERR_MALFORMED);
    }
    struct arena *small = arena_new(64);
    assert_int_equal(edition_decode(text, small, &e), ERR_INTERNAL);
    arena_drop(&small);
}

static void
test_most_pages(void **state)
{
    struct edition e = edition, back;
    struct edition_page *pages = arena_alloc(arena, (EDITION_MAX_PAGES + 1) * sizeof *pages);
    struct writer w = writer_of((uint8_t *)buffer, sizeof buffer);

    (void)state;
    for (size_t i = 0; i <= EDITION_MAX_PAGES; i++)
        pages[i] = (struct edition_page){ .path = arena_printf(arena, "p/%05zu", i) };
    e.pages = pages;
    e.n_pages = EDITION_MAX_PAGES;
    assert_int_equal(edition_encode(&e, &w), OK);
    assert_int_equal(edition_decode((struct bytes){ w.p, w.n }, arena, &back), OK);
    assert_int_equal(back.n_pages, EDITION_MAX_PAGES);
    assert_ptr_equal(edition_page_find(&back, "p/04095"), &back.pages[4095]);
    e.n_pages++;
    assert_int_equal(edition_encode(&e, &w), ERR_MALFORMED);
}

static void
test_open_refuses(void **state)
{
    static const struct alteration changed = { "version 5", "version 6" };
    struct bytes file = VTEXT(v_notes_edition_text);
    struct network_id elsewhere = network;
    static struct root old;
    struct edition e;

    (void)state;
    elsewhere.b[31] ^= 1;
    assert_int_equal(edition_open(file, &root, &elsewhere, arena, &e), ERR_FORBIDDEN);
    assert_int_equal(
        edition_open(altered(file, &changed, buffer, sizeof buffer), &root, &network, arena, &e),
        ERR_FORGED);
    old = root;
    old.editors[0].key.b[0] ^= 1;
    assert_int_equal(edition_open(file, &old, &network, arena, &e), ERR_FORGED);
    old = root;
    old.version = 0;
    assert_int_equal(edition_open(file, &old, &network, arena, &e), ERR_CONFLICT);
    old = root;
    old.threshold = 2; /* more signatures asked for than there are */
    assert_int_equal(edition_open(file, &old, &network, arena, &e), ERR_FORGED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_it_says),
        cmocka_unit_test(test_cards_only_grow),
        cmocka_unit_test(test_encode_gives_the_same_text),
        cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_most_pages),
        cmocka_unit_test(test_open_refuses),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
