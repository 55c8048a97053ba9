/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_POST_TELL_POST_H
#define DESK_POST_TELL_POST_H
/* Words about channels. */
#include "base/out.h"
#include "desk/pages/pages.h"

/* "e-mail"; how far it can be trusted, in one sentence. */
const char *tell_channel(enum lang lang, enum channel_kind k);
const char *tell_channel_level(enum lang lang, enum channel_kind k);

/* How a channel is, or why something was not sent. */
const char *tell_post_why(enum lang lang, enum post_why why);

/* "Not sent yet: ..." for an answer.  Hot: somebody must see it. */
bool tell_posting_is_hot(const struct thread_entry *t);
const char *tell_posting(
    struct out *o, enum lang lang, const struct thread_entry *t, int64_t now_s);

/* What is special about a letter that came, the i-th of it; NULL at the end. */
const char *tell_letter_flag(enum lang lang, uint32_t flags, size_t i);

/* "by command". */
const char *tell_alert_way(enum lang lang, enum alert_way way);

/* The first characters of a fingerprint, in groups; "?" when there is none. */
const char *tell_print(struct out *o, const char *print);

/* What to do about it, "" nothing: for whoever sets the channel up. */
const char *tell_post_advice(enum lang lang, enum post_why why);

/* What a command has done with the channel of this number. */
enum channel_done {
    CHANNEL_ADDED,
    CHANNEL_CHANGED,
    CHANNEL_DOES_NOT_WORK, /* added, but the first try failed */
    CHANNEL_IS_THERE,      /* not added: it is there already */
    CHANNEL_REMOVED
};
const char *tell_channel_done(struct out *o, enum lang lang, enum channel_done done, uint8_t slot);

/* Why the case cannot be answered. */
const char *tell_no_way(enum lang lang, const struct way_view *w);

#endif
