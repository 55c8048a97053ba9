/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* understory-mailparse: from raw mails to letters, and nothing else.
   usage: understory-mailparse SANDBOX         one mail on standard input, its letter on the output
          understory-mailparse SANDBOX serve   many, each in a process of its own (see serve.h)
          understory-mailparse SANDBOX desk    the same for a desk, which waits for each answer
   SANDBOX is strict, best-effort or off. */
#include "mailparse/mail.h"
#include "mailparse/serve.h"
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

static enum err
sandbox(enum guard_mode mode, unsigned calls)
{
    const struct guard_rules rules = { NULL, 0, calls };
    struct guard_report report;
    enum err e = guard_start(&report);

    return e ? e : guard_enter(mode, &rules, &report);
}

int
main(int argc, char **argv)
{
    enum guard_mode mode = argc > 1 ? guard_mode_of(argv[1]) : GUARD_UNSET;
    static const struct serve_bounds worker = { 20, 30 * 1000 };
    static const struct serve_bounds waits = { 4, 4 * 1000 }; /* below JOB_LINE_MS of joblink */
    bool desk = argc == 3 && strcmp(argv[2], "desk") == 0;
    bool serve = desk || (argc == 3 && strcmp(argv[2], "serve") == 0);
    struct guard_filter *narrow = NULL;
    struct charsets held = { { NULL } };
    enum err e = OK;

    if (mode == GUARD_UNSET || (argc != 2 && !serve))
        return 2;
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    (void)signal(SIGPIPE, SIG_IGN);
    if (serve)
        (void)signal(SIGTERM, SIG_IGN); /* it ends with whoever asks it, in the midst of no mail */
    mail_parser_start(&held);
    if (mode != GUARD_OFF)
        e = guard_filter_new(&narrow);
    e = e ? e : sandbox(mode, serve ? (unsigned)(GUARD_FORK | GUARD_SOCKETS | GUARD_NARROW) : 0u);
    e = e ? e : serve ? serve_mails(0, 1, desk ? &waits : &worker, narrow) : serve_one(0, 1);
    guard_filter_drop(&narrow);
    return e ? 1 : 0;
}
