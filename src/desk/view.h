/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_VIEW_H
#define DESK_VIEW_H
/* From the state of the desk to what pages need of it. */
#include "desk/desk.h"
#include "desk/pages/pages.h"

enum { HUBS_SILENT_S = 15 * 60, PLACE_PATH_MAX = 200 };

/* Fill the frame of a page, without counters. */
void view_frame(const struct req *rq, enum desk_place place, struct desk_frame *out);

/* The counters of the side bar: inside a transaction on the casebook, which must be open. */
MUST_USE enum err view_counts(const struct req *rq, struct desk_frame *f);

/* A value from the form, else from the address; "" when in neither. */
const char *view_param(struct req *rq, const char *name);

/* The list that the request asks for by f and p, or what the session searched last.
   Texts live in the request's arena. */
MUST_USE enum err view_list(struct req *rq, struct list_view *out);

/* Who acts in this request, and when. */
struct actor view_actor(const struct req *rq);

/* Is there something on the status page that somebody should see? */
bool view_is_trouble(const struct app *app);

/* No hub was reached for a while. */
bool view_hubs_silent(const struct app *app, int64_t now_s);

/* Is this an own path with nothing strange in it, fit for a Location header? */
bool view_is_own_path(const char *path);

/* The page for a problem that has no better place, with the status that fits. */
MUST_USE enum err view_problem(
    struct req *rq, unsigned status, enum desk_problem p, int64_t n, const char *words);

#endif
