/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/names.h"

const char *
date_name(enum lang l, const char *key)
{
    size_t low = 0, high = n_date_texts;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(date_texts[middle].key, key);
        if (order == 0)
            return date_texts[middle].text[(unsigned)l < N_LANGS && l ? l : LANG_EN];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return key;
}

static const char *
numbered(enum lang l, const char *prefix, int n, int end)
{
    char key[24];

    if (n <= 0 || n >= end)
        return "";
    (void)snprintf(key, sizeof key, "%s-%d", prefix, n);
    const char *text = date_name(l, key);
    return text == key ? "" : text;
}

const char *
date_kind_name(enum lang l, enum date_kind k)
{
    return numbered(l, "kind", (int)k, N_DATE_KINDS);
}

const char *
date_event_name(enum lang l, enum date_event e)
{
    return numbered(l, "event", (int)e, N_DATE_EVENTS);
}

const char *
date_way_name(enum lang l, enum service_way w)
{
    return numbered(l, "way", (int)w, N_SERVICE_WAYS);
}

const char *
date_rule_name(struct arena *a, enum lang l, const char *code)
{
    const char *key = arena_printf(a, "rule-%s", code);
    const char *text = key ? date_name(l, key) : code;

    return text == key ? code : text;
}
