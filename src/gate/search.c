/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* act=find.  What was asked is in this process alone and goes with it: the page of what was found
   has an address of its own, so that the browser keeps no form that was sent. */
#include "base/text.h"
#include "gate/ask.h"
#include "gate/book.h"
#include "gate/forms.h"
#include "gate/show.h"
#include "seeker/find.h"

_Static_assert(FIND_MAX_FOUND < sizeof(struct org_id), "what is found fits into a pass");

enum err
form_find(struct req *rq, const struct form *f)
{
    struct gate_pass *pass = &rq->app->pocket->pass;
    enum lang lang = form_lang(f);
    size_t n = 0;
    const struct index_row *found =
        find_guides(&rq->app->book->find[lang], form_text(f, "q"), rq->arena, &n);

    *pass =
        (struct gate_pass){ .kind = PASS_FOUND, .lang = lang, .made_s = (uint32_t)rq->app->now_s };
    if (!found)
        return ERR_INTERNAL;
    for (size_t i = 0; i < n; i++) {
        uint64_t number = 0;
        if (text_u64(found[i].number, 1, FIND_MAX_GUIDES, &number))
            return ERR_INTERNAL;
        pass->org.b[i] = (uint8_t)number;
    }
    return show_at(rq, 'f', pass);
}

enum err
get_found(struct req *rq)
{
    const struct book *book = rq->app->book;
    struct gate_pass *pass = &rq->app->pocket->pass;
    struct index_row rows[FIND_MAX_FOUND];
    struct index_view v = { .first_question = book->first_question,
        .letters = book->letters != NULL,
        .searched = true,
        .found = rows };
    struct out o = out_in(rq->arena);

    if (gate_pass_read(rq->app->epochs, rq->parts[0], PASS_FOUND, rq->app->now_s, pass))
        return show_error(rq, gate_pass_lang(rq->parts[0]), ERROR_410);
    for (size_t i = 0; i < FIND_MAX_FOUND && pass->org.b[i]; i++) {
        const struct index_row *row = find_guide(&book->find[pass->lang], pass->org.b[i]);
        if (row) /* a newer edition may lack it */
            rows[v.n_found++] = *row;
    }
    show_frame(rq->app, pass->lang, NULL, &v.f);
    if (find_fill_index(&book->find[pass->lang], rq->arena, &v))
        return ERR_INTERNAL;
    page_index(&o, &v);
    page_pad(&o, PAGE_PRIVATE_BYTES);
    return reply_page(rq, 200, &o);
}
