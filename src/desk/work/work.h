/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_WORK_WORK_H
#define DESK_WORK_WORK_H
/* Where casework stands in a case, read from the projection.  Texts live in the arena. */
#include "desk/cases/rules.h"
#include "desk/forms/items.h"
#include "desk/work/stage.h"

enum { LABELS_MAX = 16, LABEL_BYTES = 80, WATCHERS_MAX = 32, MERGED_MAX = 32, TEMPLATES_MAX = 200 };

/* Approval of an assessment, of a plan or of a closure: derived from what was filled in when. */
enum approval { APPROVAL_NONE, APPROVAL_WAITS, APPROVAL_GIVEN, APPROVAL_REFUSED };

struct merged_case {
    int64_t id;
    const char *subject;
    bool waits, frozen;
};

struct case_work {
    enum work_stage stage;
    bool reopened;
    int64_t frozen_s;                /* 0: not frozen */
    const char *frozen_by, *thaw_by; /* thaw_by: who asks for it; "" nobody */
    enum snooze_until snooze;
    int64_t snooze_until_s;
    const char *snooze_words;
    bool merged;                       /* it went into another case */
    int64_t merged_into;               /* 0: one that this vault does not read */
    struct merged_case in[MERGED_MAX]; /* what came into this one */
    size_t n_in;
    const char *offer_to, *offer_by; /* a hand-over that waits; "" none */
    int64_t offer_s;
    const char *offer_note, *offer_promise;
    const char *labels[LABELS_MAX];
    size_t n_labels;
    const char *watchers[WATCHERS_MAX];
    size_t n_watchers;
    bool seen; /* a human answered, took it or decided the urgency */
};

/* Never ERR_NOT_FOUND: of a case without casework everything is empty. */
MUST_USE enum err work_get(struct db *p, int64_t case_id, struct arena *a, struct case_work *out);

/* How the approval of what form stands in these items. */
enum approval approval_of(const struct item *const *items, size_t n, uint32_t form);

/* Was she trained for urgent requests, and does it still hold?  *any: at least one member was;
   before that the rule binds nobody. */
MUST_USE enum err work_is_trained(
    struct db *p, const char *member, int64_t today, struct arena *a, bool *trained, bool *any);

/* Who is on duty at this moment, by the roster: the duty lead first, then counsellors, then cover;
   at most `cap` names.  *languages of the i-th are in her item. */
MUST_USE enum err work_on_duty(
    struct db *p, int64_t now_s, struct arena *a, const struct item **out, size_t cap, size_t *n);

/* A moment on the clock of its place ("" or unknown: UTC), in UTC. */
int64_t work_moment_utc(int64_t local_s, const char *zone);

/* The roster as alerts need it: hours that are not over yet. */
struct duty_hours {
    uint8_t item[ID_BYTES];
    const char *member;
    int64_t task, from_s, to_s;
};
MUST_USE enum err work_duty_hours(
    struct db *p, int64_t now_s, struct arena *a, struct duty_hours **out, size_t *n);

/* Does the projection know this item, withdrawn or not? */
MUST_USE enum err work_knows_item(struct db *p, const uint8_t item[ID_BYTES], bool *out);

/* May an answer be sent, by whatever channel?  PROBLEM_NONE: yes. */
MUST_USE enum err work_answer_problem(
    struct db *p, int64_t case_id, struct arena *a, enum desk_problem *out);

/* What keeps the case from being closed for this reason. */
MUST_USE enum err work_closing_problem(
    struct db *p, int64_t case_id, int reason, struct arena *a, enum desk_problem *out);

/* A translation beside an entry.  ERR_NOT_FOUND: none. */
struct translation {
    const char *body, *by;
};
MUST_USE enum err work_translation(
    struct db *p, int64_t case_id, int64_t entry_id, struct arena *a, struct translation *out);

/* Labels in use: at most `cap` of them behind the first `skip`. */
struct label_use {
    const char *label;
    char key[17]; /* stands for it in an address: no label does */
    int64_t open;
};
MUST_USE enum err work_labels(
    struct db *p, int64_t skip, struct arena *a, struct label_use *to, size_t cap, size_t *n);
MUST_USE enum err work_labels_count(struct db *p, int64_t *out);

/* A list by what somebody asks for. */
struct work_view {
    bool closed, waiting, nobody;
    int64_t urgencies; /* bits 1 to 4; 0: all */
    const char *lang, *country, *label;
    int64_t situation;
    const char *among; /* only these cases: a list of numbers in JSON; NULL or "": all */
};
struct work_rows {
    struct case_row *rows;
    size_t n;
    bool more;
    int64_t total; /* on all pages */
};
/* INBOX_PAGE rows behind the first `skip`. */
MUST_USE enum err work_list(struct db *p, const struct work_view *v, int64_t skip, int64_t now_s,
    struct arena *a, struct work_rows *out);

/* Only how many there are. */
MUST_USE enum err work_list_count(
    struct db *p, const struct work_view *v, int64_t now_s, struct arena *a, int64_t *out);

/* How many she watches. */
MUST_USE enum err work_watched_count(struct db *p, const char *member, int64_t *out);

/* Texts that may be put into an answer to this language and country now, and the one with this id
   filled in.  ERR_NOT_FOUND. */
MUST_USE enum err work_templates(struct db *p, const struct case_row *row, int64_t today,
    struct arena *a, const struct item **to, size_t *n);
const char *work_fill_template(
    struct arena *a, const char *text, const char *const names[4], const char *const values[4]);

#endif
