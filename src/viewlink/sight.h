/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef VIEWLINK_SIGHT_H
#define VIEWLINK_SIGHT_H
/* What comes out of the sealed-off room in which a foreign file is opened: one page as plain
   pixels, or plain text, or why not.  Whoever wrote it may have been taken over by the file: the
   decoder believes nothing.  See docs/formats/sight.md. */
#include "base/bytes.h"

enum {
    SIGHT_HEAD_BYTES = 24,
    SIGHT_SIDE_MAX = 1754,   /* pixels: an A4 page at 150 a inch */
    SIGHT_TEXT_MAX = 200000, /* bytes */
    SIGHT_PAGES_SHOWN = 50,
    SIGHT_PAGES_MAX = 1000000, /* what a file may say that it has */
    SIGHT_MAX_BYTES = SIGHT_HEAD_BYTES + 3 * SIGHT_SIDE_MAX * SIGHT_SIDE_MAX
};

/* What the file is, by its first bytes; its name and what the sender says do not count. */
enum sight_kind {
    SIGHT_UNKNOWN,
    SIGHT_PDF,
    SIGHT_JPEG,
    SIGHT_PNG,
    SIGHT_GIF,
    SIGHT_WEBP,
    SIGHT_TEXT,
    SIGHT_OFFICE,  /* never opened, and so the rest */
    SIGHT_MEDIA,   /* sound, film */
    SIGHT_ARCHIVE, /* zip and its like */
    SIGHT_PICTURE, /* another kind of picture */
    SIGHT_PROGRAM,
    SIGHT_EMPTY,
    N_SIGHT_KINDS
};

enum sight_status {
    SIGHT_GOOD,
    SIGHT_DAMAGED,    /* damaged, protected by a password, or made to do harm */
    SIGHT_TOO_LARGE,  /* more pixels than are opened */
    SIGHT_REFUSED,    /* this kind is never opened */
    SIGHT_NO_PAGE,    /* it has fewer pages, or only the first ones are shown */
    SIGHT_TOO_SLOW,   /* time was over */
    SIGHT_NO_SANDBOX, /* this machine gives no sealed-off room: nothing is opened */
    SIGHT_NO_TOOL,    /* the program for this kind is not installed */
    N_SIGHT_STATUSES
};

struct sight {
    enum sight_status status;
    enum sight_kind kind;
    uint32_t page, n_pages; /* from 1; 0 0 unless SIGHT_GOOD */
    bool cut;               /* the text is longer */
    uint16_t width, height; /* 0 0: text */
    struct bytes body;      /* width * height * 3 bytes RGB, or UTF-8; empty unless SIGHT_GOOD */
};

bool sight_kind_is_picture(enum sight_kind k); /* one that is opened */

/* The head of s; the body follows it as it is. */
void sight_head(const struct sight *s, uint8_t to[SIGHT_HEAD_BYTES]);

/* ERR_MALFORMED for everything that is not exactly as above.  The body is borrowed from `in`. */
MUST_USE enum err sight_decode(struct bytes in, struct sight *out);

#endif
