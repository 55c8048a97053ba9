/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "viewlink/packet.h"
#include "base/bytes.h"
#include "base/own.h"
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

enum { VERSION = 1, PACKET_BYTES = 9 };

union control { /* aligned as the kernel wants it */
    struct cmsghdr head;
    char room[CMSG_SPACE(sizeof(int))];
};

enum err
view_packet_send(int line, const struct view_packet *p)
{
    uint8_t b[PACKET_BYTES];
    struct writer w = writer_of(b, sizeof b);
    struct iovec v = { b, sizeof b };
    union control c = { 0 };
    struct msghdr m = {
        .msg_iov = &v, .msg_iovlen = 1, .msg_control = c.room, .msg_controllen = sizeof c.room
    };
    struct cmsghdr *h = CMSG_FIRSTHDR(&m);

    write_u8(&w, VERSION);
    write_u32(&w, p->job);
    write_u32(&w, p->page);
    h->cmsg_level = SOL_SOCKET;
    h->cmsg_type = SCM_RIGHTS;
    h->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(h), &p->fd, sizeof(int));
    if (sendmsg(line, &m, MSG_NOSIGNAL) == PACKET_BYTES)
        return OK;
    return errno == EAGAIN || errno == EINTR || errno == ENOBUFS ? ERR_BUSY : ERR_INTERNAL;
}

static int
descriptor_of(struct msghdr *m)
{
    struct cmsghdr *h = CMSG_FIRSTHDR(m);
    int fd = -1;

    if (h && h->cmsg_level == SOL_SOCKET && h->cmsg_type == SCM_RIGHTS &&
        h->cmsg_len == CMSG_LEN(sizeof(int)))
        memcpy(&fd, CMSG_DATA(h), sizeof fd);
    return fd;
}

enum err
view_packet_receive(int line, struct view_packet *out)
{
    uint8_t b[PACKET_BYTES + 1];
    struct iovec v = { b, sizeof b };
    union control c = { 0 };
    struct msghdr m = {
        .msg_iov = &v, .msg_iovlen = 1, .msg_control = c.room, .msg_controllen = sizeof c.room
    };
    ssize_t n = recvmsg(line, &m, MSG_CMSG_CLOEXEC);

    if (n < 0)
        return errno == EAGAIN || errno == EINTR ? ERR_BUSY : ERR_INTERNAL;
    OWN_FD fd = descriptor_of(&m);
    if (n == 0 && fd < 0)
        return ERR_NOT_FOUND;
    struct reader r = reader_of((struct bytes){ b, (size_t)n });
    uint8_t version = read_u8(&r);
    struct view_packet p = { .job = read_u32(&r) };
    p.page = read_u32(&r);
    if (version != VERSION || !reader_end(&r) || fd < 0)
        return ERR_MALFORMED;
    p.fd = fd_take(&fd);
    *out = p;
    return OK;
}
