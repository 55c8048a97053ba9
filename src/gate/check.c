/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* act=check */
#include "core/open/words.h"
#include "gate/forms.h"
#include "gate/gate.h"
#include "gate/gate_pass.h"
#include "gate/show.h"

static uint8_t
wrong_at(
    const struct seed *s, const struct form *f, const char *field, unsigned position, uint8_t bit)
{
    return words_match(s, position, bytes_of(form_text(f, field))) ? 0 : bit;
}

static bool
nothing_typed(const struct form *f)
{
    return !form_text(f, "w3")[0] && !form_text(f, "w7")[0] && !form_text(f, "w10")[0];
}

enum err
form_check(struct req *rq, const struct form *f)
{
    struct gate_pass *pass = &rq->app->pocket->pass;
    const char *st = form_text(f, "st");

    if (gate_pass_read(rq->app->epochs, st, PASS_WORDS, rq->app->now_s, pass))
        return show_error(rq, gate_pass_lang(st) ? gate_pass_lang(st) : form_lang(f), ERROR_410);
    pass->wrong = (uint8_t)(wrong_at(&pass->seed, f, "w3", 3, WRONG_3) |
                            wrong_at(&pass->seed, f, "w7", 7, WRONG_7) |
                            wrong_at(&pass->seed, f, "w10", 10, WRONG_10));
    pass->stage = pass->wrong ? WORDS_WRONG : WORDS_RIGHT;
    if (nothing_typed(f)) { /* checking may be skipped */
        pass->stage = WORDS_FIRST;
        pass->wrong = 0;
    }
    return show_at(rq, 'w', pass);
}
