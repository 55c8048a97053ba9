/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CASES_HEADS_H
#define DESK_CASES_HEADS_H
/* The rows of the projection that stand in the head of a stream (docs/formats/desk-head.md), and
   the rows that belong to a case at all.  Two tables in heads.c: a subject with tables of its own
   adds a line to each where it has something to add. */
#include "desk/cases/casebook.h"

enum { CASE_HEAD_MAX = 60 * 1024, CASE_HEAD_MARK = VAULT_HEAD_MARK };

/* What tells heads of this program from those of another one, whose statements were others: their
   rows are not taken. */
void case_head_mark(uint8_t out[CASE_HEAD_MARK]);

/* Write the rows of a case, without a mark.  `w` latches when too short. */
MUST_USE enum err case_head_encode(struct db *p, int64_t id, struct writer *w);

/* Write the rows of a case whose records were never read, and take them out of the projection:
   nothing else is there of it. */
MUST_USE enum err case_head_take(struct db *p, int64_t id, struct writer *w);

/* Put mark and rows into a projection that has none of this case.  ERR_MALFORMED: another program's
   mark, or not a head; then forget the case. */
MUST_USE enum err case_head_put(
    struct db *p, const uint8_t mark[CASE_HEAD_MARK], struct bytes head);

/* Take everything of a case out of a projection. */
MUST_USE enum err case_forget(struct db *p, int64_t id);

#endif
