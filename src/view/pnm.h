/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef VIEW_PNM_H
#define VIEW_PNM_H
/* What the tools give: a picture as PBM, PGM, PPM or PAM (netpbm's formats), read from a pipe and
   made small on the way.  See-through parts become white. */
#include "view/shrink.h"

/* ERR_MALFORMED: not a picture, or it ends too early (at least a third of the rows came: it is
   given all the same, white below).  ERR_TOO_LARGE.  The picture is the caller's. */
MUST_USE enum err pnm_read(int fd, struct image *out);

#endif
