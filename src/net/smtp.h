/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NET_SMTP_H
#define NET_SMTP_H
/* Hand one mail to a mail server, through a SOCKS proxy when one is given.  TLS from the start
   (smtps://) or by STARTTLS, which is demanded but within this machine and to onion addresses. */
#include "base/arena.h"
#include "net/trouble.h"

struct smtp_mail {
    const char *url;        /* smtps://host:port or smtp://host:port */
    const char *proxy, *ca; /* "" none */
    const char *user, *password;
    const char *from, *to;
    struct bytes content; /* header and body, lines ending in CR LF */
    long timeout_ms;
};

enum { SMTP_WHY_BYTES = 160 };

/* OK: the server has it.  ERR_BUSY: not now; ERR_FORBIDDEN: never.  *trouble says why. */
MUST_USE enum err smtp_send(
    const struct smtp_mail *m, enum net_trouble *trouble, char why[static SMTP_WHY_BYTES]);

/* Connect and log in, send nothing. */
MUST_USE enum err smtp_try(
    const struct smtp_mail *m, enum net_trouble *trouble, char why[static SMTP_WHY_BYTES]);

#endif
