/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_VAULTS_SHARING_H
#define DESK_VAULTS_SHARING_H
/* Who can read a case besides the vault it lies in: another vault, or one member alone.  Sharing is
   giving the stream's key; taking back is a new key from the next record on.  Both sides see the
   case, work on the same records, and see each other's. */
#include "desk/cases/applying.h"
#include "desk/cases/rules.h"

enum { MAX_CASE_READERS = MAX_VAULTS + MEMBERS_MAX };

/* Somebody who reads a case, or might. */
struct case_reader {
    uint8_t id[ID_BYTES];
    const char *role; /* of a vault; "" a member */
    const char *name; /* of a member; "" a vault */
    bool reads;
    bool here; /* the vault one works in: it cannot be taken back from there */
};

/* Every vault and member that reads this case or may be given it, readers first. */
MUST_USE enum err case_readers(const struct casebook *b, int64_t id, struct arena *a,
    struct case_reader to[MAX_CASE_READERS], size_t *n);

/* ERR_FORBIDDEN: not in the roster; a vault without cases; a member whose work is never with cases;
   or from those who help to those who document, or back: there passes only what the person agreed
   to, not the case.  ERR_CONFLICT: reads it already.  ERR_NOT_FOUND: nobody of that id. */
MUST_USE enum err case_share(
    const struct casebook *b, int64_t id, const uint8_t to[ID_BYTES], const struct actor *by);

/* ERR_CONFLICT: this vault itself; ERR_NOT_FOUND: does not read it. */
MUST_USE enum err case_unshare(
    const struct casebook *b, int64_t id, const uint8_t to[ID_BYTES], const struct actor *by);

/* RECORD_SHARE.  number: 1 on, 0 off; content: the vault or member; body: the vault's role, or '@'
   and the member's name as it was then. */
enum err sharing_apply(struct applying *x);

#endif
