/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_SANDBOX_H
#define HUB_SANDBOX_H
/* What each process of the hub may still do once it has started.  Each ends its start-up with one
   of these; ERR_INTERNAL means that the kernel cannot hold it so and the configuration insists. */
#include "hub/conf.h"

/* Called once, by the process itself, when everything it needs is open. */
MUST_USE enum err sandbox_master(const struct hub_conf *c);
MUST_USE enum err sandbox_committer(const struct hub_conf *c);
MUST_USE enum err sandbox_shelfd(const struct hub_conf *c);
MUST_USE enum err sandbox_worker(const struct hub_conf *c, bool is_desk);

#endif
