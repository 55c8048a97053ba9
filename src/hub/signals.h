/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_SIGNALS_H
#define HUB_SIGNALS_H
/* Signals as something to read, so that no handler runs in the middle of anything. */
#include "base/err.h"

enum signal_word { SIGNAL_NONE, SIGNAL_STOP, SIGNAL_RELOAD, SIGNAL_CHILD };

/* Block the signals that this program cares about, before the first fork. */
void signals_block(void);
/* Undo that, in a child that becomes another program. */
void signals_unblock(void);

/* A descriptor of this process on which they are read: SIGTERM and SIGINT stop, SIGHUP reloads,
   SIGCHLD is about children.  Children leave SIGINT to the master (Ctrl-C goes to a whole group of
   processes); those without signed files also leave SIGHUP. */
MUST_USE enum err signals_take_master(int *fd);
MUST_USE enum err signals_take(int *fd);
MUST_USE enum err signals_take_stop(int *fd);

/* The next word, or SIGNAL_NONE. */
enum signal_word signals_next(int fd);

#endif
