/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/request.h"
#include "http/form.h"

const char *
req_cookie(struct req *rq, const char *name)
{
    const char *all = req_header(rq, "Cookie");
    size_t n = strlen(name);

    while (all && *all) {
        all += strspn(all, " ;");
        size_t len = strcspn(all, ";");
        if (len > n && all[n] == '=' && strncmp(all, name, n) == 0)
            return arena_text_n(rq->arena, all + n + 1, len - n - 1);
        all += len;
    }
    return NULL;
}

const char *
req_query(struct req *rq, const char *name)
{
    struct form f;

    if (form_parse(bytes_of(rq->query), rq->arena, &f))
        return NULL;
    return form_get(&f, name);
}
