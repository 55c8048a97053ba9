/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_POST_POST_H
#define DESK_POST_POST_H
/* The desk's side of its channels: the line to understory-post, what comes over it, what is handed
   over for sending, who is woken.  Works while the desk is locked, but that a restart with a locked
   desk hands nothing over that waits to be sent.  The desk's loop owns this. */
#include "core/wire/roster.h"
#include "desk/keys/vaults.h"
#include "desk/post/channels.h"
#include "desk/post/opener.h"
#include "desk/post/posting.h"
#include "postlink/pipe.h"

enum { POST_WORDS_BYTES = FRAME_WORDS_MAX + 1 };

struct post_channel {
    uint8_t slot;
    enum channel_kind kind;
    const char *name, *address; /* what members call it; our own address there */
    enum post_why why;
    char words[POST_WORDS_BYTES]; /* of the server or a library; not of a person */
    int64_t since_s;              /* it is like that since then */
    int64_t next_s;               /* it is tried again then; 0: as always */
};

struct post {
    struct post_pipe *pipe; /* NULL: no channel is set up, or the program is gone */
    bool wanted;            /* channels are set up */
    struct post_channel ch[CHANNEL_SLOTS];
    size_t n;
    struct opener opener;     /* what was encrypted to us */
    struct box_public people; /* the key they seal to */
    bool began;        /* what an earlier program of the channels was given is to be given anew */
    uint64_t n_alerts; /* for their numbers */
    int64_t rings_apart_ms;      /* the least time between two calls */
    int64_t ring_ms;             /* steady clock: when somebody was woken last */
    bool alert_failed;           /* the last try to wake somebody did not work */
    int64_t n_waiting, n_failed; /* answers not sent yet; that never will be */
    bool came;                   /* something was filed since post_step() began */
};

/* What it works on, all borrowed. */
struct post_place {
    struct db *keys, *records;
    const struct org_id *org;
    struct vaults *vaults;
};

/* Start the program, if any channel or duty is set up.  Before the sandbox and before threads: it
   cannot be done after.  `sandbox`, the first wait after a failure and the least time between two
   calls as in the desk's configuration.  On failure *why is one sentence. */
struct post_start {
    const char *sandbox;
    int64_t retry_ms, ring_ms;
};
MUST_USE enum err post_start(struct post *p, const struct post_place *at,
    const struct post_start *how, struct arena *life, const char **why);
void post_stop(struct post *p);

/* The descriptor to poll beside others and what for; -1: none. */
int post_fd(const struct post *p, short *events);

/* One round: take what came, hand over what waits, wake who must be woken.  A failure of one
   message holds up no other. */
MUST_USE enum err post_step(struct post *p, const struct post_place *at, int64_t now_s);

/* Does a call go out when something rings?  `step`: places woken so far. */
enum calling {
    CALLING_NOBODY, /* nobody was called, and nobody can be */
    CALLING_FAILED, /* the last call did not get through */
    CALLING_SOON,   /* the first call is about to go out */
    CALLING_ON      /* one after the other */
};
MUST_USE enum err post_calling(
    const struct post *p, struct db *keys, int64_t step, enum calling *out);

/* The channel of this number, NULL: none. */
const struct post_channel *post_channel_of(const struct post *p, uint8_t slot);

/* Is something wrong that somebody should see? */
bool post_is_trouble(const struct post *p);

#endif
