/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_POST_ATTACH_H
#define DESK_POST_ATTACH_H
/* Files that came with a letter: each becomes a sealed file of the case. */
#include "desk/cases/rules.h"
#include "postlink/letter.h"

/* Inside the transactions that make the letter a record.  `by` NULL: the person sent them. */
MUST_USE enum err attach_files(const struct casebook *b, int64_t id, const struct letter *l,
    int64_t now_s, const struct actor *by);

#endif
