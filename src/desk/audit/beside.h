/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_AUDIT_BESIDE_H
#define DESK_AUDIT_BESIDE_H
/* The chain of a desk that runs elsewhere or not at all, for the command line. */
#include "desk/audit/audit.h"

/* What a folder of a desk holds; audit_beside_close() in any case. */
struct audit_beside {
    struct arena *a;
    struct db *keys, *records;
    struct root *root;
    struct roster *roster;
    struct network_id network;
    struct audit_place at;
};
MUST_USE enum err audit_beside_open(
    const char *folder, struct audit_beside *out, char why[static DB_WHY_BYTES]);
void audit_beside_close(struct audit_beside *b);

/* Append one entry by nobody: entries are sealed to a public key, so nobody has to be there.  The
   desk may run.  The anchor follows unless the chain is broken: then it is evidence. */
MUST_USE enum err audit_note_beside(const char *folder, enum audit_act act, const char *words);

#endif
