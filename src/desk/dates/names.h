/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_NAMES_H
#define DESK_DATES_NAMES_H
/* What kinds, events, rules, sources, stages and holidays are called, in every language.  The texts
   stand in content/deadlines/names.csv beside the data they name. */
#include "base/arena.h"
#include "desk/dates/rule.h"
#include "text/lang.h"

struct date_text {
    const char *key;
    const char *text[N_LANGS];
};

extern const struct date_text date_texts[]; /* sorted by key */
extern const size_t n_date_texts;

/* The text of a key; the key itself when there is none: what a team typed stays as typed. */
const char *date_name(enum lang l, const char *key);

/* "" for numbers out of range. */
const char *date_kind_name(enum lang l, enum date_kind k);
const char *date_event_name(enum lang l, enum date_event e);
const char *date_way_name(enum lang l, enum service_way w);

/* What a rule of the tables is called; `a` holds the key for the length of the call. */
const char *date_rule_name(struct arena *a, enum lang l, const char *code);

#endif
