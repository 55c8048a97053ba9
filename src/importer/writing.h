/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IMPORTER_WRITING_H
#define IMPORTER_WRITING_H
/* A doc while it is written, with its limits; for src/importer. */
#include "joblink/doc.h"
#include <jansson.h>

/* Numbers of kinds of records that are brought along, and of channels; the desk knows them too. */
enum { KIND_NOTE = 3, KIND_CONTACT = 16, KIND_SENT = 17 };
enum { VIA_HUB = 0, VIA_MAIL = 1, VIA_TELEGRAM = 2, VIA_PHONE = 4, VIA_PARTNER = 6 };

struct writing {
    struct writer w;
    size_t n_cases, n_entries, n_troubles;
    int64_t last_s; /* time of the entry before */
    bool many;      /* DOC_TROUBLE_MANY was said */
};

/* Begin a case.  False: there are too many already, and that was said. */
bool write_case(
    struct writing *x, const char *ref, const char *title, const char *lang, const char *country);

/* One entry.  A text that is too long becomes several; one without a time gets that of the entry
   before it. */
struct entry_in {
    uint8_t kind;
    uint32_t number;
    int64_t at_s; /* 0: not known */
    const char *ref, *who, *text;
    struct bytes body;
    uint32_t place; /* line or number, for troubles */
};
void write_entry(struct writing *x, const struct entry_in *e);

/* Say what is not understood, and at which line or place. */
void write_trouble(struct writing *x, enum doc_trouble what, uint32_t place, const char *piece);
/* A heading of a table. */
void write_column(struct writing *x, const char *heading, enum doc_column guess);

/* The formats.  True: it was one of this kind, and was read as far as it goes. */
bool read_own(struct writing *x, json_t *root);
bool read_telegram(struct writing *x, json_t *root);
bool read_globaleaks(struct writing *x, json_t *root);
bool read_report(struct writing *x, struct bytes text);
void read_csv(struct writing *x, struct bytes text, const char *mapping);

/* The file report.txt out of an archive, in `to`; its length, 0: there is none that can be read.
   */
size_t zip_report(struct bytes zip, uint8_t *to, size_t cap);

/* A moment from text: "2026-11-22T09:12:00Z", with or without zone (UTC then) and time, days
   first with dots, seconds or milliseconds since 1970, or "Sunday 22 November 2026 09:12 (UTC)".
   0: none. */
int64_t time_of(const char *text);

/* A text or "" of an object; a number or a text of digits, else 0. */
const char *json_str(json_t *o, const char *name);
int64_t json_int(json_t *o, const char *name);

#endif
