/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/forms/form_def.h"

const struct form_def *
form_def_of(uint32_t number)
{
    for (size_t i = 0; i < n_form_defs; i++)
        if (form_defs[i].number == number)
            return &form_defs[i];
    return NULL;
}

const struct form_field *
form_field_of(const struct form_def *d, uint32_t number)
{
    for (size_t i = 0; i < d->n_fields; i++)
        if (d->fields[i].number == number)
            return &d->fields[i];
    return NULL;
}

const struct form_choice *
form_choice_of(const struct form_field *f, int64_t number)
{
    for (size_t i = 0; i < f->n_choices; i++)
        if (f->choices[i].number == number)
            return &f->choices[i];
    return NULL;
}

bool
form_field_shown(const struct form_field *f, const char *vault_role)
{
    size_t n = strlen(vault_role);

    if (!f->secret)
        return true;
    for (const char *at = f->secret; *at; at += strcspn(at, " "), at += strspn(at, " "))
        if (strcspn(at, " ") == n && strncmp(at, vault_role, n) == 0)
            return true;
    return false;
}

bool
form_may(const struct form_def *d, uint32_t roles)
{
    return d->by == 0 || (d->by & roles) != 0;
}
