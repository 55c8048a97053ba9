/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FILES_FILE_PAGES_H
#define DESK_FILES_FILE_PAGES_H
/* Pages of attachments. */
#include "desk/files/files.h"
#include "desk/pages/frame.h"
#include "viewlink/sight.h"

struct file_view {
    struct desk_frame f;
    const struct file_row *file;
    const char *lang; /* of the case, for the text */
    bool waits;       /* it is being opened */
    struct sight s;   /* when it does not wait; no body */
    const char *text; /* its text; NULL none */
    uint32_t page;
    bool may_original;
};

/* How far the two of them are. */
enum original_step {
    ORIGINAL_NOBODY,    /* nobody asked */
    ORIGINAL_ASKED,     /* she asked; another one must confirm */
    ORIGINAL_CONFIRMED, /* she may save it, once */
};

/* Somebody else's wish that this member could confirm. */
struct original_wish {
    int64_t id;
    const char *name, *words;
};

struct original_view {
    struct desk_frame f;
    const struct file_row *file;
    enum original_step step;
    const char *second; /* who confirmed */
    const struct original_wish *wishes;
    size_t n_wishes;
    bool may_ask;
    enum desk_problem problem;
};

/* One attachment as pixels. */
void page_desk_file(struct out *o, const struct file_view *v);
/* The warning before its original. */
void page_desk_original(struct out *o, const struct original_view *v);

/* Parts of the page of a case: a file in the thread, the form that adds one. */
void page_file_line(struct out *o, const struct case_view *v, const struct thread_entry *t);
void page_file_add(struct out *o, const struct case_view *v);

/* Parts. */
void page_file_facts(struct out *o, const struct file_row *r, enum lang lang);
void page_file_sight(struct out *o, const struct file_view *v);
void page_file_turn(struct out *o, const struct file_view *v);
void page_original_mine(struct out *o, const struct original_view *v);
void page_original_wish(
    struct out *o, const struct original_view *v, const struct original_wish *w);

/* Words. */
const char *tell_file_kind(enum lang lang, enum sight_kind k);
const char *tell_file_why(struct out *o, enum lang lang, const struct sight *s);
const char *tell_file_size(struct out *o, enum lang lang, uint64_t size);
const char *tell_file_url(
    struct out *o, int64_t case_id, const struct content_id *blob, const char *more);
const char *tell_file_digest(struct out *o, const struct digest *d); /* hex, in groups */

#endif
