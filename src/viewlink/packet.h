/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef VIEWLINK_PACKET_H
#define VIEWLINK_PACKET_H
/* The line between the desk and understory-view: small packets on a local socket that keeps them
   apart (SOCK_SEQPACKET), each with one descriptor of a file in memory.  The desk asks for a page
   and gives the file; it is given back the sight (sight.h). */
#include "base/err.h"
#include <stdint.h>

struct view_packet {
    uint32_t job;  /* the desk's number for it, given back */
    uint32_t page; /* from 1; 0 in an answer */
    int fd;        /* received: the caller's to close */
};

/* Send; the descriptor stays the caller's.  ERR_BUSY: the line is full; ERR_INTERNAL: it is gone.
   */
MUST_USE enum err view_packet_send(int line, const struct view_packet *p);

/* Receive one.  ERR_BUSY: none is here (a line that does not block); ERR_NOT_FOUND: the other side
   ended; ERR_MALFORMED: not one of ours. */
MUST_USE enum err view_packet_receive(int line, struct view_packet *out);

#endif
