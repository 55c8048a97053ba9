/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* POST /: which form is it? */
#include "gate/ask.h"
#include "gate/forms.h"
#include "gate/repair.h"
#include "gate/show.h"

enum err
post_form(struct req *rq)
{
    struct form *f = arena_alloc(rq->arena, sizeof *f);
    bool repaired = false;

    if (!f || form_read(rq->body, rq->arena, f, &repaired))
        return ERR_INTERNAL;
    const char *act = form_text(f, "act");
    if (form_lang(f) == LANG_UNSET)
        return show_error(rq, LANG_UNSET, ERROR_400);
    if (strcmp(act, "send") == 0)
        return form_send(rq, f, repaired);
    if (strcmp(act, "carry") == 0)
        return form_carry(rq, f);
    if (strcmp(act, "seal") == 0)
        return form_sealed(rq, f);
    if (strcmp(act, "check") == 0)
        return form_check(rq, f);
    if (strcmp(act, "read") == 0)
        return form_read_words(rq, f);
    if (strcmp(act, "find") == 0)
        return form_find(rq, f);
    if (strcmp(act, "letter") == 0)
        return form_letter(rq, f, repaired);
    return show_error(rq, form_lang(f), ERROR_400);
}
