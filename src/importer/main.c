/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* understory-import: from a file that another program made to cases with entries, and nothing
   else; no files, no network. usage: understory-import SANDBOX         a question on standard
   input, the doc on standard output understory-import SANDBOX serve   many, each in a process of
   its own (joblink/job.h) SANDBOX is strict, best-effort or off. */
#include "importer/importer.h"
#include "joblink/job.h"

int
main(int argc, char **argv)
{
    const struct job_program program = { .work = import_work, .narrow = true };

    return job_main(argc, argv, &program);
}
