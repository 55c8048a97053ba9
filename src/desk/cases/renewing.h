/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CASES_RENEWING_H
#define DESK_CASES_RENEWING_H
/* Shelves forget an envelope after 30 days; people come back later.  While a case is open and the
   person has not written since, each answer goes to its shelf again every 25 days for a year.  The
   copies are sealed together with the answer (other bytes, the same message), so that a desk that
   stays locked can send them.  The reader's side shows an answer once. */
#include "core/wire/parts.h"
#include "desk/cases/cases.h"

enum { RENEW_EVERY_DAYS = 25, RENEW_TIMES = 14 };

/* Put the copies of an answer's parts into the outbox; `answer` is its (last) envelope.  Inside the
   caller's transaction. */
MUST_USE enum err renew_put(const struct casebook *b, const struct case_full *c,
    const struct parts *parts, const struct content_id *answer, int64_t now_s);

/* She wrote again, or the case is closed or frozen: what has not left yet stays here.  The case's
   records must be loaded (casebook_need). */
MUST_USE enum err renew_stop(const struct casebook *b, int64_t id);

#endif
