/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEEP_KEEP_PAGES_H
#define DESK_KEEP_KEEP_PAGES_H
/* Pages of keeping.  As everywhere a page reads its view and nothing else. */
#include "desk/access/two_person.h"
#include "desk/keep/bring.h"
#include "desk/keep/talk.h"
#include "desk/pages/frame.h"

/* What has just been done, or why not; stands in an address. */
enum keep_say {
    KEEP_SAY_NOTHING,
    KEEP_SAY_ASKED,
    KEEP_SAY_CONFIRMED,
    KEEP_SAY_DROPPED,
    KEEP_SAY_ERASED,
    KEEP_SAY_HELD,
    KEEP_SAY_RELEASED,
    KEEP_SAY_BROUGHT,
    KEEP_SAY_BAD, /* from here on: it was not done */
    KEEP_SAY_ASKED_BEFORE = KEEP_SAY_BAD,
    KEEP_SAY_OVER,
    KEEP_SAY_NOT_YOU,
    KEEP_SAY_IS_HELD,
    KEEP_SAY_WHY,
    KEEP_SAY_NOT_READ,
    KEEP_SAY_READING,
    KEEP_SAY_NO_PROGRAM,
    KEEP_SAY_FULL,
    KEEP_SAY_SLOWLY,
    N_KEEP_SAYS
};

struct keep_pair {
    const char *id;
    enum two_person_act act;
    struct two_about about;
    const char *by, *words, *second;
    bool own, confirmed, may;
};

struct keep_view {
    struct desk_frame f;
    enum keep_say say;
    int64_t months;
    const struct keep_pair *pairs;
    size_t n_pairs;
    /* silent: the words go soon; stuck: they could not be erased */
    const struct kept_case *due, *held, *silent, *stuck;
    size_t n_due, n_held, n_silent, n_stuck;
    int64_t days;     /* after so many without a word; 0: never */
    const char *away; /* whose keys are on a journey: no words go; "": nobody's */
    int64_t away_s;
    int64_t n_erased;
    const char *const *files;
    size_t n_files;
    bool may_erase, may_export, may_bring, has_recovery;
};

struct keep_case_view {
    struct desk_frame f;
    enum keep_say say;
    int64_t id;
    const char *subject, *lang;
    struct hold hold;
    int64_t due_s; /* 0: open */
    struct talk talk;
    int64_t talk_due_s; /* when the words of messages are erased; 0: not by themselves */
    bool talk_stuck;    /* they could not be erased */
    bool may_erase, may_export, may_paper;
};

struct bring_view {
    struct desk_frame f;
    const char *file;
    const struct brought *b;
};

/* The pages. */
void page_desk_keep(struct out *o, const struct keep_view *v);
void page_desk_keep_case(struct out *o, const struct keep_case_view *v);
void page_desk_bring(struct out *o, const struct bring_view *v);

/* Parts of them. */
void page_desk_keep_say(struct out *o, enum keep_say say, enum lang lang);
void page_desk_keep_pair(struct out *o, const struct keep_view *v, const struct keep_pair *p);
void page_desk_keep_due(struct out *o, const struct keep_view *v);
void page_desk_keep_words(struct out *o, const struct keep_view *v);
void page_desk_keep_files(struct out *o, const struct keep_view *v);
void page_desk_bring_columns(struct out *o, const struct bring_view *v);

/* Words. */
const char *tell_keep(enum lang lang, enum keep_say say);
const char *tell_two(enum lang lang, enum two_person_act act);
const char *tell_two_about(struct out *o, enum lang lang, const struct two_about *a);
const char *tell_source(enum lang lang, enum doc_source s);
const char *tell_doc_trouble(struct out *o, enum lang lang, const struct bring_trouble *t);
const char *tell_column(enum lang lang, enum doc_column c);
const char *tell_column_name(struct out *o, size_t i); /* of the field that maps it */

#endif
