/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_CHILD_H
#define GATE_CHILD_H
/* One connection, from its first byte to the end of the answer. */
#include "gate/gate.h"

/* Serve it (the descriptor is taken over) and wipe.  Ends when the answer is sent, when the other
   side is gone, or after GATE_SERVE_S.  For a process that ends right after it. */
void gate_serve(struct app *app, int connection);

#endif
