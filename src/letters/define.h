/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LETTERS_DEFINE_H
#define LETTERS_DEFINE_H
/* The two halves of letters_read(), and what checks them; for letters.c only. */
#include "letters/letters.h"

/* Lines of data/letters into l->list. */
MUST_USE enum err letters_define(
    struct letters *l, struct bytes file, struct arena *a, const char **why);

/* The tables. */
MUST_USE enum err letters_registers(
    struct letters *l, const struct letters_files *files, struct arena *a, const char **why);

/* Does all that is named exist, and does every text speak every language? */
MUST_USE enum err letters_check(const struct letters *l, struct arena *a, const char **why);

#endif
