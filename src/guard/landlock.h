/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUARD_LANDLOCK_H
#define GUARD_LANDLOCK_H
/* Landlock, for guard.c only. */
#include "guard/guard.h"

/* Version of the kernel's interface; 0 when it has none or it is switched off. */
int landlock_version(void);

/* Keep this process from every file but those of the rules.  no_new_privs must be set. */
MUST_USE enum err landlock_enter(int version, const struct guard_rules *rules);

#endif
