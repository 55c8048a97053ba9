/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A feed of a few dates in the language of the argument, for check_ics.py. */
#include "base/own.h"
#include "desk/dates/ics.h"
#include <stdio.h>

int
main(int n_args, char **args)
{
    OWN(arena) a = arena_new(1 << 20);
    struct out o = out_in(a);
    struct ics_event events[40];

    for (int i = 0; i < 40; i++)
        events[i] = (struct ics_event){ { (uint8_t)(i + 1) }, 4100 + i,
            1773522000 + (int64_t)i * 86400 * 400, 1770000000, (uint32_t)i };
    struct ics_feed f = { lang_of(n_args > 1 ? args[1] : "en"), events, 40 };
    ics_write(&o, &f);
    return o.failed || fwrite(o.buf, 1, o.n, stdout) != o.n;
}
