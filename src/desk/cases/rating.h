/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CASES_RATING_H
#define DESK_CASES_RATING_H
/* Between the first triage and what a record keeps of it. */
#include "core/triage/triage.h"
#include "core/wire/message.h"
#include "desk/store/record.h"

/* Run the rules over a message that came at this moment. */
void rating_make(const struct message *m, struct bytes text, int64_t arrived_s, struct rating *out);

/* The number of form 1 for who writes, as the rules call it. */
enum triage_who rating_who(uint8_t who);

/* As much of a triage result as a rating holds: enough to compare two requests. */
void rating_to_result(const struct rating *r, struct triage_result *out);

/* When a human must have answered: waiting since + 1 h, 3 h, 1 d, 3 d for urgency 1 to 4. */
int64_t reply_due_s(int urgency, int64_t waiting_since_s);

#endif
