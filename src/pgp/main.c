/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* understory-pgp: encrypts what a mail worker gives it to the keys of strangers, and opens for the
   desk what was encrypted to it.  It may start GnuPG, which they may not, and meets no network.
   usage: understory-pgp SANDBOX serve */
#include "guard/guard.h"
#include "pgp/room.h"
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

int
main(int argc, char **argv)
{
    struct guard_report report;

    if (argc != 3 || guard_mode_of(argv[1]) == GUARD_UNSET || strcmp(argv[2], "serve") != 0)
        return 2;
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGTERM, SIG_IGN); /* it ends with whoever asks it, in the midst of no mail */
    if (guard_start(&report))
        return 1;
    return pgp_serve(0, 1) ? 1 : 0;
}
