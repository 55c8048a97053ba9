/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_SLOW_H
#define DESK_ACCESS_SLOW_H
/* Wrong passphrases slow down their own name and nobody else's.  The table is bounded: a name falls
   into a bucket by a hash under a key of this process, so that nobody can choose with whom
   she shares one.  Names that do not exist are slowed just the same.
   A browser in which a member got in before counts under a name of its own (access_slow_name), so
   that a stranger's wrong tries do not keep her out.

   Besides, whoever is in may not stop the desk for the others: what her passphrases (right ones
   too), sheets and looks into files take of the one loop is counted, and may be a tenth of it, with
   WORK_AHEAD_MS / WORK_TIMES at once. */
#include "base/bytes.h"

enum { SLOW_BUCKETS = 1024, SLOW_KEY_BYTES = 32, STRANGER_BURST = 64, STRANGER_STEP_MS = 2000 };
enum { WORK_TIMES = 10, WORK_AHEAD_MS = 120 * 1000 };

struct slow {
    uint8_t key[SLOW_KEY_BYTES];
    int64_t strangers_ms; /* steady clock: when the tries of browsers nobody knows are used up */
    struct slow_bucket {
        unsigned failures;
        int64_t ok_ms;   /* steady clock: before it, tries are refused at once */
        int64_t work_ms; /* the same: when the work that was done for her is made up for */
    } bucket[SLOW_BUCKETS];
};

/* Empty, under a fresh key. */
void slow_start(struct slow *s);

/* A try costs most of a second of the one loop that serves everybody.  Browsers that nobody knows
   share an allowance: at once STRANGER_BURST tries, then one in two seconds.  0: it may be made,
   and is counted; else how long to wait.  Known browsers do not ask. */
int64_t slow_stranger_ms(struct slow *s, int64_t now_ms);

/* How long this name has to wait from now on; 0: it may try. */
int64_t slow_wait_ms(const struct slow *s, const char *name, int64_t now_ms);

/* Work for a member: how long she has to wait before more is done, 0 not at all; and some was
   done. */
int64_t slow_work_wait_ms(const struct slow *s, const char *name, int64_t now_ms);
void slow_worked(struct slow *s, const char *name, int64_t now_ms, int64_t took_ms);

/* The passphrase was wrong, or right: then all is forgotten. */
void slow_failed(struct slow *s, const char *name, int64_t now_ms);
void slow_passed(struct slow *s, const char *name);

#endif
