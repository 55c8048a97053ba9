/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINK_HUBLINK_H
#define LINK_HUBLINK_H
/* The link between the programs of a hub: what a gate's child or a worker may ask of the committer
   and of the shelf process.  One request is one SEQPACKET message that carries, as a descriptor,
   the socket on which the answer is wanted.  Messages of our own processes are checked as strictly
   as foreign ones: a gate reads what strangers send.

   The hub's master starts the gate's program with arguments NAME=VALUE, as conf_read takes them:
     control=FD     SEQPACKET: each message is one byte and one accepted connection, whose request
                    line and headers have arrived whole.  The gate sends one byte when it is ready,
                    and ends when the socket ends.
     commit=FD      SEQPACKET to the committer: PUT          shelf=FD   to the shelf process: SHELF
     key=FD         a pipe holding the 32 bytes of the ticket key; read it to its end and close it
     folder=PATH    of root, cards and edition/
     hub=HEX32 network=HEX64 ticket_min=MS"ms" ticket_max=MS"ms" sandbox=strict|best-effort|off */
#include "base/bytes.h"

enum {
    HUBLINK_TICKET_BYTES = 36,
    HUBLINK_ENVELOPE_BYTES = 4096,
    HUBLINK_MAX_PUT = 4,   /* envelopes in one PUT */
    HUBLINK_MAX_DROP = 16, /* envelopes in one DROP */
    HUBLINK_MAX_BYTES = 64 + HUBLINK_MAX_DROP * HUBLINK_ENVELOPE_BYTES,
    HUBLINK_REPLY_BYTES = 9,
    HUBLINK_MAX_SHELF_BITS = 16,
    HUBLINK_SHELF_MAX_BYTES = 256 * HUBLINK_ENVELOPE_BYTES,
    HUBLINK_WAIT_S = 25, /* how long a caller waits for the answer */
};

enum hublink_kind {
    HUBLINK_UNSET,
    HUBLINK_PUT,   /* gate -> committer: store envelopes of a seeker in the lane, with a ticket */
    HUBLINK_SHELF, /* gate -> shelf process: the whole shelf, streamed, then the end of stream */
    HUBLINK_DROP,  /* desk worker -> committer: store answers on a shelf; the desk was verified */
};

/* PUT:   kind(1) ticket(36) epoch(4) n(1) n x envelope(4096)
   SHELF: kind(1) p(1) n(2)
   DROP:  kind(1) p(1) n(2) n(1) n x envelope(4096)                       numbers big-endian */
struct hublink_request {
    enum hublink_kind kind;
    uint8_t ticket[HUBLINK_TICKET_BYTES];
    uint32_t epoch; /* of the gate's random key, under which the words were made */
    uint8_t p;      /* shelf: number of its bits and its number, below 2^p */
    uint16_t n;
    size_t n_envelopes;
    struct bytes envelopes; /* one after another; borrowed */
};

enum hublink_status {
    HUBLINK_STORED = 0,  /* durable, now or before (the same envelope again) */
    HUBLINK_EARLY = 1,   /* the ticket is too young: wait_s */
    HUBLINK_EXPIRED = 2, /* the ticket is too old or used up: a new form is needed */
    HUBLINK_FORGED = 3,  /* not a ticket of this hub (or of before its last start) */
    HUBLINK_BUSY = 4,    /* over the rate: wait_s */
    HUBLINK_FULL = 5,    /* no room on disk or on the shelf */
    HUBLINK_SPENT = 6,   /* first used under another epoch: `epoch`; nothing was stored */
    HUBLINK_FAILED = 7,  /* our fault; whether it was stored is not known */
    HUBLINK_N_STATUS
};

/* status(1) wait_s(4) epoch(4) */
struct hublink_reply {
    enum hublink_status status;
    uint32_t wait_s;
    uint32_t epoch; /* under which the ticket was first used; 0 when it never was */
};

/* ERR_MALFORMED unless the bytes are exactly one request within the limits above. */
MUST_USE enum err hublink_decode(struct bytes in, struct hublink_request *out);
/* Write a request; the writer latches when it is too short. */
void hublink_encode(const struct hublink_request *r, struct writer *w);

/* The answer, exactly 9 bytes. */
MUST_USE enum err hublink_reply_decode(struct bytes in, struct hublink_reply *out);
void hublink_reply_encode(const struct hublink_reply *r, uint8_t to[HUBLINK_REPLY_BYTES]);

/* Send one message with a descriptor (-1: none); the descriptor stays the caller's.  ERR_BUSY when
   the socket is non-blocking and full, ERR_INTERNAL when the other side is gone. */
MUST_USE enum err fd_send(int socket, struct bytes b, int fd);

/* Receive one message into `to` and the descriptor that came with it (-1 if none, then owned by the
   caller).  ERR_BUSY when nothing waits on a non-blocking socket, ERR_NOT_FOUND at the end of the
   stream, ERR_MALFORMED for a message that was empty, cut or carried more than one descriptor. */
MUST_USE enum err fd_receive(int socket, uint8_t *to, size_t cap, size_t *n, int *fd);

/* Ask the committer over `commit` (PUT or DROP) and wait for its answer.  ERR_INTERNAL or ERR_BUSY
   when there was none within HUBLINK_WAIT_S: whether it was stored is not known then.
   `message` is room for the encoded request: HUBLINK_ROOM(envelopes), or HUBLINK_MAX_BYTES for any;
   the caller wipes it if need be. */
#define HUBLINK_ROOM(n_envelopes) (64 + (n_envelopes) * (size_t)HUBLINK_ENVELOPE_BYTES)
MUST_USE enum err hublink_ask(
    int commit, const struct hublink_request *r, uint8_t *message, struct hublink_reply *out);

/* Ask the shelf process for all slots of a shelf, into `to` (HUBLINK_SHELF_MAX_BYTES).
   ERR_INTERNAL unless 64, 128 or 256 whole envelopes came. */
MUST_USE enum err hublink_shelf(int shelf, uint8_t p, uint16_t n, uint8_t *to, size_t *n_envelopes);

#endif
