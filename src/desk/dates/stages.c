/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/stages.h"

static size_t
collect(
    enum proceeding p, const char *country, int64_t day, const struct date_stage *to[MAX_STAGES])
{
    size_t n = 0;

    for (size_t i = 0; i < n_date_stages && n < MAX_STAGES; i++) {
        const struct date_stage *s = &date_stages[i];
        if (s->proceeding == p && strcmp(s->country, country) == 0 && day >= s->from &&
            day <= s->to)
            to[n++] = s;
    }
    return n;
}

size_t
date_stages_of(
    enum proceeding p, const char *country, int64_t day, const struct date_stage *to[MAX_STAGES])
{
    size_t n = collect(p, country, day, to);

    return n ? n : collect(p, "*", day, to);
}

const struct date_stage *
date_stage_find(enum proceeding p, const char *country, int64_t day, const char *stage)
{
    const struct date_stage *all[MAX_STAGES];
    size_t n = date_stages_of(p, country, day, all);

    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i]->stage, stage) == 0)
            return all[i];
    return NULL;
}

const char *
proceeding_code(enum proceeding p)
{
    static const char *const codes[N_PROCEEDINGS] = { [PROCEEDING_ASYLUM] = "asylum",
        [PROCEEDING_EXTRADITION] = "extradition",
        [PROCEEDING_REMOVAL] = "removal",
        [PROCEEDING_CRIMINAL] = "criminal",
        [PROCEEDING_ALTERNATIVE] = "alternative",
        [PROCEEDING_DOCUMENTS] = "documents" };

    return p > PROCEEDING_UNSET && p < N_PROCEEDINGS ? codes[p] : "";
}
