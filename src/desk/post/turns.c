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
        size_t k = i;

        row.place = rank_of(t, &row, holder, deputy);
        for (; k > 0 && t->rows[k - 1].place > row.place; k--)
            t->rows[k] = t->rows[k - 1];
        t->rows[k] = row;
    }
    for (size_t i = 0; i < t->n; i++)
        t->n_places += i == 0 || t->rows[i].place != t->rows[i - 1].place;
}

bool
turns_has(const struct turns *t, const char *member)
{
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->rows[i].member, member) == 0)
            return true;
    return false;
}
