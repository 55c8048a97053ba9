/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_OPENLOG_H
#define HUB_OPENLOG_H
/* open.log: the envelopes of the batch that is still open.  A record is of one size,

       version(1) kind(1) p(1) n(2) expiry day(4) check(16) envelope(4096)

   where check is the content id of all the rest.  A record torn by a crash does not check and was
   never acknowledged: it is passed over.  When the batch is in the store the used part is
   overwritten with zeros, because freed blocks of a disk would still show in which order the
   envelopes came.  One process owns the file (locked). */
#include "base/own.h"
#include "core/wire/keys.h"

enum {
    OPENLOG_RECORD_BYTES = 25 + ENVELOPE_BYTES,
    OPENLOG_KEPT_BYTES = 1152 * OPENLOG_RECORD_BYTES, /* length after wiping */
};

enum shelf_kind { SHELF_LANE = 0, SHELF_DROP = 1 };

/* An envelope and where it stands. */
struct routed {
    enum shelf_kind kind;
    uint8_t p;  /* drops: number of bits; lanes: 0 */
    uint16_t n; /* drops: the shelf; lanes: 0 */
    uint32_t expiry_day;
    struct content_id id;
    struct bytes envelope; /* 4096; borrowed */
};

struct openlog {
    int fd;
    size_t n_records;     /* just opened: places for records, whole or not */
    size_t n_dirty_bytes; /* what has to be wiped */
    size_t n_file_bytes;
};

/* Open or create, and lock.  Then read every record, keep what checks, and wipe before the first
   append.  ERR_BUSY: another process holds it (after 5 s).  ERR_INTERNAL: disk. */
MUST_USE enum err openlog_open(const char *path, struct openlog *out);
void openlog_done(struct openlog *log);

/* Append these and make them durable with one fdatasync.  ERR_TOO_LARGE: the disk is full; nothing
   was kept.  ERR_INTERNAL: the disk failed; what it holds is not known, the process must end. */
MUST_USE enum err openlog_append(struct openlog *log, const struct routed *rows, size_t n);

/* Read record number `i` (< n_records) into `room`; *out borrows from it.  ERR_MALFORMED when it
   does not check. */
MUST_USE enum err openlog_read(
    const struct openlog *log, size_t i, uint8_t room[OPENLOG_RECORD_BYTES], struct routed *out);

/* Overwrite everything with zeros, durably.  The store must hold the records by then. */
MUST_USE enum err openlog_wipe(struct openlog *log);

/* One record from and to bytes; decode is ERR_MALFORMED unless everything checks. */
MUST_USE enum err record_decode(struct bytes in, struct routed *out);
void record_encode(const struct routed *r, uint8_t to[OPENLOG_RECORD_BYTES]);

#endif
