/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/smtp.h"
#include <curl/curl.h>
#include <string.h>

enum { URL_CAP = 600 };

struct source {
    struct bytes left;
};

static size_t
give(char *to, size_t one, size_t n, void *closure)
{
    struct source *s = closure;
    size_t k = one * n < s->left.n ? one * n : s->left.n;

    if (k)
        memcpy(to, s->left.p, k);
    s->left.p += k;
    s->left.n -= k;
    return k;
}

/* What it calls itself in EHLO is what common mail programs say, never the machine's name. */
static CURLcode
set_server(CURL *c, const struct smtp_mail *m, char *url, char *words)
{
    long tls = net_is_local(m->url) ? CURLUSESSL_TRY : CURLUSESSL_ALL;

    (void)snprintf(url, URL_CAP, "%s/%%5B127.0.0.1%%5D", m->url);
    CURLcode e = curl_easy_setopt(c, CURLOPT_URL, url);
    e = e ? e : curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    e = e ? e : curl_easy_setopt(c, CURLOPT_USE_SSL, tls);
    e = e ? e : curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    e = e ? e : curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, m->timeout_ms);
    e = e ? e : curl_easy_setopt(c, CURLOPT_ERRORBUFFER, words);
    e = e ? e : curl_easy_setopt(c, CURLOPT_PROXY, m->proxy);
    e = e ? e : curl_easy_setopt(c, CURLOPT_NOPROXY, "");
    if (!e && *m->ca)
        e = curl_easy_setopt(c, CURLOPT_CAINFO, m->ca);
    if (!e && *m->user) {
        e = curl_easy_setopt(c, CURLOPT_USERNAME, m->user);
        e = e ? e : curl_easy_setopt(c, CURLOPT_PASSWORD, m->password);
    }
    return e;
}

static CURLcode
set_mail(CURL *c, const struct smtp_mail *m, struct source *s, struct curl_slist *to)
{
    char from[400];

    (void)snprintf(from, sizeof from, "<%s>", m->from);
    CURLcode e = curl_easy_setopt(c, CURLOPT_MAIL_FROM, from);
    e = e ? e : curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
    e = e ? e : curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
    e = e ? e : curl_easy_setopt(c, CURLOPT_READDATA, s);
    e = e ? e : curl_easy_setopt(c, CURLOPT_INFILESIZE_LARGE, (curl_off_t)m->content.n);
    return e ? e : curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
}

static enum err
result(CURL *c, CURLcode code, enum net_trouble *trouble)
{
    long status = 0;

    *trouble = trouble_of((int)code);
    if (!code)
        return OK;
    (void)curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
    if (*trouble == NET_UNREACHABLE && status >= 400 && status < 500)
        *trouble = NET_BUSY;
    if (*trouble == NET_UNREACHABLE && status >= 500 && status < 600)
        *trouble = NET_REFUSED;
    return *trouble == NET_REFUSED ? ERR_FORBIDDEN : ERR_BUSY;
}

static size_t
ignore(char *from, size_t one, size_t n, void *closure)
{
    (void)from, (void)closure;
    return one * n;
}

static enum err
talk(const struct smtp_mail *m, bool send, enum net_trouble *trouble, char *why)
{
    CURL *c = curl_easy_init();
    struct curl_slist *to = send ? curl_slist_append(NULL, m->to) : NULL;
    struct source s = { m->content };
    char words[CURL_ERROR_SIZE] = "";
    char url[URL_CAP];
    enum err e = ERR_INTERNAL;

    if (c && (to || !send) && strlen(m->url) + 32 < URL_CAP) {
        CURLcode code = set_server(c, m, url, words);
        if (!code && send)
            code = set_mail(c, m, &s, to);
        else if (!code)
            code = curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, "NOOP");
        code = code ? code : curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, ignore);
        code = code ? code : curl_easy_perform(c);
        e = result(c, code, trouble);
        (void)snprintf(why, SMTP_WHY_BYTES, "%s", words);
    }
    curl_slist_free_all(to);
    if (c)
        curl_easy_cleanup(c);
    return e;
}

enum err
smtp_send(const struct smtp_mail *m, enum net_trouble *trouble, char why[static SMTP_WHY_BYTES])
{
    return talk(m, true, trouble, why);
}

enum err
smtp_try(const struct smtp_mail *m, enum net_trouble *trouble, char why[static SMTP_WHY_BYTES])
{
    return talk(m, false, trouble, why);
}
