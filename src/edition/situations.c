/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "edition/situations.h"
#include "base/text.h"
#include "seeker/keyed.h"
#include <string.h>

static const char not_known[] = "not `key value` of a card";

/* A key of card i that says the same in all languages. */
static const char *
take_common(struct situations *all, size_t i, const struct keyed *k)
{
    uint64_t n;

    if (strcmp(k->key, "codes") == 0) {
        all->codes[i] = k->value;
        return NULL;
    }
    if (strcmp(k->key, "guide") == 0 && !text_u64(k->value, 0, 99, &n)) {
        for (enum lang l = LANG_RU; l < N_LANGS; l++)
            all->cards[l][i].guide = (int64_t)n;
        return NULL;
    }
    if (strcmp(k->key, "urgent") == 0 && !text_u64(k->value, 0, 1, &n)) {
        for (enum lang l = LANG_RU; l < N_LANGS; l++)
            all->cards[l][i].urgent = n == 1;
        return NULL;
    }
    return not_known;
}

static const char *
take(void *context, const struct keyed *k)
{
    struct situations *all = context;

    if (strcmp(k->key, "card") == 0)
        return all->n++ < MAX_SITUATIONS ? NULL : "too many cards";
    if (all->n == 0)
        return "the first line is not `card NAME`";
    struct start_card *card = &all->cards[k->lang][all->n - 1];
    if (k->lang && strcmp(k->key, "label") == 0)
        card->label = k->value;
    else if (k->lang && strcmp(k->key, "small") == 0)
        card->small = k->value;
    else
        return k->lang ? not_known : take_common(all, all->n - 1, k);
    return NULL;
}

static bool
are_whole(const struct situations *all)
{
    for (enum lang l = LANG_RU; l < N_LANGS; l++)
        for (size_t i = 0; i < all->n; i++)
            if (!all->cards[l][i].label || !all->cards[l][i].small || !all->codes[i])
                return false;
    return all->n > 0;
}

enum err
situations_read(
    const char *content, struct arena *a, const struct situations **out, const char **why)
{
    const char *path = arena_printf(a, "%s/situations.txt", content);
    struct situations *all = arena_alloc(a, sizeof *all);
    enum err e = all ? keyed_read(path, a, take, all, why) : ERR_INTERNAL;

    if (e)
        return e;
    if (!are_whole(all)) {
        *why = arena_printf(
            a, "%s: a card lacks its codes, or its label or small line in a language", path);
        return ERR_MALFORMED;
    }
    *out = all;
    return OK;
}
