/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_CHECK_H
#define HUB_CHECK_H
/* What `understory-hub --check` says about a hub that could start. */
#include "hub/conf.h"
#include "hub/content.h"

/* Print facts about the configuration and the signed files on standard output, and warnings (an
   edition that has expired, pages that are missing, a sandbox that lacks something).  Changes
   nothing. */
void check_print(const struct hub_conf *hub, const struct content *content, int64_t now_s);

#endif
