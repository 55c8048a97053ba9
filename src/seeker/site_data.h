/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEEKER_SITE_DATA_H
#define SEEKER_SITE_DATA_H
/* What site.c keeps and rows.c shows; for these two only. */
#include "seeker/site.h"

enum { SITE_MAX_COUNTRIES = 260 };

enum site_mark { MARK_UNSET, MARK_FOREIGN_AGENT, MARK_UNDESIRABLE, MARK_EXTREMIST, MARK_TERRORIST };

struct site_country {
    const char *code;
    const char *name[N_LANGS];
};

struct site_line {
    const char *country; /* or "*" */
    const char *name[N_LANGS];
    const char *number, *hours, *languages;
    int64_t verified_day;
};

struct site_designation {
    struct org_id org;
    const char *country;
    enum site_mark mark;
    int64_t since_day;
};

struct facts {
    const char *name[N_LANGS];
    int64_t answer_hours;
    bool demonstration;
    struct site_country *countries;
    struct site_line *lines;
    struct site_designation *marks;
    size_t n_countries, n_lines, n_marks;
    const struct card *cards;
    size_t n_cards;
};

#endif
