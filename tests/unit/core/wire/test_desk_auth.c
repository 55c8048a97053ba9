/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/desk_auth.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

enum { TS = 1796000000 };

static struct desk_request
made_desk_request(void)
{
    struct desk_request rq = { "PUT", "/d/12/77?x=1", .body = V(v_auth_body) };

    FILL(rq.hub.b, v_auth_hub);
    return rq;
}

static struct sign_public
made_key(void)
{
    struct sign_public k;
    FILL(k.b, v_auth_public);
    return k;
}

static void
test_vector_verifies(void **state)
{
    struct desk_auth a;
    struct desk_request rq = made_desk_request();
    struct sign_public key = made_key();
    char value[DESK_AUTH_VALUE_CAP];
    uint8_t text[DESK_AUTH_TEXT_CAP];
    struct writer w = writer_of(text, sizeof text);

    (void)state;
    assert_int_equal(desk_auth_parse(v_auth_value_text, &a), OK);
    assert_int_equal(desk_auth_text(&a, &rq, &w), OK);
    assert_int_equal(w.n, strlen(v_auth_signed_text));
    assert_memory_equal(text, v_auth_signed_text, w.n);
    assert_int_equal(desk_auth_verify(&a, &rq, &key, TS), OK);
    desk_auth_print(&a, value);
    assert_string_equal(value, v_auth_value_text);
}

static void
test_window(void **state)
{
    static const struct {
        int64_t now_s;
        enum err expected;
    } rows[] = { { TS - 120, OK }, { TS + 120, OK }, { TS - 121, ERR_EXPIRED },
        { TS + 121, ERR_EXPIRED }, { 0, ERR_EXPIRED } };
    struct desk_auth a;
    struct desk_request rq = made_desk_request();
    struct sign_public key = made_key();

    (void)state;
    assert_int_equal(desk_auth_parse(v_auth_value_text, &a), OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(desk_auth_verify(&a, &rq, &key, rows[i].now_s), rows[i].expected);
}

static void
test_everything_signed_is_bound(void **state)
{
    struct desk_auth a, b;
    struct sign_public key = made_key();
    struct desk_request rq[5];

    (void)state;
    assert_int_equal(desk_auth_parse(v_auth_value_text, &a), OK);
    for (size_t i = 0; i < 5; i++)
        rq[i] = made_desk_request();
    rq[0].method = "GET";
    rq[1].target = "/d/12/77?x=2";
    rq[2].hub.b[15] ^= 1;
    rq[3].body.n--;
    rq[4].target = "/d/12/77\nx";
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(desk_auth_verify(&a, &rq[i], &key, TS), ERR_FORGED);
    rq[0] = made_desk_request();
    b = a;
    b.ts++;
    assert_int_equal(desk_auth_verify(&b, &rq[0], &key, TS), ERR_FORGED);
    b = a;
    b.nonce[3] ^= 1;
    assert_int_equal(desk_auth_verify(&b, &rq[0], &key, TS), ERR_FORGED);
    b = a;
    b.key_id.b[0] ^= 1;
    assert_int_equal(desk_auth_verify(&b, &rq[0], &key, TS), ERR_FORGED);
    for (size_t i = 0; i < sizeof b.sig; i++) {
        b = a;
        b.sig[i] ^= 0x10;
        assert_int_equal(desk_auth_verify(&b, &rq[0], &key, TS), ERR_FORGED);
    }
    key.b[0] ^= 1;
    assert_int_equal(desk_auth_verify(&a, &rq[0], &key, TS), ERR_FORGED);
}

static void
test_parse_refuses_every_cut_and_tail(void **state)
{
    char value[DESK_AUTH_VALUE_CAP + 8];
    struct desk_auth a = { .ts = 5 };
    size_t n = strlen(v_auth_value_text);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        memcpy(value, v_auth_value_text, n + 1);
        value[i] = '\0';
        assert_int_equal(desk_auth_parse(value, &a), ERR_MALFORMED);
    }
    static const char *const bad[] = { "", "Desk", "Desk :::", "Basic x", "Desk a:b:c:d" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(desk_auth_parse(bad[i], &a), ERR_MALFORMED);
    memcpy(value, v_auth_value_text, n);
    memcpy(value + n, "A", 2);
    assert_int_equal(desk_auth_parse(value, &a), ERR_MALFORMED);
    assert_int_equal(a.ts, 5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vector_verifies),
        cmocka_unit_test(test_window),
        cmocka_unit_test(test_everything_signed_is_bound),
        cmocka_unit_test(test_parse_refuses_every_cut_and_tail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
