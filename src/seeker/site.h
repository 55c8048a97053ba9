/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEEKER_SITE_H
#define SEEKER_SITE_H
/*
 * The facts that the pages show: the network's name, countries, crisis lines, organisations and
 * where the law marks them.  They travel as pages of the edition, so whoever has a verified
 * edition has them:
 *
 *   data/site            lines `name LANG TEXT`, and perhaps `answer-hours N`, `demonstration yes`
 *   data/countries.csv   code,ru,uk,be,en,de,origin
 *   data/crisis.csv      country,kind,ru,uk,be,en,de,number,hours,languages,verified_on,source
 *   orgs/designations    org,country,kind,since,source,verified_on (org: its id, 32 hex digits)
 *
 * CSV files have one line of names and then one row a line; a field with a comma or a quote in it
 * stands in double quotes.  Crisis lines not verified for more than 90 days are not shown.
 */
#include "core/wire/card.h"
#include "seeker/pages.h"

enum { CRISIS_FRESH_DAYS = 90, SITE_MAX_ROWS = 2000, SITE_MAX_LINES_SHOWN = 4 };

#define SITE_PAGE         "data/site"
#define SITE_COUNTRIES    "data/countries.csv"
#define SITE_CRISIS       "data/crisis.csv"
#define SITE_DESIGNATIONS "orgs/designations"

/* The four files; `designations` may be empty. */
struct site_files {
    struct bytes site, countries, crisis, designations;
};

struct facts;

/* Read the files.  `cards` are borrowed for as long as the site lives; all else lives in `a`.
   ERR_MALFORMED: *why names the file, the line and what is wrong there. */
MUST_USE enum err site_read(const struct site_files *files, const struct card *cards,
    size_t n_cards, struct arena *a, const struct facts **out, const char **why);

/* The network's name in this language, else in English, else the first one. */
const char *site_name(const struct facts *s, enum lang l);

/* Hours an answer took lately, as the editors state; 0: not stated. */
int64_t site_answer_hours(const struct facts *s);

/* What stands around a page of this network.  `page`, `edition`: see struct frame. */
struct frame site_frame(const struct facts *s, enum lang l, const char *page, int64_t edition);

/* Is this a country of the list?  NULL and "" are not. */
bool site_has_country(const struct facts *s, const char *code);

/* The card with this id (32 hex digits), or NULL. */
const struct card *site_card(const struct facts *s, const char *hex);

/* Does the law of this country mark this organisation?  Unknown country ("" or NULL): false. */
bool site_is_designated(const struct facts *s, const struct org_id *org, const char *country);

/* Rows for pages, in a language.  They live in `a`; NULL with *n = 0 when there are none (or the
   arena is full).  `country` may be NULL or "": then lines for any country. */
const struct crisis_row *site_crisis(const struct facts *s, enum lang l, const char *country,
    int64_t day, struct arena *a, size_t *n);
const struct country_row *site_countries(
    const struct facts *s, enum lang l, struct arena *a, size_t *n);
const struct org_row *site_orgs(const struct facts *s, enum lang l, struct arena *a, size_t *n);

/* Only organisations that work for people in one of these countries (codes, blank between;
   NULL: all). */
const struct org_row *site_orgs_for(
    const struct facts *s, enum lang l, const char *countries, struct arena *a, size_t *n);

/* All three into the form's view. */
void site_fill_form(
    const struct facts *s, const char *country, int64_t day, struct arena *a, struct write_view *v);

#endif
