/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_PAGES_FRAME_H
#define DESK_PAGES_FRAME_H
/* Parts that the pages of this folder share; nobody else calls them. */
#include "desk/pages/pages.h"
#include "desk/pages/tell.h"

/* Everything above and below the panes.  `title` is neutral: it stays in the browser's history. */
void page_desk_head(struct out *o, const struct desk_frame *f, const char *title);
void page_desk_foot(struct out *o, const struct desk_frame *f);
void page_desk_side(struct out *o, const struct desk_frame *f);
void page_desk_languages(struct out *o, const struct desk_frame *f);
void page_desk_tongue(struct out *o, const struct desk_frame *f);
void page_desk_keys(struct out *o, const struct desk_frame *f);

/* What warns before a session locks; the class of the style sheet for a limit, and how many minutes
   before it the warning comes. */
void page_desk_warning(struct out *o, const struct desk_frame *f);
int64_t stay_class(int64_t idle_min);
int64_t stay_minutes(int64_t idle_min);

/* Rows of a list, what is said when it is empty, and the search box above it. */
void page_desk_rows(struct out *o, const struct list_view *l, enum lang lang);
void page_desk_row(struct out *o, const struct list_view *l, size_t i, enum lang lang);
void page_desk_empty(struct out *o, const struct list_view *l, enum lang lang);
void page_desk_find(struct out *o, const struct desk_frame *f, const struct list_view *l);
void page_desk_turn(struct out *o, const struct list_view *l, enum lang lang);

/* Parts of the search page. */
void page_desk_find_help(struct out *o, enum lang lang);
void page_desk_found(struct out *o, const struct inbox_view *v);
void page_desk_chips(struct out *o, const struct inbox_view *v);
void page_desk_facets(struct out *o, const struct inbox_view *v);
void page_desk_facet(struct out *o, const struct inbox_view *v, const char *title, const char *key,
    const struct facet *f);
void page_desk_piece(struct out *o, const struct find_piece *p);

/* Parts of a case. */
void page_case_dates(struct out *o, const struct case_view *v);
void page_desk_thread(struct out *o, const struct case_view *v);
void page_desk_entry(struct out *o, const struct case_view *v, const struct thread_entry *t);
void page_desk_event(struct out *o, const struct case_view *v, const struct thread_entry *t);
void page_desk_reply(struct out *o, const struct case_view *v);
void page_desk_note(struct out *o, const struct case_view *v);
void page_desk_writing(struct out *o, const struct case_view *v);
void page_desk_facts(struct out *o, const struct case_view *v);
void page_desk_proposal(struct out *o, const struct case_view *v);
void page_desk_similar(struct out *o, const struct case_view *v);
void page_desk_audit_row(struct out *o, const struct audit_row *r, enum lang lang);
void page_desk_readers(struct out *o, const struct case_view *v);
void page_desk_reader_name(struct out *o, const struct case_reader *r, enum lang lang);
void page_desk_acts(struct out *o, const struct case_view *v);
void page_desk_act_urgency(struct out *o, const struct case_view *v);
void page_desk_act_close(struct out *o, const struct case_view *v);
void page_desk_hidden(struct out *o, const struct case_view *v);
void page_desk_act(struct out *o, const struct today_view *v, const struct act *a);
void page_desk_urgency(struct out *o, int urgency, enum lang lang);

/* Other channels than hubs: an entry, the form for an answer, a tag, a part of the status page. */
void page_desk_contact_entry(
    struct out *o, const struct case_view *v, const struct thread_entry *t);
void page_desk_way(struct out *o, const struct case_view *v);
void page_desk_new_key(struct out *o, const struct case_view *v);
void page_desk_spoken(struct out *o, const struct case_view *v);
void page_desk_safe(struct out *o, const struct case_view *v);
void page_desk_channels(struct out *o, const struct status_view *v);
void page_desk_duty(struct out *o, const struct status_view *v);

/* Parts of the status page. */
void page_desk_hub(struct out *o, const struct status_view *v, const struct hub *h);
void page_desk_guard(struct out *o, const struct status_view *v);

#endif
