/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CASES_CASES_H
#define DESK_CASES_CASES_H
/* Reading cases from a projection.  Texts live in the arena that was given. */
#include "core/triage/triage.h"
#include "desk/cases/casebook.h"

enum { INBOX_PAGE = 50, MAX_SIMILAR = 5 };

/* May an answer name the matter, when others may see the screen?  As in field 0F of a message. */
enum reply_safety { REPLY_NOT_SAID, REPLY_SAFE, REPLY_UNSAFE, REPLY_UNSURE };

struct case_row {
    int64_t id;
    const char *subject, *lang, *country, *decided_by, *state, *assignee;
    enum triage_situation situation;
    enum triage_reason reasons[TRIAGE_MAX_REASONS]; /* REASON_NONE at the end */
    int proposed, urgency;
    int64_t waiting_s, due_s, last_s, unread; /* waiting_s, due_s: 0 when nobody waits */
    enum triage_date_kind day_kind;
    int64_t day; /* days since 1970, as named_near() says; 0: no date */
    bool day_binding;
    uint64_t flags;
    enum triage_who who;    /* as answered */
    enum reply_safety safe; /* as answered */
};

struct case_full {
    struct case_row row;
    struct stream_id stream;
    struct seeker_card card;
    struct psk psk;
    int64_t opened_s;
    bool has_card;
    uint32_t out_seq;
    bool has_out_last;
    struct content_id out_last;
    int64_t
        lines; /* grows with every record: what a form carries to see whether somebody was faster */
};

struct case_entry {
    int64_t id;
    enum record_kind kind;
    int64_t at_s;
    const char *who; /* "" the person */
    uint32_t number;
    const char *body;
    struct content_id content;
};

struct case_counts {
    int64_t waiting, mine, answered, closed, unread, late, u1, snoozed;
};

enum case_list {
    LIST_WAITING,
    LIST_OPEN,
    LIST_MINE,
    LIST_CLOSED,
    LIST_SNOOZED, /* put off */
    LIST_LATE,    /* over their time: the duty lead's */
    LIST_WATCHED,
    N_LISTS
};

struct case_ask {
    enum case_list list;
    const char *mine; /* member's name for LIST_MINE and LIST_WATCHED */
    int64_t skip;
    int64_t now_s;
};

/* One page of a list, most pressing first; at most INBOX_PAGE rows, *more tells of others. */
MUST_USE enum err case_list(struct db *p, const struct case_ask *ask, struct arena *a,
    struct case_row **rows, size_t *n, bool *more);

/* Rows of a statement that gives the columns of a list, until its end or `cap`; *more: there was
   another. */
MUST_USE enum err case_rows(
    struct db_stmt *s, size_t cap, struct arena *a, struct case_row **rows, size_t *n, bool *more);

/* The numbers of the side bar; `name` is the member's. */
MUST_USE enum err case_count(
    struct db *p, const char *name, int64_t now_s, struct case_counts *out);

/* Is there no case at all? */
bool case_counts_none(const struct case_counts *c);

/* ERR_NOT_FOUND.  Holds the psk: case_wipe() it. */
MUST_USE enum err case_get(struct db *p, int64_t id, struct arena *a, struct case_full *out);
void case_wipe(struct case_full *c);

/* What one page of a thread holds at most: a person may write as much as she likes, the memory of a
   request has an end. */
enum { ENTRIES_PAGE = 200, ENTRIES_BYTES = 200 * 1000 };

struct entries_ask {
    int64_t id;     /* of the case */
    int64_t before; /* an entry's id: only older ones; 0: the newest */
};

struct entries {
    struct case_entry *e; /* oldest first */
    size_t n;
    bool more; /* there are older ones */
};

/* The newest entries that fit on a page, at least one if there is any. */
MUST_USE enum err case_entries(
    struct db *p, const struct entries_ask *ask, struct arena *a, struct entries *out);

struct case_like {
    int64_t id;
    const char *subject;
    struct triage_likeness why;
};

/* Cases of the same days that may be the same matter:
   proposals, nothing is ever merged by the desk. */
MUST_USE enum err case_similar(
    struct db *p, int64_t id, struct arena *a, struct case_like to[MAX_SIMILAR], size_t *n);

/* The case of a conversation.  ERR_NOT_FOUND. */
MUST_USE enum err case_of_thread(
    struct db *p, const struct thread_id *thread, int64_t *id, struct stream_id *stream);

#endif
