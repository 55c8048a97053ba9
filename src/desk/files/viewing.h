/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FILES_VIEWING_H
#define DESK_FILES_VIEWING_H
/* Files that members look at: handed to understory-view, which opens them in a room with nothing in
   it, and kept as pixels in memory until the desk is locked, a few minutes pass or others need the
   place.  The loop owns this; it never waits for a file. */
#include "core/wire/keys.h"
#include "desk/files/png.h"
#include "viewlink/sight.h"

enum { SEEN_MAX = 12, SEEN_KEPT_MS = 5 * 60 * 1000, SEEN_PATIENCE_MS = 90 * 1000 };

struct seen {
    uint32_t job; /* 0: this place is free */
    struct content_id blob;
    uint32_t page;
    bool ready;
    struct sight s; /* without its body; when ready */
    uint8_t *png;   /* the page, or NULL */
    size_t n_png;
    char *text;      /* the text, or NULL */
    int64_t used_ms; /* steady clock */
    /* being encoded */
    uint8_t *raw;
    size_t n_raw;
    struct png *coding;
};

struct viewing {
    int line; /* -1: the program is not there */
    uint32_t last_job;
    struct seen seen[SEEN_MAX];
};

/* Start the program; NULL: the one beside this program.  Before the sandbox and before threads.
   Without it v->line is -1 and no file can be seen: nothing else depends on it. */
void viewing_start(struct viewing *v, const char *program);
void viewing_stop(struct viewing *v);

/* A page of a file as far as it is known; NULL: nobody asked, or it was forgotten. */
struct seen *viewing_find(struct viewing *v, const struct content_id *blob, uint32_t page);

/* Ask for a page; `file` stays the caller's.  ERR_BUSY: too many wait.  *out is it. */
MUST_USE enum err viewing_ask(struct viewing *v, const struct content_id *blob, uint32_t page,
    int file, int64_t now_ms, struct seen **out);

/* One round: take what came, go on with a few milliseconds of work. */
void viewing_step(struct viewing *v, int64_t now_ms);
/* Is there work left for the next round at once? */
bool viewing_is_busy(const struct viewing *v);

/* Wipe and forget all. */
void viewing_forget(struct viewing *v);

#endif
