/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_SANDBOX_H
#define DESK_SANDBOX_H
/* What the desk may still do once it runs: its own folder, name lookups, connections. */
#include "desk/desk.h"

/* Enter the sandbox; on failure *why says how to go on. */
MUST_USE enum err sandbox_desk(const struct desk_conf *conf, struct guard_report *report,
    struct arena *life, const char **why);

#endif
