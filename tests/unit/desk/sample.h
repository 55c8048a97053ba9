/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_DESK_SAMPLE_H
#define TESTS_UNIT_DESK_SAMPLE_H
/* Every page of the desk with invented views, for tests and for looking at. */
#include "desk/pages/pages.h"

enum sample {
    SAMPLE_LOGIN,
    SAMPLE_LOGIN_WRONG,
    SAMPLE_LOGIN_CARRIES,
    SAMPLE_INBOX,
    SAMPLE_INBOX_EMPTY,
    SAMPLE_CASE,
    SAMPLE_CASE_DONE,
    SAMPLE_CASE_CONFLICT,
    SAMPLE_CASE_URGENCY,
    SAMPLE_CASE_CLOSED,
    SAMPLE_SEARCH,
    SAMPLE_SEARCH_NONE,
    SAMPLE_STATUS,
    SAMPLE_STATUS_TROUBLE,
    SAMPLE_SETTINGS,
    SAMPLE_PROBLEM,
    SAMPLE_FORM,
    SAMPLE_FORM_WRONG,
    SAMPLE_FORM_LOCKED,
    SAMPLE_ITEM,
    SAMPLE_ITEM_WITHDRAWN,
    SAMPLE_BOOK,
    SAMPLE_BOOK_LIST,
    SAMPLE_HANDOVER,
    SAMPLE_MERGE,
    SAMPLE_VIEWS,
    SAMPLE_CASE_FROZEN,
    SAMPLE_TODAY,
    SAMPLE_TODAY_DONE,
    SAMPLE_SECOND,
    SAMPLE_APP,
    SAMPLE_PASSKEY,
    SAMPLE_PASSKEY_ELSEWHERE,
    SAMPLE_RECOVERY,
    SAMPLE_PASSPHRASE,
    SAMPLE_FACTOR,
    SAMPLE_CASE_MAIL,
    SAMPLE_NEW,
    SAMPLE_NEW_WRONG,
    SAMPLE_DATES,
    SAMPLE_MONTH,
    SAMPLE_DATE_NEW,
    SAMPLE_DATE_WRONG,
    SAMPLE_DATE,
    SAMPLE_CASE_DATES,
    SAMPLE_AUDIT,
    SAMPLE_AUDIT_BROKEN,
    SAMPLE_FILE,
    SAMPLE_FILE_WAITS,
    SAMPLE_FILE_TEXT,
    SAMPLE_FILE_REFUSED,
    SAMPLE_ORIGINAL,
    SAMPLE_ORIGINAL_CONFIRMED,
    SAMPLE_KEEP,
    SAMPLE_KEEP_EMPTY,
    SAMPLE_KEEP_CASE,
    SAMPLE_KEEP_HELD,
    SAMPLE_BRING,
    SAMPLE_MEMBERS,
    SAMPLE_MEMBER,
    SAMPLE_INVITE,
    SAMPLE_JOINING,
    SAMPLE_TRAVEL,
    N_SAMPLES,
};

const char *sample_name(enum sample s);

/* Write the page.  `hostile` stands in for every text that somebody else wrote;
   NULL: sensible ones. */
void sample_page(struct out *o, enum sample s, enum lang lang, const char *hostile);

/* The rows of `v` as what was found. */
void sample_search(struct out *o, struct inbox_view *v, const char *hostile);

/* Subjects with a file of their own; sample_page() calls them with the frame. */
/* What was filled in in a case. */
const struct items_part *sample_items(struct out *o, const char *hostile);
void sample_members(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile);
void sample_access(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile);
/* The vaults of the side bar; who reads a case. */
const struct vault_link *sample_vaults(struct out *o, size_t *n);
const struct case_reader *sample_readers(struct out *o, const char *hostile, size_t *n);
void sample_audit(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile);
void sample_dates(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile);
/* Where casework stands in a case. */
const struct work_part *sample_work_part(
    struct out *o, const struct case_view *v, bool frozen, const char *hostile);
void sample_work(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile);
void sample_forms(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile);
/* A case that came by mail; how channels are; a request written down by hand. */
void sample_case_mail(struct out *o, struct case_view *v, const char *hostile);
const struct post *sample_post_state(struct out *o, bool trouble, const char *hostile);
void sample_new(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile);
void sample_files(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile);
void sample_keep(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile);
void sample_status(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile);
void sample_today(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile);

#endif
