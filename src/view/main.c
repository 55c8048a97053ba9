/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* understory-view: foreign files become pixels in a room that has nothing else in it.
   usage: understory-view serve      for the desk, over the socket at descriptor 3
          understory-view show PAGE  one file on standard input, its sight on standard output
          understory-view inside PAGE   in the room; not for people */
#include "base/own.h"
#include "base/text.h"
#include "guard/guard.h"
#include "view/view.h"
#include "viewlink/sight.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { LINE = 3 };

int
main(int argc, char **argv)
{
    struct guard_report report;
    uint64_t page = 0;
    enum err e = ERR_MALFORMED;

    if (guard_start(&report))
        return 1;
    (void)signal(SIGPIPE, SIG_IGN);
    if (argc == 2 && strcmp(argv[1], "serve") == 0)
        return view_serve(LINE) ? 1 : 0;
    if (argc == 3 && !text_u64(argv[2], 1, SIGHT_PAGES_MAX, &page)) {
        if (strcmp(argv[1], "show") == 0)
            e = view_job(0, (uint32_t)page, 1);
        else if (strcmp(argv[1], "inside") == 0)
            e = view_inside((uint32_t)page, 1);
    }
    if (e == ERR_MALFORMED)
        (void)fprintf(stderr, "usage: understory-view show PAGE < FILE > SIGHT\n");
    return e ? 1 : 0;
}
