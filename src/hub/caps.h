/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_CAPS_H
#define HUB_CAPS_H
/* A bucket of tokens: `rate` a second flow in, up to `burst`.  Time comes in as a parameter. */
#include <stdbool.h>
#include <stdint.h>

struct bucket {
    int64_t rate; /* tokens a second; 0: no cap at all */
    int64_t burst;
    int64_t milli; /* thousandths of a token now in it */
    int64_t at_ms; /* of a steady clock */
};

/* A full bucket. */
struct bucket bucket_new(int64_t rate, int64_t burst, int64_t now_ms);

/* Take n tokens.  False when there are too few: nothing is taken, and *wait_s (at least 1) says
   when to try again. */
bool bucket_take(struct bucket *b, int64_t n, int64_t now_ms, uint32_t *wait_s);

/* Give n tokens back. */
void bucket_return(struct bucket *b, int64_t n);

#endif
