/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEEP_EXPORT_H
#define DESK_KEEP_EXPORT_H
/* Cases as files that leave the desk.  See docs/formats/export.md. */
#include "base/out.h"
#include "desk/cases/cases.h"
#include "text/lang.h"

/* One case as JSON, without the keys of the person: everything that was recorded, texts as the
   thread shows them.  ERR_BUSY: its records are still being opened. */
MUST_USE enum err export_case(
    const struct casebook *b, int64_t id, const char *org, int64_t now_s, struct out *o);

/* Every case of the vault as one line of CSV (RFC 4180) without anything that names somebody:
   month, language, country, codes and numbers.  *n is how many. */
MUST_USE enum err export_list(const struct casebook *b, struct out *o, size_t *n);

/* A case as the text that the paper program draws: see src/paper/sheet.h. */
MUST_USE enum err export_sheet(const struct casebook *b, int64_t id, const char *org,
    enum lang lang, int64_t now_s, struct out *o);

/* The words of record kinds in an export, and back (RECORD_UNSET for none). */
const char *export_kind_word(enum record_kind kind);
enum record_kind export_kind_of(const char *word);

#endif
