/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEEKER_LETTER_FRAME_H
#define SEEKER_LETTER_FRAME_H
/* Parts of letter.html; nobody else calls them. */
#include "seeker/letter_pages.h"

/* Who checked it; and what travels along in a form. */
void page_letter_checked(
    struct out *o, enum lang lang, const char *reviewer, const char *reviewed, const char *due);
void page_letter_carried(struct out *o, enum lang lang, const char *id, const char *at,
    const struct letter_field *carried, size_t n);

/* The field of a question: a line or a text; a day or a choice. */
void page_letter_line(struct out *o, const struct letter_question_view *v);
void page_letter_several(struct out *o, const struct letter_question_view *v);

/* Parts of the finished letter's page. */
void page_letter_list(struct out *o, const char *heading, const char *const *rows, size_t n);
void page_letter_where(struct out *o, const struct letter_done_view *v);
void page_letter_laws(struct out *o, const struct letter_done_view *v);

#endif
