/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/vaults/handlers.h"
#include "base/text.h"
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
