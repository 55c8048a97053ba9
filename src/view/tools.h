/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef VIEW_TOOLS_H
#define VIEW_TOOLS_H
/* Inside the room: the programs that know foreign formats, each in a process that may read /usr and
   the file, run, and nothing else.  What they write is believed by nobody. */
#include "viewlink/sight.h"
#include <sys/types.h>

#define ROOM_FILE  "/in"
#define ROOM_FONTS "/tmp/fonts.conf"

/* A build with sanitizers needs calls that no role should have: its room has no filter. */
#if defined(__SANITIZE_ADDRESS__)
#define ROOM_IS_SANITIZED 1
#else
#define ROOM_IS_SANITIZED 0
#endif

enum tool_task {
    TOOL_COUNT, /* how many pages: what pdfinfo prints; nothing for other kinds */
    TOOL_PAGE,  /* the page as a picture (pnm.h), or the text as UTF-8 */
};

enum { TOOL_MISSING = 127 }; /* exit status: the program is not installed */

/* The start of the file: at most `cap` bytes. */
MUST_USE enum err room_head(uint8_t *to, size_t cap, size_t *n);

/* Start the task in a child; *from is what it writes. */
MUST_USE enum err tool_start(enum tool_task task, uint32_t page, pid_t *pid, int *from);

/* Give up all but what a role in the room needs; enum guard_calls.  ERR_INTERNAL: the filter cannot
   be had, and then nothing may be opened. */
MUST_USE enum err room_narrow(unsigned calls);

/* Let time, memory and what a tool writes come to an end.  False: it cannot be had. */
bool room_bound(void);

/* The text of the file as UTF-8 to `out`, whichever of the usual alphabets it is in. */
MUST_USE enum err text_convert(int in, int out);

#endif
