/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The servers of messengers say anything: the answer of one call of Telegram (first byte 0), or
   lines from signal-cli (else).  What is handed on must be a letter. */
#include "base/own.h"
#include "core/wire/content.h"
#include "net/fetch.h"
#include "net/stream.h"
#include "post/worker.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

enum { LIFE_BYTES = 4 << 20, LETTER_ROOM = 1 << 20 };

struct fetcher {
    int unused;
};

struct stream {
    struct bytes left;
};

static struct bytes all; /* what the server says */
static struct fetcher no_fetcher;

enum err
fetcher_new(const char *proxy, struct fetcher **out)
{
    (void)proxy;
    *out = &no_fetcher;
    return OK;
}

enum err
fetch_run(struct fetcher *f, const struct fetch *what, struct arena *a, struct fetched *out)
{
    (void)f;
    (void)what;
    (void)a;
    *out = (struct fetched){ .status = 200, .body = all };
    return OK;
}

size_t
fetch_room(size_t max_bytes)
{
    return max_bytes;
}

const char *
fetcher_why(const struct fetcher *f)
{
    (void)f;
    return "";
}

enum net_trouble
fetcher_trouble(const struct fetcher *f)
{
    (void)f;
    return NET_FINE;
}

bool
net_is_local(const char *url)
{
    (void)url;
    return true;
}

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
    *out = (struct bytes){ s->left.p, (size_t)(end - s->left.p) };
    s->left = (struct bytes){ end + 1, s->left.n - out->n - 1 };
    return out->n > max ? ERR_TOO_LARGE : OK;
}

enum err
stream_poll_line(struct stream *s, size_t max, int wait_ms, struct bytes *out)
{
    (void)wait_ms;
    return stream_line(s, max, out);
}

void
worker_listen(struct worker *w, int wait_ms)
{
    (void)w;
    (void)wait_ms;
}

bool
worker_is_wanted(struct worker *w)
{
    (void)w;
    return false;
}

struct content_id
worker_source(const struct worker *w, struct bytes what)
{
    (void)w;
    return content_id_of(what);
}

enum post_why
why_of(enum net_trouble t)
{
    (void)t;
    return POST_UNREACHABLE;
}

/* The desk must be able to open what it was given. */
enum err
worker_came(struct worker *w, const struct content_id *source, const struct letter *l)
{
    OWN(arena) a = arena_new(LETTER_ROOM);
    size_t n = letter_size(l);
    uint8_t *to = malloc(n);
    struct writer writer = writer_of(to, n);
    struct letter back;

    (void)w;
    (void)source;
    if (!a || !to)
        abort();
    letter_encode(l, &writer);
    if (writer.full || letter_decode((struct bytes){ to, writer.n }, a, &back))
        abort();
    free(to);
    return OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    OWN(arena) life = arena_new(LIFE_BYTES);
    struct worker *w = life ? arena_alloc(life, sizeof *w) : NULL;
    const struct letter l = { .address = "700", .text = "Да", .message_id = "1" };

    if (!w || n < 1)
        return 0;
    memset(w, 0, sizeof *w);
    w->life = life;
    w->failures = 1; /* do not wait for news */
    for (size_t i = 0; i < N_CHANNEL_TEXTS; i++)
        w->conf.text[i] = i == CT_FETCH ? "http://127.0.0.1:1" : i == CT_SECRET ? "1:x" : "";
    all = (struct bytes){ p + 1, n - 1 };
    w->role = *p ? &role_signal : &role_telegram;
    enum post_why why = w->role->fetch(w);
    why = w->role->send(w, &l) ? why : POST_GOOD;
    why = w->role->probe(w) ? why : POST_GOOD;
    if (*p && w->own) { /* the line stays open until the server ends it */
        struct stream **line = w->own;
        stream_drop(line);
    }
    return why > POST_GOOD && memchr(w->why, '\0', sizeof w->why) == NULL;
}
