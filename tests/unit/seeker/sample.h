/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_SEEKER_SAMPLE_H
#define TESTS_UNIT_SEEKER_SAMPLE_H
/* Views with something in every field, for looking at pages and for checks over all of them. */
#include "seeker/pages.h"
#include "seeker/site.h"

enum sample {
    SAMPLE_LANGUAGE,
    SAMPLE_START,
    SAMPLE_GUIDE,
    SAMPLE_GUIDE_STALE,
    SAMPLE_QUESTION,
    SAMPLE_INDEX,
    SAMPLE_FOUND,
    SAMPLE_FOUND_NONE,
    SAMPLE_BEFORE,
    SAMPLE_WRITE,
    SAMPLE_WRITE_WRONG,
    SAMPLE_WRITE_AGAIN,
    SAMPLE_BUSY,
    SAMPLE_EARLY,
    SAMPLE_WORDS,
    SAMPLE_WORDS_DANGER,
    SAMPLE_WORDS_WRONG,
    SAMPLE_WORDS_RIGHT,
    SAMPLE_WORDS_AGAIN,
    SAMPLE_READ,
    SAMPLE_READ_WRONG,
    SAMPLE_THREAD,
    SAMPLE_THREAD_NONE,
    SAMPLE_THREAD_EMPTY,
    SAMPLE_THREAD_LAST,
    SAMPLE_DELETED,
    SAMPLE_CARD,
    SAMPLE_LEAVE,
    SAMPLE_ERROR_404,
    SAMPLE_ERROR_410,
    SAMPLE_ERROR_503,
    SAMPLE_ERROR_IN_ALL,
    N_SAMPLES,
};

/* The kit that the two empty forms of an edition ask for. */
#define SAMPLE_KIT      "/js/01234567"
#define SAMPLE_KIT_HASH "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

/* File name of the sample. */
const char *sample_name(enum sample s);

/* Is it a page that must have exactly PAGE_PRIVATE_BYTES, or a guide, or any other public one? */
size_t sample_limit(enum sample s, bool *exactly);

/* Write the page, padded if it is private.  Every text that somebody else can set is `hostile` when
   that is not NULL. */
void sample_page(
    struct out *o, enum sample s, enum lang lang, const struct facts *site, const char *hostile);

/* Two invented organisations and the facts in content/. */
const struct facts *sample_site(struct arena *a, const char *content);

#endif
