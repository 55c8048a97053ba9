/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/audit/pace.h"
#include "core/wire/content.h"
#include <string.h>

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

/* A new hour begins. */
static void
turn(struct pace *p, int64_t now_s)
{
    int64_t hour = now_s / HOUR_S;

    if (p->hour == hour)
        return;
    p->busiest = p->n > p->busiest ? p->n : p->busiest;
    p->hour = hour;
    p->n = 0;
    p->n_pieces = 0;
    memset(p->shown, 0, sizeof p->shown);
}

static enum pace_says
count(struct pace *p)
{
    p->n++;
    return p->n == pace_limit(p->busiest) + 1 ? PACE_TOO_FAST : PACE_NEW;
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

    if (is_known(p, case_id, now_s))
        return PACE_KNOWN;
    turn(p, now_s);
    return count(p);
}

void
pace_forget(struct paces *all, const struct member_id *m, int64_t case_id)
{
    struct pace *p = find(all, m);

    for (size_t i = 0; i < PACE_RECENT; i++)
        if (p->recent[i].case_id == case_id)
            p->recent[i].at_s = INT64_MIN / 2; /* long ago */
}

enum pace_says
pace_shown(struct paces *all, const struct member_id *m, int64_t case_id, int64_t now_s)
{
    struct pace *p = find(all, m);
    size_t bit = (size_t)((uint64_t)case_id % PACE_SHOWN_BITS);
    uint8_t mask = (uint8_t)(1u << bit % 8);

    turn(p, now_s);
    if (p->shown[bit / 8] & mask)
        return PACE_KNOWN;
    p->shown[bit / 8] |= mask;
    return ++p->n_pieces % PACE_PIECES == 0 ? count(p) : PACE_NEW;
}

enum pace_says
pace_more(struct paces *all, const struct member_id *m, int64_t now_s)
{
    struct pace *p = find(all, m);

    turn(p, now_s);
    return count(p);
}
