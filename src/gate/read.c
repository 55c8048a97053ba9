/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* act=read.  Any twelve words that check lead on, whether or not somebody ever wrote with them. */
#include "core/open/words.h"
#include "gate/forms.h"
#include "gate/gate.h"
#include "gate/gate_pass.h"
#include "gate/show.h"

static int64_t
n_blanks(const char *typed)
{
    int64_t n = 0;

    for (; *typed; typed++)
        n += *typed == ' ' || *typed == '\n';
    return n;
}

static enum read_problem
problem_of(const struct words_problem *why, const char *typed, int64_t *n)
{
    *n = 0;
    switch (why->state) {
    case WORDS_GOOD: return READ_OK;
    case WORDS_EMPTY: return READ_EMPTY;
    case WORDS_TOO_LONG: /* not counted there */ *n = n_blanks(typed) + 1; return READ_COUNT;
    case WORDS_WRONG_COUNT: *n = why->n_found; return why->digits ? READ_DIGITS : READ_COUNT;
    case WORDS_UNKNOWN: *n = why->position; return READ_UNKNOWN;
    case WORDS_WRONG_DIGITS: return READ_DIGITS;
    case WORDS_CHECK: break;
    }
    return why->digits ? READ_DIGITS : READ_CHECK;
}

enum err
form_read_words(struct req *rq, const struct form *f)
{
    struct gate_pass *pass = &rq->app->pocket->pass;
    const char *typed = form_text(f, "words");
    enum lang lang = form_lang(f);
    struct words_problem why;
    int64_t n = 0;

    *pass =
        (struct gate_pass){ .kind = PASS_THREAD, .lang = lang, .made_s = (uint32_t)rq->app->now_s };
    if (words_decode(bytes_of(typed), &pass->seed, &why)) {
        enum read_problem p = problem_of(&why, typed, &n);
        return show_read(rq, lang, typed, p, n, 422);
    }
    return show_at(rq, 't', pass);
}
