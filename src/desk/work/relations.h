/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_WORK_RELATIONS_H
#define DESK_WORK_RELATIONS_H
/* Cases that belong together without being the same matter, and urgent ones that somebody leads
   without having been trained.  The caller holds the transactions (casebook_begin). */
#include "desk/work/work.h"

enum { LINKS_MAX = 32, LINK_WORDS_MAX = 300 };

struct case_link {
    int64_t id;
    const char *subject, *lang, *why, *by;
    bool closed, frozen;
};

/* Link two cases with a reason, or take the link away from both.  Both show it; the reason stands
   in the other one only when everybody who reads that one reads this one.  ERR_CONFLICT: the same
   case, linked already, or not linked; ERR_MALFORMED: no reason; ERR_TOO_LARGE: the reason is too
   long, or one of them has LINKS_MAX. */
MUST_USE enum err work_link(const struct casebook *b, int64_t id, int64_t other, const char *words,
    const struct actor *by, enum desk_problem *why);
MUST_USE enum err work_unlink(const struct casebook *b, int64_t id, int64_t other,
    const struct actor *by, enum desk_problem *why);

/* The cases linked with this one. */
MUST_USE enum err work_links(
    struct db *p, int64_t id, struct arena *a, struct case_link to[LINKS_MAX], size_t *n);

/* Would this member lead an urgent case without training by being the first to answer? */
MUST_USE enum err work_leads_untrained(
    const struct casebook *b, int64_t id, const char *name, int64_t now_s, bool *out);

/* Before the first answer: with words it is noted why she leads all the same, for the duty lead to
   see; ERR_CONFLICT without.  Nothing of it when the rule does not speak of her. */
MUST_USE enum err work_first_answer(const struct casebook *b, int64_t id, const char *words,
    const struct actor *by, enum desk_problem *why);

/* The duty lead has seen it. */
MUST_USE enum err work_untrained_seen(
    const struct casebook *b, int64_t id, const struct actor *by, enum desk_problem *why);

/* Who leads without training, and why; "" nobody. */
MUST_USE enum err work_untrained(
    struct db *p, int64_t id, struct arena *a, const char **member, const char **why);

/* The kinds RECORD_LINK and RECORD_UNTRAINED. */
enum err link_apply(struct applying *x);
enum err untrained_apply(struct applying *x);

#endif
