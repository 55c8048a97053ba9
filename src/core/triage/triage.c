/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/triage/triage.h"

#include <string.h>

#include "base/clock.h"
#include "core/triage/work.h"

_Static_assert(sizeof(struct work) <= sizeof(struct triage_scratch), "scratch holds the work");
_Static_assert(_Alignof(struct work) <= _Alignof(struct triage_scratch), "and aligns it");
_Static_assert(TRIAGE_N_REASONS <= 64 && TRIAGE_N_NEEDS <= 32 && TRIAGE_N_FLAGS <= 64, "bits");

void
triage_ask_init(struct triage_ask *ask, struct bytes text, int64_t now_s)
{
    memset(ask, 0, sizeof *ask);
    ask->text = text;
    ask->now_s = now_s;
    ask->day = TRIAGE_DAY_UNKNOWN;
}

void
work_run(struct work *w, const struct triage_ask *ask, struct triage_result *out)
{
    memset(w, 0, sizeof *w);
    memset(out, 0, sizeof *out);
    w->ask = ask;
    w->dates.today = (int32_t)day_of(ask->now_s);
    work_find_language(w);
    work_match(w);
    out->lang = w->lang;
    out->transliterated = w->transliterated;
    out->today = w->dates.today;
    work_add_facts(w, out);
    work_decide(w, out);
}

void
triage_run(const struct triage_ask *ask, struct triage_scratch *scratch, struct triage_result *out)
{
    work_run((struct work *)(void *)scratch, ask, out);
    explicit_bzero(scratch, sizeof *scratch);
}

bool
triage_has(const struct triage_result *r, enum triage_flag flag)
{
    return (r->flags >> flag & 1) != 0;
}
