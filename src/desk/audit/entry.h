/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_AUDIT_ENTRY_H
#define DESK_AUDIT_ENTRY_H
/* Inside src/desk/audit: one entry, sealed and opened. */
#include "desk/audit/audit.h"

enum { AUDIT_ENTRY_MAX = 2048 };

/* Seal entry number n.  `to` is AUDIT_ENTRY_MAX bytes. */
MUST_USE enum err entry_seal(const struct audit_place *at, uint64_t n,
    const struct audit_what *what, uint8_t *to, size_t *len);

/* Open what the log shows of it; the name is in `a`.  ERR_NOT_FOUND: its vault is not open here;
   ERR_FORGED. */
MUST_USE enum err entry_open(const struct audit_place *at, struct vaults *vaults, uint64_t n,
    struct bytes entry, struct arena *a, struct audit_row *out);

/* The words about a stream, opened by whoever can read the stream.  ERR_NOT_FOUND: none, or the
   stream's key is gone. */
MUST_USE enum err entry_words(const struct audit_place *at, struct vaults *vaults,
    const struct stream_place *place, uint64_t n, struct bytes entry, struct arena *a,
    const char **out);

#endif
