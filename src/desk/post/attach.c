/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/attach.h"
#include "desk/files/files.h"

enum err
attach_files(const struct casebook *b, int64_t id, const struct letter *l, int64_t now_s,
    const struct actor *by)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < l->n_files; i++) {
        const struct letter_file *f = &l->files[i];
        struct file_given g = { f->name, f->type, f->content, now_s, by };
        if (f->content.n > 0)
            e = file_keep(b, id, &g);
    }
    return e;
}
