/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/desk/dates/at_desk.h"
#include "tests/unit/check.h"
#include <inttypes.h>
#include <stdio.h>

#define RULE_FORM                                                                                  \
    "csrf={csrf}&rule=%s&base=%s&time=%s&means=%d&way=%s&authority=&zone=&stay=%s&what=%s&do=%s"

void
at_desk_new(struct at_desk *d)
{
    struct pulled p;

    fixture_new_team(&d->fx);
    d->fx.app.conf.origin = "http://127.0.0.1:8080";
    browser_new(&d->olga, &d->fx.app);
    browser_new(&d->pavel, &d->fx.app);
    fixture_request(&d->fx, "Секретный текст", BELL_RING_DANGER, &d->seeker, &p);
    assert_int_equal(fixture_file(&d->fx, &p), 1);
    browser_login(&d->olga, &d->fx.members[0], "");
    fixture_settle(&d->fx.app);
    browser_login(&d->pavel, &d->fx.members[3], "");
}

void
at_desk_done(struct at_desk *d)
{
    seeker_keys_drop(&d->seeker);
    fixture_done(&d->fx);
}

/* The number of the date that the last answer leads to. */
int64_t
date_kept(const struct browser *b)
{
    char to[128];
    int64_t id = 0;

    browser_header(b, "Location", to, sizeof to);
    if (b->status != 303 || sscanf(to, "/dates/%" SCNd64 "?done=1", &id) != 1)
        fail_msg("%u %s %.600s", b->status, to, b->body);
    return id;
}

void
date_ask(struct browser *b, const char *rule, const char *base, const char *more, const char *act)
{
    char fields[600];

    (void)snprintf(fields, sizeof fields, RULE_FORM, rule, base, "", BASE_EVENT, "", "", more, act);
    browser_get(b, "/c/1/dates/new");
    browser_post(b, "/c/1/dates/new", fields);
}

/* With the number of changes that the page shows. */
void
date_do(struct browser *b, int64_t id, const char *what, const char *more)
{
    char path[64], fields[300], seq[24];

    (void)snprintf(path, sizeof path, "/dates/%" PRId64, id);
    browser_get(b, path);
    browser_field(b, "<h2>", "seq", seq, sizeof seq);
    (void)snprintf(path, sizeof path, "/dates/%" PRId64 "/%s", id, what);
    (void)snprintf(fields, sizeof fields, "csrf={csrf}&seq=%s%s", seq, more);
    browser_post(b, path, fields);
}

void
date_shows(struct browser *b, int64_t id, const char *text)
{
    char path[64];

    (void)snprintf(path, sizeof path, "/dates/%" PRId64, id);
    browser_get(b, path);
    browser_shows(b, 200, text);
}
