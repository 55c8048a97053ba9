/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef POST_SPAWN_H
#define POST_SPAWN_H
/* Starting the processes of a channel. */
#include "post/master.h"
#include "postlink/channel.h"
#include <sys/types.h>

/* Start the worker of a channel, and beside a mail worker the parser of its mails and the helper
   that encrypts.  *control is the socket to it. */
MUST_USE enum err spawn_worker(
    enum channel_kind kind, const struct master_conf *conf, pid_t *pid, int *control);

/* Start the command that wakes somebody, with one argument and nothing else. */
MUST_USE enum err spawn_command(const char *path, const char *text, pid_t *pid);

#endif
