/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NET_TROUBLE_H
#define NET_TROUBLE_H
/* Why an exchange with a server failed: one kind for each different reaction. */
#include "base/err.h"
#include <stdbool.h>

enum net_trouble {
    NET_FINE,
    NET_UNREACHABLE, /* no connection, no answer in time */
    NET_UNTRUSTED,   /* the certificate does not check */
    NET_LOGIN,       /* name or password */
    NET_BUSY,        /* the server asks to try again later */
    NET_REFUSED,     /* the server does not take this, now or ever */
    NET_SERVER,      /* an answer that makes no sense */
};

/* The kind of a result code of libcurl. */
enum net_trouble trouble_of(int curl_code);

/* May plain text travel to the host of this URL ("scheme://host:port/...")?  Only within this
   machine and to onion addresses, which encrypt by themselves. */
bool net_is_local(const char *url);

#endif
