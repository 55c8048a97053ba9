/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_GATE_PASS_H
#define GATE_GATE_PASS_H
/* What travels in the address of a private page and in hidden fields, so that nothing has to be
   kept here between two requests: the seed of the words and what the page needs to know, sealed
   under a key made from R.  Every pass has the same length.  Its first byte, the language, is not
   hidden: an address that is too old still gets an answer in the reader's language.  A pass ends
   with its time or with its epoch, after 15 to 30 minutes, whichever comes first. */
#include "core/open/secrets.h"
#include "core/wire/ticket.h"
#include "gate/epochs.h"
#include "seeker/pages.h"

enum {
    GATE_PASS_BYTES = 1 + 40 + 47, /* language, what sealing adds, content */
    GATE_PASS_TEXT = 118,          /* characters of base64url */
    GATE_PASS_LONG_S = 30 * 60,    /* words, waiting, write again */
    GATE_PASS_THREAD_S = 10 * 60,
};

enum pass_kind {
    PASS_UNSET,
    PASS_WORDS,  /* the page of the words */
    PASS_THREAD, /* a sheet of answers */
    PASS_AGAIN,  /* a further message with the same words */
    PASS_WAIT,   /* sealed, but not taken yet */
    PASS_FOUND,  /* what a search found: never what was asked */
};

enum { WRONG_3 = 1, WRONG_7 = 2, WRONG_10 = 4 };

struct gate_pass { /* in guarded memory only: it holds the seed */
    enum pass_kind kind;
    enum lang lang;
    bool crisis; /* the writer is in danger: crisis lines come first */
    bool again;  /* the words are older than this message */
    bool has_org;
    struct org_id org; /* who was written to, or who answered last; PASS_FOUND: numbers of guides,
                          a byte each, 0 behind the last */
    char country[3];   /* "" when not known */
    enum words_stage stage;
    uint8_t wrong; /* WRONG_... */
    bool empty;    /* of a thread: a further message was sent without a word */
    uint16_t sheet;
    uint32_t epoch; /* under which words and envelopes were made; PASS_WAIT */
    uint32_t made_s;
    struct seed seed;
};

/* Seal under the present epoch.  ERR_INTERNAL. */
MUST_USE enum err gate_pass_print(
    const struct epochs *e, const struct gate_pass *p, char out[GATE_PASS_TEXT + 1]);

/* Open one of this kind.  ERR_EXPIRED: not a pass of ours, or not any more; which of the two cannot
   be told once its epoch is gone. */
MUST_USE enum err gate_pass_read(const struct epochs *e, const char *text, enum pass_kind kind,
    int64_t now_s, struct gate_pass *out);

/* The language that stands in front; LANG_UNSET if the text is no pass. */
enum lang gate_pass_lang(const char *text);

#endif
