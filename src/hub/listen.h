/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_LISTEN_H
#define HUB_LISTEN_H
/* The listening socket, from "ADDRESS:PORT", "[ADDRESS6]:PORT", "unix:PATH" or "systemd" (the first
   socket that the service manager hands over). */
#include "base/err.h"

enum { LISTEN_WHY_BYTES = 256 };

/* *port is the port that the kernel chose or that was asked for; 0 for the others.  On failure
   `why` is one sentence. */
MUST_USE enum err listen_open(
    const char *where, int *fd, int *port, char why[static LISTEN_WHY_BYTES]);

/* Tell the service manager (NOTIFY_SOCKET) a state such as "READY=1"; nothing if there is none. */
void service_notify(const char *state);

#endif
