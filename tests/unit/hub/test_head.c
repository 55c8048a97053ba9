/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/head.h"
#include "tests/unit/check.h"
#include <stdio.h>
#include <stdlib.h>

static void
test_where_requests_belong(void **state)
{
    static const struct {
        const char *head;
        enum head_place place;
    } rows[] = {
        { "GET / HTTP/1.1\r\nHost: a\r\n\r\n", HEAD_PUBLIC },
        { "HEAD /ru/3 HTTP/1.1\r\n\r\n", HEAD_PUBLIC },
        { "DELETE / HTTP/1.1\r\n\r\n", HEAD_PUBLIC },
        { "GET /d/4/7 HTTP/1.1\r\n\r\n", HEAD_PUBLIC },
        { "GET /ww/x HTTP/1.1\r\n\r\n", HEAD_PUBLIC },
        { "GET /ru/w HTTP/1.1\r\n\r\n", HEAD_PUBLIC },
        { "GET /w HTTP/1.1\r\n\r\n", HEAD_PUBLIC },
        { "POST / HTTP/1.1\r\n\r\ntext", HEAD_GATE },
        { "POST /ru/w HTTP/1.1\r\n\r\n", HEAD_GATE },
        { "POST /l/0 HTTP/1.1\r\n\r\n", HEAD_GATE },
        { "GET /w/abc HTTP/1.1\r\n\r\n", HEAD_GATE },
        { "HEAD /t/abc HTTP/1.1\r\n\r\n", HEAD_GATE },
        { "OPTIONS /t/abc HTTP/1.1\r\n\r\n", HEAD_GATE },
        { "PUT /w/abc HTTP/1.1\r\n\r\n", HEAD_GATE },
        { "PUT /d/4/7 HTTP/1.1\r\n\r\n", HEAD_DESK },
        { "GET /l/0?after=3 HTTP/1.1\r\n\r\n", HEAD_DESK },
        { "HEAD /l/0 HTTP/1.1\r\n\r\n", HEAD_DESK },
        { "", HEAD_WAIT },
        { "P", HEAD_WAIT },
        { "POST", HEAD_WAIT },
        { "POST ", HEAD_WAIT },
        { "POST /", HEAD_WAIT },
        { "POST / HTTP/1.1\r\nHost: a\r\n\r", HEAD_WAIT },
        { "GET / HTTP/1.1\n\n", HEAD_WAIT },
        { "get / HTTP/1.1\r\n\r\n", HEAD_REFUSE },
        { " GET / HTTP/1.1\r\n\r\n", HEAD_REFUSE },
        { "\r\nPOST / HTTP/1.1\r\n\r\n", HEAD_REFUSE },
        { "GET  / HTTP/1.1\r\n\r\n", HEAD_REFUSE },
        { "GET http://a/ HTTP/1.1\r\n\r\n", HEAD_REFUSE },
        { "OPTIONS * HTTP/1.1\r\n\r\n", HEAD_REFUSE },
        { "CONNECT a:1 HTTP/1.1\r\n\r\n", HEAD_REFUSE },
        { "ABCDEFGHI", HEAD_REFUSE },
        { "\x16\x03\x01", HEAD_REFUSE },
        { "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", HEAD_REFUSE },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum head_place place = head_place(bytes_of(rows[i].head));
        if (place != rows[i].place)
            print_error("%s: %d\n", rows[i].head, (int)place);
        assert_int_equal(place, rows[i].place);
    }
}

/* Whatever comes in pieces is decided once, and as the whole would be. */
static void
test_pieces_decide_nothing_early(void **state)
{
    static const char *const whole[] = {
        "POST / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /w/abc HTTP/1.1\r\nHost: a\r\n\r\n",
        "PUT /d/4/7 HTTP/1.1\r\n\r\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        for (size_t n = 0; n < strlen(whole[i]); n++)
            assert_int_equal(head_place((struct bytes){ (const uint8_t *)whole[i], n }), HEAD_WAIT);
}

static void
test_a_head_has_an_end(void **state)
{
    char *head = malloc(HEAD_MAX_BYTES + 1);

    (void)state;
    memset(head, 'x', HEAD_MAX_BYTES);
    memcpy(head, "GET / HTTP/1.1\r\nX: ", 19);
    assert_int_equal(head_place((struct bytes){ (uint8_t *)head, HEAD_MAX_BYTES - 1 }), HEAD_WAIT);
    assert_int_equal(head_place((struct bytes){ (uint8_t *)head, HEAD_MAX_BYTES }), HEAD_TOO_LONG);
    memcpy(head + HEAD_MAX_BYTES - 4, "\r\n\r\n", 4);
    assert_int_equal(head_place((struct bytes){ (uint8_t *)head, HEAD_MAX_BYTES }), HEAD_PUBLIC);
    free(head);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_where_requests_belong),
        cmocka_unit_test(test_pieces_decide_nothing_early),
        cmocka_unit_test(test_a_head_has_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
