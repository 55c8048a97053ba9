/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_PAGES_COUNTRIES_H
#define DESK_PAGES_COUNTRIES_H
/* Names of countries, compiled from content/countries.csv by tools/countryc.py. */
#include "text/lang.h"
#include <stddef.h>

struct country {
    char code[3];
    const char *names[N_LANGS];
};

extern const struct country countries[];
extern const size_t n_countries;

#endif
