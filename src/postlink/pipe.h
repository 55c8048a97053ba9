/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef POSTLINK_PIPE_H
#define POSTLINK_PIPE_H
/* One end of a socketpair that carries frames, without ever blocking: what cannot be written yet
   waits in memory, what came in pieces is put together.  Memory is wiped when it is given back,
   texts pass here.  One thread. */
#include "postlink/frame.h"

struct post_pipe;

/* Most bytes that may wait to be written: beyond it the other side does not read any more. */
enum { PIPE_WAITING_MAX = 64 << 20 };

/* Takes over the descriptor and makes it non-blocking.  NULL without memory, and `fd` is closed. */
struct post_pipe *post_pipe_new(int fd);
void post_pipe_drop(struct post_pipe **p);

/* To wait for it beside others. */
int post_pipe_fd(const struct post_pipe *p);
/* What poll() should wait for: POLLIN, and POLLOUT while something waits to be written. */
short post_pipe_events(const struct post_pipe *p);

/* Put a frame behind what waits and write what goes.  ERR_BUSY: over PIPE_WAITING_MAX;
   ERR_MALFORMED: no whole frame; ERR_NOT_FOUND: the other side is gone. */
MUST_USE enum err post_pipe_put(struct post_pipe *p, const struct frame *f);

/* Read and write what goes just now.  ERR_NOT_FOUND: the other side is gone. */
MUST_USE enum err post_pipe_move(struct post_pipe *p);

/* The next whole frame; its body lives until the next call on this pipe.  ERR_NOT_FOUND: none is
   there yet; ERR_MALFORMED: the other side does not speak this language, for good. */
MUST_USE enum err post_pipe_next(struct post_pipe *p, struct frame *out);

/* Wait up to this long for something to read or write; then post_pipe_move(). */
MUST_USE enum err post_pipe_wait(struct post_pipe *p, int ms);

#endif
