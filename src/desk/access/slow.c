/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/slow.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include <string.h>

enum { FAILURES_FREE = 3, FAILURES_KEPT = 16, NAME_READ = 256, MAX_REFUSAL_MS = 60 * 1000 };

void
slow_start(struct slow *s)
{
    memset(s, 0, sizeof *s);
    random_fill(s->key, sizeof s->key);
}

static size_t
bucket_of(const struct slow *s, const char *name)
{
    uint8_t text[SLOW_KEY_BYTES + NAME_READ];
    size_t n = strnlen(name, NAME_READ);

    memcpy(text, s->key, SLOW_KEY_BYTES);
    memcpy(text + SLOW_KEY_BYTES, name, n);
    struct digest d = digest_blake2b((struct bytes){ text, SLOW_KEY_BYTES + n });
    return ((size_t)d.b[0] << 8 | d.b[1]) % SLOW_BUCKETS;
}

int64_t
slow_wait_ms(const struct slow *s, const char *name, int64_t now_ms)
{
    int64_t ok_ms = s->bucket[bucket_of(s, name)].ok_ms;

    return ok_ms > now_ms ? ok_ms - now_ms : 0;
}

void
slow_failed(struct slow *s, const char *name, int64_t now_ms)
{
    struct slow_bucket *b = &s->bucket[bucket_of(s, name)];
    int64_t wait = 1000;

    if (b->failures < FAILURES_KEPT)
        b->failures++;
    for (unsigned i = FAILURES_FREE; i < b->failures && wait < MAX_REFUSAL_MS; i++)
        wait *= 2;
    if (b->failures > FAILURES_FREE)
        b->ok_ms = now_ms + (wait < MAX_REFUSAL_MS ? wait : MAX_REFUSAL_MS);
}

void
slow_passed(struct slow *s, const char *name)
{
    struct slow_bucket *b = &s->bucket[bucket_of(s, name)];

    *b = (struct slow_bucket){ .work_ms = b->work_ms };
}

int64_t
slow_work_wait_ms(const struct slow *s, const char *name, int64_t now_ms)
{
    int64_t ahead = s->bucket[bucket_of(s, name)].work_ms - now_ms;

    return ahead > WORK_AHEAD_MS ? ahead - WORK_AHEAD_MS : 0;
}

void
slow_worked(struct slow *s, const char *name, int64_t now_ms, int64_t took_ms)
{
    struct slow_bucket *b = &s->bucket[bucket_of(s, name)];
    int64_t from = b->work_ms > now_ms ? b->work_ms : now_ms;

    b->work_ms = from + WORK_TIMES * took_ms;
}

int64_t
slow_stranger_ms(struct slow *s, int64_t now_ms)
{
    int64_t from = s->strangers_ms > now_ms ? s->strangers_ms : now_ms;
    int64_t ahead = from - now_ms;

    if (ahead > (int64_t)(STRANGER_BURST - 1) * STRANGER_STEP_MS)
        return ahead - (int64_t)(STRANGER_BURST - 1) * STRANGER_STEP_MS;
    s->strangers_ms = from + STRANGER_STEP_MS;
    return 0;
}
