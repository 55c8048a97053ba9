/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CASES_RULES_H
#define DESK_CASES_RULES_H
/* What may be done to a case, and what follows from it.  Each act checks its rule, appends one
   record and applies it; the caller holds the transactions (casebook_begin).  Nothing
   here knows HTTP. */
#include "desk/cases/cases.h"

enum { NOTE_TEXT_MAX = 15000, REASON_TEXT_MAX = 500 };

/* Who acts, and when. */
struct actor {
    struct member_id id;
    const char *name;
    int64_t now_s;
};

/* Stored in records: numbers never change meaning. */
enum close_reason {
    CLOSE_UNSET,
    CLOSE_GOAL_REACHED,
    CLOSE_WITHDREW,
    CLOSE_CONTACT_LOST,
    CLOSE_TRANSFERRED,
    CLOSE_OUT_OF_SCOPE,
    CLOSE_UNSAFE,
    CLOSE_DECEASED,
    CLOSE_DUPLICATE,
    N_CLOSE_REASONS,
};

/* Answer the person: seal the text to her card, put the envelopes into the outbox, record it.
   ERR_MALFORMED: empty or not UTF-8; ERR_TOO_LARGE: over ANSWER_TEXT_MAX bytes; ERR_NOT_FOUND: no
   such case; ERR_CONFLICT: she left no card to answer to, or the case is closed; ERR_FORBIDDEN: the
   case is frozen, or nobody may write to her. */
MUST_USE enum err case_answer(
    const struct casebook *b, int64_t id, const char *text, const struct actor *by);

/* A note for colleagues: it is never sealed to anybody outside. */
MUST_USE enum err case_note(
    const struct casebook *b, int64_t id, const char *text, const struct actor *by);

/* A person decides the urgency, 1 to 4; lowering it wants words why (ERR_MALFORMED without). */
MUST_USE enum err case_decide(
    const struct casebook *b, int64_t id, int urgency, const char *why, const struct actor *by);

/* Close with a reason.  ERR_CONFLICT: it is closed already. */
MUST_USE enum err case_close(const struct casebook *b, int64_t id, enum close_reason reason,
    const char *words, const struct actor *by);
MUST_USE enum err case_reopen(const struct casebook *b, int64_t id, const struct actor *by);

/* Give the lead to a member ("" nobody). */
MUST_USE enum err case_assign(
    const struct casebook *b, int64_t id, const char *name, const struct actor *by);

/* Somebody reads what is new.  Records nothing when nothing is. */
MUST_USE enum err case_open_by(const struct casebook *b, int64_t id, const struct actor *by);

/* A message that has been opened: into its case, or a new one.  ERR_MALFORMED: not one of ours. */
MUST_USE enum err case_receive(const struct casebook *b, const struct opened *o,
    const struct content_id *content, int64_t arrived_s);

#endif
