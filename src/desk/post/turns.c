/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/turns.h"

enum { TURN_HOLDER = 1, TURN_DEPUTY, TURN_ON_DUTY };

static bool
is_same(const char *a, const char *b)
{
    return *a && strcmp(a, b) == 0;
}

static int64_t
rank_of(const struct turns *t, const struct duty_row *row, const char *holder, const char *deputy)
{
    if (is_same(holder, row->member))
        return TURN_HOLDER;
    if (is_same(deputy, row->member))
        return TURN_DEPUTY;
    for (size_t i = 0; i < t->n_on_duty; i++)
        if (strcmp(t->on_duty[i], row->member) == 0)
            return TURN_ON_DUTY + (int64_t)i;
    return TURN_REST + row->place;
}

void
turns_order(struct turns *t, const char *holder, const char *deputy)
{
    t->n_places = 0;
    for (size_t i = 0; i < t->n; i++) {
        struct duty_row row = t->rows[i];
        uint8_t nth = (uint8_t)i;
        size_t k = i;

        row.place = rank_of(t, &row, holder, deputy);
        for (; k > 0 && t->rows[k - 1].place > row.place; k--) {
            t->rows[k] = t->rows[k - 1];
            t->nth[k] = t->nth[k - 1];
        }
        t->rows[k] = row;
        t->nth[k] = nth;
    }
    for (size_t i = 0; i < t->n; i++)
        t->n_places += i == 0 || t->rows[i].place != t->rows[i - 1].place;
}

static uint64_t
bit_of(const struct turns *t, size_t i)
{
    return UINT64_C(1) << t->nth[i];
}

uint64_t
turns_next(const struct turns *t, uint64_t called, uint64_t *after)
{
    uint64_t all = 0, next = 0;
    size_t i = 0;

    for (size_t k = 0; k < t->n; k++)
        all |= bit_of(t, k);
    if ((all & ~called) == 0) /* ways were taken out of the list */
        called = 0;
    while (i < t->n && called & bit_of(t, i))
        i++;
    for (size_t k = i; k < t->n && t->rows[k].place == t->rows[i].place; k++)
        next |= bit_of(t, k) & ~called;
    *after = (all & ~(called | next)) ? called | next : 0;
    return next;
}

bool
turns_has(const struct turns *t, const char *member)
{
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->rows[i].member, member) == 0)
            return true;
    return false;
}
