/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as text, and the first of them as answers: a whole result, within its bounds. */
#include <stdlib.h>
#include <string.h>

#include "core/triage/triage.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct triage_scratch scratch;
    struct triage_sketch sketch;
    struct triage_likeness likeness;
    struct triage_result r;
    struct triage_ask ask;

    triage_ask_init(&ask, (struct bytes){ .p = p, .n = n }, 1795600800);
    if (n > 12 && p[0] < 16) { /* texts start higher: only made-up inputs carry answers */
        ask.text = (struct bytes){ .p = p + 12, .n = n - 12 };
        memcpy(&ask.day, p + 1, sizeof ask.day);
        ask.who = (enum triage_who)(p[5] % 16);
        ask.danger = (enum triage_danger)(p[6] % 8);
        ask.day_kind = (enum triage_date_kind)(p[7] % 16);
        ask.now_s = (int64_t)((uint64_t)p[8] << 24 | (uint64_t)p[9] << 16 | p[10]);
        ask.country[0] = (char)p[11];
    }
    triage_run(&ask, &scratch, &r);
    triage_sketch(ask.text, &sketch);
    triage_similar(&r, &sketch, &r, &sketch, &likeness);
    if (r.urgency < URGENCY_U1 || r.urgency > URGENCY_U4 || r.n_reasons < 1 ||
        r.n_reasons > TRIAGE_MAX_REASONS || r.n_dates > TRIAGE_MAX_DATES ||
        r.situation == SITUATION_UNSET || r.situation >= TRIAGE_N_SITUATIONS ||
        sketch.n > TRIAGE_SKETCH_MAX)
        abort();
    return 0;
}
