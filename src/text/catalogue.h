/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_CATALOGUE_H
#define TEXT_CATALOGUE_H
/* The table that tools/textc.py makes from po/.  Only text.c reads it. */
#include "text/lang.h"
#include <stddef.h>
#include <stdint.h>

/* Offsets into catalogue_blob.  `key` is the msgid, or context \004 msgid.  A translation is its
   plural forms one after the other, each ending in NUL; 0 means there is none. */
struct catalogue_entry {
    uint32_t key;
    uint32_t text[N_LANGS];
};

extern const char catalogue_blob[];
extern const struct catalogue_entry catalogue[]; /* sorted by key, as strcmp sorts */
extern const size_t n_catalogue;

#endif
