/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H
/* Text as search compares it: NFC, case folded for all alphabets, yo as ye,
   every apostrophe as '. */
#include "base/arena.h"

/* The folded copy in `a`; NULL when the arena is full or the text is not UTF-8. */
const char *text_fold(struct arena *a, const char *text);

#endif
