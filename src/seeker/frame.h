/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEEKER_FRAME_H
#define SEEKER_FRAME_H
/* Parts that the pages of this folder share; nobody else calls them. */
#include "seeker/pages.h"
#include "style.gen.h"

/* Everything above and below <main>. */
void page_head(struct out *o, const struct frame *f, const char *title, struct style sheet);
void page_foot(struct out *o, const struct frame *f);
void page_languages(struct out *o, const struct frame *f);

/* Where no language is known yet: everything above the text, and one sentence in every language. */
void page_bare_head(struct out *o, const struct frame *f);

/* A heading and the lines to call; with no rows, one sentence. */
void page_crisis(struct out *o, const struct crisis_row *rows, size_t n, enum lang lang);

/* A list of links to guides. */
void page_index_rows(struct out *o, const struct index_row *rows, size_t n, enum lang lang);

/* Only the first line, and where the others are: the page must hold page_crisis() at #c. */
void page_crisis_first(struct out *o, const struct crisis_row *rows, size_t n, enum lang lang);

/* Parts of the form. */
void page_write_problems(struct out *o, const struct write_view *v);
void page_write_first(struct out *o, const struct write_view *v);
void page_write_again(struct out *o, const struct write_view *v);
void page_write_danger(struct out *o, const struct write_view *v);
void page_write_questions(struct out *o, const struct write_view *v);
void page_write_date(struct out *o, const struct write_view *v);
void page_write_orgs(struct out *o, const struct write_view *v);
void page_org(struct out *o, const struct org_row *r, enum lang lang, const char *chosen);

/* Parts of the words page and of the thread. */
void page_words_reader(struct out *o, const struct words_view *v);
void page_words_crisis(struct out *o, const struct words_view *v);
void page_word_list(struct out *o, const struct words_view *v);
void page_word_check(struct out *o, const struct words_view *v);
void page_word_field(struct out *o, const struct words_view *v, size_t n, bool wrong);
void page_words_next(struct out *o, const struct words_view *v);
void page_answer(struct out *o, const struct answer_part *p, const struct thread_view *v);
void page_thread_none(struct out *o, const struct thread_view *v);
void page_thread_write(struct out *o, const struct thread_view *v);

#endif
