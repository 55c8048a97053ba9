/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Write every page of the desk in every language, and its style sheet, to a folder, to be looked
   at.  usage: render FOLDER */
#include "assets.gen.h"
#include "base/file.h"
#include "base/own.h"
#include "tests/unit/desk/sample.h"
#include <stdio.h>

/* The pages name their sheet by an absolute path: beside them it must be a relative one. */
static struct bytes
relative(struct out *o, struct arena *a)
{
    struct out to = out_in(a);
    const char *s = out_text_of(o);

    for (const char *at = strstr(s, "=\"/desk-"); at; at = strstr(s, "=\"/desk-")) {
        out_lit(&to, s, (size_t)(at - s) + 2);
        s = at + 3;
    }
    out_lit(&to, s, strlen(s));
    return (struct bytes){ (const uint8_t *)to.buf, to.n };
}

static int
write_file(const char *path, struct bytes b)
{
    if (path && !file_replace(path, b)) {
        printf("%6zu %s\n", b.n, path);
        return 0;
    }
    fprintf(stderr, "could not write %s\n", path ? path : "");
    return 1;
}

static int
write_pages(const char *folder, enum lang lang, struct arena *life)
{
    for (enum sample s = 0; s < N_SAMPLES; s++) {
        OWN(arena) a = arena_new(16 << 20);
        struct out o = out_in(a);
        sample_page(&o, s, lang, NULL);
        if (o.failed ||
            write_file(arena_printf(life, "%s/%s-%s.html", folder, lang_code(lang), sample_name(s)),
                relative(&o, a)))
            return 1;
    }
    return 0;
}

int
main(int argc, char **argv)
{
    OWN(arena) life = arena_new(16 << 20);

    if (argc != 2 || !life || folder_make(argv[1]))
        return 2;
    if (write_file(arena_printf(life, "%s%s", argv[1], asset_desk_css.path),
            bytes_of(asset_desk_css.text)) ||
        write_file(
            arena_printf(life, "%s%s", argv[1], asset_desk_js.path), bytes_of(asset_desk_js.text)))
        return 1;
    for (enum lang l = LANG_RU; l < N_LANGS; l++)
        if (write_pages(argv[1], l, life))
            return 1;
    return 0;
}
