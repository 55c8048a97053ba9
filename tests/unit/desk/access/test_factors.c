/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Second factors below the pages: codes of an app against the RFC, passkeys against another
   implementation, what keys.db keeps of them, and who waits how long. */
#include "base/clock.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include "desk/access/halfway.h"
#include "desk/access/passkey.h"
#include "desk/access/slow.h"
#include "desk/access/totp.h"
#include "passkeys.gen.h"
#include "tests/unit/check.h"
#include <stdio.h>
#include <stdlib.h>

enum { DAY = 20000 };

static const uint8_t rfc_secret[TOTP_SECRET_BYTES] = "12345678901234567890";
static struct db *keys;
static char folder[] = "/tmp/test_factors_XXXXXX";
static char path[64];
static const struct org_id org = { { 1 } };
static const struct member_id olga = { { 2 } };
static const struct member_id ivan = { { 3 } };

static int
set_up(void **state)
{
    char why[DB_WHY_BYTES] = "";

    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/keys.db", folder);
    if (keys_open(path, &keys, why))
        fail_msg("%s", why);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    db_drop(&keys);
    (void)unlink(path);
    (void)rmdir(folder);
    return 0;
}

/* RFC 6238, appendix B: the last six of its eight digits. */
static void
test_codes_of_the_rfc(void **state)
{
    static const struct {
        int64_t at_s;
        const char *code;
        enum err e;
    } rows[] = {
        { 59, "287082", OK },
        { 1111111109, "081804", OK },
        { 1111111111, "050471", OK },
        { 1234567890, "005924", OK },
        { 2000000000, "279037", OK },
        { 20000000000, "353130", OK },
        { 59 + 30, "287082", OK },            /* the step before */
        { 1111111109 - 30, "081804", OK },    /* a phone that is ahead */
        { 59 + 60, "287082", ERR_FORBIDDEN }, /* two steps are too many */
        { 1111111109 - 60, "081804", ERR_FORBIDDEN },
        { 59, "287083", ERR_FORBIDDEN },
        { 59, "28708", ERR_MALFORMED },
        { 59, "2870820", ERR_MALFORMED },
        { 59, "28708a", ERR_MALFORMED },
        { 59, " 28708", ERR_MALFORMED },
        { 59, "", ERR_MALFORMED },
        { -5, "287082", ERR_MALFORMED },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t step = -1;
        enum err e = totp_check(rfc_secret, rows[i].code, rows[i].at_s, &step);
        if (e != rows[i].e)
            fail_msg("row %zu: %s", i, err_name(e));
        if (e)
            assert_int_equal(step, -1);
    }
    int64_t step = 0;
    assert_int_equal(totp_check(rfc_secret, "287082", 59 + 30, &step), OK);
    assert_int_equal(step, 1); /* the step of the code, not of now */
}

static void
test_key_and_picture(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct qr *q = arena_alloc(a, sizeof *q);
    char text[TOTP_TEXT_CAP];

    (void)state;
    totp_text(rfc_secret, text);
    assert_string_equal(text, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    assert_int_equal(totp_qr(a, rfc_secret, "desk-a1b2", q), OK);
    for (size_t y = 0; y < QR_SIZE; y++) {
        int width = 0;
        for (size_t x = 0; x < q->n[y]; x++)
            width += q->runs[y][x].n;
        assert_int_equal(width, QR_SIZE);
    }
    assert_true(q->runs[0][0].dark && q->runs[0][0].n == 7); /* the corner that readers look for */
    char wide[300];
    memset(wide, 'x', sizeof wide - 1);
    wide[sizeof wide - 1] = '\0';
    assert_int_equal(totp_qr(a, rfc_secret, wide, q), ERR_TOO_LARGE);
}

/* The secret in keys.db is readable only with the member's own key. */
static void
test_secret_is_sealed_to_the_member(void **state)
{
    OWN(box_secret) hers = box_secret_new();
    OWN(box_secret) other = box_secret_new();
    struct member m = { .id = olga };
    struct factor f = { .id = { 9 }, .kind = FACTOR_CODES, .counter = 100, .added_day = DAY };
    struct factor all[FACTORS_MAX];
    uint8_t got[TOTP_SECRET_BYTES] = { 0 };
    size_t n = 0;

    (void)state;
    box_secret_random(hers);
    box_secret_random(other);
    m.public = box_public_of(hers);
    assert_int_equal(factor_put(keys, &olga, &f), OK);
    assert_int_equal(totp_keep(keys, &org, &olga, &m.public, f.id, rfc_secret), OK);
    assert_int_equal(totp_take(keys, &org, &m, hers, f.id, got), OK);
    assert_memory_equal(got, rfc_secret, sizeof got);
    assert_int_equal(totp_take(keys, &org, &m, other, f.id, got), ERR_FORGED);
    /* A step that was used is used up, and so is every earlier one. */
    assert_int_equal(factor_used(keys, f.id, 100, DAY), ERR_CONFLICT);
    assert_int_equal(factor_used(keys, f.id, 99, DAY), ERR_CONFLICT);
    assert_int_equal(factor_used(keys, f.id, 101, DAY), OK);
    assert_int_equal(factor_used(keys, f.id, 101, DAY), ERR_CONFLICT);
    assert_int_equal(factor_list(keys, &olga, all, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(all[0].used_day, DAY);
    assert_int_equal(factor_erase(keys, &ivan, f.id), ERR_NOT_FOUND); /* not his */
    assert_int_equal(factor_erase(keys, &olga, f.id), OK);
    assert_int_equal(totp_take(keys, &org, &m, hers, f.id, got), ERR_NOT_FOUND);
}

static void
test_recovery_codes(void **state)
{
    char codes[RECOVERY_CODES][RECOVERY_CODE_CAP];
    char loud[32];
    int64_t left = 0;

    (void)state;
    assert_int_equal(recovery_new(keys, &olga, codes), OK);
    assert_int_equal(recovery_left(keys, &olga, &left), OK);
    assert_int_equal(left, RECOVERY_CODES);
    assert_int_equal(strlen(codes[0]), 11);
    assert_int_equal(recovery_use(keys, &ivan, codes[0]), ERR_FORBIDDEN); /* hers, not his */
    assert_int_equal(recovery_use(keys, &olga, codes[0]), OK);
    assert_int_equal(recovery_use(keys, &olga, codes[0]), ERR_FORBIDDEN); /* once */
    (void)snprintf(loud, sizeof loud, "  %.5s %s ", codes[1], codes[1] + 6);
    for (char *c = loud; *c; c++)
        *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 32 : *c);
    assert_int_equal(recovery_use(keys, &olga, loud), OK);
    assert_int_equal(recovery_use(keys, &olga, ""), ERR_FORBIDDEN);
    assert_int_equal(recovery_use(keys, &olga, "aaaaa-aaaaa-aaaaa"), ERR_FORBIDDEN);
    assert_int_equal(recovery_new(keys, &olga, codes), OK); /* the earlier ones end */
    assert_int_equal(recovery_left(keys, &olga, &left), OK);
    assert_int_equal(left, RECOVERY_CODES);
    assert_int_equal(recovery_use(keys, &olga, loud), ERR_FORBIDDEN);
}

/* ---- Passkeys. */

static const struct passkey_case *
new_of(int algorithm)
{
    for (size_t i = 0; i < sizeof passkey_cases / sizeof *passkey_cases; i++)
        if (passkey_cases[i].algorithm == algorithm && passkey_cases[i].is_new &&
            passkey_cases[i].good)
            return &passkey_cases[i];
    return NULL;
}

static struct bytes
part(const char *p, size_t n)
{
    return (struct bytes){ (const uint8_t *)p, n };
}

static enum err
try_case(const struct passkey_ask *ask, const struct passkey_case *c, int64_t *counter)
{
    const struct passkey_case *made = new_of(c->algorithm);
    struct factor f = { 0 };

    if (c->is_new)
        return passkey_register(ask, part(c->client, c->n_client), part(c->data, c->n_data), &f);
    assert_int_equal(passkey_register(ask, part(made->client, made->n_client),
                         part(made->data, made->n_data), &f),
        OK);
    assert_int_equal(f.algorithm, c->algorithm);
    assert_int_equal(f.counter, 7);
    assert_int_equal(f.n_credential, 32);
    return passkey_verify(ask, &f, part(c->client, c->n_client), part(c->data, c->n_data),
        part(c->signature, c->n_signature), counter);
}

static void
test_passkeys_of_another_implementation(void **state)
{
    struct passkey_ask ask = { .rp = "localhost", .origin = "http://127.0.0.1:8080" };

    (void)state;
    for (uint8_t i = 0; i < CHALLENGE_BYTES; i++)
        ask.challenge[i] = i;
    for (size_t i = 0; i < sizeof passkey_cases / sizeof *passkey_cases; i++) {
        int64_t counter = 0;
        enum err e = try_case(&ask, &passkey_cases[i], &counter);
        if (e != (passkey_cases[i].good ? OK : ERR_FORGED))
            fail_msg("%s: %s", passkey_cases[i].label, err_name(e));
        if (!e && !passkey_cases[i].is_new)
            assert_in_range(counter, 8, 9);
    }
}

/* Every single bit of what is signed counts. */
static void
test_a_flipped_bit_of_a_passkey(void **state)
{
    struct passkey_ask ask = { .rp = "localhost", .origin = "http://127.0.0.1:8080" };
    const struct passkey_case *c = new_of(-7) + 1;
    const struct passkey_case *made = new_of(-7);
    struct factor f = { 0 };
    uint8_t data[64];
    int64_t counter = 0;

    (void)state;
    for (uint8_t i = 0; i < CHALLENGE_BYTES; i++)
        ask.challenge[i] = i;
    assert_int_equal(passkey_register(&ask, part(made->client, made->n_client),
                         part(made->data, made->n_data), &f),
        OK);
    assert_true(!c->is_new && c->good && c->n_data <= sizeof data);
    for (size_t bit = 0; bit < 8 * c->n_data; bit++) {
        memcpy(data, c->data, c->n_data);
        data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_equal(
            passkey_verify(&ask, &f, part(c->client, c->n_client),
                (struct bytes){ data, c->n_data }, part(c->signature, c->n_signature), &counter),
            ERR_FORGED);
    }
}

static void
test_where_passkeys_live(void **state)
{
    static const struct {
        const char *origin, *rp;
    } rows[] = {
        { "http://127.0.0.1:8080", "localhost" },
        { "http://localhost:8080", "localhost" },
        { "http://[::1]:8080", "localhost" },
        { "https://desk.example.org", "desk.example.org" },
        { "https://desk.example.org:8443", "desk.example.org" },
        { "https://192.0.2.1", NULL },
        { "https://[2001:db8::1]", NULL },
        { "http://desk.example.org", NULL },
        { "http://exampleexample.onion", NULL },
        { "", NULL },
        { "https://", NULL },
    };
    char rp[RP_CAP];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum err e = passkey_rp_of(rows[i].origin, rp);
        if (e != (rows[i].rp ? OK : ERR_NOT_FOUND) || (rows[i].rp && strcmp(rp, rows[i].rp) != 0))
            fail_msg("%s: %s %s", rows[i].origin, err_name(e), e ? "" : rp);
    }
}

/* A counter that does not grow is a copy; one that stays at 0 does not count at all. */
static void
test_counters_of_passkeys(void **state)
{
    static const struct {
        int64_t stored, now;
        enum err e;
    } rows[] = { { 0, 0, OK }, { 0, 1, OK }, { 5, 6, OK }, { 5, 900, OK }, { 5, 5, ERR_CONFLICT },
        { 5, 4, ERR_CONFLICT }, { 5, 0, ERR_CONFLICT } };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct factor f = {
            .id = { 7, (uint8_t)i }, .kind = FACTOR_PASSKEY, .counter = rows[i].stored
        };
        assert_int_equal(factor_put(keys, &ivan, &f), OK);
        if (factor_used(keys, f.id, rows[i].now, DAY) != rows[i].e)
            fail_msg("row %zu", i);
        assert_int_equal(factor_erase(keys, &ivan, f.id), OK);
    }
}

/* ---- Between passphrase and second factor. */

static struct halfway *
begin(struct halfways *all, int64_t now_ms, char token[SESSION_TOKEN_CAP])
{
    OWN(box_secret) secret = box_secret_new();
    const struct case_typed typed = { FORM_NOTE, 3, 0, "text", "", "me" };
    const struct member m = { .id = olga };
    struct halfway *h = NULL;

    assert_int_equal(halfway_begin(all, &m, &secret, &typed, "/today", now_ms, token, &h), OK);
    assert_null(secret); /* taken over */
    return h;
}

static void
test_halfway(void **state)
{
    struct halfways *all = calloc(1, sizeof *all);
    char token[SESSION_TOKEN_CAP];
    char first[SESSION_TOKEN_CAP];

    (void)state;
    assert_non_null(all);
    struct halfway *h = begin(all, 1000, first);
    assert_ptr_equal(halfway_find(all, first, 1000 + HALFWAY_MS - 1), h);
    assert_null(halfway_find(all, first, 1000 + HALFWAY_MS));
    assert_null(halfway_find(all, "", 1000));
    assert_string_equal(h->typed.text, "text");
    for (int i = 1; i < HALFWAY_TRIES; i++)
        assert_false(halfway_failed(h));
    assert_true(halfway_failed(h));
    assert_null(halfway_find(all, first, 1001));
    assert_null(h->secret);
    h = begin(all, 1000, first);
    for (int i = 0; i < HALFWAYS_MAX; i++)
        (void)begin(all, 2000 + i, token);
    assert_null(halfway_find(all, first, 3000)); /* the oldest made room */
    assert_non_null(halfway_find(all, token, 3000));
    halfways_wipe(all);
    assert_null(halfway_find(all, token, 3000));
    static const struct halfway nothing = { 0 };
    for (int i = 0; i < HALFWAYS_MAX; i++)
        assert_memory_equal(&all->e[i], &nothing, sizeof nothing);
    free(all);
}

/* Nothing of a session stays behind, not even the hash of its cookie. */
static void
test_a_dead_session_is_wiped(void **state)
{
    static const struct session nothing = { 0 };
    struct sessions *all = calloc(1, sizeof *all);
    const struct member m = { .id = olga, .name = "Olga" };
    const struct vault_set none = { 0 };
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;

    (void)state;
    assert_non_null(all);
    all->idle_ms = 1000;
    assert_int_equal(session_begin(all, &m, &none, 1, token, &s), OK);
    assert_non_null(session_offer(s));
    assert_ptr_equal(session_offer(s), s->offer);
    session_end(s);
    assert_memory_equal(s, &nothing, sizeof nothing);
    assert_null(session_find(all, token));
    /* Her own limit may be shorter than the desk's, never longer. */
    assert_int_equal(session_begin(all, &m, &none, 1, token, &s), OK);
    s->idle_ms = 400;
    assert_int_equal(session_left_ms(all, s, 101), 300);
    s->idle_ms = 5000;
    assert_int_equal(session_left_ms(all, s, 101), 900);
    assert_null(session_over(all, 1000));
    assert_non_null(session_over(all, 1001));
    session_end(session_over(all, 1001));
    /* However busy she is, it ends. */
    assert_int_equal(session_begin(all, &m, &none, 1, token, &s), OK);
    session_touch(s, SESSION_MAX_MS);
    assert_int_equal(session_left_ms(all, s, SESSION_MAX_MS), 1);
    assert_null(session_over(all, SESSION_MAX_MS));
    assert_non_null(session_over(all, SESSION_MAX_MS + 1));
    session_end(session_over(all, SESSION_MAX_MS + 1));
    free(all);
}

static void
test_words_typed_back(void **state)
{
    static const char six[] = "alpha bravo charlie delta echo foxtrot";
    unsigned ask[2];

    (void)state;
    assert_true(
        word_is(six, 0, "alpha") && word_is(six, 5, " FOXTROT ") && word_is(six, 2, "Charlie"));
    assert_false(word_is(six, 0, "bravo") || word_is(six, 1, "brav") || word_is(six, 1, "bravos") ||
                 word_is(six, 1, "") || word_is(six, 1, "bravo charlie"));
    for (int i = 0; i < 200; i++) {
        words_draw(ask);
        assert_true(ask[0] < ask[1] && ask[1] < PASSPHRASE_WORDS);
    }
}

/* ---- Who waits. */

static void
test_strangers_share_an_allowance(void **state)
{
    struct slow *s = calloc(1, sizeof *s);

    (void)state;
    assert_non_null(s);
    slow_start(s);
    for (int i = 0; i < STRANGER_BURST; i++)
        assert_int_equal(slow_stranger_ms(s, 1000), 0);
    assert_int_equal(slow_stranger_ms(s, 1000), STRANGER_STEP_MS);
    assert_int_equal(slow_stranger_ms(s, 1000 + STRANGER_STEP_MS - 1), 1);
    assert_int_equal(slow_stranger_ms(s, 1000 + STRANGER_STEP_MS), 0);
    assert_true(slow_stranger_ms(s, 1000 + STRANGER_STEP_MS) > 0);
    /* Ten wrong tries under her name do not touch the name she has in her own browser. */
    for (int i = 0; i < 10; i++)
        slow_failed(s, "Olga", 5000);
    assert_true(slow_wait_ms(s, "Olga", 5000) > 0);
    assert_int_equal(slow_wait_ms(s, "Olga\nabcd", 5000), 0);
    free(s);
}

static void
test_known_browsers(void **state)
{
    const struct digest hash = digest_blake2b(bytes_of("token"));
    const struct digest other = digest_blake2b(bytes_of("other"));
    struct member m = { .id = olga, .name = "Olga", .lang = "ru", .cost = { 1, 8 } };
    int64_t n = 0;

    (void)state;
    assert_int_equal(keys_member_put(keys, &m), OK);
    assert_int_equal(known_put(keys, &hash, &olga, DAY), OK);
    assert_true(known_has(keys, &hash, "Olga", DAY));
    assert_false(known_has(keys, &hash, "Olga", DAY + 1)); /* its time is over */
    assert_false(known_has(keys, &hash, "Ivan", DAY));
    assert_false(known_has(keys, &other, "Olga", DAY));
    assert_int_equal(known_put(keys, &hash, &olga, DAY + 5), OK); /* renewed, not doubled */
    assert_int_equal(known_put(keys, &other, &ivan, DAY + 5), OK);
    assert_int_equal(known_count(keys, &olga, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(access_sweep(keys, DAY), OK); /* Ivan is no member */
    assert_int_equal(known_count(keys, &ivan, &n), OK);
    assert_int_equal(n, 0);
    assert_int_equal(known_erase(keys, &olga), OK);
    assert_false(known_has(keys, &hash, "Olga", DAY));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codes_of_the_rfc),
        cmocka_unit_test(test_key_and_picture),
        cmocka_unit_test(test_secret_is_sealed_to_the_member),
        cmocka_unit_test(test_recovery_codes),
        cmocka_unit_test(test_passkeys_of_another_implementation),
        cmocka_unit_test(test_a_flipped_bit_of_a_passkey),
        cmocka_unit_test(test_where_passkeys_live),
        cmocka_unit_test(test_counters_of_passkeys),
        cmocka_unit_test(test_halfway),
        cmocka_unit_test(test_a_dead_session_is_wiped),
        cmocka_unit_test(test_words_typed_back),
        cmocka_unit_test(test_strangers_share_an_allowance),
        cmocka_unit_test(test_known_browsers),
    };
    return crypto_start() ? 1 : cmocka_run_group_tests(tests, set_up, tear_down);
}
