/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef POSTLINK_CHANNEL_H
#define POSTLINK_CHANNEL_H
/* The settings of one channel: kept in keys.db, because a locked desk must still fetch, and handed
   to understory-post.  They hold passwords: whoever has a copy wipes it.
   See docs/formats/channel.md. */
#include "base/arena.h"
#include "core/wire/keys.h"

/* By which way a person speaks with the organisation.  Stored in records: never changes. */
enum channel_kind {
    CHANNEL_HUB = 0,
    CHANNEL_MAIL = 1,
    CHANNEL_TELEGRAM = 2,
    CHANNEL_SIGNAL = 3,
    CHANNEL_PHONE = 4,
    CHANNEL_IN_PERSON = 5,
    CHANNEL_PARTNER = 6,
    CHANNEL_PUSH = 7, /* no way to a person: wakes those on duty over HTTP */
    N_CHANNEL_KINDS
};

enum {
    CHANNEL_TEXT_MAX = 1000,
    CHANNEL_CONF_MAX = 16 * 1024,
    CHANNEL_POLL_USUAL_S = 30,
    CHANNEL_KEY_MAX = 5000
};

enum channel_text {
    CT_NAME,    /* what members call it */
    CT_PROXY,   /* such as socks5h://127.0.0.1:9050; "" none */
    CT_CA,      /* path of further certificates that are trusted; "" none */
    CT_USER,    /* mail: login; signal: own number */
    CT_SECRET,  /* mail: password; telegram: token */
    CT_FETCH,   /* mail: imaps://host:port; telegram: https address of the API;
                     signal: host:port or path of the socket */
    CT_SEND,    /* mail: smtps://host:port, or smtp:// with STARTTLS */
    CT_FOLDER,  /* mail: where new mail lies; "" INBOX */
    CT_ADDRESS, /* mail: own address */
    CT_SHOWN,   /* mail: name beside the address; "" none */
    CT_SUBJECT, /* mail: subject of answers that must not name the matter; "" Re: theirs */
    CT_HUB,     /* telegram: https address of the hub whose twelve words are offered; "" none */
    N_CHANNEL_TEXTS
};

struct channel_conf {
    enum channel_kind kind;
    const char *text[N_CHANNEL_TEXTS]; /* never NULL */
    int64_t poll_s;                    /* how often it is asked; 0: the usual */
    struct bytes key;                  /* mail: our public OpenPGP key; empty none */
    bool probe;                        /* only see whether it works: fetch nothing */
    /* Filled by the desk when it hands them over, not kept: */
    struct org_id org;
    struct box_public people; /* the intake vault, to which everything is sealed */
};

/* An empty one. */
void channel_conf_init(struct channel_conf *c);

/* At most how long the encoding is, and the encoding: `w` latches when too short. */
size_t channel_conf_size(const struct channel_conf *c);
void channel_conf_encode(const struct channel_conf *c, struct writer *w);
/* Texts live in `a`.  ERR_MALFORMED, ERR_INTERNAL. */
MUST_USE enum err channel_conf_decode(struct bytes in, struct arena *a, struct channel_conf *out);

/* "mail", "telegram", "signal", "push", ...: for the command line.  CHANNEL_HUB when unknown. */
const char *channel_word(enum channel_kind k);
enum channel_kind channel_of_word(const char *word);

#endif
