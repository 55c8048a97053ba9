/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_ICS_H
#define DESK_DATES_ICS_H
/* A calendar feed (RFC 5545).  It tells when something ends and a number, nothing else: whoever
   sees it on a telephone learns of no person, no country and no kind of proceeding. */
#include "base/out.h"
#include "text/lang.h"

enum { ICS_UID_BYTES = 16 };

struct ics_event {
    uint8_t
        uid[ICS_UID_BYTES]; /* random-looking, the same at every fetch, unlike in another feed */
    int64_t number;         /* what the desk's pages show for the same date */
    int64_t until_s;        /* the first moment that is too late */
    int64_t changed_s;
    uint32_t sequence; /* grows when the date moves */
};

struct ics_feed {
    enum lang lang;
    const struct ics_event *events;
    size_t n;
};

/* Write the whole calendar: CRLF, lines folded at 75 bytes between characters, alarms seven days,
   three days, one day and three hours ahead.  Every event lasts the hour before `until_s`, in UTC:
   the end of a day in another zone is then shown where it falls for the reader. */
void ics_write(struct out *o, const struct ics_feed *f);

/* A text as RFC 5545 wants it in a value: \ ; , and line ends escaped, other controls dropped.
   "" when the arena is full. */
const char *ics_text(struct arena *a, const char *text);

/* One content line, folded.  `name` is ours and needs no folding care; both are UTF-8. */
void ics_line(struct out *o, const char *name, const char *value);

#endif
