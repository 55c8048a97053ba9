/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Role and act: every cell of the table, and every row of the route table for every role.  The list
   here is written by hand and does not look at the product's. */
#include "base/clock.h"
#include "desk/access/roles.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"
#include <stdio.h>

#define CASEWORK " counsellor lead lawyer psychologist safeguarding coordinator "
#define CARE     CASEWORK "peer medical shelter "
#define CONTENT  CARE "vetting documenter custodian translator finance approver advocacy "

static const struct {
    int act;
    const char *name, *who;
} cells[] = {
    { MAY_READ, "read", CONTENT },
    { MAY_WRITE, "write", CARE },
    { MAY_NOTE, "note", CONTENT },
    { MAY_STEER, "steer", CASEWORK },
    { MAY_SHARE, "share", CASEWORK },
    { MAY_CONFIRM_DATE, "confirm a date", " lawyer " },
    { MAY_APPROVE, "approve", " lead approver " },
    { MAY_KEEP_BOOKS, "keep books", " lead coordinator lawyer editor legal-reviewer " },
    { MAY_ERASE, "erase", " lead data-protection " },
    { MAY_EXPORT, "export", " lead lawyer documenter custodian data-protection " },
    { MAY_RELEASE, "release", " lead data-protection security " },
    { MAY_COUNT, "count", " lead statistics data-protection " },
    { MAY_AUDIT, "audit", " data-protection security " },
    { MAY_SEE_MEMBERS, "see members", " office lead data-protection security " },
    { MAY_MANAGE, "manage", " office " },
    { MAY_GRANT, "grant", " office lead " },
    { MAY_CONFIGURE, "configure", " office " },
};

static struct fixture fx;
static struct browser b;

static int
set_up(void **state)
{
    (void)state;
    fixture_new(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    browser_new(&b, &fx.app);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    fixture_done(&fx);
    return 0;
}

static bool
stands_in(const char *code, const char *who)
{
    char word[40];

    (void)snprintf(word, sizeof word, " %s ", code);
    return strstr(who, word) != NULL;
}

static bool
may_by_hand(const char *code, int act)
{
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        if (cells[i].act == act)
            return stands_in(code, cells[i].who);
    return false;
}

static void
test_every_cell(void **state)
{
    uint32_t all = 0;

    (void)state;
    assert_int_equal(sizeof cells / sizeof *cells, MAY_END - MAY_READ);
    assert_int_equal(desk_n_roles, 23);
    for (size_t r = 0; r < desk_n_roles; r++) {
        for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
            if (role_may(desk_roles[r].bit, cells[i].act) !=
                stands_in(desk_roles[r].code, cells[i].who))
                fail_msg("%s: %s", desk_roles[r].code, cells[i].name);
        assert_false(role_may(desk_roles[r].bit, 0) || role_may(desk_roles[r].bit, MEMBER) ||
                     role_may(desk_roles[r].bit, MAY_END) || role_may(desk_roles[r].bit, -1));
        all |= desk_roles[r].bit;
    }
    for (int act = MAY_READ; act < MAY_END; act++) {
        assert_false(role_may(0, act));
        assert_true(role_may(all, act));
        assert_int_equal(roles_that_may(act) & ~all, 0);
    }
}

static void
test_roles_as_text(void **state)
{
    OWN(arena) a = arena_new(4096);
    uint32_t roles = 7;

    (void)state;
    assert_int_equal(roles_read("lead+office", &roles), OK);
    assert_int_equal(roles, ROLE_DUTY_LEAD | ROLE_OFFICE);
    assert_string_equal(roles_text(a, roles), "lead+office");
    static const char *const bad[] = { "", "+", "lead+", "+lead", "Lead", "lead office", "donor",
        "leadleadleadleadleadleadleadleadleadlead" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(roles_read(bad[i], &roles), ERR_MALFORMED);
    assert_int_equal(roles, ROLE_DUTY_LEAD | ROLE_OFFICE);
}

/* A session with this one role and no key at all. */
static void
work_as(uint32_t roles)
{
    const struct vault_set none = { 0 };
    const struct member m = { .id = { { 77 } }, .name = "Somebody", .lang = "en", .roles = roles };
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;

    desk_lock_all(&fx.app);
    assert_int_equal(session_begin(&fx.app.sessions, &m, &none, clock_steady_ms(), token, &s), OK);
    (void)snprintf(b.cookie, sizeof b.cookie, "__Host-desk-%02x%02x%02x%02x=%s", fx.app.org.b[0],
        fx.app.org.b[1], fx.app.org.b[2], fx.app.org.b[3], token);
    (void)snprintf(b.csrf, sizeof b.csrf, "%s", s->csrf);
}

static bool
is_refused(const struct route *r)
{
    char path[96];

    browser_path(r->path, path, sizeof path);
    if (r->method == GET)
        browser_get(&b, path);
    else
        browser_post(&b, path, "csrf={csrf}&text=t");
    bool refused = b.status == 403 && browser_has(&b, "Your role at this desk does not include");
    if (!refused && strstr(b.answer, "Location: /login"))
        fail_msg("%s: there is no session", r->path);
    return refused;
}

static void
test_every_row_for_every_role(void **state)
{
    size_t n = 0;

    (void)state;
    for (size_t k = 0; k < desk_n_roles; k++)
        for (size_t i = 0; i < desk_n_routes; i++) {
            const struct route *r = &desk_routes[i];
            if (r->who < WHO_OWN)
                continue;
            work_as(desk_roles[k].bit);
            bool may = may_by_hand(desk_roles[k].code, r->who);
            if (is_refused(r) == may)
                fail_msg("%s: %s %s: %u, %.200s", desk_roles[k].code,
                    r->method == GET ? "GET" : "POST", r->path, b.status, b.body);
            n++;
        }
    assert_true(n >= 23 * 20);
}

/* Keys decide content: a role without a key reads nothing, nor does a key without a role. */
static void
test_keys_decide(void **state)
{
    struct seeker_keys *keys = NULL;
    struct pulled p;

    (void)state;
    desk_lock_all(&fx.app);
    fixture_request(&fx, "Тайный текст", BELL_RING_NONE, &keys, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    seeker_keys_drop(&keys);
    struct session *olga = fixture_unlock(&fx, "Olga");
    fixture_settle(&fx.app);
    assert_true(vault_set_has(&olga->vaults, vaults_by_role(&fx.app.vaults, "intake")));
    /* The vault is open in the process, for Olga: a counsellor without its key sees nothing. */
    const struct vault_set none = { 0 };
    const struct member m = {
        .id = { { 78 } }, .name = "Nina", .lang = "en", .roles = ROLE_COUNSELLOR
    };
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;
    assert_int_equal(session_begin(&fx.app.sessions, &m, &none, clock_steady_ms(), token, &s), OK);
    (void)snprintf(b.cookie, sizeof b.cookie, "__Host-desk-%02x%02x%02x%02x=%s", fx.app.org.b[0],
        fx.app.org.b[1], fx.app.org.b[2], fx.app.org.b[3], token);
    browser_get(&b, "/");
    assert_null(strstr(b.answer, "Тайный"));
    browser_get(&b, "/c/1");
    assert_null(strstr(b.answer, "Тайный"));
    /* With the vault, as if somebody had given an administrator its key: her role reads nothing. */
    s->vaults = olga->vaults;
    s->at = olga->at;
    s->roles = ROLE_OFFICE | ROLE_SECURITY | ROLE_DATA_PROTECTION;
    static const char *const pages[] = { "/", "/c/1", "/today", "/search", "/live.json" };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        browser_get(&b, pages[i]);
        assert_null(strstr(b.answer, "Тайный"));
    }
    s->roles = ROLE_COUNSELLOR;
    browser_get(&b, "/");
    assert_non_null(strstr(b.answer, "Тайный")); /* role and key: the check above can fail */
    s->vaults = none;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_cell),
        cmocka_unit_test(test_roles_as_text),
        cmocka_unit_test(test_every_row_for_every_role),
        cmocka_unit_test(test_keys_decide),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
