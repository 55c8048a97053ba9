/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words of the search page. */
#include "desk/pages/tell.h"
#include <inttypes.h>

const char *
tell_find_without(struct out *o, const struct find_query *q, size_t i)
{
    return tell_text(find_without(q, i, o->a));
}

const char *
tell_find_with(struct out *o, const struct find_query *q, const char *part)
{
    return tell_text(find_with(q, part, o->a));
}

const char *
tell_facet_part(struct out *o, const char *key, const struct facet_value *v)
{
    if (!v->value)
        return arena_printf(o->a, "%s:%" PRId64, key, v->number);
    if (tell_same(key, "lead"))
        return strpbrk(v->value, " \"") ? NULL
                                        : arena_printf(o->a, "lead:%s", *v->value ? v->value : "-");
    return *v->value ? arena_printf(o->a, "%s:%s", key, v->value) : NULL;
}

const char *
tell_facet(enum lang lang, const char *key, const struct facet_value *v)
{
    if (!v->value)
        return tell_urgency(lang, (int)v->number);
    if (tell_same(key, "country"))
        return tell_country(lang, v->value);
    if (tell_same(key, "lang"))
        return tell_language(lang, v->value);
    if (tell_same(key, "is"))
        return tell_same(v->value, "open") ? T("open") : T("closed");
    return *v->value ? v->value : T("nobody leads");
}

static const char *
cut(struct out *o, const struct find_piece *p, size_t from, size_t to)
{
    return tell_text(arena_text_n(o->a, (const uint8_t *)p->text + from, to - from));
}

const char *
tell_piece_mark(struct out *o, const struct find_piece *p, size_t i)
{
    return cut(o, p, p->marks[i].from, p->marks[i].to);
}

/* Without the blank before the next mark: the line break of the page is one. */
const char *
tell_piece_part(struct out *o, const struct find_piece *p, size_t i)
{
    size_t from = i > 0 ? p->marks[i - 1].to : 0;
    size_t to = i < p->n_marks ? p->marks[i].from : strlen(p->text);

    if (i < p->n_marks && to > from && p->text[to - 1] == ' ')
        to--;
    return cut(o, p, from, to);
}
