/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_TODAY_HANDLERS_H
#define DESK_TODAY_HANDLERS_H
/* The page "Today".  Row: src/desk/routes.c. */
#include "desk/desk.h"

enum err get_today(struct req *rq);

#endif
