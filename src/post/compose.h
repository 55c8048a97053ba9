/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef POST_COMPOSE_H
#define POST_COMPOSE_H
/* The mail that goes out: what any mail program would write, and nothing that tells of this one. */
#include "base/out.h"
#include "postlink/channel.h"
#include "postlink/letter.h"

/* What stands inside an encrypted mail (RFC 3156): the text as a part of its own, in `a`. */
MUST_USE enum err mail_inner(const struct letter *l, struct arena *a, struct bytes *out);

/* Header and body with CR LF, in `a`.  `encrypted` is the armoured text that stands in the body
   instead of l->text, or NULL.  ERR_MALFORMED: an address that cannot be written to. */
MUST_USE enum err mail_compose(const struct channel_conf *c, const struct letter *l,
    const char *encrypted, int64_t now_s, struct arena *a, struct bytes *out);

#endif
