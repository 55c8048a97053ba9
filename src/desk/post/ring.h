/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_POST_RING_H
#define DESK_POST_RING_H
/* Inside src/desk/post: waking people, and settings for the program. */
#include "desk/post/post.h"

/* Wake the next place of the duty list if an alert is due. */
MUST_USE enum err ring_step(struct post *p, const struct post_place *at, int64_t now_s);

/* Wake one, for a trial. */
MUST_USE enum err ring_one(struct post *p, const struct duty_row *who);

/* Give the program all settings (again). */
MUST_USE enum err ring_settings(struct post *p, const struct post_place *at);

#endif
