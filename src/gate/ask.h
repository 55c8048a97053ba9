/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_ASK_H
#define GATE_ASK_H
/* The form act=send: what was typed, what it means, and what is wrong with it.  Nothing is dropped
   and nothing is guessed: with a problem the page comes again with every field as it was. */
#include "core/triage/triage.h"
#include "core/wire/message.h"
#include "gate/gate.h"
#include "gate/gate_pass.h"
#include "http/form.h"

struct ask {
    enum lang lang;
    struct write_typed typed;
    const char *tok;
    bool confirmed;
    /* worked out */
    struct bytes text;
    struct ticket ticket;
    enum err ticket_state; /* OK, ERR_BUSY (too early), ERR_EXPIRED, ERR_FORGED (also: none) */
    uint32_t wait_s;       /* with ERR_BUSY */
    struct answers answers;
    bool has_answers;
    char country[3]; /* as answered, else as the text says, else "" */
    struct triage_result rated;
    const struct card *card; /* whom it goes to; NULL with a problem */
    struct gate_pass *again; /* borrowed; NULL: a first message */
    const char *again_text;  /* to show again; NULL when there is none or it is too old */
    struct write_problem problems[N_WRITE_PROBLEMS];
    size_t n_problems;
};

/* Read the form; the pass of a thread, if it has one, into the pocket.  ERR_INTERNAL: no memory. */
MUST_USE enum err ask_read(
    const struct app *app, const struct form *f, bool repaired, struct arena *a, struct ask *out);

/* Add a problem to be shown. */
void ask_problem(struct ask *q, enum write_problem_kind kind, int64_t n);

/* Is this one of the problems? */
bool ask_has_problem(const struct ask *q, enum write_problem_kind kind);

/* The language of a form; LANG_UNSET if it states none. */
enum lang form_lang(const struct form *f);

#endif
