/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* All of it together, and asking for one thing by its name. */
#include "letters/letters.h"
#include "letters/define.h"
#include <string.h>

enum err
letters_read(const struct letters_files *files, struct arena *a, const struct letters **out,
    const char **why)
{
    struct letters *l = arena_alloc(a, sizeof *l);
    enum err e = l ? OK : ERR_INTERNAL;

    *why = "out of memory";
    if (!e)
        e = letters_registers(l, files, a, why);
    if (!e)
        e = letters_define(l, files->letters, a, why);
    if (!e)
        e = letters_check(l, a, why);
    if (!e)
        *out = l;
    return e;
}

const struct letter *
letters_find(const struct letters *l, const char *id)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->list[i]->id, id) == 0)
            return l->list[i];
    return NULL;
}

const struct letter *
letters_at(const struct letters *l, int64_t page)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->list[i]->page == page)
            return l->list[i];
    return NULL;
}

const struct law *
letters_law(const struct letters *l, const char *id)
{
    for (size_t i = 0; i < l->n_laws; i++)
        if (strcmp(l->laws[i].id, id) == 0)
            return &l->laws[i];
    return NULL;
}

const struct office *
letters_office(const struct letters *l, const char *id)
{
    for (size_t i = 0; i < l->n_offices; i++)
        if (strcmp(l->offices[i].id, id) == 0)
            return &l->offices[i];
    return NULL;
}

const struct clock_rule *
letters_clock(const struct letters *l, const char *id, int64_t day)
{
    for (size_t i = 0; i < l->n_clocks; i++)
        if (strcmp(l->clocks[i].id, id) == 0 && l->clocks[i].from_day <= day &&
            day <= l->clocks[i].to_day)
            return &l->clocks[i];
    return NULL;
}

size_t
letter_question_at(const struct letter *d, const char *id)
{
    size_t i = 0;

    while (i < d->n_questions && strcmp(d->questions[i].id, id) != 0)
        i++;
    return i;
}

/* Does the office say something of its own about this kind of way? */
static bool
has_own(const struct letters *l, const struct office *o, const char *kind, int64_t day)
{
    for (size_t i = 0; i < l->n_channels; i++) {
        const struct channel *c = &l->channels[i];
        if (strcmp(c->office, o->id) == 0 && strcmp(c->kind, kind) == 0 && c->from_day <= day &&
            day <= c->to_day)
            return true;
    }
    return false;
}

static bool
leads_to(const struct letters *l, const struct channel *c, const struct office *o, int64_t day)
{
    if (c->from_day > day || day > c->to_day)
        return false;
    if (strcmp(c->office, o->id) == 0)
        return true;
    return strcmp(c->office, o->country) == 0 && !has_own(l, o, c->kind, day);
}

size_t
letters_channels(const struct letters *l, const char *office, int64_t day,
    const struct channel *out[LETTER_MAX_CHANNELS])
{
    const struct office *o = letters_office(l, office);
    size_t n = 0;

    for (int effective = 1; o && effective >= 0; effective--)
        for (size_t i = 0; i < l->n_channels && n < LETTER_MAX_CHANNELS; i++)
            if (l->channels[i].effective == effective && leads_to(l, &l->channels[i], o, day))
                out[n++] = &l->channels[i];
    return n;
}

size_t
letter_place_at(const char *p, char id[static LETTER_ID_CAP])
{
    size_t n = *p == '{' ? strspn(p + 1, "abcdefghijklmnopqrstuvwxyz0123456789_-") : 0;

    if (n == 0 || n >= LETTER_ID_CAP || p[n + 1] != '}')
        return 0;
    memcpy(id, p + 1, n);
    id[n] = '\0';
    return n + 2;
}
