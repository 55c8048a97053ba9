/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/log.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void
log_event(const char *name, enum err e, int64_t n, const char *why)
{
    char line[512];
    int len = snprintf(line, sizeof line, "event=%s err=%s n=%" PRId64 "%s%s\n", name, err_name(e),
        n, why ? " why=" : "", why ? why : "");

    if (len < 0)
        return;
    size_t size = (size_t)len < sizeof line ? (size_t)len : sizeof line - 1;
    line[size - 1] = '\n';
    (void)!write(STDERR_FILENO, line, size);
}
