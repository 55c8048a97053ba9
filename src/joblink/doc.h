/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef JOBLINK_DOC_H
#define JOBLINK_DOC_H
/* What was read out of a file that another program made, whatever it was: cases with entries in
   their order, and what was not understood.  Written by understory-import, believed by nobody:
   the desk checks all of it again. */
#include "base/bytes.h"

enum doc_source {
    DOC_UNKNOWN,
    DOC_OWN,        /* an export of this program */
    DOC_TELEGRAM,   /* result.json of Telegram Desktop */
    DOC_GLOBALEAKS, /* a report: zip, report.txt or JSON */
    DOC_CSV,
    N_DOC_SOURCES
};

/* CASE: a tells it again, b is its title, c its language, d its country.
   ENTRY, of the case before it: a tells it again, or is "hex:" and an id; b is the name of the
   colleague, "" the person; c the text; d the body, where the kind has one.
   TROUBLE: kind is enum doc_trouble, number the line or place, a a short piece of it.
   COLUMN of a table, in order: a is its heading, number the enum doc_column guessed for it. */
enum doc_tag {
    DOC_TAG_UNSET,
    DOC_TAG_CASE,
    DOC_TAG_ENTRY,
    DOC_TAG_TROUBLE,
    DOC_TAG_COLUMN,
    DOC_TAG_END
};

/* What a column of a table holds. */
enum doc_column {
    COLUMN_NOTHING,
    COLUMN_CASE, /* rows with the same value are one case */
    COLUMN_TEXT,
    COLUMN_TIME,
    COLUMN_WHO, /* a name: empty, or the word "person", is the person herself */
    COLUMN_TITLE,
    COLUMN_LANG,
    COLUMN_COUNTRY,
    COLUMN_ADDRESS,
    N_COLUMNS
};

/* One sentence each; those from DOC_TROUBLE_FATAL on mean that nothing was read. */
enum doc_trouble {
    DOC_TROUBLE_UNSET,
    DOC_TROUBLE_NO_TIME, /* no time, or none that can be read: the one before it was taken */
    DOC_TROUBLE_NO_TEXT, /* nothing in it */
    DOC_TROUBLE_FILE,    /* a file stands beside it: files are not brought along */
    DOC_TROUBLE_KIND,    /* a kind of entry that is not brought along */
    DOC_TROUBLE_GROUP,   /* a conversation of several people is no case */
    DOC_TROUBLE_COLUMNS, /* a row with too few columns */
    DOC_TROUBLE_MANY,    /* there are more: only the first were read */
    DOC_TROUBLE_FATAL,
    DOC_TROUBLE_FORMAT = DOC_TROUBLE_FATAL, /* not one of the formats */
    DOC_TROUBLE_JSON,                       /* no JSON; number: the line */
    DOC_TROUBLE_UTF8,                       /* not UTF-8; number: the line */
    DOC_TROUBLE_LINE,                       /* a line without end; number: the line */
    DOC_TROUBLE_ZIP,     /* no report in the archive, or it is damaged or encrypted */
    DOC_TROUBLE_TABLE,   /* the columns for case and text are not known */
    DOC_TROUBLE_VERSION, /* an export of a newer version */
    N_DOC_TROUBLES
};

enum {
    DOC_FILE_MAX = 24 << 20,
    DOC_CASES_MAX = 500,
    DOC_ENTRIES_MAX = 20000,
    DOC_TROUBLES_MAX = 200,
    DOC_COLUMNS_MAX = 40,
    DOC_TEXT_MAX = 11900, /* of one entry; a longer text becomes several */
    DOC_LINE_MAX = 1 << 20,
    DOC_SHORT_MAX = 300, /* titles, names, references */
};

struct doc_item {
    enum doc_tag tag;
    uint8_t kind; /* of an entry: the number of the record's kind */
    int64_t at_s;
    uint32_t number; /* of a contact: the channel */
    struct bytes a, b, c, d;
};

/* The answer begins with enum doc_source (1); then items. */
void doc_put(struct writer *w, const struct doc_item *it);

/* The next item; borrowed.  Texts a, b, c are UTF-8 within their limits.  ERR_NOT_FOUND at the
   end; ERR_MALFORMED. */
MUST_USE enum err doc_next(struct reader *r, struct doc_item *out);

#endif
