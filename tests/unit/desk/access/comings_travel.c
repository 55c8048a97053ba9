/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keys that travel: out, back, and what must stay. */
#include "base/text.h"
#include "core/wire/content.h"
#include "desk/keys/kept.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/access/comings.h"
#include <stdio.h>

char package[PACKAGE_CAP];

void
seal_form(char *form, size_t cap, const char *to, const char *passphrase)
{
    struct member m = stored(to);
    char hex[2 * ID_BYTES + 1];

    hex_encode((struct bytes){ m.id.b, ID_BYTES }, hex);
    (void)snprintf(form, cap, "act=pack&to=%s&passphrase=%s", hex, passphrase);
    for (char *c = form; *c; c++)
        *c = *c == ' ' ? '+' : *c;
}

/* A stream that Olga and somebody else, or Olga alone, can read. */
static struct wrap_about
stream_of(uint8_t first, bool by_others)
{
    const struct member m = stored("Olga");
    struct wrap_about about = { .purpose = WRAP_STREAM, .object = { first }, .epoch = 1 };
    const struct wrap w = { { 0 } };

    memcpy(about.recipient, m.id.b, ID_BYTES);
    assert_int_equal(db_begin(fx.app.keys, TX_WRITE), OK);
    enum err e = keys_wrap_put(fx.app.keys, &about, &w);
    if (by_others) {
        struct wrap_about other = about;
        memset(other.recipient, 9, ID_BYTES);
        e = e ? e : keys_wrap_put(fx.app.keys, &other, &w);
    }
    assert_int_equal(db_end(fx.app.keys, e), OK);
    return about;
}

static void
erase_stream(const struct wrap_about *about)
{
    struct stream_id id;

    memcpy(id.b, about->object, ID_BYTES);
    assert_int_equal(db_begin(fx.app.keys, TX_WRITE), OK);
    assert_int_equal(db_end(fx.app.keys, keys_stream_erase(fx.app.keys, &id)), OK);
}

/* What only she can read must not depend on a text. */
void
test_what_she_alone_reads_stays(void **state)
{
    char form[512];
    struct wrap_about alone = stream_of(0xA1, false);

    (void)state;
    seal_form(form, sizeof form, "Ivan", fx.members[0].passphrase);
    post(&olga, "/settings/travel", form);
    says(&olga, "/settings/travel", SAYS_TRAVEL_ALONE);
    assert_true(has_key("Olga", "intake"));
    erase_stream(&alone);
}

static struct wrap_about erased, shared;

void
test_keys_leave(void **state)
{
    char form[512];

    (void)state;
    erased = stream_of(0xA2, true);
    shared = stream_of(0xA3, true);
    browser_get(&olga, "/");
    browser_shows(&olga, 200, "Тайный текст");
    seal_form(form, sizeof form, "Ivan", "wrong");
    post(&olga, "/settings/travel", form);
    says(&olga, "/settings/travel", SAYS_PASSPHRASE_WRONG);
    post(&olga, "/settings/travel", "act=leave");
    says(&olga, "/settings/travel", SAYS_OLD_PAGE);
    seal_form(form, sizeof form, "Ivan", fx.members[0].passphrase);
    post(&olga, "/settings/travel", form);
    browser_goes_to(&olga, "/settings/travel");
    assert_true(has_key("Olga", "intake")); /* not before she says so */
    browser_get(&olga, "/settings/travel.txt");
    assert_int_equal(olga.status, 200);
    assert_non_null(strstr(olga.answer, "attachment"));
    (void)snprintf(package, sizeof package, "%s", olga.body);
    assert_int_equal(strncmp(package, "UT1.", 4), 0);
    post(&olga, "/settings/travel", "act=leave");
    browser_goes_to(&olga, "/login");
    assert_false(has_key("Olga", "intake"));
    /* Her passphrase opens an empty desk. */
    browser_login(&olga, &fx.members[0], "");
    browser_get(&olga, "/");
    browser_shows(&olga, 200, "");
    assert_false(browser_has(&olga, "Тайный текст"));
    for (size_t i = 0; i < MAX_SESSIONS; i++) {
        const struct session *s = &fx.app.sessions.s[i];
        if (s->used && strcmp(s->name, "Olga") == 0)
            assert_false(vault_set_has(&s->vaults, vaults_by_role(&fx.app.vaults, "intake")));
    }
    browser_get(&ivan, "/members");
    browser_shows(&ivan, 200, "her keys are away");
}

void
return_form(char *form, size_t cap, const char *text, const char *passphrase)
{
    (void)snprintf(form, cap, "act=return&passphrase=%s&text=%s", passphrase, text);
    for (char *c = form; *c; c++)
        *c = *c == ' ' ? '+' : *c;
}

void
test_keys_come_back(void **state)
{
    static char form[20000], bad[16384], folded[16384];
    struct wrap w;
    size_t n = 0;

    (void)state;
    erase_stream(&erased); /* while she was away */
    (void)snprintf(bad, sizeof bad, "%s", package);
    bad[200] = bad[200] == 'A' ? 'B' : 'A';
    const char *const wrong[] = { "", "UT1.", "hello", bad };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        return_form(form, sizeof form, wrong[i], fx.members[1].passphrase);
        post(&ivan, "/settings/travel", form);
        says(&ivan, "/settings/travel", SAYS_TRAVEL_FORGED);
    }
    return_form(form, sizeof form, package, maria.passphrase);
    post(&guest, "/settings/travel", form); /* sealed to Ivan, not to Maria */
    says(&guest, "/settings/travel", SAYS_TRAVEL_FORGED);
    for (size_t i = 0; package[i] && n + 8 < sizeof folded; i++) { /* as a messenger folds it */
        folded[n++] = package[i];
        if (i % 60 == 59)
            n += (size_t)snprintf(folded + n, sizeof folded - n, "%%0D%%0A");
    }
    folded[n] = '\0';
    return_form(form, sizeof form, folded, fx.members[1].passphrase);
    post(&ivan, "/settings/travel", form);
    says(&ivan, "/settings/travel", SAYS_KEYS_BACK);
    assert_true(has_key("Olga", "intake"));
    assert_int_equal(keys_wrap_get(fx.app.keys, &shared, &w), OK);
    assert_int_equal(keys_wrap_get(fx.app.keys, &erased, &w), ERR_NOT_FOUND);
    post(&ivan, "/settings/travel", form);
    says(&ivan, "/settings/travel", SAYS_TRAVEL_FORGED); /* once */
    browser_login(&olga, &fx.members[0], "");
    browser_get(&olga, "/");
    browser_shows(&olga, 200, "Тайный текст");
}

void
test_the_only_one_stays(void **state)
{
    char form[512];
    char to[80];

    (void)state;
    seal_form(form, sizeof form, "Olga", fx.members[1].passphrase);
    post(&ivan, "/settings/travel", form);
    (void)snprintf(to, sizeof to, "/settings/travel?s=%d&v=office", (int)SAYS_TRAVEL_ONLY);
    browser_goes_to(&ivan, to);
    assert_true(has_key("Ivan", "office"));
}
