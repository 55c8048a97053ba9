/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_HUBS_COURIER_H
#define DESK_HUBS_COURIER_H
/* The desk's second thread: carries HTTP exchanges with hubs, one after the other, and nothing
   else.  It sees sealed bytes only.  Jobs go in, come back done, and courier_fd() wakes
   the loop. */
#include "base/arena.h"
#include "net/fetch.h"

enum courier_kind { JOB_PULL, JOB_DEPOSIT, JOB_EDITION };

enum { JOB_MAX_IDS = 16, JOB_URL_CAP = 320, JOB_AUTH_CAP = 192 };

struct courier_job {
    enum courier_kind kind;
    size_t hub; /* index in struct hubs */
    char url[JOB_URL_CAP];
    char authorization[JOB_AUTH_CAP]; /* "" none */
    struct arena *arena;              /* holds body and answer; owned by the job */
    struct bytes put;                 /* p NULL: a GET */
    size_t max_bytes;
    int64_t outbox_ids[JOB_MAX_IDS];
    size_t n_outbox;
    /* When it is done: */
    enum err err;
    struct fetched answer;
    char why[128];
};

struct courier;

/* Start the thread.  `proxy` as in net/fetch.h; it must live as long as the courier. */
MUST_USE enum err courier_new(const char *proxy, long timeout_ms, struct courier **out);
/* Stop it and wait for it (at most its current job's timeout). */
void courier_drop(struct courier **c);

/* A fresh job with its arena; NULL without memory.  Dropping frees both. */
struct courier_job *courier_job_new(enum courier_kind kind, size_t hub, size_t arena_bytes);
void courier_job_drop(struct courier_job **j);

/* Hand a job over.  It is the courier's until courier_take() gives it back. */
void courier_give(struct courier *c, struct courier_job *j);

/* A finished job, or NULL.  The caller owns it. */
struct courier_job *courier_take(struct courier *c);

/* Readable when a job is done. */
int courier_fd(const struct courier *c);

#endif
