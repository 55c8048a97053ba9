/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/stream.h"
#include "base/clock.h"
#include "base/own.h"
#include <curl/curl.h>
#include <poll.h>
#include <string.h>

enum { READ_BYTES = 65536, URL_CAP = 600 };

struct stream {
    CURL *curl;
    curl_socket_t fd;
    long timeout_ms;
    int64_t until_ms; /* nothing is read after that; 0: no end */
    uint8_t *p;       /* bytes `at` to `n` were read and not taken yet */
    size_t at, n, cap;
};

void
stream_drop(struct stream **s)
{
    if (!*s)
        return;
    if ((*s)->curl)
        curl_easy_cleanup((*s)->curl);
    free((*s)->p);
    free(*s);
    *s = NULL;
}

static CURLcode
set_up(struct stream *s, const struct stream_to *to, char *url, char *words)
{
    CURL *c = s->curl;
    bool local = to->host_port[0] == '/';

    (void)snprintf(
        url, URL_CAP, "%s://%s", to->tls ? "https" : "http", local ? "localhost" : to->host_port);
    CURLcode e = curl_easy_setopt(c, CURLOPT_URL, url);
    e = e ? e : curl_easy_setopt(c, CURLOPT_CONNECT_ONLY, 1L);
    e = e ? e : curl_easy_setopt(c, CURLOPT_SSL_ENABLE_ALPN, 0L); /* it is no HTTP */
    e = e ? e : curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    e = e ? e : curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    e = e ? e : curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, to->timeout_ms);
    e = e ? e : curl_easy_setopt(c, CURLOPT_ERRORBUFFER, words);
    e = e ? e : curl_easy_setopt(c, CURLOPT_PROXY, to->proxy);
    e = e ? e : curl_easy_setopt(c, CURLOPT_NOPROXY, "");
    if (!e && *to->ca)
        e = curl_easy_setopt(c, CURLOPT_CAINFO, to->ca);
    if (!e && local)
        e = curl_easy_setopt(c, CURLOPT_UNIX_SOCKET_PATH, to->host_port);
    return e;
}

enum err
stream_open(const struct stream_to *to, struct stream **out, enum net_trouble *trouble, char *why,
    size_t cap)
{
    OWN(stream) s = calloc(1, sizeof *s);
    char words[CURL_ERROR_SIZE] = "";
    char url[URL_CAP];

    if (!s || strlen(to->host_port) + 16 > URL_CAP)
        return ERR_INTERNAL;
    s->timeout_ms = to->timeout_ms;
    s->curl = curl_easy_init();
    if (!s->curl)
        return ERR_INTERNAL;
    CURLcode e = set_up(s, to, url, words);
    e = e ? e : curl_easy_perform(s->curl);
    e = e ? e : curl_easy_getinfo(s->curl, CURLINFO_ACTIVESOCKET, &s->fd);
    *trouble = trouble_of((int)e);
    (void)snprintf(why, cap, "%s", words);
    if (e)
        return ERR_BUSY;
    (void)curl_easy_setopt(s->curl, CURLOPT_ERRORBUFFER, NULL);
    *out = TAKE(s);
    return OK;
}

void
stream_all_within(struct stream *s, int64_t ms)
{
    s->until_ms = ms ? clock_steady_ms() + ms : 0;
}

int
stream_fd(const struct stream *s)
{
    return s->fd;
}

static bool
wait_for(const struct stream *s, short events, int64_t end_ms)
{
    int64_t left = end_ms - clock_steady_ms();
    struct pollfd wait = { s->fd, events, 0 };

    return poll(&wait, 1, left < 0 ? 0 : (int)left) > 0;
}

enum err
stream_send(struct stream *s, struct bytes b)
{
    int64_t end_ms = clock_steady_ms() + s->timeout_ms;

    while (b.n > 0) {
        size_t n = 0;
        CURLcode e = curl_easy_send(s->curl, b.p, b.n, &n);
        if (e == CURLE_AGAIN && wait_for(s, POLLOUT, end_ms))
            continue;
        if (e)
            return ERR_BUSY;
        b.p += n;
        b.n -= n;
    }
    return OK;
}

static bool
make_room(struct stream *s)
{
    if (s->at > 0) {
        memmove(s->p, s->p + s->at, s->n - s->at);
        s->n -= s->at;
        s->at = 0;
    }
    if (s->cap - s->n >= READ_BYTES)
        return true;
    uint8_t *p = calloc(1, s->cap + 2 * READ_BYTES);
    if (!p)
        return false;
    if (s->n)
        memcpy(p, s->p, s->n);
    free(s->p);
    s->p = p;
    s->cap += 2 * READ_BYTES;
    return true;
}

/* Some more bytes.  ERR_NOT_FOUND: none until then. */
static enum err
read_more(struct stream *s, int64_t end_ms)
{
    size_t n = 0;

    if (s->until_ms && clock_steady_ms() >= s->until_ms)
        return ERR_NOT_FOUND;
    if (s->until_ms && s->until_ms < end_ms)
        end_ms = s->until_ms;
    if (!make_room(s))
        return ERR_INTERNAL;
    CURLcode e = curl_easy_recv(s->curl, s->p + s->n, s->cap - s->n, &n);
    while (e == CURLE_AGAIN) {
        if (!wait_for(s, POLLIN, end_ms))
            return ERR_NOT_FOUND;
        e = curl_easy_recv(s->curl, s->p + s->n, s->cap - s->n, &n);
    }
    if (e || n == 0)
        return ERR_BUSY;
    s->n += n;
    return OK;
}

enum err
stream_poll_line(struct stream *s, size_t max, int wait_ms, struct bytes *out)
{
    int64_t end_ms = clock_steady_ms() + wait_ms;
    size_t from = 0;

    for (;;) {
        size_t left = s->n - s->at;
        uint8_t *p = left > from ? memchr(s->p + s->at + from, '\n', left - from) : NULL;
        if (p) {
            size_t n = (size_t)(p - (s->p + s->at));
            *out = (struct bytes){ s->p + s->at, n };
            s->at += n + 1;
            if (out->n > 0 && out->p[out->n - 1] == '\r')
                out->n--;
            return OK;
        }
        if (left > max)
            return ERR_TOO_LARGE;
        from = left;
        enum err e = read_more(s, end_ms);
        if (e)
            return e;
    }
}

enum err
stream_line(struct stream *s, size_t max, struct bytes *out)
{
    enum err e = stream_poll_line(s, max, (int)s->timeout_ms, out);

    return e == ERR_NOT_FOUND ? ERR_BUSY : e;
}

enum err
stream_exact(struct stream *s, uint8_t *to, size_t n)
{
    while (n > 0) {
        size_t k = s->n - s->at;
        if (k == 0) {
            enum err e = read_more(s, clock_steady_ms() + s->timeout_ms);
            if (e)
                return e == ERR_NOT_FOUND ? ERR_BUSY : e;
            continue;
        }
        k = k < n ? k : n;
        memcpy(to, s->p + s->at, k);
        s->at += k;
        to += k;
        n -= k;
    }
    return OK;
}
