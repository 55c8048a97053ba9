/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef POSTLINK_LETTER_H
#define POSTLINK_LETTER_H
/* One message of a person by another channel than a hub, whatever the channel: what came, and what
   is to be sent.  It is what the parser of mail gives out, what stands inside a sealed box, and
   what the desk hands over for sending.  See docs/formats/letter.md. */
#include "base/arena.h"

enum {
    LETTER_MAX_FILES = 32,
    LETTER_MAX_BYTES = 28 << 20, /* everything together */
    LETTER_ADDRESS_MAX = 320,
    LETTER_LINE_MAX = 1000,       /* names, subjects, identifiers */
    LETTER_REFERENCES_MAX = 4000, /* ids of earlier mails, separated by blanks */
    LETTER_TEXT_MAX = 120 * 1000, /* what is longer comes as a file */
    LETTER_KEY_MAX = 5000,        /* an OpenPGP key, binary */
    LETTER_ZONE_MAX = 40,         /* name of a time zone */
};

/* What is special about it; stored. */
enum letter_flags {
    LETTER_FROM_HTML = 1 << 0,    /* the text was made from HTML */
    LETTER_CUT = 1 << 1,          /* the text was longer: the whole is a file */
    LETTER_UNREAD = 1 << 2,       /* it could not be parsed: the whole is a file */
    LETTER_AUTOMATIC = 1 << 3,    /* an automatic answer or a report of a mail server */
    LETTER_FILE_REFUSED = 1 << 4, /* the person sent a file where none is taken, and was told why */
    LETTER_ENCRYPTED = 1 << 5,    /* going out: to a key of the person; coming in: not opened yet */
    LETTER_FILES_LEFT = 1 << 6,   /* more files than fit were left out */
    LETTER_WANTS_PGP = 1 << 7,    /* the other side asks for encrypted answers */
    LETTER_NO_NAME = 1 << 8,      /* going out: no name of ours beside the address */
    LETTER_OPENED = 1 << 9,       /* it came encrypted to us, and was opened at the desk */
    LETTER_CLOSED = 1 << 10,      /* it came encrypted and did not open: the whole is a file */
    LETTER_FLAGS_ALL = (1 << 11) - 1,
};

struct letter_file {
    const char *name; /* "" none; never a path */
    const char *type; /* such as "image/jpeg" */
    struct bytes content;
};

/* Texts are UTF-8, "" or NULL when there is none. */
struct letter {
    const char *address; /* of the other side: from whom it came, or to whom it goes */
    const char *name;    /* what the other side calls itself */
    const char *subject;
    const char *text;
    const char *lang;       /* two letters, as the channel says */
    const char *message_id; /* mail: of this one, without <> */
    const char *references; /* mail: of those it answers, the last one nearest */
    struct bytes key;       /* OpenPGP key of the other side */
    uint32_t flags;
    int64_t sent_s; /* when the other side says it was sent; 0 unknown */
    /* Going out: */
    const char *sender; /* mail: the name beside our address, instead of the channel's */
    int64_t hours;      /* safe hours of the person, as in FIELD_HOURS of forms; 0: any */
    const char *zone;   /* by the clock of which place */
    int64_t after_s;    /* it may leave from then on; 0: at once */
    int64_t until_s;    /* and until then; 0: at any time */
    size_t n_files;
    struct letter_file files[LETTER_MAX_FILES];
};

/* How long the encoding is, and the encoding: `w` latches when too short. */
size_t letter_size(const struct letter *l);
void letter_encode(const struct letter *l, struct writer *w);

/* Texts are copied into `a` ("" when not there), key and contents are borrowed from `in`.
   ERR_MALFORMED, ERR_INTERNAL. */
MUST_USE enum err letter_decode(struct bytes in, struct arena *a, struct letter *out);

#endif
