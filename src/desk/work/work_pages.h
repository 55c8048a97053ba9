/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_WORK_WORK_PAGES_H
#define DESK_WORK_WORK_PAGES_H
/* Casework on the page of a case, and its own pages: hand-over, merge, labels and views. */
#include "desk/dates/due.h"
#include "desk/forms/form_pages.h"
#include "desk/post/turns.h"
#include "desk/work/relations.h"

/* What the page of a case needs of it. */
struct work_part {
    struct case_work w;
    enum approval assessment, plan, closure;
    enum escalation late;
    bool untrained;     /* whoever leads was not trained for urgent requests */
    bool watching;      /* she watches it */
    bool linked_frozen; /* a case that may be or is the same matter is frozen, or a linked one */
    struct case_link links[LINKS_MAX];
    size_t n_links;
    bool leads_untrained; /* her first answer would make her lead without training */
    const char *untrained_by, *untrained_why; /* who does, and why; "" nobody */
    bool may_see_untrained;
    bool template_first; /* an emergency: no text before a human */
    const struct item *const *templates;
    size_t n_templates;
    const struct translation *translations; /* beside the entries; body NULL: none */
};

/* The packet of a hand-over: what is known, without the thread. */
struct packet {
    struct case_row row;
    struct case_work work;
    struct items_part forms;
    const struct date_due *dates; /* that still ask for something */
    size_t n_dates;
};

struct handover_view {
    struct desk_frame f;
    const struct packet *mine; /* cases to be handed over, with their packets */
    size_t n_mine;
    const struct packet *offered; /* to her */
    size_t n_offered;
    const char *const *members;
    size_t n_members;
    enum desk_problem problem;
    const char *to, *note; /* as typed */
    bool single, done;
};

struct merge_view {
    struct desk_frame f;
    struct packet into, from;
    const char *into_text, *from_text; /* the first message of each */
    enum desk_problem problem;
};

struct saved_use {
    const struct item *it;
    int64_t total; /* -1: not counted */
    bool cut;      /* more are found than are looked at */
};

struct views_view {
    struct desk_frame f;
    bool cut;          /* of the list shown */
    const char *title; /* of the list shown; NULL: which lists there are */
    struct list_view list;
    const struct label_use *labels;
    size_t n_labels;
    int64_t n_all_labels; /* on all pages */
    const struct saved_use *saved;
    size_t n_saved;
    const struct item *const *duty; /* who is on duty now */
    size_t n_duty;
    const struct turns *turns; /* who of them can be called */
};

/* The pages. */
void page_desk_handover(struct out *o, const struct handover_view *v);
void page_desk_merge(struct out *o, const struct merge_view *v);
void page_desk_views(struct out *o, const struct views_view *v);

/* Parts of the page of a case. */
void page_work_banner(struct out *o, const struct case_view *v);
void page_work_facts(struct out *o, const struct case_view *v);
void page_work_acts(struct out *o, const struct case_view *v);
void page_work_snooze(struct out *o, const struct case_view *v);
void page_work_freeze(struct out *o, const struct case_view *v);
void page_work_links(struct out *o, const struct case_view *v);
void page_work_lead(struct out *o, const struct case_view *v);
void page_work_templates(struct out *o, const struct case_view *v);
void page_work_frozen(struct out *o, const struct case_view *v);
void page_work_offer(struct out *o, const struct case_view *v);
void page_work_merged(struct out *o, const struct case_view *v);
void page_work_beside(struct out *o, const struct case_view *v, const struct thread_entry *t);
void page_work_translation(struct out *o, const struct case_view *v, const struct thread_entry *t);
void page_work_packet(struct out *o, const struct packet *p, int64_t now_s, enum lang lang);
void page_work_matter(struct out *o, const struct packet *p, const char *text, enum lang lang);
void page_work_offered(struct out *o, const struct handover_view *v);

/* Words. */
const char *tell_stage(enum lang lang, enum work_stage stage);
const char *tell_approval(enum lang lang, enum approval a);
const char *tell_escalation(enum lang lang, enum escalation e);
const char *tell_snooze(struct out *o, enum lang lang, const struct case_work *w);

#endif
