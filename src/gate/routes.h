/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_ROUTES_H
#define GATE_ROUTES_H
/* What a gate answers at all. */
#include "http/route.h"

/* The site of one child: routes, limits, headers, error pages. */
struct site gate_site(struct app *app);

#endif
