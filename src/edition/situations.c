/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "edition/situations.h"
#include "base/file.h"
#include "base/text.h"
#include <string.h>

/* One `key value` of card number i; false if it is neither known nor right. */
static bool
read_pair(struct situations *all, size_t i, const char *key, const char *value)
{
    uint64_t n;
    enum lang l = strlen(key) > 3 && key[2] == '.' ? lang_of((const char[]){ key[0], key[1], '\0' })
                                                   : LANG_UNSET;

    if (l && strcmp(key + 3, "label") == 0)
        all->cards[l][i].label = value;
    else if (l && strcmp(key + 3, "small") == 0)
        all->cards[l][i].small = value;
    else if (strcmp(key, "guide") == 0 && !text_u64(value, 0, 99, &n))
        for (l = LANG_RU; l < N_LANGS; l++)
            all->cards[l][i].guide = (int64_t)n;
    else if (strcmp(key, "urgent") == 0 && !text_u64(value, 0, 1, &n))
        for (l = LANG_RU; l < N_LANGS; l++)
            all->cards[l][i].urgent = n == 1;
    else
        return strcmp(key, "codes") == 0;
    return true;
}

static bool
are_whole(const struct situations *all)
{
    for (enum lang l = LANG_RU; l < N_LANGS; l++)
        for (size_t i = 0; i < all->n; i++)
            if (!all->cards[l][i].label || !all->cards[l][i].small)
                return false;
    return all->n > 0;
}

/* Read all lines; the number of the first bad one, or 0. */
static int
read_lines(struct situations *all, char *text)
{
    for (int n = 1; *text; n++) {
        char *end = text + strcspn(text, "\n");
        char *next = *end ? end + 1 : end;
        *end = '\0';
        char *value = strchr(text, ' ');
        if (*text && *text != '#') {
            if (!value)
                return n;
            *value++ = '\0';
            if (strcmp(text, "card") == 0 ? all->n++ == MAX_SITUATIONS
                                          : all->n == 0 || !read_pair(all, all->n - 1, text, value))
                return n;
        }
        text = next;
    }
    return 0;
}

enum err
situations_read(
    const char *content, struct arena *a, const struct situations **out, const char **why)
{
    const char *path = arena_printf(a, "%s/situations.txt", content);
    struct situations *all = arena_alloc(a, sizeof *all);
    struct bytes b;
    enum err e = path && all ? file_read(path, 256 << 10, a, &b) : ERR_INTERNAL;
    char *text;
    int bad;

    if (e) {
        *why = arena_printf(a, "%s: cannot be read", path);
        return e;
    }
    text = arena_text_n(a, b.p, b.n);
    if (!text)
        return ERR_INTERNAL;
    bad = utf8_is_valid(b) ? read_lines(all, text) : 1;
    if (bad || !are_whole(all)) {
        *why =
            bad ? arena_printf(a, "%s, line %d: not `key value` of a card", path, bad)
                : arena_printf(a, "%s: a card lacks its label or small line in a language", path);
        return ERR_MALFORMED;
    }
    *out = all;
    return OK;
}
