/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The button that keeps a session alive. */
#include "desk/access/handlers.h"
#include "desk/pages/members.h"
#include "desk/view.h"
#include "http/reply.h"

/* The use itself is noted where every request of a member is. */
enum err
post_stay(struct req *rq)
{
    struct desk_frame f;
    struct out o = out_in(rq->arena);

    view_frame(rq, PLACE_NONE, &f);
    f.member = NULL;
    page_desk_stay(&o, &f);
    return reply_page(rq, 200, &o);
}
