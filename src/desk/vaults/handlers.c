/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/vaults/handlers.h"
#include "base/text.h"
#include "desk/pages/tell.h"
#include "desk/vaults/sharing.h"
#include "desk/view.h"
#include "http/reply.h"

/* A vault of this session by the id in a form; NULL: none of hers. */
static struct vault *
vault_of_form(const struct req *rq)
{
    struct session *s = rq->caller->session;
    struct vault_id id;

    if (hex_decode(form_text(&rq->caller->form, "v"), id.b, sizeof id.b))
        return NULL;
    struct vault *v = vaults_by_id(&rq->app->vaults, id.b);
    return v && v->projection && vault_set_has(&s->vaults, v) ? v : NULL;
}

enum err
post_vault(struct req *rq)
{
    struct session *s = rq->caller->session;
    struct vault *v = vault_of_form(rq);

    if (!v) {
        rq->caller->problem = PROBLEM_NO_CASES;
        return ERR_FORBIDDEN;
    }
    s->at = v;
    const char *to = form_text(&rq->caller->form, "to");

    return reply_see_other(rq, view_is_own_path(to) ? to : "/");
}

enum err
post_share(struct req *rq)
{
    const struct form *f = &rq->caller->form;
    bool on = strcmp(form_text(f, "on"), "1") == 0;
    struct actor by = view_actor(rq);
    uint8_t to[ID_BYTES];
    uint64_t id = 0;

    if (text_u64(tell_text(rq->parts[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    if (hex_decode(form_text(f, "to"), to, sizeof to)) {
        rq->caller->problem = PROBLEM_CHOICE;
        return ERR_MALFORMED;
    }
    enum err e = on ? case_share(&rq->caller->book, (int64_t)id, to, &by)
                    : case_unshare(&rq->caller->book, (int64_t)id, to, &by);
    if (e == ERR_FORBIDDEN || e == ERR_NOT_FOUND)
        rq->caller->problem = PROBLEM_CHOICE;
    const char *path = arena_printf(
        rq->arena, "/c/%llu?done=%s", (unsigned long long)id, on ? "share" : "unshare");
    return e ? e : path ? reply_see_other(rq, path) : ERR_INTERNAL;
}
