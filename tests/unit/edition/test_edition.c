/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The whole of content/ into a folder and back:
   verified, equal at every run, honest about its age. */
#include "base/clock.h"
#include "base/file.h"
#include "base/own.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include "edition/edition.h"
#include "seeker/site.h"
#include "tests/unit/check.h"
#include "tests/unit/edition/network.h"
#include "text/text.h"
#include <ftw.h>
#include <unistd.h>

enum { DAY = 20779 }; /* 22 November 2026, the day of the sample content */

struct built {
    struct arena *a;
    struct made_network *n;
    const char *folder;
    const char *why;
    enum err e;
    struct edition edition; /* opened again from the folder */
};

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *f)
{
    (void)st;
    (void)kind;
    (void)f;
    return remove(path);
}

static void
remove_folder(const char *folder)
{
    (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static struct built
build_with(struct arena *a, int64_t day, bool demonstration, struct bytes kit)
{
    struct built b = {
        .a = a, .n = network_made(a), .folder = mkdtemp(arena_text(a, "/tmp/edition-XXXXXX"))
    };
    struct edition_source s = network_source(b.n, CONTENT, day * DAY_S + 3600);
    struct bytes note;

    s.demonstration = demonstration;
    s.kit = kit;
    b.e = edition_build(&s, b.folder, a, &b.why);
    if (b.e)
        print_message("%s\n", b.why);
    assert_int_equal(b.e, OK);
    assert_int_equal(file_read(arena_printf(a, "%s/note", b.folder), NOTE_MAX_BYTES, a, &note), OK);
    assert_int_equal(edition_open(note, &b.n->root, &b.n->id, a, &b.edition), OK);
    return b;
}

static struct built
build(struct arena *a, int64_t day, bool demonstration)
{
    return build_with(a, day, demonstration, (struct bytes){ NULL, 0 });
}

static struct built
build_at(struct arena *a, int64_t day)
{
    return build(a, day, false);
}

static void
drop(struct built *b)
{
    sign_secret_drop(&b->n->editor);
    remove_folder(b->folder);
}

static struct bytes
page(const struct built *b, const char *path)
{
    const struct edition_page *p = edition_page_find(&b->edition, path);
    char hex[65];
    struct bytes content;

    assert_non_null(p);
    hex_encode((struct bytes){ p->sha256.b, 32 }, hex);
    assert_int_equal(
        file_read(arena_printf(b->a, "%s/pages/%s", b->folder, hex), 1 << 20, b->a, &content), OK);
    assert_true(edition_page_is(p, content));
    return content;
}

static bool
has(struct bytes page, const char *words)
{
    return memmem(page.p, page.n, words, strlen(words)) != NULL;
}

static void
test_every_page_is_there_and_verifies(void **state)
{
    static const char *const names[] = { "index", "b", "w", "r", "s", "a", "d", "k", "z", "e404",
        "e503", "1", "6", "7", "20", "101", "i" };
    OWN(arena) a = arena_new(256 << 20);
    struct built b = build_at(a, DAY);

    (void)state;
    for (enum lang l = LANG_RU; l < N_LANGS; l++)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            assert_true(page(&b, arena_printf(a, "%s/%s", lang_code(l), names[i])).n > 1000);
    (void)page(&b, "index");
    assert_int_equal(b.edition.expires_day, DAY + 30);
    assert_int_equal(b.edition.n_cards, 2);
    assert_true(has(page(&b, "ru/w"), TICKET_PLACE));
    assert_true(has(page(&b, "ru/w"), "+00 000 000 19"));
    assert_true(has(page(&b, "ru/1"), "Образец. Его ещё никто не проверил"));
    assert_true(has(page(&b, "ru/1"), "+00 000 000 19"));
    assert_false(has(page(&b, "ru/2"), "+00 000 000 19"));
    assert_true(has(page(&b, "ru/13"), "+00 000 000 19")); /* a leaf about people in danger */
    assert_false(has(page(&b, "ru/9"), "+00 000 000 19"));
    assert_true(has(page(&b, "ru/2"), "href=\"/ru/7\"")); /* where it leads */
    assert_true(has(page(&b, "ru/index"), "href=\"/ru/101\""));
    assert_true(has(page(&b, "ru/102"), "href=\"/ru/101\"")); /* one step back */
    assert_true(has(page(&b, "ru/i"), "href=\"/ru/20\""));
    assert_false(has(page(&b, "ru/2"), "{{"));
    assert_true(has(page(&b, "ru/2"), "30\u00a0марта\u00a02025"));
    drop(&b);
}

static void
test_the_same_input_gives_the_same_bytes(void **state)
{
    OWN(arena) a = arena_new(256 << 20);
    struct built one = build_at(a, DAY), two = build_at(a, DAY);
    struct bytes x, y;

    (void)state;
    assert_int_equal(file_read(arena_printf(a, "%s/note", one.folder), NOTE_MAX_BYTES, a, &x), OK);
    assert_int_equal(file_read(arena_printf(a, "%s/note", two.folder), NOTE_MAX_BYTES, a, &y), OK);
    assert_true(bytes_equal(x, y));
    drop(&one);
    drop(&two);
}

static void
test_age_is_shown(void **state)
{
    OWN(arena) a = arena_new(256 << 20);
    struct built late = build_at(a, DAY + 95), old = build_at(a, DAY + 185);

    (void)state;
    assert_false(
        has(page(&late, "ru/w"), "+00 000 000 19")); /* not verified for more than 90 days */
    assert_true(has(page(&late, "ru/w"), "Позвоните в экстренную службу страны"));
    assert_true(has(page(&late, "ru/1"), "Эту страницу должны были проверить снова до"));
    assert_true(has(page(&late, "ru/1"), "Сделайте сейчас"));
    assert_false(has(page(&late, "ru/s"), "Эту страницу должны были"));
    assert_false(has(page(&old, "ru/1"), "Сделайте сейчас"));
    assert_true(has(page(&old, "ru/1"), "слишком старая"));
    drop(&late);
    drop(&old);
}

/* Each letter has its page and a guide that leads there; an old one says so, then ends. */
static void
test_letters(void **state)
{
    OWN(arena) a = arena_new(256 << 20);
    struct built now = build_at(a, DAY), late = build_at(a, DAY + 95), old = build_at(a, DAY + 185);

    (void)state;
    for (enum lang l = LANG_RU; l < N_LANGS; l++)
        for (int n = 301; n <= 307; n++) {
            const char *name = arena_printf(a, "%s/%d", lang_code(l), n);
            const char *link = arena_printf(a, "href=\"/%s\"", name);
            size_t leads = 0;
            assert_true(has(page(&now, name), "name=\"act\" value=\"letter\""));
            assert_true(has(page(&now, arena_printf(a, "%s/l", lang_code(l))), link));
            for (int g = 1; g <= 20; g++)
                leads += has(page(&now, arena_printf(a, "%s/%d", lang_code(l), g)), link);
            assert_true(leads > 0);
        }
    assert_true(has(page(&now, "ru/301"), "Образец: до использования его должен проверить юрист."));
    assert_true(has(page(&now, "ru/i"), "href=\"/ru/l\""));
    assert_false(has(page(&now, "ru/301"), "должны были проверить"));
    assert_true(has(page(&late, "ru/301"), "должны были проверить"));
    assert_true(has(page(&late, "ru/301"), "value=\"letter\""));
    assert_true(has(page(&old, "ru/301"), "слишком старая"));
    assert_false(has(page(&old, "ru/301"), "value=\"letter\""));
    drop(&now);
    drop(&late);
    drop(&old);
}

/* All pages for people, within their limits, and the facts for the gate. */
static void
test_a_demonstration_says_so(void **state)
{
    static const char line[] = "Demonstration: nobody reads what is written here.";
    OWN(arena) a = arena_new(256 << 20);
    struct built real = build_at(a, DAY), demo = build(a, DAY, true);
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < demo.edition.n_pages; i++) {
        const char *path = demo.edition.pages[i].path;
        enum lang l = lang_of(arena_text_n(a, path, strcspn(path, "/")));
        if (!l)
            continue;
        n++;
        assert_true(has(page(&demo, path), text_get(l, line)));
        assert_false(has(page(&real, path), text_get(l, line)));
    }
    assert_true(n > 5 * 20);
    for (enum lang l = LANG_RU; l < N_LANGS; l++)
        assert_true(has(page(&demo, "index"), text_get(l, "Demonstration")));
    assert_true(has(page(&demo, SITE_PAGE), "demonstration yes\n"));
    assert_false(has(page(&real, SITE_PAGE), "demonstration"));
    drop(&real);
    drop(&demo);
}

static void
test_facts_can_be_read_again(void **state)
{
    OWN(arena) a = arena_new(256 << 20);
    struct built b = build_at(a, DAY);
    struct site_files f = { page(&b, SITE_PAGE), page(&b, SITE_COUNTRIES), page(&b, SITE_CRISIS),
        page(&b, SITE_DESIGNATIONS) };
    const struct facts *site;
    const char *why = "";
    size_t n;

    (void)state;
    assert_int_equal(site_read(&f, NULL, 0, a, &site, &why), OK);
    assert_string_equal(site_name(site, LANG_RU), "Опора");
    assert_string_equal(site_name(site, LANG_DE), "Opora");
    assert_int_equal(site_answer_hours(site), 9);
    assert_true(site_has_country(site, "AM"));
    assert_non_null(site_crisis(site, LANG_RU, "AM", DAY, a, &n));
    drop(&b);
}

static void
test_sweep_removes_only_what_is_not_named(void **state)
{
    OWN(arena) a = arena_new(256 << 20);
    struct built b = build_at(a, DAY);
    const char *extra = arena_printf(a, "%s/pages/%064d", b.folder, 7);

    (void)state;
    assert_int_equal(file_replace(extra, bytes_of("old")), OK);
    assert_int_equal(edition_sweep(b.folder, &b.edition), OK);
    assert_int_not_equal(access(extra, F_OK), 0);
    (void)page(&b, "de/index");
    drop(&b);
}

/* The program is a page named by its hash; the two forms ask for it, and nothing else does; what it
   has to say stands in one page a language.  Without one there is no trace of it. */
static void
test_a_kit_is_asked_for_by_its_hash(void **state)
{
    static const char program[] = "\"use strict\";";
    static const char tag[] = "\n<script src=\"/js/5ecf2f4d\" integrity=\"sha256-"
                              "Xs8vTYPmJg2r1uxI522N3rzPlWVj80ByIhv5YNO4wlU=\"></script>\n</body>";
    OWN(arena) a = arena_new(512 << 20);
    struct built with = build_with(a, DAY, false, bytes_of(program));
    struct built without = build_at(a, DAY);
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < with.edition.n_pages; i++) {
        const char *path = with.edition.pages[i].path;
        bool form = strcmp(path + 2, "/w") == 0 || strcmp(path + 2, "/r") == 0;
        struct bytes text = page(&with, path);
        if (strncmp(path, "kit/", 4) == 0 || strncmp(path, "js/", 3) == 0) {
            n++;
            continue;
        }
        assert_int_equal(has(text, "<script"), form);
        assert_false(has(page(&without, path), "<script"));
        assert_int_equal(has(text, tag), form);
    }
    assert_int_equal(n, 6);
    assert_int_equal(with.edition.n_pages, without.edition.n_pages + 6);
    struct bytes says = page(&with, "kit/be");
    assert_true(has(says, "understory/kit/1\nnetwork "));
    assert_true(has(says, "\ntext same_words "));
    assert_true(has(says, "\nword "));
    assert_false(has(says, "Your twelve words stay the same."));
    drop(&with);
    drop(&without);
}

static void
test_wrong_sources_are_refused(void **state)
{
    OWN(arena) a = arena_new(256 << 20);
    struct made_network *n = network_made(a);
    const char *folder = mkdtemp(arena_text(a, "/tmp/edition-XXXXXX"));
    struct edition_source s = network_source(n, CONTENT, DAY * (int64_t)DAY_S);
    const char *why = NULL;
    char *forged = arena_text_n(a, s.cards.p, s.cards.n);

    (void)state;
    s.days = 31;
    assert_int_equal(edition_build(&s, folder, a, &why), ERR_MALFORMED);
    s = network_source(n, "/nowhere", DAY * (int64_t)DAY_S);
    assert_int_equal(edition_build(&s, folder, a, &why), ERR_MALFORMED);
    assert_non_null(strstr(why, "/nowhere/countries.csv"));
    s = network_source(n, CONTENT, DAY * (int64_t)DAY_S);
    forged[strstr(forged, "about en Sample") - forged + 9] = 'X';
    s.cards.p = (const uint8_t *)forged;
    assert_int_equal(edition_build(&s, folder, a, &why), ERR_FORGED);
    s = network_source(n, CONTENT, DAY * (int64_t)DAY_S);
    s.designations = bytes_of(
        "org,country,kind,since,source,verified_on\nxx,RU,undesirable,2026-01-01,s,2026-01-01\n");
    assert_int_equal(edition_build(&s, folder, a, &why), ERR_MALFORMED);
    assert_non_null(strstr(why, "orgs/designations, line 2"));
    assert_int_not_equal(access(arena_printf(a, "%s/note", folder), F_OK), 0);
    sign_secret_drop(&n->editor);
    remove_folder(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_page_is_there_and_verifies),
        cmocka_unit_test(test_the_same_input_gives_the_same_bytes),
        cmocka_unit_test(test_age_is_shown),
        cmocka_unit_test(test_letters),
        cmocka_unit_test(test_a_demonstration_says_so),
        cmocka_unit_test(test_facts_can_be_read_again),
        cmocka_unit_test(test_sweep_removes_only_what_is_not_named),
        cmocka_unit_test(test_a_kit_is_asked_for_by_its_hash),
        cmocka_unit_test(test_wrong_sources_are_refused),
    };
    return crypto_start() ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
