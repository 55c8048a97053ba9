/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Values of an item that is in memory. */
#include "desk/forms/items.h"

const struct field_value *
item_value(const struct item *it, uint32_t field, size_t i)
{
    for (size_t k = 0; it && k < it->n; k++)
        if (it->v[k].field == field && i-- == 0)
            return &it->v[k];
    return NULL;
}

int64_t
item_number(const struct item *it, uint32_t field, int64_t otherwise)
{
    const struct field_value *v = item_value(it, field, 0);

    return v ? v->n : otherwise;
}

const char *
item_text(const struct item *it, uint32_t field)
{
    const struct field_value *v = item_value(it, field, 0);

    return v ? v->text : "";
}

bool
item_has_choice(const struct item *it, uint32_t field, int64_t choice)
{
    for (size_t i = 0; item_value(it, field, i); i++)
        if (item_value(it, field, i)->n == choice)
            return true;
    return false;
}
