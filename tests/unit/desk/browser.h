/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_DESK_BROWSER_H
#define TESTS_UNIT_DESK_BROWSER_H
/* A browser for tests: real HTTP over a socketpair to the desk's site, keeping its cookie and the
   token of the last page. */
#include "desk/desk.h"
#include "desk/setup/setup.h"

enum { BROWSER_ANSWER_CAP = 1 << 20 };

struct browser {
    struct app *app;
    char cookie[160];    /* "name=value" or "" */
    char known[160];     /* the same for the long-lived cookie of a browser */
    char csrf[CSRF_CAP]; /* from the last page that had one */
    char answer[BROWSER_ANSWER_CAP];
    unsigned status;
    const char *body; /* within answer */
    const char *more; /* headers to add, each ending in CR LF; NULL none */
};

void browser_new(struct browser *b, struct app *app);

/* Send one request; `fields` is the form of a POST, already encoded, or NULL.  " {csrf}" in it
   stands for the token.  No redirect is followed. */
void browser_get(struct browser *b, const char *path);
void browser_post(struct browser *b, const char *path, const char *fields);
void browser_send(struct browser *b, const char *method, const char *path, struct bytes body);

/* A header of the last answer in `to`, "" when it is not there. */
void browser_header(const struct browser *b, const char *name, char *to, size_t cap);

/* Does the body of the last answer hold this text? */
bool browser_has(const struct browser *b, const char *text);

/* The value of the hidden field of this name nearest after `after` in the last page, in `to`. */
void browser_field(
    const struct browser *b, const char *after, const char *name, char *to, size_t cap);

/* A path of the route table with something in its braces: 1 for {n}, "aa" for {w}. */
void browser_path(const char *row, char *to, size_t cap);

/* Log in; `more` is added to the form, such as "&to=%2Fstatus". */
void browser_login(struct browser *b, const struct setup_member *who, const char *more);

/* Assert that the last answer leads on to this path,
   or is a page of this status that holds this text. */
void browser_goes_to(const struct browser *b, const char *path);
void browser_shows(const struct browser *b, unsigned status, const char *text);

#endif
