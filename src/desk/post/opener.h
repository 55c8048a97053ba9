/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_POST_OPENER_H
#define DESK_POST_OPENER_H
/* Mails that were encrypted to us.  Each mailbox has an OpenPGP key: the public half stands in its
   settings and goes out with every mail, the secret half is sealed to the intake vault and lies in
   keys.db, so that only an unlocked desk has it.  GnuPG and the parser of mails run beside the
   desk, in rooms of their own; the desk hands bytes over and believes neither. */
#include "desk/keys/vaults.h"
#include "joblink/job.h"
#include "postlink/channel.h"
#include "postlink/letter.h"

struct opener {
    struct job_line pgp, parse;
    int64_t rest_until_ms; /* encrypted mails took long: others come first until then */
};

/* Start the two programs, before the sandbox. */
void opener_start(struct opener *o, const char *sandbox);
void opener_stop(struct opener *o);

/* The key pair of a mailbox: made in a room, its secret half put sealed for this slot; the public
   half, in `a`, is for the settings.  Inside the caller's transaction on keys.db.
   ERR_NOT_FOUND: understory-pgp or GnuPG cannot be used here. */
MUST_USE enum err opener_make_key(
    struct db *keys, uint8_t slot, const char *address, struct arena *a, struct bytes *public);
MUST_USE enum err opener_erase_key(struct db *keys, uint8_t slot);

/* As text to be given to people. */
const char *opener_armour(struct bytes public, struct arena *a);

/* Is there something encrypted in the letter?  Then its text, subject and files become what stands
   in it; if it does not open, the letter stays as it came.  A flag says which.  `v` is the intake
   vault, open.  One over which a program takes too
   long or ends is one that does not open.  ERR_BUSY: later, for those before it took long, or until
   the next start, for a program is gone; ERR_INTERNAL. */
struct opening {
    struct opener *by;
    struct db *keys;
    const struct org_id *org;
    const struct vault *v;
    uint8_t slot;
};
MUST_USE enum err opener_open(const struct opening *how, struct arena *a, struct letter *l);

#endif
