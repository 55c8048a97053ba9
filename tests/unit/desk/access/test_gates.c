/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The way in with a second factor, and what a member sets for herself, as a browser meets it. */
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include "desk/access/factors.h"
#include "desk/pages/access.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"
#include <liboath/oath.h>
#include <stdio.h>

static struct fixture fx;
static struct browser b, b2, stranger;
static char codes[RECOVERY_CODES][RECOVERY_CODE_CAP];
static uint8_t secret[TOTP_SECRET_BYTES];
static char set_up_with[8];

static int
set_up(void **state)
{
    (void)state;
    fixture_new(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    browser_new(&b, &fx.app);
    browser_new(&b2, &fx.app);
    browser_new(&stranger, &fx.app);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    fixture_done(&fx);
    return 0;
}

static void
says(struct browser *with, const char *path, enum access_says s)
{
    char to[80];

    (void)snprintf(to, sizeof to, "%s?s=%d", path, (int)s);
    browser_goes_to(with, to);
}

static void
post(struct browser *with, const char *path, const char *more)
{
    char form[2048];

    (void)snprintf(form, sizeof form, "csrf={csrf}%s%s", *more ? "&" : "", more);
    browser_post(with, path, form);
}

/* Used, or by now too old: a slow machine lets the steps go by. */
static void
says_no_code(struct browser *with)
{
    assert_int_equal(with->status, 303);
    assert_true(strstr(with->answer, "Location: /login/second?s=") != NULL);
}

/* The code of the app `steps` from now. */
static void
code_of(int steps, char out[8])
{
    assert_int_equal(oath_totp_generate((const char *)secret, sizeof secret,
                         (time_t)(clock_now_s() + 30 * steps), 30, 0, 6, out),
        OATH_OK);
}

static void
login(struct browser *with, const char *wanted)
{
    browser_login(with, &fx.members[0], "");
    browser_goes_to(with, wanted);
}

static void
post_with(struct browser *with, const char *path, const char *more, const char *passphrase)
{
    char form[512];

    (void)snprintf(form, sizeof form, "csrf={csrf}&%s&passphrase=%s", more, passphrase);
    for (char *c = form; *c; c++)
        *c = *c == ' ' ? '+' : *c;
    browser_post(with, path, form);
}

static void
test_codes_of_an_app_are_set_up(void **state)
{
    char code[8];
    char more[32];
    struct factor all[FACTORS_MAX];
    size_t n = 0;

    (void)state;
    login(&b, "/today");
    browser_get(&b, "/settings/app");
    browser_shows(&b, 200, "class=\"qr\"");
    memcpy(secret, fx.app.sessions.s[0].offer->totp, sizeof secret);
    post_with(&b, "/settings/app", "code=000000", fx.members[0].passphrase);
    says(&b, "/settings/app", SAYS_CODE_WRONG);
    browser_get(&b, "/settings/app"); /* the same key: what the app has read stays right */
    assert_memory_equal(secret, fx.app.sessions.s[0].offer->totp, sizeof secret);
    code_of(0, code);
    (void)snprintf(more, sizeof more, "code=%s", code);
    memcpy(set_up_with, code, sizeof set_up_with);
    post(&b, "/settings/app", more); /* an open browser alone adds nothing */
    says(&b, "/settings/app", SAYS_PASSPHRASE_WRONG);
    assert_int_equal(factor_list(fx.app.keys, &fx.app.sessions.s[0].member, all, &n), OK);
    assert_int_equal(n, 0);
    post_with(&b, "/settings/app", more, fx.members[0].passphrase);
    says(&b, "/settings/recovery", SAYS_FACTOR_ADDED);
    assert_int_equal(fixture_noted(&fx, AUDIT_FACTOR_ADDED, "Olga"), 1);
    browser_get(&b, "/settings/recovery");
    memcpy(codes, fx.app.sessions.s[0].offer->codes, sizeof codes);
    for (size_t i = 0; i < RECOVERY_CODES; i++)
        assert_true(browser_has(&b, codes[i]));
    post(&b, "/settings/recovery", "act=seen");
    browser_get(&b, "/settings/recovery");
    for (size_t i = 0; i < RECOVERY_CODES; i++)
        assert_false(browser_has(&b, codes[i])); /* shown once */
    post_with(&b, "/settings/app", more, fx.members[0].passphrase);
    says(&b, "/settings/app", SAYS_OLD_PAGE);
    browser_get(&b, "/settings/passkey");
    post(&b, "/settings/passkey", "client=AAAA&data=AAAA");
    says(&b, "/settings/passkey", SAYS_PASSPHRASE_WRONG);
    post(&b, "/settings/recovery", "act=new");
    says(&b, "/settings/recovery", SAYS_PASSPHRASE_WRONG);
    browser_get(&b, "/settings");
    memset(fx.app.slow.bucket, 0, sizeof fx.app.slow.bucket);
    post_with(&b, "/settings/recovery", "act=new", fx.members[0].passphrase);
    browser_goes_to(&b, "/settings/recovery");
    assert_true(strcmp(codes[0], fx.app.sessions.s[0].offer->codes[0]) != 0);
    memcpy(codes, fx.app.sessions.s[0].offer->codes, sizeof codes);
    assert_int_equal(fixture_noted(&fx, AUDIT_CODES_NEW, "Olga"), 1);
    browser_get(&b, "/settings");
    post(&b, "/logout", "");
}

static void
test_the_passphrase_alone_opens_nothing(void **state)
{
    (void)state;
    login(&b, "/login/second");
    assert_int_equal(session_count(&fx.app.sessions), 0);
    assert_null(vaults_by_role(&fx.app.vaults, "intake")->secret); /* by keys: nothing is open */
    browser_get(&b, "/");
    browser_goes_to(&b, "/login");
    browser_get(&b, "/login/second");
    browser_shows(&b, 200, "name=\"code\"");
    assert_true(browser_has(&b, "<html lang=\"ru\">")); /* she is known by now */
    browser_post(&b, "/login/second", "csrf=wrong&code=123456");
    browser_goes_to(&b, "/login"); /* a form of another page */
    browser_get(&stranger, "/login/second");
    browser_goes_to(&stranger, "/login");
}

static void
test_a_code_opens_once(void **state)
{
    char code[8];
    char more[32];

    (void)state;
    (void)snprintf(more, sizeof more, "code=%.3s+%s", set_up_with, set_up_with + 3);
    browser_get(&b, "/login/second"); /* people type blanks */
    post(&b, "/login/second", more);
    says_no_code(&b); /* it was used to set up */
    code_of(1, code);
    (void)snprintf(more, sizeof more, "code=%.3s+%s", code, code + 3);
    browser_get(&b, "/login/second");
    post(&b, "/login/second", more);
    browser_goes_to(&b, "/today");
    browser_get(&b, "/");
    browser_shows(&b, 200, "Olga");
    login(&b2, "/login/second");
    browser_get(&b2, "/login/second");
    post(&b2, "/login/second", more);
    says_no_code(&b2); /* somebody looked over her shoulder */
    browser_get(&b2, "/login/second");
    post(&b2, "/login/back", "");
    browser_goes_to(&b2, "/login");
    browser_get(&b2, "/login/second");
    browser_goes_to(&b2, "/login");
}

/* Five wrong ones end the step, and count like wrong passphrases. */
static void
test_wrong_codes_are_few(void **state)
{
    struct browser *x = &stranger;
    size_t before = fixture_noted(&fx, AUDIT_REFUSED, "Olga");

    (void)state;
    login(x, "/login/second");
    for (int i = 0; i < HALFWAY_TRIES; i++) {
        memset(fx.app.slow.bucket, 0, sizeof fx.app.slow.bucket);
        browser_get(x, "/login/second");
        post(x, "/login/second", i % 2 ? "recovery=aaaaa-aaaaa" : "code=000000");
        if (i + 1 < HALFWAY_TRIES)
            says(x, "/login/second", i % 2 ? SAYS_RECOVERY_WRONG : SAYS_CODE_WRONG);
    }
    browser_goes_to(x, "/login");
    assert_int_equal(fixture_noted(&fx, AUDIT_REFUSED, "Olga"), before + HALFWAY_TRIES);
    memset(fx.app.slow.bucket, 0, sizeof fx.app.slow.bucket);
    login(x, "/login/second");
    for (int i = 0; i < 4; i++) {
        browser_get(x, "/login/second");
        post(x, "/login/second", "code=000000");
    }
    browser_get(x, "/login/second"); /* now she has to wait, and nothing is tried */
    post(x, "/login/second", "recovery=x");
    browser_goes_to(x, "/login/second");
    memset(fx.app.slow.bucket, 0, sizeof fx.app.slow.bucket);
}

static void
test_recovery_code_opens_once(void **state)
{
    char more[64];

    (void)state;
    login(&b2, "/login/second");
    browser_get(&b2, "/login/second");
    (void)snprintf(more, sizeof more, "recovery=%s", codes[3]);
    post(&b2, "/login/second", more);
    browser_goes_to(&b2, "/today");
    browser_get(&b2, "/settings");
    browser_shows(&b2, 200, "Осталось 7 запасных кодов.");
    post(&b2, "/logout", "");
    login(&b2, "/login/second");
    browser_get(&b2, "/login/second");
    post(&b2, "/login/second", more);
    says(&b2, "/login/second", SAYS_RECOVERY_WRONG);
    post(&b2, "/login/back", "");
}

/* What was typed before the lock comes through both steps. */
static void
test_what_was_typed_comes_through(void **state)
{
    char more[512];

    (void)state;
    (void)snprintf(more, sizeof more, "&form=2&case=7&lines=0&text=kept+words&by=%s",
        fx.app.sessions.s[0].member_hex);
    browser_login(&b2, &fx.members[0], more);
    browser_goes_to(&b2, "/login/second");
    browser_get(&b2, "/login/second");
    (void)snprintf(more, sizeof more, "recovery=%s", codes[4]);
    post(&b2, "/login/second", more);
    browser_goes_to(&b2, "/c/7");
    bool kept = false;
    for (size_t i = 0; i < MAX_SESSIONS; i++) {
        const struct session *s = &fx.app.sessions.s[i];
        kept |= s->used && s->typed.form == FORM_NOTE && strcmp(s->typed.text, "kept words") == 0;
    }
    assert_true(kept);
}

static void
test_own_sessions_end(void **state)
{
    char handle[SESSION_HANDLE_CAP];
    char more[64];

    (void)state;
    browser_get(&b, "/settings");
    browser_shows(&b, 200, "/settings/session");
    browser_field(&b, "/settings/session", "session", handle, sizeof handle);
    (void)snprintf(more, sizeof more, "session=%s", handle);
    post(&b, "/settings/session", more);
    says(&b, "/settings", SAYS_SESSION_ENDED);
    browser_get(&b2, "/");
    browser_goes_to(&b2, "/login");
    browser_get(&b, "/settings");
    post(&b, "/settings/session", more);
    says(&b, "/settings", SAYS_OLD_PAGE);
    session_handle(&fx.app.sessions.s[0], handle); /* her own present one is ended by "Lock" */
    (void)snprintf(more, sizeof more, "session=%s", handle);
    post(&b, "/settings/session", more);
    says(&b, "/settings", SAYS_OLD_PAGE);
    /* Nobody ends somebody else's. */
    browser_login(&b2, &fx.members[1], "");
    browser_get(&b2, "/settings");
    post(&b2, "/settings/session", more);
    says(&b2, "/settings", SAYS_OLD_PAGE);
    browser_get(&b, "/settings");
    browser_shows(&b, 200, "Olga");
    browser_get(&b2, "/settings");
    post(&b2, "/logout", "");
}

static void
test_idle_time(void **state)
{
    static const struct {
        const char *more;
        unsigned status;
        int64_t minutes;
    } rows[] = {
        { "lang=ru&keys=1&idle=5", 303, 5 },
        { "lang=ru&keys=1", 303, 5 }, /* an older page stays as it is */
        { "lang=ru&keys=1&idle=7", 400, 5 },
        { "lang=ru&keys=1&idle=-5", 400, 5 },
        { "lang=ru&keys=1&idle=0", 303, 0 },
        { "lang=ru&keys=1&idle=10", 303, 10 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        browser_get(&b, "/settings");
        post(&b, "/settings", rows[i].more);
        assert_int_equal(b.status, rows[i].status);
        assert_int_equal(fx.app.sessions.s[0].idle_ms, rows[i].minutes * 60000);
    }
    browser_get(&b, "/settings");
    browser_shows(&b, 200, "<option value=\"10\" selected>");
}

static void
word_at(const char *words, unsigned i, char to[16])
{
    for (; i > 0; i--)
        words += strcspn(words, " ") + 1;
    (void)snprintf(to, 16, "%.*s", (int)strcspn(words, " "), words);
}

static void
test_a_new_passphrase(void **state)
{
    char old[PASSPHRASE_CAP];
    char form[256], one[16], two[16];
    OWN(box_secret) opened = box_secret_new();
    struct member m;

    (void)state;
    (void)snprintf(old, sizeof old, "%s", fx.members[0].passphrase);
    browser_get(&b, "/settings/passphrase");
    post_with(&b, "/settings/passphrase", "act=make", "not this one");
    says(&b, "/settings/passphrase", SAYS_PASSPHRASE_WRONG);
    post_with(&b, "/settings/passphrase", "act=make", old);
    browser_goes_to(&b, "/settings/passphrase");
    browser_get(&b, "/settings/passphrase");
    const struct offer *offer = fx.app.sessions.s[0].offer;
    word_at(offer->passphrase, offer->ask[0], one);
    word_at(offer->passphrase, offer->ask[1], two);
    assert_true(browser_has(&b, one) && browser_has(&b, two));
    (void)snprintf(form, sizeof form, "act=keep&w1=%s&w2=%s", two, one);
    post(&b, "/settings/passphrase", form);
    says(&b, "/settings/passphrase", SAYS_WORDS_WRONG);
    /* Until she has it on paper the old one holds. */
    assert_int_equal(
        member_unlock(fx.app.keys, &fx.app.org, "Olga", bytes_of(old), &m, opened), OK);
    (void)snprintf(fx.members[0].passphrase, PASSPHRASE_CAP, "%s", offer->passphrase);
    browser_get(&b, "/settings/passphrase");
    (void)snprintf(form, sizeof form, "act=keep&w1=%s&w2=%s", one, two);
    post(&b, "/settings/passphrase", form);
    says(&b, "/settings", SAYS_PASSPHRASE_NEW);
    assert_null(fx.app.sessions.s[0].offer);
    assert_int_equal(
        member_unlock(fx.app.keys, &fx.app.org, "Olga", bytes_of(old), &m, opened), ERR_FORBIDDEN);
    assert_int_equal(member_unlock(fx.app.keys, &fx.app.org, "Olga",
                         bytes_of(fx.members[0].passphrase), &m, opened),
        OK);
}

static void
test_removing_wants_the_passphrase(void **state)
{
    struct factor all[FACTORS_MAX];
    char path[80] = "/settings/factor/";
    size_t n = 0;
    int64_t left = 1;

    (void)state;
    assert_int_equal(factor_list(fx.app.keys, &fx.app.sessions.s[0].member, all, &n), OK);
    assert_int_equal(n, 1);
    hex_encode((struct bytes){ all[0].id, ID_BYTES }, path + strlen(path));
    browser_get(&b, path);
    browser_shows(&b, 200, "name=\"passphrase\"");
    post_with(&b, path, "act=", "wrong");
    says(&b, path, SAYS_PASSPHRASE_WRONG);
    post_with(&b, "/settings/factor/00", "act=", fx.members[0].passphrase);
    says(&b, "/settings", SAYS_OLD_PAGE);
    post_with(&b, path, "act=", fx.members[0].passphrase);
    says(&b, "/settings", SAYS_FACTOR_GONE);
    assert_int_equal(fixture_noted(&fx, AUDIT_FACTOR_REMOVED, "Olga"), 1);
    assert_int_equal(fixture_noted(&fx, AUDIT_PASSPHRASE, "Olga"), 1);
    assert_int_equal(recovery_left(fx.app.keys, &fx.app.sessions.s[0].member, &left), OK);
    assert_int_equal(left, 0); /* codes go with the last factor */
    browser_get(&b, "/settings");
    post(&b, "/logout", "");
    login(&b, "/today");
    browser_get(&b, "/settings");
    post(&b, "/logout", "");
}

/* Name unknown, passphrase wrong, member with a second factor: one and the same answer. */
static void
test_a_wrong_try_tells_nothing(void **state)
{
    static char first[BROWSER_ANSWER_CAP];

    (void)state;
    browser_new(&stranger, &fx.app);
    browser_post(&stranger, "/login", "l=en&name=Olga&passphrase=wrong");
    browser_shows(&stranger, 403, "value=\"Olga\"");
    (void)snprintf(first, sizeof first, "%s", stranger.answer);
    browser_post(&stranger, "/login", "l=en&name=Nora&passphrase=wrong");
    browser_shows(&stranger, 403, "value=\"Nora\"");
    char *name = strstr(first, "value=\"Olga\"");
    assert_non_null(name);
    memcpy(name, "value=\"Nora\"", 12);
    char *date = strstr(first, "Date: ");
    char *date2 = strstr(stranger.answer, "Date: ");
    assert_true(date && date2);
    memcpy(date, date2, 35); /* the clock may have gone on */
    assert_string_equal(first, stranger.answer);
    memset(fx.app.slow.bucket, 0, sizeof fx.app.slow.bucket);
}

/* A stranger's tries keep a member out of strange browsers, and not out of hers. */
static void
test_a_stranger_locks_nobody_out(void **state)
{
    char form[256];

    (void)state;
    for (int i = 0; i < 5; i++)
        browser_post(&stranger, "/login", "l=en&name=Olga&passphrase=wrong");
    browser_shows(&stranger, 429, "name=\"passphrase\"");
    browser_new(&b2, &fx.app);
    (void)snprintf(form, sizeof form, "l=en&name=Olga&passphrase=x");
    browser_post(&b2, "/login", form);
    assert_int_equal(b2.status, 429); /* a browser that never was hers waits too */
    assert_true(*b.known);
    login(&b, "/today");
    browser_get(&b, "/settings");
    post(&b, "/settings/browsers", "");
    says(&b, "/settings", SAYS_BROWSERS_FORGOTTEN);
    browser_get(&b, "/settings");
    post(&b, "/logout", "");
    for (int i = 0; i < 5; i++)
        slow_failed(&fx.app.slow, "Olga", clock_steady_ms());
    browser_post(&b, "/login", form);
    assert_int_equal(b.status, 429);
    memset(fx.app.slow.bucket, 0, sizeof fx.app.slow.bucket);
}

static void
test_strangers_cannot_keep_the_desk_busy(void **state)
{
    (void)state;
    fx.app.slow.strangers_ms = 0;
    login(&b2, "/today"); /* from now on it is known */
    while (slow_stranger_ms(&fx.app.slow, clock_steady_ms()) == 0)
        ;
    int64_t before = clock_steady_ms();
    browser_post(&stranger, "/login", "l=en&name=Anybody&passphrase=wrong");
    assert_int_equal(stranger.status, 429);
    assert_true(clock_steady_ms() - before < 400); /* refused before the slow part */
    login(&b2, "/today");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codes_of_an_app_are_set_up),
        cmocka_unit_test(test_the_passphrase_alone_opens_nothing),
        cmocka_unit_test(test_a_code_opens_once),
        cmocka_unit_test(test_wrong_codes_are_few),
        cmocka_unit_test(test_recovery_code_opens_once),
        cmocka_unit_test(test_what_was_typed_comes_through),
        cmocka_unit_test(test_own_sessions_end),
        cmocka_unit_test(test_idle_time),
        cmocka_unit_test(test_a_new_passphrase),
        cmocka_unit_test(test_removing_wants_the_passphrase),
        cmocka_unit_test(test_a_wrong_try_tells_nothing),
        cmocka_unit_test(test_a_stranger_locks_nobody_out),
        cmocka_unit_test(test_strangers_cannot_keep_the_desk_busy),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
