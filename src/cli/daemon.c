/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `understory hub` and `understory desk` become the separate programs beside this one: the hub's
   program contains no code that opens anything. */
#include "cli/cli.h"
#include <libgen.h>
#include <limits.h>
#include <unistd.h>

static int
become(const struct args *args, const char *program)
{
    char self[PATH_MAX] = { 0 };
    char *argv[CLI_MAX_VALUES + 2] = { 0 };

    if (args->n < 1 || args->n > CLI_MAX_VALUES)
        return cli_usage("a configuration file is wanted");
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        return cli_fail("this program cannot find itself", NULL);
    argv[0] = arena_printf(args->a, "%s/%s", dirname(self), program);
    for (int i = 0; i < args->n; i++)
        argv[i + 1] = args->v[i];
    (void)execv(argv[0], argv);
    return cli_fail("the program beside this one cannot be started", argv[0]);
}

int
cmd_daemon_hub(const struct args *args)
{
    return become(args, "understory-hub");
}

int
cmd_daemon_desk(const struct args *args)
{
    return become(args, "understory-desk");
}
