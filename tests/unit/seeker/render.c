/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Write every page with sample views in every language to a folder, to be looked at.
   usage: render CONTENT FOLDER */
#include "base/file.h"
#include "base/own.h"
#include "tests/unit/seeker/sample.h"
#include <stdio.h>

static int
write_pages(const char *folder, enum lang lang, const struct facts *site, struct arena *names)
{
    for (enum sample s = 0; s < N_SAMPLES; s++) {
        OWN(arena) a = arena_new(16 << 20);
        struct out o = out_in(a);
        sample_page(&o, s, lang, site, NULL);
        const char *path =
            arena_printf(names, "%s/%s-%s.html", folder, lang_code(lang), sample_name(s));
        if (o.failed || file_replace(path, (struct bytes){ (const uint8_t *)o.buf, o.n })) {
            fprintf(stderr, "could not write %s\n", path);
            return 1;
        }
        printf("%6zu %s\n", o.n, path);
    }
    return 0;
}

int
main(int argc, char **argv)
{
    OWN(arena) a = arena_new(64 << 20);
    const struct facts *site = argc == 3 ? sample_site(a, argv[1]) : NULL;

    if (!site || folder_make(argv[2])) {
        fprintf(stderr, "usage: render CONTENT FOLDER\n");
        return 2;
    }
    for (enum lang l = LANG_RU; l < N_LANGS; l++)
        if (write_pages(argv[2], l, site, a))
            return 1;
    return 0;
}
