/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_VAULTS_HANDLERS_H
#define DESK_VAULTS_HANDLERS_H
/* Working in several vaults: go to another one, let another one read a case.
   Rows: src/desk/routes.c. */
#include "desk/desk.h"

enum err post_vault(struct req *rq); /* v: id of one of her vaults */
enum err post_share(struct req *rq); /* to: id of a vault or member; on: 1 or 0 */

#endif
