/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A mail server that says anything: src/net/imap.c over a connection of bytes. */
#include "base/own.h"
#include "net/imap.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

enum { ARENA_BYTES = 1 << 20, MAIL_MAX = 4096 };

struct stream {
    struct bytes left;
};

static struct bytes all; /* what the server says */

enum err
stream_open(const struct stream_to *to, struct stream **out, enum net_trouble *trouble, char *why,
    size_t cap)
{
    (void)to;
    (void)trouble;
    if (cap > 0)
        why[0] = '\0';
    *out = malloc(sizeof **out);
    if (!*out)
        return ERR_INTERNAL;
    (*out)->left = all;
    return OK;
}

void
stream_all_within(struct stream *s, int64_t ms)
{
    (void)s;
    (void)ms;
}

void
stream_drop(struct stream **s)
{
    free(*s);
    *s = NULL;
}

enum err
stream_send(struct stream *s, struct bytes b)
{
    (void)s;
    (void)b;
    return OK;
}

enum err
stream_line(struct stream *s, size_t max, struct bytes *out)
{
    const uint8_t *end = s->left.n ? memchr(s->left.p, '\n', s->left.n) : NULL;

    if (!end)
        return ERR_BUSY;
    size_t n = (size_t)(end - s->left.p);
    *out = (struct bytes){ s->left.p, n > 0 && end[-1] == '\r' ? n - 1 : n };
    s->left = (struct bytes){ end + 1, s->left.n - n - 1 };
    return out->n > max ? ERR_TOO_LARGE : OK;
}

enum err
stream_poll_line(struct stream *s, size_t max, int wait_ms, struct bytes *out)
{
    (void)wait_ms;
    return stream_line(s, max, out);
}

enum err
stream_exact(struct stream *s, uint8_t *to, size_t n)
{
    if (n > s->left.n)
        return ERR_BUSY;
    if (n > 0)
        memcpy(to, s->left.p, n);
    s->left = (struct bytes){ s->left.p + n, s->left.n - n };
    return OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    const struct imap_account account = { .user = "u", .password = "p \"\\", .folder = "" };
    OWN(arena) a = arena_new(ARENA_BYTES);
    OWN(imap) i = NULL;
    enum net_trouble trouble = NET_FINE;
    char why[IMAP_WHY_BYTES];
    uint32_t uids[IMAP_MAX_NEW];
    size_t n_new = 0;
    struct bytes mail = { NULL, 0 };
    bool cut = false;

    all = (struct bytes){ p, n };
    if (!a || imap_open(&account, &i, &trouble, why))
        return 0;
    if (imap_new_mails(i, uids, &n_new))
        return 0;
    for (size_t k = 0; k < n_new; k++)
        if (uids[k] == 0)
            abort();
    if (!imap_fetch(i, 7, MAIL_MAX, a, &mail, &cut) && (mail.n > MAIL_MAX || mail.n > n))
        abort();
    return imap_mark_seen(i, 7) == OK && imap_noop(i) == ERR_NOT_FOUND;
}
