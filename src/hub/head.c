/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/head.h"
#include <string.h>

enum { METHOD_MAX = 8 };

static bool
starts_with(struct bytes b, const char *text)
{
    size_t n = strlen(text);

    return b.n >= n && bytes_equal((struct bytes){ b.p, n }, bytes_of(text));
}

/* Length of a method in capitals that is followed by a blank and a path; 0 if there is none. */
static size_t
method_length(struct bytes head)
{
    size_t n = 0;

    while (n < head.n && n <= METHOD_MAX && head.p[n] >= 'A' && head.p[n] <= 'Z')
        n++;
    return n > 0 && n <= METHOD_MAX && n + 1 < head.n && head.p[n] == ' ' && head.p[n + 1] == '/'
               ? n
               : 0;
}

/* Could these few bytes still become "METHOD /"? */
static bool
may_become_request(struct bytes head)
{
    size_t n = 0;

    while (n < head.n && head.p[n] >= 'A' && head.p[n] <= 'Z')
        n++;
    return n <= METHOD_MAX && (n == head.n || (n > 0 && n + 1 == head.n && head.p[n] == ' '));
}

enum head_place
head_place(struct bytes head)
{
    size_t method = method_length(head);

    if (method == 0)
        return may_become_request(head) ? HEAD_WAIT : HEAD_REFUSE;
    if (!memmem(head.p, head.n, "\r\n\r\n", 4))
        return head.n >= HEAD_MAX_BYTES ? HEAD_TOO_LONG : HEAD_WAIT;
    struct bytes path = { head.p + method + 1, head.n - method - 1 };
    if (starts_with(head, "POST ") || starts_with(path, "/w/") || starts_with(path, "/t/") ||
        starts_with(path, "/f/"))
        return HEAD_GATE;
    if (starts_with(head, "PUT ") || starts_with(path, "/l/"))
        return HEAD_DESK;
    return HEAD_PUBLIC;
}
