/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_STATUS_HANDLERS_H
#define DESK_STATUS_HANDLERS_H
/* How the desk is, and the files of its pages.  Rows: src/desk/routes.c. */
#include "desk/desk.h"

enum err get_status(struct req *rq);
enum err get_css(struct req *rq);
enum err get_js(struct req *rq);
enum err get_passkey_js(struct req *rq);

#endif
