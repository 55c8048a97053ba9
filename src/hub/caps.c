/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/caps.h"

struct bucket
bucket_new(int64_t rate, int64_t burst, int64_t now_ms)
{
    return (struct bucket){ .rate = rate, .burst = burst, .milli = burst * 1000, .at_ms = now_ms };
}

static void
bucket_fill(struct bucket *b, int64_t now_ms)
{
    int64_t missing = b->burst * 1000 - b->milli;
    int64_t ms = now_ms > b->at_ms ? now_ms - b->at_ms : 0;

    /* rate tokens a second are rate thousandths a millisecond */
    b->milli += ms >= missing / b->rate + 1 ? missing : ms * b->rate;
    b->at_ms = now_ms;
}

bool
bucket_take(struct bucket *b, int64_t n, int64_t now_ms, uint32_t *wait_s)
{
    if (b->rate <= 0)
        return true;
    bucket_fill(b, now_ms);
    if (b->milli >= n * 1000) {
        b->milli -= n * 1000;
        return true;
    }
    int64_t seconds = (n * 1000 - b->milli) / (b->rate * 1000) + 1;
    *wait_s = seconds > 600 ? 600 : (uint32_t)seconds;
    return false;
}

void
bucket_return(struct bucket *b, int64_t n)
{
    b->milli += n * 1000;
    if (b->milli > b->burst * 1000)
        b->milli = b->burst * 1000;
}
