/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/audit/pace.h"
#include "core/wire/content.h"

enum { HOUR_S = 3600 };

/* Hers, a free one, or the one that was used longest ago. */
static struct pace *
find(struct paces *all, const struct member_id *m)
{
    struct pace *oldest = &all->p[0];

    for (size_t i = 0; i < PACE_MEMBERS; i++) {
        struct pace *p = &all->p[i];
        if (p->used && id_equal(p->member.b, m->b))
            return p;
        if (oldest->used && (!p->used || p->hour < oldest->hour))
            oldest = p;
    }
    *oldest = (struct pace){ .member = *m, .used = true };
    return oldest;
}

static bool
is_known(struct pace *p, int64_t case_id, int64_t now_s)
{
    for (size_t i = 0; i < PACE_RECENT; i++)
        if (p->recent[i].case_id == case_id && now_s - p->recent[i].at_s < PACE_SAME_S)
            return true;
    p->recent[p->next].case_id = case_id;
    p->recent[p->next].at_s = now_s;
    p->next = (p->next + 1) % PACE_RECENT;
    return false;
}

unsigned
pace_limit(unsigned busiest)
{
    unsigned limit = busiest < PACE_MOST ? PACE_TIMES * busiest : PACE_MOST;

    return limit < PACE_LEAST ? PACE_LEAST : limit > PACE_MOST ? PACE_MOST : limit;
}

enum pace_says
pace_look(struct paces *all, const struct member_id *m, int64_t case_id, int64_t now_s)
{
    struct pace *p = find(all, m);
    int64_t hour = now_s / HOUR_S;

    if (is_known(p, case_id, now_s))
        return PACE_KNOWN;
    if (p->hour != hour) {
        p->busiest = p->n > p->busiest ? p->n : p->busiest;
        p->hour = hour;
        p->n = 0;
    }
    p->n++;
    return p->n == pace_limit(p->busiest) + 1 ? PACE_TOO_FAST : PACE_NEW;
}
