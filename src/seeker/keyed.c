/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seeker/keyed.h"
#include "base/file.h"
#include "base/text.h"
#include <string.h>

enum { KEYED_MAX_BYTES = 256 << 10 };

static enum err
complain(struct arena *a, const char *name, int line, const char *what, const char **why)
{
    *why = arena_printf(a, "%s, line %d: %s", name, line, what);
    return ERR_MALFORMED;
}

/* Split one line in place. */
static struct keyed
split(char *line, char *blank)
{
    struct keyed k = { line, blank + 1, LANG_UNSET };

    *blank = '\0';
    if (strlen(line) > 3 && line[2] == '.')
        k.lang = lang_of((const char[]){ line[0], line[1], '\0' });
    if (k.lang)
        k.key += 3;
    return k;
}

enum err
keyed_lines(const char *name, struct bytes file, struct arena *a, keyed_take *take, void *context,
    const char **why)
{
    char *text = arena_text_n(a, file.p, file.n);

    if (!text)
        return ERR_INTERNAL;
    if (!utf8_is_valid(file))
        return complain(a, name, 1, "not UTF-8", why);
    for (int n = 1; *text; n++) {
        char *end = text + strcspn(text, "\n");
        char *next = *end ? end + 1 : end;
        *end = '\0';
        char *blank = strchr(text, ' ');
        if (*text && *text != '#') {
            const char *wrong = "not `key value`";
            if (blank) {
                struct keyed k = split(text, blank);
                wrong = take(context, &k);
            }
            if (wrong)
                return complain(a, name, n, wrong, why);
        }
        text = next;
    }
    return OK;
}

enum err
keyed_read(const char *path, struct arena *a, keyed_take *take, void *context, const char **why)
{
    struct bytes b;
    enum err e = path ? file_read(path, KEYED_MAX_BYTES, a, &b) : ERR_INTERNAL;

    if (e) {
        *why = arena_printf(a, "%s: cannot be read", path ? path : "(out of memory)");
        return e;
    }
    return keyed_lines(path, b, a, take, context, why);
}
