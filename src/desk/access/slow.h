/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_SLOW_H
#define DESK_ACCESS_SLOW_H
/* Wrong passphrases slow down their own name and nobody else's.  The table is bounded: a name falls
   into a bucket by a hash under a key of this process, so that nobody can choose with whom
   she shares one.  Names that do not exist are slowed just the same. */
#include "base/bytes.h"

enum { SLOW_BUCKETS = 1024, SLOW_KEY_BYTES = 32 };

struct slow {
    uint8_t key[SLOW_KEY_BYTES];
    struct slow_bucket {
        unsigned failures;
        int64_t ok_ms; /* steady clock: before it, tries are refused at once */
    } bucket[SLOW_BUCKETS];
};

/* Empty, under a fresh key. */
void slow_start(struct slow *s);

/* How long this name has to wait from now on; 0: it may try. */
int64_t slow_wait_ms(const struct slow *s, const char *name, int64_t now_ms);

/* The passphrase was wrong, or right: then all is forgotten. */
void slow_failed(struct slow *s, const char *name, int64_t now_ms);
void slow_passed(struct slow *s, const char *name);

#endif
