/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NET_IMAP_H
#define NET_IMAP_H
/* The few commands of IMAP (RFC 3501) that fetching new mail needs, over net/stream.  libcurl's own
   IMAP fetches with BODY[], which marks a mail as read before anybody has kept it: here it is
   BODY.PEEK[], and the mark is set on its own when the mail is safe. */
#include "net/stream.h"

struct imap;

struct imap_account {
    struct stream_to to;
    const char *user, *password, *folder;
};

enum { IMAP_WHY_BYTES = 160, IMAP_MAX_NEW = 200 };

/* Connect, log in, open the folder.  The words tell what the server said.  ERR_BUSY: *trouble. */
MUST_USE enum err imap_open(const struct imap_account *a, struct imap **out,
    enum net_trouble *trouble, char why[static IMAP_WHY_BYTES]);
/* Say good-bye and close. */
void imap_drop(struct imap **i);

/* The mails that nobody has read yet, oldest first; at most IMAP_MAX_NEW.  For this and all below:
   ERR_BUSY: the connection is gone, or the server goes on talking without an end to its answer;
   ERR_MALFORMED: an answer that makes no sense. */
MUST_USE enum err imap_new_mails(struct imap *i, uint32_t uids[IMAP_MAX_NEW], size_t *n);

/* The first `max` bytes of a mail.  *cut: there are more.  ERR_NOT_FOUND: it is gone. */
MUST_USE enum err imap_fetch(
    struct imap *i, uint32_t uid, size_t max, struct arena *a, struct bytes *out, bool *cut);

/* Mark it as read. */
MUST_USE enum err imap_mark_seen(struct imap *i, uint32_t uid);

/* Can the server tell of new mail by itself (IDLE, RFC 2177)? */
bool imap_can_idle(const struct imap *i);

/* Wait until it tells of something, `stop` says yes, or this long.  ERR_FORBIDDEN: it does not want
   to after all. */
MUST_USE enum err imap_idle(
    struct imap *i, int64_t wait_ms, bool (*stop)(void *closure), void *closure);

/* Keep the connection alive. */
MUST_USE enum err imap_noop(struct imap *i);

#endif
