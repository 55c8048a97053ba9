/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H
/* The three roles of understory-view.  The master waits for files that the desk wants to see; for
   each it starts a job, which makes a room with nothing in it (bubblewrap: no network, no files but
   /usr, no other processes) and takes what comes out of it; inside the room the file is opened. */
#include "viewlink/sight.h"

/* Serve the desk until it ends the line. */
MUST_USE enum err view_serve(int line);

/* Open page `page` of the file that can be read from `in`, and write its sight to `out`: always
   one, if only one that says why not.  Never without the room. */
MUST_USE enum err view_job(int in, uint32_t page, int out);

/* In the room: the sight of ROOM_FILE to `out`. */
MUST_USE enum err view_inside(uint32_t page, int out);

/* Write a sight that says why there is nothing to see. */
MUST_USE enum err view_say(int out, enum sight_status status, enum sight_kind kind);

#endif
