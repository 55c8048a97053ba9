/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"
#include "base/text.h"
#include "cli/cli.h"

static bool
is_option(const char *word)
{
    return word[0] == '-' && word[1] == '-';
}

size_t
args_all(const struct args *args, const char *name, const char *to[CLI_MAX_VALUES])
{
    bool inside = false;
    size_t n = 0;

    for (int i = 0; i < args->n; i++) {
        if (is_option(args->v[i]))
            inside = strcmp(args->v[i] + 2, name) == 0;
        else if (inside && n < CLI_MAX_VALUES)
            to[n++] = args->v[i];
    }
    return n;
}

const char *
args_one(const struct args *args, const char *name)
{
    const char *all[CLI_MAX_VALUES];

    return args_all(args, name, all) > 0 ? all[0] : NULL;
}

bool
args_has(const struct args *args, const char *name)
{
    for (int i = 0; i < args->n; i++)
        if (is_option(args->v[i]) && strcmp(args->v[i] + 2, name) == 0)
            return true;
    return false;
}

size_t
args_plain(const struct args *args, const char *to[CLI_MAX_VALUES])
{
    size_t n = 0;

    for (int i = 0; i < args->n && !is_option(args->v[i]) && n < CLI_MAX_VALUES; i++)
        to[n++] = args->v[i];
    return n;
}

enum err
args_number(const struct args *args, const char *name, uint64_t min, uint64_t max, uint64_t usual,
    uint64_t *out)
{
    const char *text = args_one(args, name);

    if (text)
        return text_u64(text, min, max, out);
    *out = usual;
    return OK;
}

int
cli_fail(const char *sentence, const char *detail)
{
    (void)fprintf(
        stderr, "understory: %s%s%s\n", sentence, detail ? ": " : "", detail ? detail : "");
    return 1;
}

int
cli_usage(const char *sentence)
{
    (void)fprintf(stderr, "understory: %s (see `understory help`)\n", sentence);
    return 2;
}

int
cli_write(const struct args *args, const char *folder, const char *name, struct bytes content)
{
    const char *path = arena_printf(args->a, "%s/%s", folder, name);

    if (!path || file_replace(path, content))
        return cli_fail("this file cannot be written", path);
    return 0;
}

enum lang
cli_lang(const struct args *args)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    const char *said = args_one(args, "lang");
    char code[3] = "";

    for (size_t i = 0; !said && i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        said = value && *value ? value : NULL;
    }
    (void)snprintf(code, sizeof code, "%.2s", said ? said : "en");
    enum lang lang = lang_of(code);
    return lang == LANG_UNSET ? LANG_EN : lang;
}
