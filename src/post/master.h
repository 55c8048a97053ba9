/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef POST_MASTER_H
#define POST_MASTER_H
/* The process that the desk starts: it starts one worker for each channel, again when one ends, and
   carries frames between them and the desk.  It meets no network and no foreign byte but what its
   workers frame; it alone may start programs, so the command that wakes somebody is run here. */
#include "base/arena.h"

struct master_conf {
    int control;         /* socket to the desk */
    const char *sandbox; /* for the workers: strict, best-effort or off */
    int64_t retry_ms;    /* the first wait before what failed is tried again */
};

/* Until the desk ends the connection.  ERR_MALFORMED: it said something that makes no sense. */
MUST_USE enum err master_run(const struct master_conf *conf, struct arena *life);

#endif
