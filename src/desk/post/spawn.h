/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_POST_SPAWN_H
#define DESK_POST_SPAWN_H
/* Start understory-post, which stands beside this program. */
#include "base/err.h"
#include <stdint.h>

/* `sandbox` and the first wait after a failure as in the desk's configuration.  *control is the
   socket to it; it ends when that is closed.  The child has no descriptor of ours but that. */
MUST_USE enum err post_spawn(const char *sandbox, int64_t retry_ms, int *control);

#endif
