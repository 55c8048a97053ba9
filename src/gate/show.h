/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_SHOW_H
#define GATE_SHOW_H
/* Pages that more than one form ends with. */
#include "gate/ask.h"
#include "http/reply.h"

/* What stands around a page.  `page`: see struct frame. */
void show_frame(const struct app *app, enum lang lang, const char *page, struct frame *out);

/* The form again, with everything typed and the problems.  A ticket that is no longer good is
   replaced by a fresh one. */
MUST_USE enum err show_write(struct req *rq, const struct ask *q, unsigned status);

/* The form for reading, with what was typed. */
MUST_USE enum err show_read(struct req *rq, enum lang lang, const char *typed, enum read_problem p,
    int64_t n, unsigned status);

/* Sealed, but not taken: a page that carries envelopes and pass.  The pass becomes PASS_WAIT. */
MUST_USE enum err show_wait(struct req *rq, struct gate_pass *pass, const char *ticket,
    struct bytes envelopes, bool early, uint32_t wait_s);

/* An error page; without a language one that speaks all of them. */
MUST_USE enum err show_error(struct req *rq, enum lang lang, enum error_kind kind);

/* 303 to /w/PASS, /t/PASS or /f/PASS (`folder` is 'w', 't' or 'f'). */
MUST_USE enum err show_at(struct req *rq, char folder, const struct gate_pass *pass);

/* A private page: padded to its one size, never larger. */
MUST_USE enum err show_private(struct req *rq, struct out *o);

#endif
