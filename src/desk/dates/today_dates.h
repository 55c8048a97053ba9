/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_TODAY_DATES_H
#define DESK_DATES_TODAY_DATES_H
/* Dates on the page "Today". */
#include "desk/today/today.h"

/* A source of acts: what asks for this member as holder, deputy, lawyer or duty lead. */
MUST_USE enum err dates_today(const struct today_ask *ask, struct acts *to);

#endif
