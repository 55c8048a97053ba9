/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Wake somebody over HTTP, as ntfy and its like understand it: POST the text to an address.  The
   letter's address is that of the topic, its text says nothing of any request. */
#include "base/own.h"
#include "net/fetch.h"
#include "post/worker.h"
#include <string.h>

enum { TIMEOUT_MS = 30 * 1000, ANSWER_MAX = 64 * 1024 };

static enum post_why
push(struct worker *w, const struct letter *l)
{
    OWN(fetcher) f = NULL;
    OWN(arena) a = arena_new(fetch_room(ANSWER_MAX) + 65536);
    const char *proxy = *w->conf.text[CT_PROXY] ? w->conf.text[CT_PROXY] : NULL;
    struct fetched got;
    struct fetch what = { .url = l->address,
        .post = bytes_of(l->text),
        .content_type = "text/plain; charset=utf-8",
        .max_bytes = ANSWER_MAX,
        .timeout_ms = TIMEOUT_MS,
        .ca = *w->conf.text[CT_CA] ? w->conf.text[CT_CA] : NULL };

    if (strncmp(l->address, "https://", 8) != 0 && !net_is_local(l->address))
        return POST_REFUSED;
    if (!a || fetcher_new(proxy, &f))
        return POST_SERVER;
    enum err e = fetch_run(f, &what, a, &got);
    if (e)
        return e == ERR_BUSY ? why_of(fetcher_trouble(f)) : POST_SERVER;
    if (got.status == 429)
        return POST_BUSY;
    if (got.status == 401 || got.status == 403)
        return POST_LOGIN;
    return got.status >= 200 && got.status < 300 ? POST_GOOD : POST_SERVER;
}

const struct role role_push = { .send = push };
