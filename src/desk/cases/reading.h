/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CASES_READING_H
#define DESK_CASES_READING_H
/* Inside src/desk/cases: from sealed records and heads to the projection. */
#include "desk/cases/casebook.h"

/* Seal what the projection says of a case as the head of its stream.  Inside a write transaction on
   records.db. */
MUST_USE enum err reading_seal_head(
    const struct casebook *b, const struct stream_id *stream, int64_t id);

/* Drop what the projection has of a stream and read it anew; not `ours`: only drop it.  Inside a
   transaction on the projection. */
MUST_USE enum err reading_again(
    const struct casebook *b, const struct stream_id *stream, bool ours);

#endif
