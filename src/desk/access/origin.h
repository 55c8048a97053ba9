/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_ORIGIN_H
#define DESK_ACCESS_ORIGIN_H
/* Where a request says it comes from.  A page of another site can make a browser send a form to the
   desk; it cannot choose these headers. */
#include "http/request.h"

enum { COOKIE_NAME_CAP = 32 };

/* Is this value of an Origin header the desk's own?  The loopback names (127.0.0.1, localhost,
   [::1]) are one machine; scheme and port must be the same. */
bool origin_is_ours(const char *ours, const char *origin);

/* Is this value of a Host header the desk's?  A name
   that an attacker points at this machine is not. */
bool origin_has_host(const char *ours, const char *host);

/* May a cookie carry the prefix __Host- there: https, or a loopback name. */
bool origin_is_secure(const char *ours);

/* May this POST be acted on: Sec-Fetch-Site and Origin, where they are sent, say that it comes from
   a page of the desk (or from nowhere, by hand).  A program that sends neither is no browser. */
bool origin_allows(const char *ours, const char *origin, const char *fetch_site);

/* Does Sec-Fetch-Site name another site?  For a GET that records something. */
bool origin_is_foreign(const char *fetch_site);

#endif
