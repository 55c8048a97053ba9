/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/fetch.h"
#include "base/own.h"
#include <curl/curl.h>

enum { FIRST_BYTES = 16384, HEADERS_ROOM = 64 * 1024 };

struct fetcher {
    CURL *curl;
    const char *proxy;
    char why[CURL_ERROR_SIZE];
    enum net_trouble trouble;
};

struct sink {
    struct arena *a;
    uint8_t *p;
    size_t n, cap, max;
    bool too_large;
    int64_t server_s;
};

void
fetcher_drop(struct fetcher **f)
{
    if (!*f)
        return;
    if ((*f)->curl)
        curl_easy_cleanup((*f)->curl);
    free(*f);
    *f = NULL;
}

enum err
fetcher_new(const char *proxy, struct fetcher **out)
{
    OWN(fetcher) f = calloc(1, sizeof *f);

    if (!f)
        return ERR_INTERNAL;
    f->proxy = proxy;
    f->curl = curl_easy_init();
    if (!f->curl)
        return ERR_INTERNAL;
    *out = TAKE(f);
    return OK;
}

enum net_trouble
fetcher_trouble(const struct fetcher *f)
{
    return f->trouble;
}

const char *
fetcher_why(const struct fetcher *f)
{
    return f->why;
}

/* All sizes on the way are together less than twice the last one but for it. */
size_t
fetch_room(size_t max_bytes)
{
    return 3 * max_bytes + FIRST_BYTES + HEADERS_ROOM;
}

static bool
sink_grow(struct sink *s, size_t n)
{
    size_t cap = s->cap ? s->cap * 2 : FIRST_BYTES;

    while (cap < s->n + n)
        cap *= 2;
    if (cap > s->max && s->n + n <= s->max)
        cap = s->max;
    uint8_t *p = arena_alloc(s->a, cap);
    if (!p)
        return false;
    if (s->n > 0)
        memcpy(p, s->p, s->n);
    s->p = p;
    s->cap = cap;
    return true;
}

static size_t
on_body(char *from, size_t one, size_t n, void *closure)
{
    struct sink *s = closure;

    (void)one;
    if (n > s->max - s->n || (n > s->cap - s->n && !sink_grow(s, n))) {
        s->too_large = true;
        return 0;
    }
    memcpy(s->p + s->n, from, n);
    s->n += n;
    return n;
}

static size_t
on_header(char *from, size_t one, size_t n, void *closure)
{
    struct sink *s = closure;
    char value[64] = { 0 };

    (void)one;
    if (n > 6 && n < sizeof value && strncasecmp(from, "Date: ", 6) == 0) {
        memcpy(value, from + 6, n - 6);
        s->server_s = (int64_t)curl_getdate(value, NULL);
    }
    return n;
}

static int
on_progress(void *closure, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct fetch *what = closure;

    (void)a, (void)b, (void)c, (void)d;
    return what->stop(what->closure) ? 1 : 0;
}

static CURLcode
set_post(CURL *c, const struct fetch *what)
{
    CURLcode e = CURLE_OK;

    if (what->post.p) {
        e = curl_easy_setopt(c, CURLOPT_POST, 1L);
        e = e ? e : curl_easy_setopt(c, CURLOPT_POSTFIELDS, (const char *)what->post.p);
        e = e ? e : curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)what->post.n);
    }
    if (what->stop) {
        e = e ? e : curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress);
        e = e ? e : curl_easy_setopt(c, CURLOPT_XFERINFODATA, (void *)(uintptr_t)what);
        e = e ? e : curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
    }
    return what->ca && !e ? curl_easy_setopt(c, CURLOPT_CAINFO, what->ca) : e;
}

static bool
set_request(CURL *c, const struct fetch *what, struct curl_slist *headers)
{
    CURLcode e = curl_easy_setopt(c, CURLOPT_URL, what->url);

    e = e ? e : curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
    e = e ? e : curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, what->timeout_ms);
    e = e ? e : curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    e = e ? e : curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    e = e ? e : curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    e = e ? e : set_post(c, what);
    if (!what->put.p)
        return !e;
    e = e ? e : curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, "PUT");
    e = e ? e : curl_easy_setopt(c, CURLOPT_POSTFIELDS, (const char *)what->put.p);
    e = e ? e : curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)what->put.n);
    return !e;
}

static bool
set_sink(struct fetcher *f, struct sink *s)
{
    CURL *c = f->curl;
    CURLcode e = curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);

    e = e ? e : curl_easy_setopt(c, CURLOPT_WRITEDATA, s);
    e = e ? e : curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
    e = e ? e : curl_easy_setopt(c, CURLOPT_HEADERDATA, s);
    e = e ? e : curl_easy_setopt(c, CURLOPT_ERRORBUFFER, f->why);
    e = e ? e : curl_easy_setopt(c, CURLOPT_PROXY, f->proxy ? f->proxy : "");
    e = e ? e : curl_easy_setopt(c, CURLOPT_NOPROXY, ""); /* else the environment's is asked */
    return !e;
}

/* One header more; NULL when that failed, and then the list is gone. */
static struct curl_slist *
with_header(struct curl_slist *list, struct arena *a, const char *name, const char *value)
{
    const char *line = arena_printf(a, "%s: %s", name, value);
    struct curl_slist *longer = line ? curl_slist_append(list, line) : NULL;

    if (!longer)
        curl_slist_free_all(list);
    return longer;
}

static struct curl_slist *
headers_of(const struct fetch *what, struct arena *a)
{
    struct curl_slist *list = curl_slist_append(NULL, "Expect:");

    if (list && what->authorization)
        list = with_header(list, a, "Authorization", what->authorization);
    if (list && what->content_type)
        list = with_header(list, a, "Content-Type", what->content_type);
    return list;
}

enum err
fetch_run(struct fetcher *f, const struct fetch *what, struct arena *a, struct fetched *out)
{
    struct sink s = { .a = a, .max = what->max_bytes };
    struct curl_slist *headers = headers_of(what, a);
    long status = 0;

    if (!headers)
        return ERR_INTERNAL;
    curl_easy_reset(f->curl);
    f->why[0] = '\0';
    bool ready = set_request(f->curl, what, headers) && set_sink(f, &s);
    CURLcode e = ready ? curl_easy_perform(f->curl) : CURLE_FAILED_INIT;
    curl_slist_free_all(headers);
    if (!ready)
        return ERR_INTERNAL;
    if (s.too_large)
        return ERR_TOO_LARGE;
    f->trouble = e ? trouble_of((int)e) : NET_FINE;
    if (e)
        return e == CURLE_ABORTED_BY_CALLBACK ? ERR_CONFLICT : ERR_BUSY;
    (void)curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &status);
    *out = (struct fetched){ status, { s.p, s.n }, s.server_s };
    return OK;
}
