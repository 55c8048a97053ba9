/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/attach.h"

enum err
attach_files(const struct casebook *b, int64_t id, const struct letter *l, int64_t now_s,
    const struct actor *by)
{
    (void)b, (void)id, (void)l, (void)now_s, (void)by;
    return OK;
}
