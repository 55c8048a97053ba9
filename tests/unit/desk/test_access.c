/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who is at the desk: origins, sessions and what they keep. */
#include "core/wire/crypto.h"
#include "desk/access/origin.h"
#include "desk/access/sessions.h"
#include "tests/unit/check.h"
#include <stdlib.h>

static void
test_origins(void **state)
{
    static const struct {
        const char *ours, *theirs;
        bool same;
    } rows[] = {
        { "http://127.0.0.1:8080", "http://127.0.0.1:8080", true },
        { "http://127.0.0.1:8080", "http://localhost:8080", true },
        { "http://localhost:8080", "http://[::1]:8080", true },
        { "http://127.0.0.1:8080", "http://127.0.0.1:8081", false },
        { "http://127.0.0.1:8080", "https://127.0.0.1:8080", false },
        { "http://127.0.0.1:8080", "http://127.0.0.1", false },
        { "http://127.0.0.1:8080", "http://evil.example:8080", false },
        { "http://127.0.0.1:8080", "null", false },
        { "http://127.0.0.1:8080", "", false },
        { "http://127.0.0.1:8080", "http://", false },
        { "https://desk.example.org", "https://desk.example.org", true },
        { "https://desk.example.org", "https://DESK.example.org:443", true },
        { "https://desk.example.org", "https://desk.example.org.evil.example", false },
        { "https://desk.example.org", "http://desk.example.org", false },
        { "http://desk.example.org", "http://127.0.0.1", false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (origin_is_ours(rows[i].ours, rows[i].theirs) != rows[i].same)
            fail_msg("%s and %s", rows[i].ours, rows[i].theirs);
    assert_true(origin_has_host("http://127.0.0.1:8080", "localhost:8080"));
    assert_true(origin_has_host("https://desk.example.org", "desk.example.org"));
    assert_false(origin_has_host("http://127.0.0.1:8080", "evil.example:8080"));
    assert_false(origin_has_host("http://127.0.0.1:8080", "127.0.0.1:9"));
    assert_false(origin_has_host("http://127.0.0.1:8080", ""));
    assert_true(origin_is_secure("https://desk.example.org"));
    assert_true(origin_is_secure("http://localhost:1"));
    assert_false(origin_is_secure("http://192.0.2.1:8080"));
}

static void
test_what_a_post_may_come_from(void **state)
{
    static const char ours[] = "http://127.0.0.1:8080";
    static const struct {
        const char *origin, *site;
        bool allowed;
    } rows[] = {
        { NULL, NULL, true },
        { "http://127.0.0.1:8080", NULL, true },
        { "http://127.0.0.1:8080", "same-origin", true },
        { "null", "same-origin", true },
        { NULL, "none", true },
        { "null", NULL, false },
        { "null", "cross-site", false },
        { "http://127.0.0.1:8080", "cross-site", false },
        { NULL, "same-site", false },
        { "http://evil.example", NULL, false },
        { "http://evil.example", "same-origin", false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (origin_allows(ours, rows[i].origin, rows[i].site) != rows[i].allowed)
            fail_msg("row %zu", i);
}

static const struct member olga = { .name = "Olga", .lang = "ru", .roles = ROLE_COUNSELLOR };
static const struct vault_set none = { 0 };

static void
test_sessions_end(void **state)
{
    struct sessions *all = calloc(1, sizeof *all);
    struct vaults vaults = { 0 };
    char token[SESSION_TOKEN_CAP];
    char other[SESSION_TOKEN_CAP];
    struct session *s = NULL;
    struct session *t = NULL;

    (void)state;
    assert_non_null(all);
    all->idle_ms = 1000;
    assert_int_equal(session_begin(all, &olga, &none, 5000, token, &s), OK);
    assert_int_equal(session_begin(all, &olga, &none, 5000, other, &t), OK);
    assert_string_not_equal(token, other);
    assert_string_not_equal(s->csrf, t->csrf);
    assert_ptr_equal(session_find(all, token), s);
    assert_null(session_find(all, ""));
    assert_null(session_find(all, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    assert_true(session_csrf_is(s, s->csrf));
    assert_false(session_csrf_is(s, t->csrf));
    assert_false(session_csrf_is(s, ""));
    session_touch(t, 5900);
    assert_non_null(session_over(all, 6000)); /* looking was no use */
    session_end(session_over(all, 6000));
    assert_null(session_find(all, token));
    assert_ptr_equal(session_find(all, other), t);
    session_end_all(all, &vaults);
    assert_int_equal(session_count(all), 0);
    free(all);
}

static void
test_sessions_are_bounded(void **state)
{
    struct sessions *all = calloc(1, sizeof *all);
    struct vaults vaults = { 0 };
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;

    (void)state;
    assert_non_null(all);
    for (int i = 0; i < MAX_SESSIONS; i++)
        assert_int_equal(session_begin(all, &olga, &none, 1, token, &s), OK);
    assert_int_equal(session_begin(all, &olga, &none, 1, token, &s), ERR_BUSY);
    session_end_all(all, &vaults);
    free(all);
}

/* What was typed is kept whole up to the largest form, and goes with the session. */
static void
test_typed_is_kept(void **state)
{
    struct sessions *all = calloc(1, sizeof *all);
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;
    char *text = calloc(1, LOGIN_FORM_MAX + 1);
    char *longer = calloc(1, 2 * LOGIN_FORM_MAX + 1);

    (void)state;
    assert_true(all && text && longer);
    memset(text, 'x', LOGIN_FORM_MAX);
    memset(longer, 'x', 2 * LOGIN_FORM_MAX);
    struct case_typed typed = { FORM_REPLY, 17, 3, text, "", "" };
    assert_int_equal(session_begin(all, &olga, &none, 1, token, &s), OK);
    assert_int_equal(session_keep(s, &typed), OK);
    assert_string_equal(s->typed.by, s->member_hex);
    assert_string_equal(s->typed.text, text);
    assert_ptr_not_equal(s->typed.text, text);
    typed.text = longer;
    assert_int_equal(session_keep(s, &typed), ERR_INTERNAL);
    assert_string_equal(s->typed.text, text); /* the first one stays */
    session_end(s);
    assert_null(s->memory);
    free(all);
    free(text);
    free(longer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_origins),
        cmocka_unit_test(test_what_a_post_may_come_from),
        cmocka_unit_test(test_sessions_end),
        cmocka_unit_test(test_sessions_are_bounded),
        cmocka_unit_test(test_typed_is_kept),
    };
    return crypto_start() ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
