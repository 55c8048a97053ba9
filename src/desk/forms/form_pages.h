/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FORMS_FORM_PAGES_H
#define DESK_FORMS_FORM_PAGES_H
/* Pages of forms: one to fill any of them, one to show what was filled in, one for the book.  As
   everywhere a page reads its view and nothing else. */
#include "desk/forms/check.h"
#include "desk/pages/frame.h"

struct form_view {
    struct desk_frame f;
    const struct form_def *def;
    int64_t case_id;                    /* 0: the book */
    const struct item *old;             /* what is changed; NULL: a new one */
    const struct form *typed;           /* as it was typed; NULL: as it was kept */
    const struct item_checked *checked; /* what is wrong with it; NULL: not checked */
    enum desk_problem problem;          /* why it was not kept, beside the fields; 0 */
    const char *vault_role;
    const char *const *members;
    size_t n_members;
    const struct item *const *others; /* that a field may refer to */
    size_t n_others;
};

struct item_view {
    struct desk_frame f;
    const struct item *it;
    const struct item *past; /* earlier states, the newest first */
    size_t n_past;
    const struct item *const *others;
    size_t n_others;
    const char *vault_role;
    bool may, done;
};

struct book_view {
    struct desk_frame f;
    const struct form_def *def; /* NULL: which forms the book has */
    const struct item *const *items;
    size_t n;
    int64_t counts[64]; /* beside form_defs, for the list of forms */
    const char *vault_role;
    bool may, done;
};

/* A form that was sent while the desk was locked: what was typed waits on this page. */
struct carry_view {
    struct desk_frame f;
    const char *action;
    const struct form *typed;
};
void page_desk_carry(struct out *o, const struct carry_view *v);

/* What stands in a case: for its page. */
struct items_part {
    int64_t case_id;
    const struct item *const *items;
    size_t n;
    const char *vault_role;
};

/* The pages, and what the page of a case shows of its forms. */
void page_desk_form(struct out *o, const struct form_view *v);
void page_desk_item(struct out *o, const struct item_view *v);
void page_desk_book(struct out *o, const struct book_view *v);
void page_desk_items_part(struct out *o, const struct items_part *v, enum lang lang);

/* What must be thought of where an answer is written: may we write at all, what not to do, to what
   the person agreed.  `flagged`: the first triage asks for care. */
void page_desk_beware(struct out *o, const struct items_part *v, bool flagged, enum lang lang);
void page_desk_consent(struct out *o, const struct item *it, enum lang lang);

/* The newest item of a form in a case, NULL when there is none. */
const struct item *items_part_newest(const struct items_part *v, uint32_t form);

/* Parts of these pages. */
void page_form_field(struct out *o, const struct form_view *v, size_t at);
void page_form_input(struct out *o, const struct form_view *v, const struct form_field *f);
void page_form_texts(struct out *o, const struct form_view *v, const struct form_field *f);
void page_form_choices(struct out *o, const struct form_view *v, const struct form_field *f);
void page_form_dates(struct out *o, const struct form_view *v, const struct form_field *f);
void page_form_hours(struct out *o, const struct form_view *v, const struct form_field *f);
void page_form_codes(struct out *o, const struct form_view *v, const struct form_field *f);
void page_form_people(struct out *o, const struct form_view *v, const struct form_field *f);
void page_form_others(struct out *o, const struct form_view *v, const struct form_field *f);
void page_item_values(
    struct out *o, const struct item *it, const struct items_part *in, enum lang lang);
void page_book_forms(struct out *o, const struct book_view *v);
void page_book_items(struct out *o, const struct book_view *v);

/* What stands in an input: the i-th value of the field as it is typed, "" none. */
const char *tell_input(
    struct out *o, const struct form_view *v, const struct form_field *f, size_t i);
/* The same of the inputs beside it: a box "a", a place "z". */
const char *tell_input_beside(
    struct out *o, const struct form_view *v, const struct form_field *f, const char *letters);
bool tell_is_chosen(
    struct out *o, const struct form_view *v, const struct form_field *f, const char *value);
bool tell_is_offered(const struct form_view *v, const struct form_field *f, size_t choice);
/* How many inputs a field of several values has. */
size_t tell_n_inputs(struct out *o, const struct form_view *v, const struct form_field *f);

/* Words for values: of one value, of the whole field, of an item in one line. */
const char *tell_value(struct out *o, enum lang lang, const struct form_field *f,
    const struct field_value *v, const struct items_part *in);
const char *tell_field(struct out *o, enum lang lang, const struct item *it,
    const struct form_field *f, const struct items_part *in);
const char *tell_item_line(
    struct out *o, enum lang lang, const struct item *it, const struct items_part *in);
const char *tell_date_known(struct out *o, enum lang lang, int64_t day, int64_t precision);
const char *tell_hours(struct out *o, int64_t hours, const char *zone);
const char *tell_moment(struct out *o, enum lang lang, int64_t seconds, const char *zone);

/* Who filled it in as it is, and when. */
const char *tell_by(struct out *o, enum lang lang, const struct item *it);
const char *tell_form_title(enum lang lang, const struct form_def *d);
const char *tell_item_problem(
    struct out *o, enum lang lang, const struct form_field *f, enum item_problem p, int64_t n);
const char *tell_form_url(struct out *o, const struct form_view *v);
const char *tell_item_url(struct out *o, const struct item *it, const char *more);

/* The i-th language or place with a clock of its own that an input offers; NULL after the last. */
const char *tell_language_code(size_t i);
const char *tell_zone(size_t i);

#endif
