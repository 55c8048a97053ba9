/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every page in every language: weight, form, words, and that nothing hostile gets through. */
#include "base/own.h"
#include "tests/unit/check.h"
#include "tests/unit/seeker/html.h"
#include "tests/unit/seeker/sample.h"
#include "text/catalogue.h"
#include "text/text.h"

static const char hostile[] =
    "\"'><script>alert(1)</script><img src=x onerror=y>&lt;{{ x }} javascript:z";

enum { DAY = 20779 }; /* 22 November 2026 */

struct made {
    struct arena *a;
    const char *text;
    size_t n;
};

static struct made
make(enum sample s, enum lang l, const char *with)
{
    struct made m = { .a = arena_new(64 << 20) };
    struct out o = out_in(m.a);
    const struct facts *site = sample_site(m.a, CONTENT);

    assert_non_null(site);
    sample_page(&o, s, l, site, with);
    m.n = o.n;
    m.text = out_text_of(&o);
    assert_non_null(m.text);
    return m;
}

static void
each(void (*check)(struct made *m, enum sample s, enum lang l), const char *with)
{
    for (enum sample s = 0; s < N_SAMPLES; s++)
        for (enum lang l = LANG_RU; l < N_LANGS; l++) {
            struct made m = make(s, l, with);
            check(&m, s, l);
            arena_drop(&m.a);
        }
}

static void
is_light(struct made *m, enum sample s, enum lang l)
{
    bool exactly;
    size_t limit = sample_limit(s, &exactly);

    if (exactly ? m->n != limit : m->n > limit)
        fail_msg("%s/%s: %zu bytes, limit %zu", lang_code(l), sample_name(s), m->n, limit);
}

static void
test_weight(void **state)
{
    (void)state;
    each(is_light, NULL);
}

static void
is_well_formed(struct made *m, enum sample s, enum lang l)
{
    const char *wrong = html_problem(m->a, m->text);

    if (wrong)
        fail_msg("%s/%s: %s", lang_code(l), sample_name(s), wrong);
}

static void
test_form(void **state)
{
    (void)state;
    each(is_well_formed, NULL);
    each(is_well_formed, hostile);
}

static const char kit_tag[] =
    "<script src=\"" SAMPLE_KIT "\" integrity=\"" SAMPLE_KIT_HASH "\"></script>";

/* The page without the one tag that the two empty forms may have: the kit, from this server, with
   the hash it must have.  Never a second one, never one with its own text, on no other page. */
static void
take_kit_out(struct made *m, enum sample s, enum lang l)
{
    char *tag = strstr(m->text, kit_tag);
    const char *end = strstr(m->text, "</body>");
    bool may = s == SAMPLE_WRITE || s == SAMPLE_READ;

    if (may != (tag != NULL))
        fail_msg("%s/%s: asks for the kit or should", lang_code(l), sample_name(s));
    if (!tag)
        return;
    assert_true(end == tag + sizeof kit_tag); /* the last line */
    memset(tag, ' ', sizeof kit_tag - 1);
}

static void
is_quiet(struct made *m, enum sample s, enum lang l)
{
    static const char *const never[] = { "<script", "<svg", "<math", "<img", "style=\"",
        "@font-face", "src=\"", " onerror=y>", "url(", "@import", "http-equiv", "<iframe",
        "<link" };

    take_kit_out(m, s, l);
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (strstr(m->text, never[i]))
            fail_msg("%s/%s: holds %s", lang_code(l), sample_name(s), never[i]);
}

static void
test_nothing_foreign(void **state)
{
    (void)state;
    each(is_quiet, NULL);
    each(is_quiet, hostile);
}

/* With hostile texts in every field the page has exactly the tags and attributes it has without. */
static void
test_hostile_values_change_no_tag(void **state)
{
    (void)state;
    for (enum sample s = 0; s < N_SAMPLES; s++) {
        struct made plain = make(s, LANG_RU, "plain text"), bad = make(s, LANG_RU, hostile);
        if (s != SAMPLE_THREAD && s != SAMPLE_THREAD_LAST) /* longer texts, other sheets */
            assert_string_equal(html_skeleton(plain.a, plain.text), html_skeleton(bad.a, bad.text));
        assert_null(strstr(bad.text, "href=\"javascript"));
        arena_drop(&plain.a);
        arena_drop(&bad.a);
    }
}

/* English is one of the languages of such a page. */
static bool
speaks_all(enum sample s)
{
    return s == SAMPLE_LANGUAGE || s == SAMPLE_ERROR_IN_ALL;
}

static void
no_english(struct made *m, enum sample s, enum lang l)
{
    if (speaks_all(s))
        return;
    for (size_t i = 0; l != LANG_EN && i < n_catalogue; i++) {
        const char *key = catalogue_blob + catalogue[i].key;
        struct out o = out_in(m->a);
        if (!strchr(key, ' ') || strchr(key, '{') || strcmp(text_get(l, key), key) == 0)
            continue;
        out_text(&o, key);
        const char *escaped = out_text_of(&o);
        if (strstr(m->text, escaped))
            fail_msg("%s/%s: English left: %s", lang_code(l), sample_name(s), key);
    }
}

static void
no_latin_words(struct made *m, enum sample s, enum lang l)
{
    static const char *const known[] = { "Tor", "Browser", "Ctrl", "Shift", "New", "identity",
        "English", "Deutsch", "http", "example", "org" };
    const char *text = html_text(m->a, m->text);

    for (const char *p = text; l <= LANG_BE && !speaks_all(s) && *p;) {
        size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"), i = 0;
        const size_t n_known = sizeof known / sizeof *known;
        while (n > 1 && i < n_known && (strlen(known[i]) != n || strncmp(known[i], p, n) != 0))
            i++;
        if (n > 1 && i == n_known)
            fail_msg("%s/%s: Latin word: %.*s", lang_code(l), sample_name(s), (int)n, p);
        p += n > 0 ? n : 1;
    }
}

static void
test_no_english_is_left(void **state)
{
    (void)state;
    assert_true(n_catalogue > 150);
    each(no_english, NULL);
    each(no_latin_words, NULL);
}

/* Of all lines in content/crisis.csv: a language without a name would stand there as a code. */
static void
test_crisis_lines_are_in_the_readers_language(void **state)
{
    OWN(arena) a = arena_new(64 << 20);
    const struct facts *site = sample_site(a, CONTENT);
    size_t n_countries, n, n_seen = 0;

    (void)state;
    for (enum lang l = LANG_RU; l <= LANG_BE; l++) {
        const struct country_row *countries = site_countries(site, l, a, &n_countries);
        for (size_t i = 0; i < n_countries; i++) {
            const struct crisis_row *rows = site_crisis(site, l, countries[i].code, DAY, a, &n);
            for (size_t k = 0; k < n; k++, n_seen++)
                if (strpbrk(rows[k].note, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
                    fail_msg("%s %s: %s", lang_code(l), countries[i].code, rows[k].note);
        }
    }
    assert_true(n_seen > 100);
}

static void
test_titles_say_nothing(void **state)
{
    static const char *const telling[] = { "армі", "войн", "дезерт", "повест", "призыв", "desert",
        "army", "war ", "Armee", "Krieg" };

    (void)state;
    for (enum sample s = 0; s < N_SAMPLES; s++)
        for (enum lang l = LANG_RU; l < N_LANGS; l++) {
            struct made m = make(s, l, NULL);
            const char *title = strstr(m.text, "<title>"), *end = strstr(m.text, "</title>");
            assert_true(title && end > title + 7);
            for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
                assert_null(memmem(title, (size_t)(end - title), telling[i], strlen(telling[i])));
            arena_drop(&m.a);
        }
}

/* The sample network is a demonstration: every page says so, in the reader's language. */
static void
says_demonstration(struct made *m, enum sample s, enum lang l)
{
    bool first = s == SAMPLE_LANGUAGE || s == SAMPLE_ERROR_IN_ALL; /* in one line for everybody */
    const char *bar =
        text_get(l, first ? "Demonstration" : "Demonstration: nobody reads what is written here.");

    if (!strstr(m->text, bar))
        fail_msg("%s/%s: does not say that it is a demonstration", lang_code(l), sample_name(s));
}

static void
test_a_demonstration_says_so(void **state)
{
    (void)state;
    each(says_demonstration, NULL);
}

/* A further message asks for no more than the page of the answers did, and leads back there. */
static void
test_a_further_message_is_no_first_one(void **state)
{
    struct made m = make(SAMPLE_WRITE_AGAIN, LANG_DE, NULL);

    (void)state;
    assert_non_null(strstr(m.text, text_get(LANG_DE, "Your twelve words stay the same.")));
    assert_non_null(strstr(m.text, text_get(LANG_DE, "What else should we know?")));
    assert_non_null(strstr(m.text, "href=\"/t/AAAA"));
    assert_null(strstr(m.text, "name=\"danger\""));
    assert_null(strstr(m.text, "name=\"who\""));
    assert_non_null(strstr(m.text, "name=\"org\"")); /* because that is the problem */
    arena_drop(&m.a);
}

/* A number to call stands above the twelve words; the other lines do not push them off a screen. */
static void
test_the_words_come_before_the_box(void **state)
{
    (void)state;
    for (enum lang l = LANG_RU; l < N_LANGS; l++) {
        struct made m = make(SAMPLE_WORDS_DANGER, l, NULL);
        const char *call = strstr(m.text, "href=\"tel:");
        const char *words = strstr(m.text, "<ol class=\"words\"");
        const char *box = strstr(m.text, "id=\"c\"");
        assert_true(call && words && box && call < words && words < box);
        assert_non_null(strstr(box, "class=\"lines\""));
        arena_drop(&m.a);
    }
}

/* Nobody knows which language is spoken at a number of no certain country. */
static void
test_lines_of_no_country_promise_no_language(void **state)
{
    OWN(arena) a = arena_new(64 << 20);
    const struct facts *site = sample_site(a, CONTENT);
    size_t n = 0;
    const struct crisis_row *rows = site_crisis(site, LANG_RU, "", DAY, a, &n);

    (void)state;
    assert_true(n > 0);
    for (size_t i = 0; i < n; i++)
        assert_null(strstr(rows[i].note, "·"));
}

/* What was left open stays open when the form comes back with a problem. */
static void
test_nothing_is_answered_for_her(void **state)
{
    struct made m = make(SAMPLE_WRITE_WRONG, LANG_DE, "");

    (void)state;
    assert_null(strstr(m.text, "name=\"danger\" value=\"x\" checked"));
    assert_null(strstr(m.text, "name=\"safe\" value=\"x\" checked"));
    assert_null(strstr(m.text, "name=\"safe\" value=\"\""));
    arena_drop(&m.a);
}

static void
test_nothing_typed_is_lost(void **state)
{
    struct made m = make(SAMPLE_WRITE_WRONG, LANG_DE, "a < b & \"c\"");

    (void)state;
    assert_non_null(strstr(m.text, ">a &lt; b &amp; &#34;c&#34;</textarea>"));
    assert_non_null(strstr(m.text, "value=\"AM\" selected>"));
    assert_non_null(strstr(m.text, "value=\"soon\" checked>"));
    assert_non_null(strstr(m.text, "<details open>"));
    assert_non_null(
        strstr(m.text, "name=\"org\" value=\"auto\">")); /* the choice was another one */
    arena_drop(&m.a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weight),
        cmocka_unit_test(test_form),
        cmocka_unit_test(test_nothing_foreign),
        cmocka_unit_test(test_hostile_values_change_no_tag),
        cmocka_unit_test(test_no_english_is_left),
        cmocka_unit_test(test_crisis_lines_are_in_the_readers_language),
        cmocka_unit_test(test_titles_say_nothing),
        cmocka_unit_test(test_a_demonstration_says_so),
        cmocka_unit_test(test_a_further_message_is_no_first_one),
        cmocka_unit_test(test_the_words_come_before_the_box),
        cmocka_unit_test(test_lines_of_no_country_promise_no_language),
        cmocka_unit_test(test_nothing_is_answered_for_her),
        cmocka_unit_test(test_nothing_typed_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
