/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef POSTLINK_FRAME_H
#define POSTLINK_FRAME_H
/* What the desk and the program of its channels (understory-post) say to each other over a
   socketpair.  Frames of our own processes are checked as strictly as foreign bytes: the other side
   meets strangers.

   length(4) of what follows · kind(1) channel(1) id(8) source(16) code(1) wait_s(4) body
   Numbers are big-endian; what a kind does not use is zero. */
#include "core/wire/keys.h"

enum { FRAME_HEAD_BYTES = 31, FRAME_MAX_BYTES = 30 << 20, FRAME_WORDS_MAX = 200 };

enum frame_kind {
    FRAME_UNSET = 0,
    /* desk -> post */
    FRAME_CONFIG = 1, /* channel; body: settings (postlink/channel.h) */
    FRAME_START = 2,  /* no further settings follow */
    FRAME_SEND = 3,   /* channel, id, source: what names the letter for ever; body: letter */
    FRAME_ALERT = 4,  /* id; code: enum alert_way; body: target, a newline, text */
    FRAME_KEPT = 5,   /* channel, source: what came is durable at the desk */
    FRAME_DROP = 6,   /* channel, id, source: it is not to be sent any more */
    /* post -> desk */
    FRAME_CAME = 16,   /* channel, source; code: bell; body: sealed letter */
    FRAME_SENT = 17,   /* channel, id, source as it was given */
    FRAME_FAILED = 18, /* as SENT; code: enum post_why; wait_s: tried again then, 0: never */
    FRAME_HEALTH = 19, /* channel; code: enum post_why; wait_s until the next try; body: words */
    FRAME_DROPPED = 20 /* as SENT: it was here, and will not be sent */
};

/* How a channel is, and why something was not sent.  Each is one sentence to a member. */
enum post_why {
    POST_GOOD = 0,
    POST_NOT_YET,     /* not tried yet */
    POST_UNREACHABLE, /* no connection, no answer in time */
    POST_UNTRUSTED,   /* the server's certificate does not check */
    POST_LOGIN,       /* the server does not take the password or token */
    POST_BUSY,        /* the server asks to wait */
    POST_SERVER,      /* the server answers with nonsense or an error of its own */
    POST_REFUSED,     /* the server does not take this message: for good */
    POST_BLOCKED,     /* the person does not want messages from us, or is gone */
    POST_TWICE,       /* somebody else reads this channel too */
    POST_STOPPED,     /* the program of this channel ended; it is started again */
    POST_NO_KEY,      /* it could not be encrypted, and is not sent open */
    POST_UNOPENED,    /* the desk has no key for what it should send: for good */
    POST_LATE,        /* the safe hours of the person passed before it could leave */
    POST_FULL,        /* more letters wait in the channel than it takes */
    N_POST_WHYS
};

/* How somebody on duty is woken. */
enum alert_way { ALERT_UNSET, ALERT_COMMAND, ALERT_PUSH, ALERT_MAIL, ALERT_TELEGRAM, N_ALERT_WAYS };

#define RING_BIT (UINT64_C(1) << 63) /* in the number of what is sent: it wakes somebody */

struct frame {
    enum frame_kind kind;
    uint8_t channel;
    uint64_t id;
    struct content_id source;
    uint8_t code;
    uint32_t wait_s;
    struct bytes body;
};

/* Decode what follows the length; *out borrows the body.  ERR_MALFORMED. */
MUST_USE enum err frame_decode(struct bytes in, struct frame *out);

/* Encode with its length; `w` latches when too short: FRAME_ROOM(body). */
void frame_encode(const struct frame *f, struct writer *w);
#define FRAME_ROOM(n_body) (4 + FRAME_HEAD_BYTES + (size_t)(n_body))

#endif
