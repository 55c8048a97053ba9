/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_POST_SAFE_H
#define DESK_POST_SAFE_H
/* May we write to this person, and how: the form "safe contact" of the case, and what she answered
   when she wrote.  Asked before every answer by whatever way; a no stops the sending. */
#include "desk/cases/cases.h"
#include "postlink/channel.h"

enum safe_verdict {
    SAFE_TO_WRITE,
    SAFE_NOT_AT_ALL,    /* ok_to_write is no */
    SAFE_OTHER_CHANNEL, /* this way is not among those that are safe */
};

struct safe_reply {
    bool known;                                       /* the form is filled */
    bool unsure;                                      /* whether we may write was left open */
    enum safe_verdict verdict;                        /* for the channel asked about */
    const char *alias, *hours, *code_phrase, *do_not; /* "" not said */
    const char *sender;                               /* as whom we write; "" as always */
    bool no_name;                                     /* our name stays out of sender and subject */
    int64_t only;     /* the hours between which we may write, as in FIELD_HOURS; 0: any */
    const char *zone; /* by the clock of which place */
};

/* When something may leave: the hours that are open at `now_s`, else the next ones. */
struct safe_window {
    int64_t after_s, until_s;
};
/* False: at any time, or the place is not known. */
bool safe_window_at(int64_t hours, const char *zone, int64_t now_s, struct safe_window *out);

/* For answering by this channel.  Texts live in `a`. */
MUST_USE enum err safe_reply_of(struct db *p, int64_t case_id, enum channel_kind channel,
    struct arena *a, struct safe_reply *out);

#endif
