/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"
#include "base/text.h"
#include "cli/cli.h"

enum { KEY_FILE_MAX = 4096 };

enum err
cli_read_editor(
    const struct args *args, const char *folder, struct sign_secret *key, const char **name)
{
    const char *path = arena_printf(args->a, "%s/editor.key", folder);
    struct bytes text;
    uint8_t seed[KEY_BYTES];
    enum err e = path ? file_read(path, KEY_FILE_MAX, args->a, &text) : ERR_INTERNAL;
    char *line = e ? NULL : arena_text_n(args->a, text.p, text.n);
    char *hex = line ? strchr(line, ' ') : NULL;

    if (!hex)
        return e ? e : ERR_MALFORMED;
    *hex++ = '\0';
    hex[strcspn(hex, "\n")] = '\0';
    e = hex_decode(hex, seed, sizeof seed);
    if (e)
        return e;
    sign_secret_from_seed(seed, key);
    secret_wipe(seed, sizeof seed);
    *name = line;
    return OK;
}
