/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "link/hublink.h"
#include "base/file.h"
#include "base/own.h"
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

static bool
shelf_is_valid(const struct hublink_request *q)
{
    return q->p <= HUBLINK_MAX_SHELF_BITS && (uint32_t)q->n < (1u << q->p);
}

static void
read_envelopes(struct reader *r, size_t max, struct hublink_request *q)
{
    q->n_envelopes = read_u8(r);
    if (q->n_envelopes < 1 || q->n_envelopes > max)
        r->bad = true;
    q->envelopes = read_n(r, q->n_envelopes * HUBLINK_ENVELOPE_BYTES);
}

enum err
hublink_decode(struct bytes in, struct hublink_request *out)
{
    struct reader r = reader_of(in);
    struct hublink_request q = { .kind = (enum hublink_kind)read_u8(&r) };

    switch (q.kind) {
    case HUBLINK_PUT:
        read_fixed(&r, q.ticket, sizeof q.ticket);
        q.epoch = read_u32(&r);
        read_envelopes(&r, HUBLINK_MAX_PUT, &q);
        break;
    case HUBLINK_SHELF:
    case HUBLINK_DROP:
        q.p = read_u8(&r);
        q.n = read_u16(&r);
        if (!shelf_is_valid(&q))
            return ERR_MALFORMED;
        if (q.kind == HUBLINK_DROP)
            read_envelopes(&r, HUBLINK_MAX_DROP, &q);
        break;
    case HUBLINK_UNSET:
    default: return ERR_MALFORMED; /* also a number that is none of the enum */
    }
    if (!reader_end(&r))
        return ERR_MALFORMED;
    *out = q;
    return OK;
}

void
hublink_encode(const struct hublink_request *q, struct writer *w)
{
    write_u8(w, (uint8_t)q->kind);
    if (q->kind == HUBLINK_PUT) {
        write_n(w, q->ticket, sizeof q->ticket);
        write_u32(w, q->epoch);
    } else {
        write_u8(w, q->p);
        write_u16(w, q->n);
    }
    if (q->kind == HUBLINK_SHELF)
        return;
    write_u8(w, (uint8_t)q->n_envelopes);
    write_bytes(w, q->envelopes);
}

enum err
hublink_reply_decode(struct bytes in, struct hublink_reply *out)
{
    struct reader r = reader_of(in);
    uint8_t status = read_u8(&r);
    struct hublink_reply a = { .wait_s = read_u32(&r), .epoch = read_u32(&r) };

    if (!reader_end(&r) || status >= HUBLINK_N_STATUS)
        return ERR_MALFORMED;
    a.status = (enum hublink_status)status;
    *out = a;
    return OK;
}

void
hublink_reply_encode(const struct hublink_reply *a, uint8_t to[HUBLINK_REPLY_BYTES])
{
    struct writer w = writer_of(to, HUBLINK_REPLY_BYTES);

    write_u8(&w, (uint8_t)a->status);
    write_u32(&w, a->wait_s);
    write_u32(&w, a->epoch);
}

/* Room for one descriptor beside a message. */
union fd_room {
    struct cmsghdr head;
    char b[CMSG_SPACE(sizeof(int))];
};

enum err
fd_send(int socket, struct bytes b, int fd)
{
    struct iovec part = { (void *)(uintptr_t)b.p, b.n };
    union fd_room room = { .b = { 0 } };
    struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1 };

    if (fd >= 0) {
        m.msg_control = room.b;
        m.msg_controllen = sizeof room.b;
        struct cmsghdr *c = CMSG_FIRSTHDR(&m);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(c), &fd, sizeof fd);
    }
    ssize_t n = 0;
    do
        n = sendmsg(socket, &m, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    if (n == (ssize_t)b.n)
        return OK;
    return n < 0 && (errno == EAGAIN || errno == ENOBUFS || errno == ETOOMANYREFS) ? ERR_BUSY
                                                                                   : ERR_INTERNAL;
}

/* The one descriptor of a message.  Room for one is given,
   and the kernel closes what does not fit. */
static int
fd_of_message(struct msghdr *m)
{
    struct cmsghdr *c = CMSG_FIRSTHDR(m);
    int fd = -1;

    if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS &&
        c->cmsg_len == CMSG_LEN(sizeof fd))
        memcpy(&fd, CMSG_DATA(c), sizeof fd);
    return fd;
}

/* A message of no bytes and the end of the stream look alike: whoever sends the first must not
   make us believe the second. */
static bool
has_ended(int socket)
{
    struct pollfd fd = { socket, 0, 0 };

    return poll(&fd, 1, 0) == 1 && (fd.revents & (POLLHUP | POLLERR | POLLNVAL));
}

enum err
fd_receive(int socket, uint8_t *to, size_t cap, size_t *n, int *fd)
{
    struct iovec part = { to, cap };
    union fd_room room = { .b = { 0 } };
    struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = room.b };
    ssize_t k = 0;

    m.msg_controllen =
        CMSG_LEN(sizeof(int)); /* not CMSG_SPACE: two descriptors would fit into that */

    do
        k = recvmsg(socket, &m, MSG_CMSG_CLOEXEC);
    while (k < 0 && errno == EINTR);
    if (k < 0)
        return errno == EAGAIN ? ERR_BUSY : ERR_INTERNAL;
    OWN_FD got = fd_of_message(&m);
    if (m.msg_flags & (MSG_TRUNC | MSG_CTRUNC))
        return ERR_MALFORMED;
    if (k == 0)
        return got < 0 && has_ended(socket) ? ERR_NOT_FOUND : ERR_MALFORMED;
    *n = (size_t)k;
    *fd = fd_take(&got);
    return OK;
}

/* Send a request with one end of a new socket pair; *out is the other end, with a deadline. */
static enum err
ask(int socket, int type, struct bytes message, int *out)
{
    int pair[2];
    struct timeval wait = { .tv_sec = HUBLINK_WAIT_S };

    if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, pair))
        return ERR_INTERNAL;
    OWN_FD mine = pair[0];
    OWN_FD theirs = pair[1];
    if (setsockopt(mine, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait))
        return ERR_INTERNAL;
    enum err e = fd_send(socket, message, theirs);
    if (!e)
        *out = fd_take(&mine);
    return e;
}

enum err
hublink_ask(
    int commit, const struct hublink_request *r, uint8_t *message, struct hublink_reply *out)
{
    struct writer w = writer_of(message, HUBLINK_ROOM(r->n_envelopes));
    uint8_t answer[HUBLINK_REPLY_BYTES];
    OWN_FD mine = -1;

    hublink_encode(r, &w);
    if (w.full)
        return ERR_INTERNAL;
    enum err e = ask(commit, SOCK_SEQPACKET, (struct bytes){ message, w.n }, &mine);
    if (!e)
        e = fd_read_exact(mine, answer, sizeof answer);
    return e ? e : hublink_reply_decode((struct bytes){ answer, sizeof answer }, out);
}

static bool
is_whole_shelf(size_t n_bytes)
{
    return n_bytes == (size_t)64 * HUBLINK_ENVELOPE_BYTES ||
           n_bytes == (size_t)128 * HUBLINK_ENVELOPE_BYTES ||
           n_bytes == (size_t)256 * HUBLINK_ENVELOPE_BYTES;
}

enum err
hublink_shelf(int shelf, uint8_t p, uint16_t n, uint8_t *to, size_t *n_envelopes)
{
    struct hublink_request r = { .kind = HUBLINK_SHELF, .p = p, .n = n };
    uint8_t message[8];
    struct writer w = writer_of(message, sizeof message);
    OWN_FD mine = -1;
    size_t got = 0;

    hublink_encode(&r, &w);
    enum err e = ask(shelf, SOCK_STREAM, (struct bytes){ message, w.n }, &mine);
    while (!e) {
        uint8_t over;
        bool full = got == HUBLINK_SHELF_MAX_BYTES;
        ssize_t k = read(mine, full ? &over : to + got, full ? 1 : HUBLINK_SHELF_MAX_BYTES - got);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0 || (k > 0 && full))
            return ERR_INTERNAL;
        if (k == 0)
            break;
        got += (size_t)k;
    }
    if (e || !is_whole_shelf(got))
        return e ? e : ERR_INTERNAL;
    *n_envelopes = got / HUBLINK_ENVELOPE_BYTES;
    return OK;
}
