/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef POST_WORKER_H
#define POST_WORKER_H
/* What the processes of all channels have in common: one channel each, one loop, one line to the
   desk.  A worker knows the settings of its channel and the public key to seal to, nothing else. */
#include "core/triage/triage.h"
#include "net/trouble.h"
#include "post/outbox.h"
#include "postlink/channel.h"
#include "postlink/letter.h"
#include "postlink/pipe.h"

enum { WORKER_WHY_BYTES = FRAME_WORDS_MAX, KEPT_WAIT_MS = 60 * 1000 };

struct worker;

/* What a kind of channel can do. */
struct role {
    /* Fetch what is new and hand each to worker_came().  May wait for news, but looks at
       worker_is_wanted() while it does.  The answer is how the channel is. */
    enum post_why (*fetch)(struct worker *w);
    /* Send one.  POST_GOOD: the server has it. */
    enum post_why (*send)(struct worker *w, const struct letter *l);
    /* Only see whether it works. */
    enum post_why (*probe)(struct worker *w);
};

struct worker {
    const struct role *role;
    struct post_pipe *pipe;
    uint8_t channel;
    struct channel_conf conf;
    struct arena *life;
    struct outbox outbox;
    struct triage_scratch *scratch;
    int parser;               /* mail: socket to understory-mailparse; -1 none */
    int pgp;                  /* mail: socket to understory-pgp; -1 none */
    void *own;                /* the role's own state */
    struct content_id waited; /* for the desk to keep */
    bool is_kept;
    bool has_conf, started, ended;
    int64_t first_wait_ms;      /* after a failure; doubled each time */
    uint32_t retry_s;           /* set by a role: the server asked to wait so long */
    char why[WORKER_WHY_BYTES]; /* set by a role: words of the server or library */
    enum post_why told;         /* what the desk was told last */
    bool was_told;
    bool waits; /* set by a role: fetch waits for news by itself, it is called again at once */
    unsigned failures; /* of fetching, one after the other */
};

/* Read what the desk says, waiting up to this long; settings, letters to send, what it has kept. */
void worker_listen(struct worker *w, int wait_ms);

/* Does the desk want something just now?  For whoever waits elsewhere. */
bool worker_is_wanted(struct worker *w);

/* Rate it, seal it, hand it to the desk and wait until it is durable there.  `source` is the same
   for the same message, whenever it is fetched.  ERR_BUSY: it was not kept; fetch it again. */
MUST_USE enum err worker_came(
    struct worker *w, const struct content_id *source, const struct letter *l);

/* The identity of a message from what makes it one in this channel. */
struct content_id worker_source(const struct worker *w, struct bytes what);

/* How trouble on the net is told. */
enum post_why why_of(enum net_trouble t);

/* Until the desk ends the connection. */
void worker_run(struct worker *w);

/* The kinds. */
extern const struct role role_mail, role_telegram, role_signal, role_push;

#endif
