/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_LETTER_DONE_H
#define GATE_LETTER_DONE_H
/* The page of a finished letter. */
#include "gate/gate.h"
#include "http/request.h"
#include "letters/answers.h"
#include "seeker/letter_pages.h"

/* One letter while it is filled in. */
struct letter_filling {
    const struct letters *l;
    const struct letter *d;
    enum lang lang; /* the reader's */
    int64_t day;
    struct letter_answers given; /* every one a text, "" where there is no answer */
    size_t at;                   /* the question that was answered; n_questions: none */
    bool is_new;                 /* the first step: nothing was asked yet */
};

/* What travels along: all answers but that to `but`. */
void letter_carried(const struct letter_filling *w, size_t but, struct arena *a,
    const struct letter_field **list, size_t *n);

/* Make the letter and show it. */
MUST_USE enum err letter_done(struct req *rq, const struct letter_filling *w);

#endif
