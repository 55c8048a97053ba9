/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FILES_HANDLERS_H
#define DESK_FILES_HANDLERS_H
/* Attachments: adding one, looking at its pixels, taking the original out. */
#include "desk/desk.h"
#include "desk/files/files.h"

enum { FILE_FORM_MAX = FILE_UPLOAD_MAX + 64 * 1024 };

enum err post_file(struct req *rq);
enum err get_file(struct req *rq);
enum err get_file_page(struct req *rq); /* the pixels */
enum err get_original(struct req *rq);  /* the page that warns */
enum err post_original(struct req *rq); /* the file itself */
enum err post_original_ask(struct req *rq);
enum err post_original_yes(struct req *rq);

#endif
