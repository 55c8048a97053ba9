/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_FORMS_H
#define GATE_FORMS_H
/* What the gate answers: the forms, told apart by their field `act`, and three private pages. */
#include "http/form.h"
#include "http/request.h"

/* POST /: read the form and hand it on. */
MUST_USE enum err post_form(struct req *rq);

/* GET /w/PASS: received, and the twelve words.  GET /t/PASS: the answers.  GET /f/PASS: the guides
   that a search found. */
MUST_USE enum err get_words(struct req *rq);
MUST_USE enum err get_found(struct req *rq);
MUST_USE enum err get_thread(struct req *rq);

/* act=send: a message, first or further.  `repaired`: it held what is not UTF-8. */
MUST_USE enum err form_send(struct req *rq, const struct form *f, bool repaired);
/* act=carry: sealed before, taken only now. */
MUST_USE enum err form_carry(struct req *rq, const struct form *f);
/* act=seal: sealed by the reader's own browser; answers one line (docs/formats/hub.md). */
MUST_USE enum err form_sealed(struct req *rq, const struct form *f);
/* act=check: words 3, 7 and 10 typed back. */
MUST_USE enum err form_check(struct req *rq, const struct form *f);
/* act=read: twelve words, to open the answers. */
MUST_USE enum err form_read_words(struct req *rq, const struct form *f);
/* act=find: search in the guides. */
MUST_USE enum err form_find(struct req *rq, const struct form *f);
/* act=letter: a question of a letter, or the finished letter.  Nothing is kept or sent on. */
MUST_USE enum err form_letter(struct req *rq, const struct form *f, bool repaired);

#endif
