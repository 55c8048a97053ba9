/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "postlink/pipe.h"
#include "base/own.h"
#include "core/wire/crypto.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

enum { FIRST_BYTES = 4096, READ_BYTES = 65536 };

/* Bytes from `at` to `n` of a block. */
struct heap {
    uint8_t *p;
    size_t at, n, cap;
};

struct post_pipe {
    int fd;
    struct heap in, out;
    size_t taken; /* of `in`: the frame that was given out last */
    bool bad;
};

static void
heap_free(struct heap *h)
{
    if (h->p)
        secret_wipe(h->p, h->cap);
    free(h->p);
    *h = (struct heap){ 0 };
}

/* Room for n more bytes behind what is there. */
static bool
heap_grow(struct heap *h, size_t n)
{
    size_t used = h->n - h->at;
    size_t cap = h->cap ? h->cap : FIRST_BYTES;

    if (h->cap - h->n >= n)
        return true;
    while (cap < used + n)
        cap *= 2;
    uint8_t *p = calloc(1, cap);
    if (!p)
        return false;
    if (used)
        memcpy(p, h->p + h->at, used);
    heap_free(h);
    *h = (struct heap){ p, 0, used, cap };
    return true;
}

/* Give the first n bytes back; an empty block that grew large is freed. */
static void
heap_take(struct heap *h, size_t n)
{
    if (n)
        secret_wipe(h->p + h->at, n);
    h->at += n;
    if (h->at == h->n) {
        h->at = h->n = 0;
        if (h->cap > READ_BYTES)
            heap_free(h);
    }
}

struct post_pipe *
post_pipe_new(int fd)
{
    OWN_FD own = fd;
    OWN(post_pipe) p = calloc(1, sizeof *p);
    int flags = fcntl(fd, F_GETFL);

    if (!p)
        return NULL;
    p->fd = -1;
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK))
        return NULL;
    p->fd = fd_take(&own);
    return TAKE(p);
}

void
post_pipe_drop(struct post_pipe **p)
{
    if (!*p)
        return;
    fd_drop(&(*p)->fd);
    heap_free(&(*p)->in);
    heap_free(&(*p)->out);
    free(*p);
    *p = NULL;
}

int
post_pipe_fd(const struct post_pipe *p)
{
    return p->fd;
}

short
post_pipe_events(const struct post_pipe *p)
{
    return (short)(POLLIN | (p->out.n > p->out.at ? POLLOUT : 0));
}

static enum err
write_some(struct post_pipe *p)
{
    struct heap *h = &p->out;

    while (h->n > h->at) {
        ssize_t n = send(p->fd, h->p + h->at, h->n - h->at, MSG_NOSIGNAL);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return OK;
        if (n < 0)
            return ERR_NOT_FOUND;
        heap_take(h, (size_t)n);
    }
    return OK;
}

/* Until nothing more is there, or one frame of the largest size. */
static enum err
read_some(struct post_pipe *p)
{
    while (p->in.n - p->in.at < FRAME_ROOM(FRAME_MAX_BYTES)) {
        if (!heap_grow(&p->in, READ_BYTES))
            return ERR_INTERNAL;
        ssize_t n = recv(p->fd, p->in.p + p->in.n, READ_BYTES, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return OK;
        if (n <= 0)
            return ERR_NOT_FOUND;
        p->in.n += (size_t)n;
    }
    return OK;
}

/* The frame that was given out is not needed any more. */
static void
forget_last(struct post_pipe *p)
{
    heap_take(&p->in, p->taken);
    p->taken = 0;
}

enum err
post_pipe_put(struct post_pipe *p, const struct frame *f)
{
    size_t n = FRAME_ROOM(f->body.n);

    if (p->out.n - p->out.at + n > PIPE_WAITING_MAX)
        return ERR_BUSY;
    if (!heap_grow(&p->out, n))
        return ERR_INTERNAL;
    struct writer w = writer_of(p->out.p + p->out.n, n);
    frame_encode(f, &w);
    if (w.full)
        return ERR_MALFORMED;
    p->out.n += w.n;
    return write_some(p);
}

enum err
post_pipe_move(struct post_pipe *p)
{
    forget_last(p);
    enum err e = write_some(p);
    enum err r = read_some(p);

    return r ? r : e; /* what the other side said before it left is read all the same */
}

enum err
post_pipe_next(struct post_pipe *p, struct frame *out)
{
    forget_last(p);
    struct reader r = reader_of((struct bytes){ p->in.p + p->in.at, p->in.n - p->in.at });
    uint32_t n = r.left >= 4 ? read_u32(&r) : 0;

    if (p->bad || n > FRAME_MAX_BYTES)
        return ERR_MALFORMED;
    if (n == 0 ? p->in.n - p->in.at < 4 : r.left < n)
        return ERR_NOT_FOUND;
    enum err e = frame_decode(read_n(&r, n), out);
    p->bad = e == ERR_MALFORMED;
    p->taken = e ? 0 : 4 + (size_t)n;
    return e;
}

enum err
post_pipe_wait(struct post_pipe *p, int ms)
{
    struct pollfd wait = { p->fd, post_pipe_events(p), 0 };

    (void)poll(&wait, 1, ms);
    return wait.revents ? post_pipe_move(p) : OK;
}
