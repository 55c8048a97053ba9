/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who comes, who goes, and whose keys travel, as browsers meet it.  Ivan is the office. */
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "desk/access/factors.h"
#include "desk/access/invitations.h"
#include "desk/access/travel.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/access/comings.h"
#include <stdio.h>
#include <stdlib.h>

struct fixture fx;
struct browser ivan, olga, guest;
static struct browser other;
static char link_path[80];
struct setup_member maria = { .name = "Maria" };

static int
set_up(void **state)
{
    struct seeker_keys *keys = NULL;
    struct pulled p;

    (void)state;
    fixture_new(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    browser_new(&ivan, &fx.app);
    browser_new(&olga, &fx.app);
    browser_new(&guest, &fx.app);
    browser_new(&other, &fx.app);
    fixture_request(&fx, "Тайный текст", BELL_RING_NONE, &keys, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    seeker_keys_drop(&keys);
    browser_login(&ivan, &fx.members[1], "");
    browser_login(&olga, &fx.members[0], "");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    fixture_done(&fx);
    return 0;
}

void
says(struct browser *with, const char *path, enum access_says s)
{
    char to[120];

    (void)snprintf(to, sizeof to, "%s?s=%d", path, (int)s);
    browser_goes_to(with, to);
}

void
post(struct browser *with, const char *path, const char *more)
{
    char form[4096];

    browser_get(with, "/settings"); /* a fresh token, as a page would have it */
    (void)snprintf(form, sizeof form, "csrf={csrf}&%s", more);
    browser_post(with, path, form);
}

struct member
stored(const char *name)
{
    struct member m = { 0 };

    assert_int_equal(keys_member_get(fx.app.keys, name, &m), OK);
    return m;
}

/* By keys: is there a wrap of this vault's present secret for her? */
bool
has_key(const char *name, const char *vault)
{
    struct member m = stored(name);
    struct vault_row rows[MAX_VAULTS];
    struct wrap w;
    size_t n = 0;

    assert_int_equal(keys_vault_list(fx.app.keys, rows, &n), OK);
    for (size_t i = 0; i < n; i++) {
        struct wrap_about about = vault_wrap_about(&fx.app.org, &rows[i], &m.id);
        if (strcmp(rows[i].role, vault) == 0)
            return !keys_wrap_get(fx.app.keys, &about, &w);
    }
    return false;
}

static void
test_a_link_is_made_once(void **state)
{
    static const struct {
        const char *form;
        enum access_says says;
    } bad[] = {
        { "name=Olga&for=1800&r0=1", SAYS_NAME_TAKEN },
        { "name=&for=1800&r0=1", SAYS_NAME_BAD },
        { "name=+x&for=1800&r0=1", SAYS_NAME_BAD },
        { "name=a%22b&for=1800", SAYS_NAME_BAD },
        { "name=a%0Ab&for=1800", SAYS_NAME_BAD },
        { "name=Maria&for=1799", SAYS_NAME_BAD },
        { "name=Maria&for=604801", SAYS_NAME_BAD },
        { "name=Maria&for=", SAYS_NAME_BAD },
    };
    struct sessions *all = &fx.app.sessions;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        post(&ivan, "/members/invite", bad[i].form);
        says(&ivan, "/members/invite", bad[i].says);
    }
    post(&ivan, "/members/invite", "name=Maria&for=1800&r0=1");
    browser_goes_to(&ivan, "/members/invite");
    browser_get(&ivan, "/members/invite");
    browser_shows(&ivan, 200, "http://127.0.0.1:8080/i/");
    (void)snprintf(link_path, sizeof link_path, "/i/%s", all->s[0].offer->invite);
    assert_int_equal(strlen(link_path), 3 + SESSION_TOKEN_CAP - 1);
    assert_true(browser_has(&ivan, link_path));
    post(&ivan, "/members/invite", "act=seen");
    browser_get(&ivan, "/members/invite");
    assert_false(browser_has(&ivan, link_path)); /* shown once */
    post(&ivan, "/members/invite", "name=Maria&for=1800&r0=1");
    says(&ivan, "/members/invite", SAYS_NAME_TAKEN);
    post(&olga, "/members/invite", "name=Nina&for=1800"); /* no office */
    assert_int_equal(olga.status, 403);
}

/* Never made, taken back, over: the same page. */
static void
test_links_that_are_none(void **state)
{
    static char first[BROWSER_ANSWER_CAP];
    struct invitation all[INVITATIONS_MAX];
    char token[SESSION_TOKEN_CAP];
    char path[80];
    size_t n = 0;

    (void)state;
    browser_get(&guest, "/i/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA?l=en");
    browser_shows(&guest, 404, "This link is not valid, or no longer.");
    const char *body = strstr(guest.body, "<main");
    (void)snprintf(first, sizeof first, "%.*s", (int)(strstr(body, "</main>") - body), body);
    assert_int_equal(db_begin(fx.app.keys, TX_WRITE), OK);
    enum err e = invitation_new(
        fx.app.keys, "Late", 1, "Ivan", clock_now_s() - 1801, INVITATION_MIN_S, token);
    assert_int_equal(db_end(fx.app.keys, e), OK);
    (void)snprintf(path, sizeof path, "/i/%s?l=en", token);
    browser_get(&guest, path);
    browser_shows(&guest, 404, first);
    browser_post(&guest, path, "act=begin&l=en");
    assert_int_equal(guest.status, 303);
    assert_int_equal(keys_member_get(fx.app.keys, "Late", &(struct member){ 0 }), ERR_NOT_FOUND);
    assert_int_equal(invitation_list(fx.app.keys, all, &n), OK);
    assert_int_equal(n, 2);
    char form[64] = "id=";
    hex_encode((struct bytes){ all[0].id, ID_BYTES }, form + 3); /* Late, before Maria */
    post(&ivan, "/members/revoke", form);
    says(&ivan, "/members", SAYS_INVITATION_TAKEN_BACK);
    browser_get(&guest, path);
    browser_shows(&guest, 404, first);
}

static void
word_at(const char *words, unsigned i, char to[16])
{
    for (; i > 0; i--)
        words += strcspn(words, " ") + 1;
    (void)snprintf(to, 16, "%.*s", (int)strcspn(words, " "), words);
}

/* Somebody else who has the link: she sees nothing of a beginning, and cannot take it over. */
static void
no_words_for(struct browser *with, const char *one, const char *two)
{
    char form[128];
    struct member m = stored("Maria");

    browser_get(with, link_path);
    browser_shows(with, 200, "begun in another browser");
    assert_false(browser_has(with, one) || browser_has(with, two));
    assert_false(browser_has(with, "value=\"begin\""));
    (void)snprintf(form, sizeof form, "act=keep&w1=%s&w2=%s", one, two);
    browser_post(with, link_path, form);
    assert_true(fx.app.joinings.all->used); /* not confirmed by her */
    browser_post(with, link_path, "act=begin&l=en");
    browser_get(with, link_path);
    browser_shows(with, 200, "begun in another browser");
    assert_false(browser_has(with, one) || browser_has(with, two));
    struct member same = stored("Maria");
    assert_memory_equal(same.id.b, m.id.b, sizeof m.id.b); /* nor replaced */
}

static void
test_the_invited_person(void **state)
{
    char form[128], one[16], two[16];

    (void)state;
    browser_get(&guest, link_path);
    browser_shows(&guest, 200, "Maria");
    browser_get(&guest, link_path); /* looking uses nothing up: messengers look too */
    browser_shows(&guest, 200, "value=\"begin\"");
    browser_post(&guest, link_path, "act=begin&l=uk");
    assert_int_equal(guest.status, 303);
    browser_get(&guest, link_path);
    const struct joining *j = fx.app.joinings.all;
    assert_true(j->used && strlen(j->passphrase) > 20);
    (void)snprintf(maria.passphrase, sizeof maria.passphrase, "%s", j->passphrase);
    word_at(j->passphrase, j->ask[0], one);
    word_at(j->passphrase, j->ask[1], two);
    assert_true(browser_has(&guest, one) && browser_has(&guest, two));
    assert_int_equal(strncmp(guest.cookie, "__Host-join-", 12), 0);
    no_words_for(&other, one, two);
    (void)snprintf(other.cookie, sizeof other.cookie, "%.*s=AAAA", (int)strcspn(guest.cookie, "="),
        guest.cookie);
    no_words_for(&other, one, two); /* a cookie of the right name, made up */
    *other.cookie = '\0';
    (void)snprintf(form, sizeof form, "act=keep&w1=%s&w2=%s", two, one);
    browser_post(&guest, link_path, form);
    assert_true(strstr(guest.answer, "&s=") != NULL);
    (void)snprintf(form, sizeof form, "act=keep&w1=%s&w2=%s", one, two);
    browser_post(&guest, link_path, form);
    browser_get(&guest, link_path);
    assert_false(browser_has(&guest, one) && browser_has(&guest, two)); /* forgotten here */
    assert_false(j->used);
    struct member m = stored("Maria");
    char words[FINGERPRINT_CAP];
    fingerprint_of(&m.public, words);
    browser_shows(&guest, 200, words);
    browser_get(&other, link_path); /* the four words are for her who has the six */
    browser_shows(&other, 200, "begun in another browser");
    assert_false(browser_has(&other, words));
    assert_string_equal(m.lang, "uk");
    assert_int_equal(m.roles, 0);
    browser_post(&guest, link_path, "act=begin&l=uk"); /* once */
    struct member again = stored("Maria");
    assert_memory_equal(again.salt, m.salt, sizeof m.salt);
}

/* Nobody has let her in: her right words look like wrong ones, and no key is hers. */
static void
test_not_before_she_is_let_in(void **state)
{
    char form[256];

    (void)state;
    (void)snprintf(form, sizeof form, "l=en&name=Maria&passphrase=%s", maria.passphrase);
    for (char *c = form; *c; c++)
        *c = *c == ' ' ? '+' : *c;
    browser_post(&guest, "/login", form);
    browser_shows(&guest, 403, "Name and passphrase do not fit together.");
    assert_false(has_key("Maria", "intake") || has_key("Maria", "office"));
}

static void
test_the_office_lets_her_in(void **state)
{
    struct invitation all[INVITATIONS_MAX];
    char path[80] = "/members/admit/";
    char words[FINGERPRINT_CAP];
    size_t n = 0;
    struct member m = stored("Maria");

    (void)state;
    fingerprint_of(&m.public, words);
    assert_int_equal(invitation_list(fx.app.keys, all, &n), OK);
    assert_int_equal(n, 1);
    hex_encode((struct bytes){ all[0].id, ID_BYTES }, path + strlen(path));
    browser_get(&ivan, path);
    browser_shows(&ivan, 200, words);
    post(&ivan, path, "r0=1");
    says(&ivan, path, SAYS_OLD_PAGE); /* the four words were not compared */
    post(&ivan, path, "same=1");
    says(&ivan, path, SAYS_NO_ROLE);
    assert_false(has_key("Maria", "intake"));
    post(&ivan, path, "same=1&r0=1");
    says(&ivan, "/members", SAYS_ADMITTED);
    assert_true(has_key("Maria", "intake"));
    assert_false(has_key("Maria", "office"));
    browser_get(&guest, link_path);
    assert_int_equal(guest.status, 404); /* used up */
    browser_login(&guest, &maria, "");
    browser_goes_to(&guest, "/today");
    browser_get(&ivan, "/members");
    browser_shows(&ivan, 200, "Maria");
    browser_get(&olga, "/members");
    assert_int_equal(olga.status, 403);
}

/* ---- Roles change, members leave. */

static void
path_of(const char *name, const char *act, char to[80])
{
    struct member m = stored(name);
    char hex[2 * ID_BYTES + 1];

    hex_encode((struct bytes){ m.id.b, ID_BYTES }, hex);
    (void)snprintf(to, 80, "/members/%s%s", hex, act);
}

static uint32_t
epoch_of(const char *vault)
{
    struct vault_row rows[MAX_VAULTS];
    size_t n = 0;

    assert_int_equal(keys_vault_list(fx.app.keys, rows, &n), OK);
    for (size_t i = 0; i < n; i++)
        if (strcmp(rows[i].role, vault) == 0)
            return rows[i].epoch;
    return 0;
}

static bool
travels(const char *name)
{
    struct member m = stored(name);
    struct member_id keeper;
    int64_t since = 0;

    return !travel_get(fx.app.keys, &m.id, &keeper, &since);
}

static void
maria_leaves(void)
{
    char form[512];

    browser_login(&guest, &maria, "");
    seal_form(form, sizeof form, "Ivan", maria.passphrase);
    post(&guest, "/settings/travel", form);
    browser_get(&guest, "/settings/travel.txt");
    (void)snprintf(package, sizeof package, "%s", guest.body);
    post(&guest, "/settings/travel", "act=leave");
    browser_goes_to(&guest, "/login");
    assert_true(travels("Maria"));
}

static void
ivan_returns(enum access_says s)
{
    static char form[20000];

    return_form(form, sizeof form, package, fx.members[1].passphrase);
    post(&ivan, "/settings/travel", form);
    says(&ivan, "/settings/travel", s);
}

static void
store_roles(const struct member *m, uint32_t roles)
{
    assert_int_equal(db_begin(fx.app.keys, TX_WRITE), OK);
    enum err e = keys_member_set_roles(fx.app.keys, &m->id, roles);
    assert_int_equal(db_end(fx.app.keys, e), OK);
    for (size_t i = 0; i < fx.app.roster->n_members; i++)
        if (id_equal(fx.app.roster->members[i].id.b, m->id.b))
            fx.app.roster->members[i].roles = roles; /* these count */
}

/* Her copy of the keys is as good while she is away as it was before. */
static void
test_a_role_lost_on_the_way(void **state)
{
    char path[80], page[80];
    const struct member m = stored("Maria");
    uint32_t before = epoch_of("intake");

    (void)state;
    path_of("Maria", "/roles", path);
    path_of("Maria", "", page);
    maria_leaves();
    const struct two_ask ask = { .act = TWO_EXPORT, .by = m.id };
    uint64_t id = 0;
    assert_int_equal(two_person_ask(&fx.app.pairs, &ask, clock_now_s(), &id), OK);
    post(&ivan, path, "r19=1");
    says(&ivan, page, SAYS_ROLES_SET);
    assert_null(two_person_at(&fx.app.pairs, clock_now_s(), 0));
    assert_int_equal(epoch_of("intake"), before + 1);
    assert_false(travels("Maria"));
    ivan_returns(SAYS_TRAVEL_FORGED);
    assert_false(has_key("Maria", "intake"));
    post(&ivan, path, "r0=1");
    assert_true(has_key("Maria", "intake"));
    /* Whatever the row of her journey says: no key that her roles do not need. */
    maria_leaves();
    store_roles(&m, ROLE_TRANSLATOR);
    ivan_returns(SAYS_KEYS_BACK);
    assert_false(has_key("Maria", "intake"));
    store_roles(&m, ROLE_COUNSELLOR);
    post(&ivan, path, "r0=1");
    assert_true(has_key("Maria", "intake"));
    maria_leaves();
}

static void
test_roles_and_leaving(void **state)
{
    char path[80], page[80];
    struct member m = stored("Maria");
    int64_t n = 0;

    (void)state;
    path_of("Maria", "/roles", path);
    path_of("Maria", "", page);
    ivan_returns(SAYS_KEYS_BACK);
    browser_login(&guest, &maria, "");
    post(&ivan, path, "x=1");
    says(&ivan, page, SAYS_NO_ROLE);
    post(&ivan, path, "r19=1"); /* translator: no requests */
    says(&ivan, page, SAYS_ROLES_SET);
    assert_false(has_key("Maria", "intake"));
    assert_true(has_key("Olga", "intake")); /* who stays has the new key */
    browser_get(&guest, "/today");
    assert_int_equal(guest.status, 303); /* her sessions ended */
    assert_int_equal(known_count(fx.app.keys, &m.id, &n), OK);
    assert_int_equal(n, 1);
    post(&ivan, path, "r0=1");
    maria_leaves(); /* removed on the way */
    uint32_t before = epoch_of("intake");
    path_of("Maria", "/remove", path);
    post(&ivan, path, "x=1"); /* not said to be sure */
    says(&ivan, page, SAYS_OLD_PAGE);
    post(&ivan, path, "sure=1");
    says(&ivan, "/members", SAYS_REMOVED);
    assert_int_equal(epoch_of("intake"), before + 1);
    ivan_returns(SAYS_TRAVEL_FORGED);
    assert_int_equal(keys_member_get(fx.app.keys, "Maria", &m), ERR_NOT_FOUND);
    assert_int_equal(known_count(fx.app.keys, &m.id, &n), OK);
    assert_int_equal(n, 0); /* nothing of her way in is left */
    path_of("Ivan", "/remove", path);
    path_of("Ivan", "", page);
    post(&ivan, path, "sure=1");
    says(&ivan, page, SAYS_OLD_PAGE); /* nobody removes herself */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_link_is_made_once),
        cmocka_unit_test(test_links_that_are_none),
        cmocka_unit_test(test_the_invited_person),
        cmocka_unit_test(test_not_before_she_is_let_in),
        cmocka_unit_test(test_the_office_lets_her_in),
        cmocka_unit_test(test_what_she_alone_reads_stays),
        cmocka_unit_test(test_keys_leave),
        cmocka_unit_test(test_keys_come_back),
        cmocka_unit_test(test_the_only_one_stays),
        cmocka_unit_test(test_a_role_lost_on_the_way),
        cmocka_unit_test(test_roles_and_leaving),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
