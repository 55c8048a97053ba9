/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* understory-paper: from the description of a sheet to a PDF, and nothing else; no network.
   usage: understory-paper SANDBOX         one on standard input, its PDF on standard output
          understory-paper SANDBOX serve   many, each in a process of its own (joblink/job.h)
   SANDBOX is strict, best-effort or off. */
#include "joblink/job.h"
#include "paper/draw.h"
#include <unistd.h>

int
main(int argc, char **argv)
{
    static const struct guard_path fonts[] = { { "/usr/share/fonts", false },
        { "/usr/local/share/fonts", false }, { "/usr/share/fontconfig", false },
        { "/etc/fonts", false }, { "/var/cache/fontconfig", false }, { "/usr/lib", false },
        { "/usr/share/mime", false }, { "/lib", false } };
    const struct job_program program = { .work = draw_sheet,
        .paths = fonts,
        .n_paths = sizeof fonts / sizeof *fonts,
        .calls = GUARD_FILES | GUARD_THREADS };

    _exit(job_main(argc, argv, &program)); /* the libraries keep their fonts to the end */
}
